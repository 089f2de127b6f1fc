import { afterEach, beforeEach, expect, test } from 'vitest';
import type { AppContext, OpenProject } from '../../../main/app-context.ts';
import { heatmapHandlers } from '../../../main/handlers/heatmap-handlers.ts';
import { openPreferences } from '../../../main/preferences.ts';
import { type ProjectFixture, projectFixture } from '../../support/project-fixture.ts';

let project: ProjectFixture;
let handlers: ReturnType<typeof heatmapHandlers>;
let signals: AbortSignal[];

beforeEach(() => {
  project = projectFixture({ slices: 2, probabilities: [0.9, 0.2] });
  const preferences = openPreferences(project.folder);
  preferences.set({ readerName: 'Ada' });
  signals = [];
  const pictures = {
    agreement: (_slice: number, _model: number, signal: AbortSignal) => {
      signals.push(signal);
      return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    },
  };
  const open = { context: project.ctx, pictures } as unknown as OpenProject;
  handlers = heatmapHandlers({ preferences, projects: { require: () => open } } as unknown as AppContext);
});
afterEach(() => project.remove());

test('maps that are being computed for a slice are given up when it is left, and for another are not', async () => {
  const asked = handlers['heatmap.agreement']({ sliceId: 1, modelId: 1 });
  const given = expect(asked).rejects.toThrow();
  await handlers['heatmap.leave']({ sliceId: 2 });
  expect(signals.map(({ aborted }) => aborted)).toEqual([false]);
  await handlers['heatmap.leave']({ sliceId: 1 });
  expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
  await given;
});
