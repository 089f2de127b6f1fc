import type { Proportion } from '../../src/contract/shared.ts';
import type { Model } from '../../src/contract/training-methods.ts';
import { showTab } from '../state/app-store.ts';
import { openDialog } from '../state/dialog-store.ts';
import { showSubject } from '../state/evaluation-store.ts';
import { Badge, SyntheticBadge } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import tableStyles from '../ui/table.module.css';
import { intervalWord, percentWord, shortHash, timeWord } from '../words.ts';
import styles from './training-screen.module.css';

const DOMAINS: Record<Model['domain'], string> = { png: 'PNG', ct: 'CT', mixed: 'PNG and CT' };

function Figure({ proportion }: { readonly proportion: Proportion | null }) {
  if (!proportion) return <span className={tableStyles.fine}>not measured</span>;
  return (
    <>
      {percentWord(proportion.value)}
      <div className={styles.interval}>
        {proportion.k} of {proportion.n}
        <br />
        {intervalWord(proportion)}
      </div>
    </>
  );
}

function Actions({ model, currentId }: { readonly model: Model; readonly currentId: number | null }) {
  const evaluate = () => {
    showTab('evaluation');
    void showSubject({ kind: 'model', modelId: model.id });
  };
  return (
    <div className={tableStyles.actions}>
      <Button look="quiet" aria-label={`Evaluate ${model.name}`} disabled={!model.weightsFound} onClick={evaluate}>
        Evaluate
      </Button>
      {!model.current && currentId !== null && (
        <Button
          aria-label={`Compare ${model.name} with current`}
          disabled={!model.weightsFound}
          onClick={() => openDialog({ kind: 'compare', candidateId: model.id, baselineId: currentId })}
        >
          Compare
        </Button>
      )}
      {!model.current && currentId === null && (
        <Button
          look="primary"
          aria-label={`Promote ${model.name}`}
          disabled={!model.weightsFound}
          onClick={() => openDialog({ kind: 'promote', model })}
        >
          Promote
        </Button>
      )}
    </div>
  );
}

/** Every model with its figures on its own held-out slices. */
export function ModelsTable({ models }: { readonly models: readonly Model[] }) {
  if (models.length === 0) return <p className={styles.none}>No model yet. A finished run leaves one here.</p>;
  const currentId = models.find(({ current }) => current)?.id ?? null;
  return (
    <div className={tableStyles.wrap}>
      <table className={tableStyles.table}>
        <thead>
          <tr>
            <th>Model</th>
            <th>Data set</th>
            <th>From</th>
            <th className={tableStyles.number}>Accuracy</th>
            <th className={tableStyles.number}>Sensitivity</th>
            <th className={tableStyles.number}>Specificity</th>
            <th>
              <span className="spoken-only">What can be done</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {models.map((model) => (
            <tr key={model.id}>
              <td>
                <span className={styles.name}>
                  <strong>{model.name}</strong>
                  {model.current && <Badge strong>Current</Badge>}
                  {model.synthetic && <SyntheticBadge />}
                </span>
                <div className={tableStyles.fine}>
                  {model.architectureName}, {timeWord(model.createdMs)}
                </div>
                {model.weightsFound ? (
                  <code className={tableStyles.fine} title={`Weights ${model.weightsSha256}`}>
                    {shortHash(model.weightsSha256)}
                  </code>
                ) : (
                  <span className={styles.missing}>Weights are missing</span>
                )}
              </td>
              <td>{model.datasetName}</td>
              <td>{DOMAINS[model.domain]}</td>
              <td className={tableStyles.number}>
                <Figure proportion={model.accuracy} />
              </td>
              <td className={tableStyles.number}>
                <Figure proportion={model.sensitivity} />
              </td>
              <td className={tableStyles.number}>
                <Figure proportion={model.specificity} />
              </td>
              <td>
                <Actions model={model} currentId={currentId} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
