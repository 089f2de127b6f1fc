import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { decode, encode } from 'fast-png';
import { smallPhantomPng, writePhantomSeries } from './phantom-files.ts';
import { runOverread } from './run-overread.ts';

/** A project with everything that a screen can show, and a study folder that can be opened into it. */
export interface TrainedProject {
  readonly project: string;
  /** Three CT slices, and a file that is none. */
  readonly study: string;
}

async function run(folder: string, ...args: readonly string[]): Promise<void> {
  const { code, stderr } = await runOverread(args, folder);
  if (code !== 0) throw new Error(`overread ${args.join(' ')} failed (${code}): ${stderr}`);
}

/**
 * Makes a project as a person would with the command line: sixteen small synthetic heads to learn from, eight sealed away,
 * seven that nothing has used (two of them nearly one), two networks trained for a moment, and one cross-validation.
 */
export async function makeTrainedProject(folder: string): Promise<TrainedProject> {
  for (const [set, first, count] of [
    ['learn', 0, 8],
    ['test', 8, 4],
    ['spare', 12, 3],
  ] as const) {
    for (const [name, kind] of [
      ['bleed', 'intraparenchymal'],
      ['normal', 'none'],
    ] as const) {
      mkdirSync(path.join(folder, set, name), { recursive: true });
      for (let n = first; n < first + count; n += 1) {
        const bytes = smallPhantomPng(300 + n + name.length * 50, kind);
        writeFileSync(path.join(folder, set, name, `${n}.png`), bytes);
      }
    }
  }
  // One picture a second time, a little brighter: a pair that looks like one.
  const { width, height, data } = decode(smallPhantomPng(300 + 12 + 'normal'.length * 50, 'none'));
  const brighter = Uint8Array.from(data, (value) => Math.min(255, value + 8));
  writeFileSync(
    path.join(folder, 'spare', 'normal', 'brighter.png'),
    encode({ width, height, data: brighter, channels: 1, depth: 8 }),
  );
  const study = path.join(folder, 'study');
  await writePhantomSeries(study, { seed: 11, slices: 3 });
  writeFileSync(path.join(study, 'notes.txt'), 'not a slice');
  writeFileSync(path.join(study, 'broken.dcm'), Buffer.concat([Buffer.alloc(128), Buffer.from('DICMbroken')]));
  const project = path.join(folder, 'Heads.overread');
  await run(folder, 'import', 'learn', '--project', project, '--reading', 'off');
  await run(folder, 'import', 'test', '--project', project, '--seal', 'T1');
  for (const seed of ['1', '2']) await run(folder, 'train', '--project', project, '--rounds', '1', '--seed', seed);
  await run(folder, 'evaluate', '--project', project, '--folds', '2', '--repeats', '1', '--rounds', '1');
  await run(folder, 'import', 'spare', '--project', project);
  return { project, study };
}
