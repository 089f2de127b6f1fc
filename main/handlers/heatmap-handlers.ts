import type { Handlers } from '../../src/contract/contract.ts';
import type { AppContext } from '../app-context.ts';
import { createNewestSlice } from '../newest-slice.ts';
import { viewerOf } from '../reader-view.ts';
import { checkHeatmaps, knownHeatmapCheck } from '../services/check-heatmaps.ts';
import { requireAiVisible } from '../services/reader-sight.ts';
import { ServiceError } from '../services/service-error.ts';

type HeatmapHandlers = Pick<
  Handlers,
  'slice.heatmap' | 'heatmap.agreement' | 'heatmap-check.get' | 'heatmap-check.start'
>;

/** Heatmaps, and what is said of them: how far methods agree, and whether maps depend on what was learnt. */
export function heatmapHandlers(app: AppContext): HeatmapHandlers {
  const newest = createNewestSlice();
  const newestOccluded = createNewestSlice();
  return {
    'slice.heatmap': async ({ sliceId, modelId, method, answer }) => {
      const { context, pictures } = app.projects.require();
      requireAiVisible(context, viewerOf(app), sliceId);
      // An occlusion map takes long enough to be given up for the next slice.
      const signal = method === 'occlusion' ? newestOccluded.signalFor(sliceId) : undefined;
      return pictures.heatmap(sliceId, modelId, method, signal, answer);
    },
    'heatmap.agreement': async ({ sliceId, modelId }) => {
      const { context, pictures } = app.projects.require();
      requireAiVisible(context, viewerOf(app), sliceId);
      return { pairs: await pictures.agreement(sliceId, modelId, newest.signalFor(sliceId)) };
    },
    'heatmap-check.get': async ({ modelId }) => ({
      check: knownHeatmapCheck(app.projects.require().context, modelId),
    }),
    'heatmap-check.start': async ({ modelId }) => {
      const { context } = app.projects.require();
      if (app.jobs.isRunning('heatmap-check')) throw new ServiceError('busy', 'Heatmaps are being checked already.');
      const reader = app.preferences.get().readerName;
      const { jobId } = app.jobs.start('heatmap-check', 'Comparing with random weights', async (job) => {
        const { slices } = await checkHeatmaps(
          context,
          app.compute,
          { modelId, reader },
          { signal: job.signal, onProgress: (done, total) => job.progress({ done, total }) },
        );
        return `Checked on ${slices} held-out slices.`;
      });
      return { jobId };
    },
  };
}
