import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import {
  clearEvaluation,
  loadCrossValidations,
  showSubject,
  showTest,
  takeCrossValidationJob,
  useEvaluation,
} from '../../../renderer/state/evaluation-store.ts';
import type { Job } from '../../../src/contract/shared.ts';
import { fakeCrossValidation, fakeCrossValidationResult } from '../support/fake-cross-validation.ts';
import { measuredOf } from '../support/measured.ts';

const MEASURED = measuredOf([{ sliceId: 1, label: 'none', probability: 0.2 }]);
let asked: string[] = [];

function job(status: Job['status']): Job {
  return { jobId: 'j', kind: 'cross-validate', status, message: '', done: 0, total: 0, etaMs: null };
}

beforeEach(() => {
  asked = [];
  clearEvaluation();
  const answers: Record<string, unknown> = {
    'crossValidation.list': { runs: [fakeCrossValidation(2, 'stopped'), fakeCrossValidation(3, 'finished')] },
    'crossValidation.result': fakeCrossValidationResult(3),
    'model.evaluate': MEASURED,
    'model.evaluateSource': MEASURED,
  };
  vi.stubGlobal('window', {
    overread: {
      call: async (method: string) => {
        asked.push(method);
        return { kind: 'ok', value: answers[method] };
      },
    },
  });
});
afterEach(() => vi.unstubAllGlobals());

it('lists cross-validations with the newest first', async () => {
  await loadCrossValidations();
  expect(useEvaluation.getState().runs).toMatchObject({ value: [{ id: 3 }, { id: 2 }] });
});

it('shows a cross-validation when its job is done, and not when it was cancelled', async () => {
  await takeCrossValidationJob(job('running'));
  expect(asked).toEqual([]);
  await takeCrossValidationJob(job('cancelled'));
  expect(useEvaluation.getState().subject).toBeNull();
  await takeCrossValidationJob(job('done'));
  expect(useEvaluation.getState().subject).toEqual({ kind: 'cross-validation', id: 3, repeat: null });
  expect(useEvaluation.getState().evaluated).toMatchObject({ kind: 'ready', value: { kind: 'cross-validation' } });
});

it('goes from repeat to repeat without asking again, and forgets what was chosen for the one before', async () => {
  await showSubject({ kind: 'cross-validation', id: 3, repeat: null });
  useEvaluation.setState({ threshold: 0.3, cell: 'true-positive' });
  await showSubject({ kind: 'cross-validation', id: 3, repeat: 1 });
  expect(asked).toEqual(['crossValidation.result']);
  expect(useEvaluation.getState()).toMatchObject({ threshold: null, cell: null });
  expect(useEvaluation.getState().evaluated.kind).toBe('ready');
});

it('measures a model on another source', async () => {
  await showSubject({ kind: 'source', modelId: 1, sourceId: 4 });
  expect(asked).toEqual(['model.evaluateSource']);
  expect(useEvaluation.getState().evaluated).toMatchObject({ kind: 'ready', value: { kind: 'measured' } });
});

it('keeps each look at a test among what can be chosen', async () => {
  await showTest(MEASURED);
  await showSubject({ kind: 'model', modelId: 1 });
  await showTest(MEASURED);
  expect(useEvaluation.getState().subject).toEqual({ kind: 'test', place: 1 });
  expect(useEvaluation.getState().tests).toHaveLength(2);
});
