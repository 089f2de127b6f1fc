import { Download, FileText } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { AuditLine } from '../../src/contract/audit-methods.ts';
import { exportReport } from '../actions/exports.ts';
import { messageOf } from '../api.ts';
import { loadAudit, loadOlderAudit, useAudit } from '../state/audit-store.ts';
import { openDialog } from '../state/dialog-store.ts';
import { say } from '../state/toast-store.ts';
import { Button } from '../ui/button.tsx';
import { Loaded } from '../ui/loading.tsx';
import { Card, Page } from '../ui/page.tsx';
import tableStyles from '../ui/table.module.css';
import { countWord, shortHash, timeWord } from '../words.ts';
import styles from './audit-screen.module.css';
import { ExportStudies } from './export-studies.tsx';
import { FindMoment } from './find-moment.tsx';
import { MindChangesCard } from './mind-changes-card.tsx';
import { SigningCard } from './signing-card.tsx';
import { VerifyCard } from './verify-card.tsx';

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
  const page = useAudit((state) => state.page);
  useEffect(() => void loadAudit(), []);
  const total = page.kind === 'ready' ? countWord(page.value.total, 'entry', 'entries') : '';
  return (
    <Page title="Audit">
      <div className={styles.bar}>
        <p className={styles.intro}>
          Append-only, each entry sealed by the hash of the one before. No file name and no patient name is in it.
        </p>
        <ExportStudies />
        <Button icon={FileText} onClick={() => openDialog({ kind: 'structured-reports' })}>
          Structured reports
        </Button>
        <Button look="primary" icon={Download} onClick={() => void exportReport()}>
          Export CSV report
        </Button>
      </div>
      <VerifyCard />
      <SigningCard />
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
