import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { decode, encode } from 'fast-png';
import { chunksIn, pngOf } from '../fuzz/png-files.ts';
import { colourDicom } from './dicom-pictures.ts';
import { smallPhantomDicom, smallPhantomPng, writePhantomSeries } from './phantom-files.ts';
import { runOverread } from './run-overread.ts';

/** A project with everything that a screen can show, and a study folder that can be opened into it. */
export interface TrainedProject {
  readonly project: string;
  /** Three CT slices, and a file that is none. */
  readonly study: string;
  /** A slice that is cut off (`cut.dcm`), a lossy colour one (`lossy.dcm`), a damaged one (`damaged.png`) and one that is no head (`stripes.png`). */
  readonly odd: string;
}

async function run(folder: string, ...args: readonly string[]): Promise<void> {
  const { code, stderr } = await runOverread(args, folder);
  if (code !== 0) throw new Error(`overread ${args.join(' ')} failed (${code}): ${stderr}`);
}

function writeOddStudy(folder: string): void {
  mkdirSync(folder);
  const put = (name: string, bytes: Uint8Array) => writeFileSync(path.join(folder, name), bytes);
  const whole = smallPhantomDicom(4);
  put('cut.dcm', whole.subarray(0, Math.floor(whole.length * 0.6)));
  put('lossy.dcm', colourDicom(96));
  // Its chunks are whole and what they hold is not: it is found out when it is shown.
  const chunks = chunksIn(Buffer.from(smallPhantomPng(5)));
  const damaged = chunks.map(({ type, data }) => ({ type, data: type === 'IDAT' ? Buffer.alloc(data.length) : data }));
  put('damaged.png', pngOf(damaged));
  const data = Uint8Array.from({ length: 96 * 96 }, (_, at) => (at % 7 < 3 ? 250 : 120));
  put('stripes.png', encode({ width: 96, height: 96, channels: 1, depth: 8, data }));
}

/**
 * Makes a project as a person would with the command line: 32 small synthetic heads to learn from, eight sealed away,
 * seven that nothing has used (two of them nearly one), two networks trained for a moment, and one cross-validation.
 */
export async function makeTrainedProject(folder: string): Promise<TrainedProject> {
  for (const [set, first, count] of [
    ['learn', 0, 16],
    ['test', 16, 4],
    ['spare', 20, 3],
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
  const { width, height, data } = decode(smallPhantomPng(300 + 20 + 'normal'.length * 50, 'none'));
  const brighter = Uint8Array.from(data, (value) => Math.min(255, value + 8));
  writeFileSync(
    path.join(folder, 'spare', 'normal', 'brighter.png'),
    encode({ width, height, data: brighter, channels: 1, depth: 8 }),
  );
  const study = path.join(folder, 'study');
  await writePhantomSeries(study, { seed: 11, slices: 3 });
  writeFileSync(path.join(study, 'notes.txt'), 'not a slice');
  writeFileSync(path.join(study, 'broken.dcm'), Buffer.concat([Buffer.alloc(128), Buffer.from('DICMbroken')]));
  const odd = path.join(folder, 'odd');
  writeOddStudy(odd);
  const project = path.join(folder, 'Heads.overread');
  await run(folder, 'import', 'learn', '--project', project, '--reading', 'off');
  await run(folder, 'import', 'test', '--project', project, '--seal', 'T1');
  for (const seed of ['1', '2']) await run(folder, 'train', '--project', project, '--rounds', '1', '--seed', seed);
  await run(folder, 'evaluate', '--project', project, '--folds', '2', '--repeats', '1', '--rounds', '1');
  await run(folder, 'import', 'spare', '--project', project);
  return { project, study, odd };
}
