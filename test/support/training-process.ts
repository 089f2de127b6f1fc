import { createComputeClient } from '../../main/compute/compute-client.ts';
import { forkChildProcess } from '../../main/compute/fork-child-process.ts';
import { openProject } from '../../main/services/open-project.ts';
import { prepareTraining } from '../../main/services/prepare-training.ts';
import { runTraining } from '../../main/services/train-network.ts';

/** Trains on version 1 of a project, keeping the run's state after every step. Told the project, the hosts, and the settings. */
async function run([folder = '', hostsFolder = '', settings = '']: readonly string[]): Promise<void> {
  const context = openProject({ folder }, { appVersion: '0.0.0-test' });
  const request = { datasetId: 1, architecture: 'compact' as const, settings: JSON.parse(settings), reader: 'Ada' };
  const prepared = prepareTraining(context, request);
  process.stdout.write('started\n');
  const compute = createComputeClient({ fork: forkChildProcess, hostsFolder });
  await runTraining(context, compute, prepared, { checkpointEveryMs: 0 });
  process.stdout.write('done\n');
  compute.close();
}

void run(process.argv.slice(2));
