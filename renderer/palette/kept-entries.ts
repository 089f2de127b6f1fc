import type { Model } from '../../src/contract/training-methods.ts';
import { showTab, useApp, whyReadOnly } from '../state/app-store.ts';
import { useDataset } from '../state/dataset-store.ts';
import { openDialog } from '../state/dialog-store.ts';
import { showSubject } from '../state/evaluation-store.ts';
import { type Loadable, loadedValue } from '../state/loadable.ts';
import { useTraining } from '../state/training-store.ts';
import { offered, type PaletteEntry } from './palette-entry.ts';

/** Why there is none of what a project keeps. */
function whyNone(kept: Loadable<readonly unknown[]>, none: string): string {
  if (!useApp.getState().project) return 'No project is open.';
  if (kept.kind === 'failed') return kept.message;
  return kept.kind === 'ready' ? none : 'The list is still being read.';
}

function ofModel(model: Model, currentId: number | null): PaletteEntry[] {
  const { id, name, current, weightsFound } = model;
  const { project } = useApp.getState();
  const gone = weightsFound ? null : 'Its weights are gone.';
  const evaluate = () => {
    showTab('evaluation');
    return showSubject({ kind: 'model', modelId: id });
  };
  const entry = (act: string, title: string, why: string | null, run: () => unknown) =>
    offered({ id: `${act}:${id}`, group: 'Model', title, why, run });
  const card = entry('card', `Export the model card of ${name}`, project && whyReadOnly(project), () =>
    openDialog({ kind: 'export-card', modelId: id, name }),
  );
  const own = [entry('model', `Evaluate ${name}`, gone, evaluate), card];
  if (current) return own;
  if (currentId === null) {
    return [...own, entry('promote', `Promote ${name}`, gone, () => openDialog({ kind: 'promote', model }))];
  }
  const compare = () => openDialog({ kind: 'compare', candidateId: id, baselineId: currentId });
  return [...own, entry('compare', `Compare ${name} with the current model`, gone, compare)];
}

/** What can be done with each model; where there is none, why. */
export function modelEntries(): PaletteEntry[] {
  const { models } = useTraining.getState();
  const known = loadedValue(models) ?? [];
  const currentId = known.find(({ current }) => current)?.id ?? null;
  if (known.length > 0) return known.flatMap((model) => ofModel(model, currentId));
  const why = whyNone(models, 'There is no model yet.');
  return [offered({ id: 'card:', group: 'Model', title: 'Export a model card', why, run: () => undefined })];
}

/** The export of each frozen version; where there is none, why. */
export function versionEntries(): PaletteEntry[] {
  const { versions } = useDataset.getState();
  const known = loadedValue(versions) ?? [];
  const group = 'Data set';
  if (known.length > 0) {
    return known.map(({ id, name }) =>
      offered({
        id: `version:${id}`,
        group,
        title: `Export data set version ${name}`,
        run: () => openDialog({ kind: 'export-dataset', datasetId: id, name }),
      }),
    );
  }
  const why = whyNone(versions, 'No version is frozen yet.');
  return [offered({ id: 'version:', group, title: 'Export a data set version', why, run: () => undefined })];
}
