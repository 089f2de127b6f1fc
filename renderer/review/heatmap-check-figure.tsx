import { FlaskConical } from 'lucide-react';
import { useEffect } from 'react';
import { type HeatmapMethod, methodInSentence } from '../../src/explanation/heatmap-method.ts';
import { randomisationVerdict, similarityWord, verdictWord } from '../../src/explanation/randomisation-check.ts';
import type { Figure } from '../../src/statistics/figure.ts';
import { loadHeatmapCheck, startHeatmapCheck } from '../actions/heatmaps.ts';
import { useApp } from '../state/app-store.ts';
import { useHeatmapFacts } from '../state/heatmap-store.ts';
import { useJobs } from '../state/jobs-store.ts';
import { loadedValue } from '../state/loadable.ts';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import styles from './heatmap-section.module.css';

function Similarity({ similarity, method }: { readonly similarity: Figure; readonly method: HeatmapMethod }) {
  const verdict = randomisationVerdict(similarity);
  const words =
    `With all weights made random the ${methodInSentence(method)} map still agrees ${similarityWord(similarity)}: ` +
    `${verdictWord(verdict)}.`;
  if (verdict === 'does-not-depend') return <Notice tone="warning">{words}</Notice>;
  return <p>{words}</p>;
}

function NotChecked({ modelId }: { readonly modelId: number }) {
  const readOnly = useApp((state) => state.project?.readOnly ?? true);
  const tensorflow = useApp((state) => state.tensorflow.ok);
  const running = useJobs((state) => state.jobs.some(({ kind }) => kind === 'heatmap-check'));
  if (running) return <p className={styles.quiet}>The check is under way; its progress stands above.</p>;
  return (
    <>
      <p className={styles.quiet}>Not checked yet for this model. It takes a few minutes, and reading goes on.</p>
      {!readOnly && tensorflow && (
        <Button icon={FlaskConical} onClick={() => void startHeatmapCheck(modelId)}>
          Check the heatmaps
        </Button>
      )}
    </>
  );
}

/** Whether the model's maps by a method depend on what it learnt: the check against random weights, or the way to it. */
export function HeatmapCheckFigure({ modelId, method }: { readonly modelId: number; readonly method: HeatmapMethod }) {
  const check = useHeatmapFacts((state) => state.check);
  useEffect(() => void loadHeatmapCheck(modelId), [modelId]);
  const found = check.modelId === modelId ? check.found : ({ kind: 'loading' } as const);
  const similarity = loadedValue(found)
    ?.methods.find((checked) => checked.method === method)
    ?.steps.at(-1)?.similarity;
  return (
    <div data-testid="heatmap-check">
      <h3>Does this model’s map depend on what it learnt?</h3>
      {found.kind === 'failed' && <p className={styles.problem}>{found.message}</p>}
      {found.kind === 'ready' && found.value === null && <NotChecked modelId={modelId} />}
      {similarity && <Similarity similarity={similarity} method={method} />}
    </div>
  );
}
