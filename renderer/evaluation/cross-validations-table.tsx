import type { CrossValidation } from '../../src/contract/cross-validation-methods.ts';
import { call, messageOf } from '../api.ts';
import { useApp } from '../state/app-store.ts';
import { loadCrossValidations, showSubject, useEvaluation } from '../state/evaluation-store.ts';
import { say } from '../state/toast-store.ts';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { Card } from '../ui/page.tsx';
import tableStyles from '../ui/table.module.css';
import { durationWord, timeWord } from '../words.ts';
import { GROUPING_WORDS, recipesWord } from './subject-words.ts';

const STATUS_WORDS: Record<CrossValidation['status'], string> = {
  running: 'Running',
  finished: 'Finished',
  stopped: 'Stopped',
  failed: 'Failed',
};

async function goOn(id: number): Promise<void> {
  try {
    await call('crossValidation.continue', { id });
  } catch (error) {
    say('problem', messageOf(error));
  }
  await loadCrossValidations();
}

function Row({ run, busy }: { readonly run: CrossValidation; readonly busy: boolean }) {
  const readOnly = useApp((state) => state.project?.readOnly ?? true);
  const { id, datasetName, folds, repeats, grouping, seed, status, reason, startedMs, finishedMs } = run;
  return (
    <tr>
      <td>{id}</td>
      <td>{recipesWord(run)}</td>
      <td>{datasetName}</td>
      <td>
        {folds} x {repeats}
      </td>
      <td className={tableStyles.fine}>{GROUPING_WORDS[grouping]}</td>
      <td className={tableStyles.number}>{seed}</td>
      <td>
        {STATUS_WORDS[status]}
        {reason && <p className={tableStyles.fine}>{reason}</p>}
      </td>
      <td className={tableStyles.fine}>
        {timeWord(startedMs)}
        {finishedMs !== null && `, ${durationWord(finishedMs - startedMs)}`}
      </td>
      <td>
        <div className={tableStyles.actions}>
          {status === 'finished' && (
            <Button
              aria-label={`Show cross-validation ${id}`}
              onClick={() => void showSubject({ kind: 'cross-validation', id, repeat: null })}
            >
              Show
            </Button>
          )}
          {(status === 'stopped' || status === 'failed') && !readOnly && (
            <Button
              aria-label={`Continue cross-validation ${id}`}
              title="Trains the folds that are not done"
              disabled={busy}
              onClick={() => void goOn(id)}
            >
              Continue
            </Button>
          )}
        </div>
      </td>
    </tr>
  );
}

/** Every cross-validation of the project, those that did not finish with their reasons. */
export function CrossValidationsTable() {
  const runs = useEvaluation((state) => state.runs);
  if (runs.kind === 'failed') return <Notice tone="problem">Cross-validations: {runs.message}</Notice>;
  if (runs.kind !== 'ready' || runs.value.length === 0) return null;
  return (
    <Card title="Cross-validations" flush>
      <div className={tableStyles.wrap}>
        <table className={tableStyles.table} aria-label="Cross-validations">
          <thead>
            <tr>
              <th>Number</th>
              <th>Architecture</th>
              <th>Data set</th>
              <th>Folds x repeats</th>
              <th>Groups</th>
              <th className={tableStyles.number}>Seed</th>
              <th>State</th>
              <th>Started</th>
              <th>
                <span className={tableStyles.fine}>Actions</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {runs.value.map((run) => (
              <Row key={run.id} run={run} busy={runs.value.some(({ status }) => status === 'running')} />
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  );
}
