import { createComputeClient } from '../../main/compute/compute-client.ts';
import { forkChildProcess } from '../../main/compute/fork-child-process.ts';

/** Asks the faulty decode host for what takes a second and may take six, and says how it went. Told its hosts' folder. */
async function run(hostsFolder: string): Promise<string> {
  const client = createComputeClient({ fork: forkChildProcess, hostsFolder, decodeChildren: 1 });
  try {
    await client.request('inspect', { path: 'warm' });
    const slow = client.request('inspect', { path: 'slow1000' }, { timeoutMs: 6000 });
    process.stdout.write('asked\n');
    await slow;
    return 'answered';
  } catch (error) {
    return String(error);
  } finally {
    client.close();
  }
}

void run(process.argv[2] ?? '').then((words) => process.stdout.write(`${words}\n`));
