import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { handleEvent } from '../../../renderer/actions/events.ts';
import { goToEndOfStack, predictWhatIsMissing, stepInList, stepInStack } from '../../../renderer/actions/listing.ts';
import { useApp } from '../../../renderer/state/app-store.ts';
import { useJobs } from '../../../renderer/state/jobs-store.ts';
import { clearWorklist, showWorklist, useWorklist } from '../../../renderer/state/worklist-store.ts';
import type { ProjectSummary } from '../../../src/contract/project-methods.ts';
import type { Worklist } from '../../../src/contract/review-methods.ts';
import type { Job } from '../../../src/contract/shared.ts';
import { item, prediction } from '../support/worklist-items.ts';

const asked: { method: string; input: unknown }[] = [];
const started = () => asked.filter(({ method }) => method === 'prediction.start').map(({ input }) => input);

function worklist(sourceId: number): Worklist {
  const items = [item(sourceId * 10)];
  return { sourceId, kind: 'study', name: 's', synthetic: false, series: [], items, refused: [], warnings: [] };
}
function project(modelId: number): ProjectSummary {
  const facts = { folder: '/p', name: 'P', readOnly: false, readOnlyReason: null, synthetic: false, createdMs: 0 };
  return {
    ...facts,
    readingMode: 'off',
    sources: [],
    currentModel: { id: modelId, name: `lenet-${modelId}` },
    doubtWidth: 0.25,
  };
}
function study(id: number): ProjectSummary['sources'][number] {
  const facts = { kind: 'study' as const, name: 's', root: '/s', rootFound: true, synthetic: false };
  return { id, ...facts, slices: 1, refused: 0, unread: 1, addedMs: 0 };
}
const job = (status: Job['status']): Job => {
  return { jobId: 'p', kind: 'predict', status, message: '', done: 0, total: 0, etaMs: null };
};

beforeEach(() => {
  asked.length = 0;
  vi.stubGlobal('window', {
    overread: {
      call: async (method: string, input: { sourceId?: number }) => {
        asked.push({ method, input });
        if (method === 'project.summary') return { kind: 'ok', value: { ...project(1), sources: [study(3)] } };
        if (method === 'worklist.get') return { kind: 'ok', value: worklist(input.sourceId ?? 0) };
        return { kind: 'ok', value: { jobId: 'p' } };
      },
    },
  });
  useJobs.setState({ jobs: [] });
  useApp.setState({ project: project(1), tensorflow: { ok: true, message: '' } });
  clearWorklist();
  showWorklist(worklist(1));
});
afterEach(() => vi.unstubAllGlobals());

describe('prediction in the background', () => {
  it('turns to the source opened meanwhile when it has done with the one before', async () => {
    await predictWhatIsMissing(1);
    await handleEvent({ kind: 'job', job: job('running') });
    showWorklist(worklist(2));
    await predictWhatIsMissing(2);
    expect(started()).toEqual([{ sourceId: 1, modelId: null }]);
    await handleEvent({ kind: 'job', job: job('done') });
    expect(started()).toEqual([
      { sourceId: 1, modelId: null },
      { sourceId: 2, modelId: null },
    ]);
  });

  it('turns to the model promoted meanwhile', async () => {
    await predictWhatIsMissing(1);
    await handleEvent({ kind: 'job', job: job('running') });
    await handleEvent({ kind: 'project-changed', project: project(2) });
    await handleEvent({ kind: 'job', job: job('done') });
    expect(started()).toHaveLength(2);
  });

  it('does not begin again for slices that could not be predicted, nor after it was cancelled', async () => {
    await predictWhatIsMissing(1);
    await handleEvent({ kind: 'job', job: job('running') });
    await handleEvent({ kind: 'job', job: job('done') });
    expect(started()).toHaveLength(1);
    showWorklist(worklist(2));
    await handleEvent({ kind: 'job', job: job('cancelled') });
    expect(started()).toHaveLength(1);
  });

  it('goes on with the slices that came to its source while it ran', async () => {
    await predictWhatIsMissing(1);
    await handleEvent({ kind: 'job', job: job('running') });
    await handleEvent({ kind: 'study-opened', sourceId: 1, complete: true });
    expect(started()).toHaveLength(1);
    await handleEvent({ kind: 'job', job: job('done') });
    expect(started()).toHaveLength(2);
    await handleEvent({ kind: 'job', job: job('running') });
    await handleEvent({ kind: 'job', job: job('done') });
    expect(started()).toHaveLength(2);
  });

  it('never shows what another model than the current one thinks', async () => {
    useApp.setState({ project: project(2) });
    const late = { sliceId: 10, prediction: prediction(0.9) };
    await handleEvent({ kind: 'predicted', sourceId: 1, predictions: [late] });
    expect(useWorklist.getState().items.get(10)?.prediction).toBeNull();
    const own = { sliceId: 10, prediction: { ...prediction(0.1), modelId: 2 } };
    await handleEvent({ kind: 'predicted', sourceId: 1, predictions: [own] });
    expect(useWorklist.getState().items.get(10)?.prediction?.modelId).toBe(2);
  });
});

