import { useState } from 'react';
import type { ImportReport } from '../../src/contract/import-methods.ts';
import { commitImport, discardImport } from '../actions/folders.ts';
import { messageOf } from '../api.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { LabelMark } from '../ui/label-mark.tsx';
import { Notice } from '../ui/notice.tsx';
import tableStyles from '../ui/table.module.css';
import { countWord, lastPart } from '../words.ts';
import styles from './import-dialog.module.css';

const SHOWN = 500;

function Problems({ problems }: Pick<ImportReport, 'problems'>) {
  return (
    <section aria-label="Problems">
      <h3 className={styles.heading}>{countWord(problems.length, 'problem')}</h3>
      <div className={styles.problems}>
        <table className={tableStyles.table}>
          <thead>
            <tr>
              <th className={tableStyles.number}>Row</th>
              <th>File</th>
              <th>What is wrong</th>
            </tr>
          </thead>
          <tbody>
            {problems.slice(0, SHOWN).map(({ code, row, file, message }) => (
              <tr key={`${code} ${row} ${file} ${message}`}>
                <td className={tableStyles.number}>{row ?? ''}</td>
                <td>{file ?? ''}</td>
                <td>{message}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {problems.length > SHOWN && <p className={styles.fine}>The first {SHOWN} are shown.</p>}
    </section>
  );
}

/** What a labelled set holds and what is wrong with it; imports what is good, or nothing. */
export function ImportDialog({ report }: { readonly report: ImportReport }) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const { good, known, problems, token } = report;
  const total = good.haemorrhage + good.none;
  const clean = problems.length === 0;
  const commit = async () => {
    setBusy(true);
    try {
      await commitImport(token);
    } catch (error) {
      setProblem(messageOf(error));
      setBusy(false);
    }
  };
  return (
    <Dialog
      title={`Import ${lastPart(report.root)}`}
      onClose={() => void discardImport(token)}
      actions={
        <>
          <Button disabled={busy} onClick={() => void discardImport(token)}>
            Import nothing
          </Button>
          <Button look="primary" disabled={busy || total === 0} onClick={() => void commit()}>
            {clean ? `Import ${countWord(total, 'slice')}` : `Import the ${total} good ones`}
          </Button>
        </>
      }
    >
      <div className={styles.body}>
        <dl className={styles.facts}>
          <div>
            <dt>
              <LabelMark label="haemorrhage" named />
            </dt>
            <dd>{good.haemorrhage}</dd>
          </div>
          <div>
            <dt>
              <LabelMark label="none" named />
            </dt>
            <dd>{good.none}</dd>
          </div>
          <div>
            <dt>Already in the project</dt>
            <dd>{known}</dd>
          </div>
        </dl>
        <p className={styles.fine}>
          Labels from {report.labelOrigin}. Slices stay in {report.root} and are read from there.
        </p>
        {clean ? <p>Every slice can be imported.</p> : <Problems problems={problems} />}
        {problem && <Notice tone="problem">{problem}</Notice>}
      </div>
    </Dialog>
  );
}
