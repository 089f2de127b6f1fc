import { FileCheck, FileSearch, ShieldCheck } from 'lucide-react';
import { useState } from 'react';
import { headText, newestHeadIn } from '../../src/audit/audit-head.ts';
import { clockWords } from '../../src/audit/clock-steps.ts';
import type { ChainVerdict, CheckedReport } from '../../src/contract/audit-methods.ts';
import { call, messageOf } from '../api.ts';
import { checkReport, useAudit, verifyAudit } from '../state/audit-store.ts';
import { say } from '../state/toast-store.ts';
import { Button } from '../ui/button.tsx';
import { TextField } from '../ui/field.tsx';
import { Notice } from '../ui/notice.tsx';
import { Card } from '../ui/page.tsx';
import { countWord } from '../words.ts';
import styles from './audit-screen.module.css';

function Verdict({ verdict }: { readonly verdict: ChainVerdict }) {
  if (verdict.kind === 'broken') {
    return (
      <Notice tone="problem">
        The log is broken at entry {verdict.sequence}: {verdict.why}
      </Notice>
    );
  }
  return (
    <Notice tone="info">
      Whole: {countWord(verdict.entries, 'entry', 'entries')}, each following from the one before. Head to keep:{' '}
      <code>{headText(verdict)}</code>
      {verdict.clockSetBackAt && <p>{clockWords(verdict.clockSetBackAt)}</p>}
    </Notice>
  );
}

function signatureWords(signature: CheckedReport['signature']): string {
  if (signature === null) return 'No signature lies beside it.';
  if (signature.kind === 'refused') return `The signature beside it is refused. ${signature.why}`;
  const { fingerprint, time, isOwnKey } = signature;
  const whose = isOwnKey
    ? 'It is the key of this installation.'
    : 'It is not the key of this installation: compare it with the one that you were given.';
  return `Signed by the key ${fingerprint} at ${time} by its clock. ${whose}`;
}

const brokenWords = (name: string, { sequence, why }: ChainVerdict & { readonly kind: 'broken' }): string =>
  sequence === 0 ? `${name} is no audit report. ${why}` : `The report ${name} is broken at entry ${sequence}: ${why}`;

/** What a report says from its file alone. */
function ReportVerdict({ report: { name, chain, signature } }: { readonly report: CheckedReport }) {
  const isBad = chain.kind === 'broken' || signature?.kind === 'refused';
  return (
    <Notice tone={isBad ? 'problem' : 'info'}>
      {chain.kind === 'broken' ? (
        brokenWords(name, chain)
      ) : (
        <>
          The report {name} is whole: {countWord(chain.entries, 'entry', 'entries')}, each following from the one
          before. Its head: <code>{headText(chain)}</code>
        </>
      )}
      <p>{signatureWords(signature)}</p>
      {chain.kind === 'whole' && chain.clockSetBackAt && <p>{clockWords(chain.clockSetBackAt)}</p>}
    </Notice>
  );
}

/** Recomputes the log, or a report from its file alone, also against a head that somebody kept: only that finds a tail that was cut off or written anew. */
export function VerifyCard() {
  const verdict = useAudit((state) => state.verdict);
  const report = useAudit((state) => state.report);
  const [typed, setTyped] = useState('');
  const kept = newestHeadIn(typed);
  const wrong = typed.trim() !== '' && kept === null;
  const busy = verdict.kind === 'loading';
  const fromFile = async () => {
    try {
      const { head } = await call('audit.readHead', { file: null });
      if (head) setTyped(headText(head));
    } catch (error) {
      say('problem', messageOf(error));
    }
  };
  return (
    <Card title="Verify">
      <form
        className={styles.verify}
        onSubmit={(event) => {
          event.preventDefault();
          if (!wrong && !busy) void verifyAudit(kept);
        }}
      >
        <TextField
          label="Head that you kept (optional)"
          hint={
            wrong
              ? 'This is no head: it is the number of entries, a colon, and 64 digits, as each export prints it.'
              : 'As an earlier export printed it. Without one, a tail that was cut off or written anew is not found.'
          }
          value={typed}
          maxLength={2000}
          spellCheck={false}
          aria-invalid={wrong}
          onChange={(event) => setTyped(event.target.value)}
        />
        <div className={styles.actions}>
          <Button icon={FileSearch} onClick={() => void fromFile()}>
            From an exported file…
          </Button>
          <Button icon={FileCheck} disabled={report.kind === 'loading' || wrong} onClick={() => void checkReport(kept)}>
            {report.kind === 'loading' ? 'Checking…' : 'Check a report…'}
          </Button>
          <Button type="submit" icon={ShieldCheck} disabled={busy || wrong}>
            {busy ? 'Verifying…' : 'Verify'}
          </Button>
        </div>
      </form>
      <div className={styles.verdicts}>
        {verdict.kind === 'ready' && <Verdict verdict={verdict.value} />}
        {verdict.kind === 'failed' && <Notice tone="problem">{verdict.message}</Notice>}
        {report.kind === 'ready' && <ReportVerdict report={report.value} />}
        {report.kind === 'failed' && <Notice tone="problem">{report.message}</Notice>}
      </div>
    </Card>
  );
}