describe('a study that is being opened', () => {
  it('is part of the project from its first slices on, so that the review shows them', async () => {
    await handleEvent({ kind: 'study-opened', sourceId: 3, complete: false });
    expect(useApp.getState().project?.sources.map(({ id }) => id)).toEqual([3]);
    expect(useWorklist.getState().sourceId).toBe(3);
    expect(started()).toEqual([]);
    asked.length = 0;
    await handleEvent({ kind: 'study-opened', sourceId: 3, complete: true });
    expect(asked.map(({ method }) => method)).not.toContain('project.summary');
    expect(started()).toEqual([{ sourceId: 3, modelId: null }]);
  });
});

describe('going through a stack', () => {
  /** Series of so many slices each, their ids one after the other from 1. */
  function show(lengths: readonly number[], positions: boolean): void {
    let id = 0;
    const items = lengths.flatMap((length, seriesIndex) =>
      Array.from({ length }, (_, sliceIndex) => {
        id += 1;
        return item(id, { seriesIndex, sliceIndex, positionMm: positions ? sliceIndex * 5 : null });
      }),
    );
    showWorklist({ ...worklist(4), items });
  }
  const from = (sliceId: number, act: () => void): number | null => {
    useWorklist.setState({ selectedId: sliceId });
    act();
    return useWorklist.getState().selectedId;
  };

  it('stops at the ends of a series of a scan, however large the step', () => {
    show([3, 4], true);
    expect(from(2, () => stepInStack(1))).toBe(3);
    expect(from(3, () => stepInStack(1))).toBe(3);
    expect(from(4, () => stepInStack(-1))).toBe(4);
    expect(from(1, () => stepInStack(7))).toBe(3);
    expect(from(7, () => stepInStack(-7))).toBe(4);
  });

  it('goes on where pictures have no positions, or each slice is a series of its own, and ends with the list', () => {
    show([3, 4], false);
    expect(from(3, () => stepInStack(1))).toBe(4);
    expect(from(2, () => stepInStack(9))).toBe(7);
    show([1, 1, 1], true);
    expect(from(1, () => stepInStack(1))).toBe(2);
  });

  it('goes along the list across series, and to its end where a step is too large', () => {
    show([3, 4], true);
    expect(from(3, () => stepInList(1))).toBe(4);
    expect(from(3, () => stepInList(20))).toBe(7);
  });

  it('goes to the first and the last slice of the series', () => {
    for (const positions of [true, false]) {
      show([3, 4], positions);
      expect(from(5, () => goToEndOfStack('first'))).toBe(4);
      expect(from(5, () => goToEndOfStack('last'))).toBe(7);
    }
  });
});
