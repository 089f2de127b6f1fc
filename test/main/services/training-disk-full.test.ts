import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { type ComputeClient, createComputeClient } from '../../../main/compute/compute-client.ts';
import { forkChildProcess } from '../../../main/compute/fork-child-process.ts';
import { prepareContinuation } from '../../../main/services/continue-training.ts';
import { findNearDuplicates } from '../../../main/services/find-near-duplicates.ts';
import { freezeDataset } from '../../../main/services/freeze-dataset.ts';
import { listTrainingRuns } from '../../../main/services/list-models.ts';
import { prepareTraining } from '../../../main/services/prepare-training.ts';
import { checkpointFolder } from '../../../main/services/run-checkpoint.ts';
import { runTraining } from '../../../main/services/train-network.ts';
import { verifyAudit } from '../../../main/services/verify-audit.ts';
import { importBlobSource } from '../../support/blob-source.ts';
import { bundleComputeHosts, REAL_HOSTS } from '../../support/compute-hosts.ts';
import { canMount, type SmallDisk, smallDisk } from '../../support/small-disk.ts';
import { type TemporaryProject, temporaryProject } from '../../support/temporary-project.ts';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

const keptSchema = z.object({ kind: z.literal('checkpoint'), error: z.null() });

/** Less than the weights take (61 thousand of 4 bytes), more than the database needs to say how the run ended. */
const LEFT_BYTES = 180_000;

describe.skipIf(!canMount())('a training whose disk becomes full', () => {
  let disk: SmallDisk;
  let project: TemporaryProject;
  let compute: ComputeClient;

  beforeAll(async () => {
    disk = smallDisk(16);
    project = temporaryProject('Heads', disk.folder);
    const hostsFolder = await bundleComputeHosts('training-disk-full', REAL_HOSTS);
    compute = createComputeClient({ fork: forkChildProcess, hostsFolder });
    await importBlobSource(project, compute, { name: 'home', count: 40, seed: 1 });
    await findNearDuplicates(project.context, compute, { reader: null });
    freezeDataset(project.context, { note: null });
  });
  afterAll(() => {
    compute.close();
    disk.empty();
    project.remove();
    disk.remove();
  });

  /** Fills the disk once there is a checkpoint. */
  function filling(): ComputeClient {
    let filled = false;
    return {
      ...compute,
      request: (name, input, options) =>
        compute.request(name, input, {
          ...options,
          onProgress: (news) => {
            if (!filled && keptSchema.safeParse(news).success) {
              filled = true;
              disk.fill(LEFT_BYTES);
            }
            options?.onProgress?.(news);
          },
        }),
    };
  }

  it('learns on, then says what to do, and is continued once there is space, with the log whole', async () => {
    const { context } = project;
    const settings = { rounds: 8, seed: 5, batchSize: 8 };
    const prepared = prepareTraining(context, { datasetId: 1, architecture: 'compact', settings, reader: 'Ada' });
    const { id } = prepared.run;
    await runTraining(context, filling(), prepared, { checkpointEveryMs: 0 });
    const run = () => listTrainingRuns(context).find((each) => each.id === id);
    expect(run()).toMatchObject({ status: 'failed', continuable: true, modelId: null });
    expect(run()?.reason).toMatch(
      /^The disk is full, so the weights could not be written to .*compact-1\.safetensors\. Free some space, then continue the run: it goes on from its checkpoint\.$/,
    );
    const remarks = project.events.flatMap((event) => (event.kind === 'remark' ? [event.message] : []));
    expect(remarks).toEqual([expect.stringMatching(/learns on, .*checkpoint was not written\. The disk is full\./)]);
    const models = path.join(context.store.folder, 'models');
    expect(existsSync(models) ? readdirSync(models) : []).toEqual([]);
    expect(readdirSync(checkpointFolder(context, id))).toEqual(['checkpoint.safetensors']);
    expect(await verifyAudit(context)).toMatchObject({ kind: 'whole' });

    disk.empty();
    await runTraining(context, compute, await prepareContinuation(context, { runId: id, reader: 'Ada' }));
    expect(run()).toMatchObject({ status: 'finished', continuable: false });
    expect(run()?.epochs).toHaveLength(8);
    expect(readdirSync(models)).toEqual(['compact-1.safetensors']);
    expect(await verifyAudit(context)).toMatchObject({ kind: 'whole' });
  });
});
