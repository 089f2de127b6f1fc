import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { useApp } from '../../../renderer/state/app-store.ts';
import { clearAudit, loadAudit, useAudit, verifyAudit } from '../../../renderer/state/audit-store.ts';
import { clearDataset, loadDataset, useDataset } from '../../../renderer/state/dataset-store.ts';
import { clearEvaluation, showSubject, useEvaluation } from '../../../renderer/state/evaluation-store.ts';
import { clearShortcuts, loadShortcuts, useShortcuts } from '../../../renderer/state/shortcuts-store.ts';
import { clearTraining, loadTraining, useTraining } from '../../../renderer/state/training-store.ts';

/** Main's answers, held back until the test lets them come. */
let answers: (() => void)[] = [];

beforeEach(() => {
  answers = [];
  const error = { code: 'late', message: 'of the project before', details: null };
  vi.stubGlobal('window', {
    overread: { call: () => new Promise((resolve) => answers.push(() => resolve({ kind: 'error', error }))) },
  });
});
afterEach(() => vi.unstubAllGlobals());

const cases = [
  {
    name: 'figures',
    ask: () => showSubject({ kind: 'model', modelId: 1 }),
    clear: clearEvaluation,
    kept: () => useEvaluation.getState().evaluated,
  },
  { name: 'models', ask: loadTraining, clear: clearTraining, kept: () => useTraining.getState().models },
  { name: 'the draft', ask: loadDataset, clear: clearDataset, kept: () => useDataset.getState().draft },
  {
    name: 'the shortcuts',
    ask: () => loadShortcuts(1),
    clear: clearShortcuts,
    kept: () => useShortcuts.getState().shortcuts,
  },
  { name: 'the log', ask: loadAudit, clear: clearAudit, kept: () => useAudit.getState().page },
  { name: 'the verdict', ask: verifyAudit, clear: clearAudit, kept: () => useAudit.getState().verdict },
];

test.each(cases)('drops $name that come after another project was opened', async ({ ask, clear, kept }) => {
  clear();
  const asking = ask();
  useApp.setState(({ opening }) => ({ opening: opening + 1 }));
  clear();
  for (const answer of answers) answer();
  await asking;
  expect(kept()).toEqual({ kind: 'idle' });
});

test.each(cases)('takes $name while the project stays', async ({ ask, clear, kept }) => {
  clear();
  const asking = ask();
  for (const answer of answers) answer();
  await asking;
  expect(kept()).toMatchObject({ kind: 'failed' });
});
