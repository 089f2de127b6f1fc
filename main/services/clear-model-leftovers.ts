import { rmSync } from 'node:fs';
import path from 'node:path';
import { clearUnfinished, namesIn } from '../store/durable-files.ts';
import { listModelRows } from '../store/models.ts';
import { endedRunIds } from '../store/training-runs.ts';
import type { ServiceContext } from './service-context.ts';

/** Weights as a training names them: architecture, then the run's id. */
const WEIGHTS_OF_RUN = /-(\d+)\.safetensors$/;

/**
 * Removes what a crash left among the models: half-written files, and whole weights of a run that has ended without a model.
 * No row names them, so nothing ever read them. A project that is open for reading only is left as it is.
 */
export function clearModelLeftovers({ store }: ServiceContext): void {
  if (store.readOnly) return;
  clearUnfinished(store.modelsFolder);
  const models = new Set(listModelRows(store.db).map(({ weightsFile }) => path.basename(weightsFile)));
  const ended = new Set(endedRunIds(store.db));
  for (const name of namesIn(store.modelsFolder)) {
    const [, runId] = WEIGHTS_OF_RUN.exec(name) ?? [];
    if (models.has(name) || !ended.has(Number(runId))) continue;
    rmSync(path.join(store.modelsFolder, name), { force: true });
  }
}
