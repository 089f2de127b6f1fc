import type { CrossValidation } from '../../src/contract/cross-validation-methods.ts';
import type { MeasuredModel, Model } from '../../src/contract/training-methods.ts';
import { type Subject, showAgain, showSubject, useEvaluation } from '../state/evaluation-store.ts';
import { loadedValue } from '../state/loadable.ts';
import { Button } from '../ui/button.tsx';
import { leaveField } from '../ui/keep-focus.ts';
import { ExportCardButton } from './card-export.tsx';
import styles from './evaluation-screen.module.css';
import { useSourceNames } from './source-names.ts';
import { recipesWord, subjectKey, subjectOfKey } from './subject-words.ts';

function CrossValidationOptions({ run }: { readonly run: CrossValidation }) {
  const { id, folds, repeats } = run;
  const how = `${recipesWord(run)}, ${folds} x ${repeats}`;
  const of = (repeat: number | null): string => subjectKey({ kind: 'cross-validation', id, repeat });
  return (
    <>
      <option value={of(null)}>
        Cross-validation {id}
        {repeats > 1 && `, mean of ${repeats} repeats`}: {how}
      </option>
      {repeats > 1 &&
        Array.from({ length: repeats }, (_, repeat) => of(repeat)).map((key, repeat) => (
          <option key={key} value={key}>
            Cross-validation {id}, repeat {repeat + 1}: {how}
          </option>
        ))}
    </>
  );
}

function ModelOptions({ models }: { readonly models: readonly Model[] }) {
  return (
    <optgroup label="Models on their held-out slices">
      {models.map(({ id, name, current, weightsFound, datasetName }) => (
        <option key={id} value={subjectKey({ kind: 'model', modelId: id })} disabled={!weightsFound}>
          {name} on {datasetName}
          {current ? ' (current)' : ''}
          {weightsFound ? '' : ' (weights gone)'}
        </option>
      ))}
    </optgroup>
  );
}

function testWord({ modelName, evidence }: MeasuredModel): string {
  if (evidence.kind === 'sealed-test') return `${modelName} on ${evidence.testSet}, look ${evidence.look}`;
  return `${modelName}: ${evidence.heading}`;
}

/** Which slices a model is measured on: those held out from its training, or a source that it learnt nothing from. */
function SlicesChoice({ subject }: { readonly subject: Extract<Subject, { modelId: number }> }) {
  const sources = useSourceNames();
  const { modelId } = subject;
  if (sources.size < 2) return null;
  return (
    <>
      <label htmlFor="evaluation-slices">on</label>
      <select
        id="evaluation-slices"
        className={styles.select}
        value={subjectKey(subject)}
        onChange={(event) => {
          leaveField();
          const chosen = subjectOfKey(event.target.value);
          if (chosen) void showSubject(chosen);
        }}
      >
        <option value={subjectKey({ kind: 'model', modelId })}>its held-out slices</option>
        {[...sources].map(([sourceId, name]) => (
          <option key={sourceId} value={subjectKey({ kind: 'source', modelId, sourceId })}>
            {name}, where it learnt nothing
          </option>
        ))}
      </select>
    </>
  );
}

/** One choice for all that can be looked at. */
export function SubjectChoice({ models, subject }: { readonly models: readonly Model[]; readonly subject: Subject }) {
  const finished = (loadedValue(useEvaluation((state) => state.runs)) ?? []).filter(
    ({ status }) => status === 'finished',
  );
  const tests = useEvaluation((state) => state.tests);
  return (
    <div className={styles.choice}>
      <label htmlFor="evaluation-subject">Show</label>
      <select
        id="evaluation-subject"
        className={styles.select}
        value={subjectKey(subject.kind === 'source' ? { kind: 'model', modelId: subject.modelId } : subject)}
        onChange={(event) => {
          leaveField();
          const chosen = subjectOfKey(event.target.value);
          if (chosen) void showSubject(chosen);
        }}
      >
        {tests.length > 0 && (
          <optgroup label="Tests opened">
            {tests.map((test, place) => {
              const key = subjectKey({ kind: 'test', place });
              return (
                <option key={key} value={key}>
                  {testWord(test)}
                </option>
              );
            })}
          </optgroup>
        )}
        {finished.length > 0 && (
          <optgroup label="Cross-validations">
            {finished.map((run) => (
              <CrossValidationOptions key={run.id} run={run} />
            ))}
          </optgroup>
        )}
        {models.length > 0 && <ModelOptions models={models} />}
      </select>
      {(subject.kind === 'model' || subject.kind === 'source') && (
        <>
          <SlicesChoice subject={subject} />
          <Button onClick={() => void showAgain()}>Measure again</Button>
          <ExportCardButton modelId={subject.modelId} />
        </>
      )}
    </div>
  );
}
