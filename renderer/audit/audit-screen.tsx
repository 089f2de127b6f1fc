import { Download, FileText, ShieldCheck } from 'lucide-react';
import { useEffect, useState } from 'react';
import { clockWords } from '../../src/audit/clock-steps.ts';
import type { AuditLine, ChainVerdict } from '../../src/contract/audit-methods.ts';
import { call, messageOf } from '../api.ts';
import { loadAudit, loadOlderAudit, useAudit, verifyAudit } from '../state/audit-store.ts';
import { openDialog } from '../state/dialog-store.ts';
import { say } from '../state/toast-store.ts';
import { Button } from '../ui/button.tsx';
import { Loaded } from '../ui/loading.tsx';
import { Notice } from '../ui/notice.tsx';
import { Card, Page } from '../ui/page.tsx';
import tableStyles from '../ui/table.module.css';
import { countWord, shortHash, timeWord } from '../words.ts';
import styles from './audit-screen.module.css';
import { ExportStudies } from './export-studies.tsx';
import { FindMoment } from './find-moment.tsx';
import { MindChangesCard } from './mind-changes-card.tsx';

async function exportReport(): Promise<void> {
  try {
    const { path, entries } = await call('audit.export', { folder: null });
    if (path === null) return;
    say('done', `Wrote ${countWord(entries, 'entry', 'entries')} to ${path}.`);
    await loadAudit();
  } catch (error) {
    say('problem', `The report was not written: ${messageOf(error)}`);
  }
}

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
      Whole: {countWord(verdict.entries, 'entry', 'entries')}, each following from the one before. Head{' '}
      <code>{verdict.headHash}</code>
      {verdict.clockSetBackAt && <p>{clockWords(verdict.clockSetBackAt)}</p>}
    </Notice>
  );
}

function Line({ line }: { readonly line: AuditLine }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <tr>
        <td className={tableStyles.number}>{line.sequence}</td>
        <td className={styles.time}>{timeWord(line.time)}</td>
        <td className={styles.event}>{line.event}</td>
        <td>{line.reader ?? ''}</td>
        <td className={styles.summary}>{line.summary}</td>
        <td>
          <button type="button" className={tableStyles.link} aria-expanded={open} onClick={() => setOpen(!open)}>
            <span className="spoken-only">Entry {line.sequence} in full</span>
            <code title={line.hash} aria-hidden>
              {shortHash(line.hash)}
            </code>
          </button>
        </td>
      </tr>
      {open && (
        <tr>
          <td colSpan={6}>
            <Button onClick={() => openDialog({ kind: 'moment', entry: String(line.sequence) })}>
              Show the moment of entry {line.sequence}
            </Button>
            <pre className={styles.json}>{line.entryJson}</pre>
          </td>
        </tr>
      )}
    </>
  );
}

function Timeline({ total, lines }: { readonly total: number; readonly lines: readonly AuditLine[] }) {
  const older = async () => {
    try {
      await loadOlderAudit();
    } catch (error) {
      say('problem', messageOf(error));
    }
  };
  return (
    <div className={tableStyles.wrap}>
      <table className={tableStyles.table} aria-label="Timeline">
        <thead>
          <tr>
            <th className={tableStyles.number}>No.</th>
            <th>Time</th>
            <th>Event</th>
            <th>Reader</th>
            <th>What</th>
            <th>Hash</th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <Line key={line.sequence} line={line} />
          ))}
        </tbody>
      </table>
      {lines.length < total && (
        <div className={styles.more}>
          <Button onClick={() => void older()}>Show older ({total - lines.length} left)</Button>
        </div>
      )}
    </div>
  );
}

/** Everything that happened, in order, and whether it is all still there. */
export function AuditScreen() {
  const { page, verdict } = useAudit();
  useEffect(() => void loadAudit(), []);
  const total = page.kind === 'ready' ? countWord(page.value.total, 'entry', 'entries') : '';
  return (
    <Page title="Audit">
      <div className={styles.bar}>
        <p className={styles.intro}>
          Append-only, each entry sealed by the hash of the one before. No file name and no patient name is in it.
        </p>
        <Button icon={ShieldCheck} disabled={verdict.kind === 'loading'} onClick={() => void verifyAudit()}>
          {verdict.kind === 'loading' ? 'Verifying…' : 'Verify'}
        </Button>
        <ExportStudies />
        <Button icon={FileText} onClick={() => openDialog({ kind: 'structured-reports' })}>
          Structured reports
        </Button>
        <Button look="primary" icon={Download} onClick={() => void exportReport()}>
          Export CSV report
        </Button>
      </div>
      {verdict.kind === 'ready' && <Verdict verdict={verdict.value} />}
      {verdict.kind === 'failed' && <Notice tone="problem">{verdict.message}</Notice>}
      <MindChangesCard />
      <FindMoment />
      <Card title="Timeline" aside={<span className={styles.total}>{total}</span>} flush>
        <Loaded of={page} what="entries" onRetry={() => void loadAudit()}>
          {({ total: all, lines }) => <Timeline total={all} lines={lines} />}
        </Loaded>
      </Card>
    </Page>
  );
}
