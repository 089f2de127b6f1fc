import { type ComputeClient, createComputeClient } from '../../main/compute/compute-client.ts';
import { forkChildProcess } from '../../main/compute/fork-child-process.ts';
import { bundleComputeHosts, REAL_HOSTS } from './compute-hosts.ts';

/** The real decoding children over child processes; to be closed at the end. */
export async function decodeCompute(folderName: string): Promise<ComputeClient> {
  const hostsFolder = await bundleComputeHosts(folderName, { 'decode-host': REAL_HOSTS['decode-host'] });
  return createComputeClient({ fork: forkChildProcess, hostsFolder });
}
