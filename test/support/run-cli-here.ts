import path from 'node:path';
import { Writable } from 'node:stream';
import { type CliOptions, runCli } from '../../main/cli/run-cli.ts';

/** A command line in this process, in a folder that has no self-check; what it says is collected. */
export async function runCliHere(
  args: readonly string[],
  options: Pick<CliOptions, 'hostsFolder'> & { readonly folder: string } & Partial<
      Pick<CliOptions, 'userDataFolder' | 'signal'>
    >,
): Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }> {
  const { folder, ...rest } = options;
  const said = { stdout: '', stderr: '' };
  const collect = (stream: keyof typeof said): Writable =>
    new Writable({
      write: (chunk, _encoding, done) => {
        said[stream] += String(chunk);
        done();
      },
    });
  const code = await runCli([...args], {
    cwd: folder,
    appVersion: '0.0.0-test',
    doctorScript: path.join(folder, 'no-doctor.mjs'),
    stdout: collect('stdout'),
    stderr: collect('stderr'),
    signal: new AbortController().signal,
    ...rest,
  });
  return { code, ...said };
}
