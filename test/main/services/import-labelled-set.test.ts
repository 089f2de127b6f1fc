import { cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ComputeClient } from '../../../main/compute/compute-client.ts';
import { checkImport } from '../../../main/services/check-import.ts';
import { commitImport } from '../../../main/services/commit-import.ts';
import { listWorklist } from '../../../main/services/list-worklist.ts';
import { discardImport } from '../../../main/services/pending-imports.ts';
import { countLabels } from '../../../main/store/current-labels.ts';
import { listSources } from '../../../main/store/sources.ts';
import type { ImportReport } from '../../../src/contract/import-methods.ts';
import { multiFramePhantomDicomFile, syntheticIdentity } from '../../../src/phantom/phantom-dicom.ts';
import { decodeCompute } from '../../support/decode-compute.ts';
import { smallPhantomDicom, smallPhantomPng, smallPhantomSlice } from '../../support/phantom-files.ts';
import { type TemporaryProject, temporaryProject } from '../../support/temporary-project.ts';

let compute: ComputeClient;
let project: TemporaryProject;
let set: string;

beforeAll(async () => {
  compute = await decodeCompute('import-labelled-set');
});
afterAll(() => compute.close());
beforeEach(() => {
  project = temporaryProject();
  set = path.join(project.folder, 'set');
});
afterEach(() => project.remove());

const png = [1, 2, 3, 4].map((seed) => smallPhantomPng(seed));
const write = (file: string, content: string | Uint8Array): void => {
  mkdirSync(path.dirname(path.join(set, file)), { recursive: true });
  writeFileSync(path.join(set, file), content);
};
const check = (): Promise<ImportReport> => checkImport(project.context, compute, { folder: set });
const problems = (report: ImportReport): string[] =>
  report.problems.map(({ code, row, file }) => `${row ?? '-'} ${code} ${file ?? ''}`.trim());

it('leaves a file that was cut off out, by its name', async () => {
  const whole = smallPhantomDicom(1);
  write('hemorrhage/a.dcm', whole.subarray(0, Math.floor(whole.length * 0.7)));
  write('normal/b.dcm', smallPhantomDicom(2));
  const report = await check();
  expect(report.good).toEqual({ haemorrhage: 0, none: 1 });
  expect(report.problems[0]?.message).toMatch(/"hemorrhage\/a.dcm": Truncated: the lower \d+ of 96 rows are missing/);
});

describe('a folder with a table', () => {
  it('is checked without storing anything, then imported whole with one entry in the log', async () => {
    write('labels.csv', 'id, hemorrhage\n0,1\n1,0\n');
    write('head_ct/000.png', png[0] ?? '');
    write('head_ct/001.png', png[1] ?? '');
    const report = await check();
    expect(report).toMatchObject({
      layout: 'csv',
      labelOrigin: 'labels.csv',
      good: { haemorrhage: 1, none: 1 },
      known: 0,
    });
    expect(report.problems).toEqual([]);
    expect(project.events).toContainEqual({ kind: 'import-checked', report });
    expect(listSources(project.context.store.db)).toEqual([]);

    const { sourceId, slices } = commitImport(project.context, { token: report.token, reader: 'Ada' });
    expect(slices).toBe(2);
    expect(countLabels(project.context.store.db)).toMatchObject({ haemorrhage: 1, none: 1, unlabelled: 0 });
    const worklist = listWorklist(project.context, { sourceId });
    expect(worklist.items.map(({ file, sourceLabel, currentLabel }) => [file, sourceLabel, currentLabel])).toEqual([
      ['head_ct/000.png', 'haemorrhage', 'haemorrhage'],
      ['head_ct/001.png', 'none', 'none'],
    ]);
    expect(project.entries('source-added')).toMatchObject([{ reader: 'Ada', slices: 2, labelled: 2, refused: 0 }]);
    expect(() => commitImport(project.context, { token: report.token })).toThrow(/check/i);
  });

  it('lists everything that is wrong by row and file, and imports the rest', async () => {
    const rows = ['0,1', '7,1', ',0', '0,1', '1,0', '2,1', '3,perhaps', '../4,1', '5,1', '6,0'];
    write('labels.csv', `id,label\n${rows.join('\n')}\n`);
    write('0.png', png[0] ?? '');
    write('1.png', png[1] ?? '');
    write('2.png', png[1] ?? '');
    write('3.png', png[2] ?? '');
    write('5.png', (png[2] ?? new Uint8Array()).subarray(0, 400));
    write('6.png', png[3] ?? '');
    write('8.png', smallPhantomPng(8));
    const report = await check();
    expect(problems(report)).toEqual([
      '3 missing-file 7',
      '4 row-without-file',
      '5 duplicate-id 0.png',
      '6 conflicting-labels 1.png',
      '7 conflicting-labels 2.png',
      '8 unknown-label 3',
      '9 outside-folder ../4',
      '10 unreadable-image 5.png',
      '- file-without-row 8.png',
    ]);
    expect(report.good).toEqual({ haemorrhage: 1, none: 1 });
    expect(commitImport(project.context, { token: report.token }).slices).toBe(2);
    expect(project.entries('source-added')[0]).toMatchObject({ slices: 2, refused: 1 });
  });

  it('knows frames of a multi-frame file, and wants to be told which', async () => {
    const frames = [1, 2, 3].map((seed) => smallPhantomSlice(seed));
    write('scan.dcm', multiFramePhantomDicomFile(frames, syntheticIdentity(1)));
    write('labels.csv', 'file,frame,hemorrhage\nscan.dcm,0,1\nscan.dcm,2,0\nscan.dcm,3,0\nscan.dcm,,0\n');
    const report = await check();
    expect(problems(report)).toEqual(['4 no-such-frame scan.dcm', '5 no-such-frame scan.dcm']);
    expect(report.problems[0]?.message).toContain('has 3 frames, counted from 0; there is no frame 3.');
    const { sourceId } = commitImport(project.context, { token: report.token });
    expect(
      listWorklist(project.context, { sourceId })
        .items.map((item) => item.frame)
        .sort(),
    ).toEqual([0, 2]);
  });

  it('says what columns it needs', async () => {
    write('labels.csv', 'patient,age\n1,70\n');
    write('0.png', png[0] ?? '');
    const report = await check();
    expect(problems(report)[0]).toBe('1 wrong-columns');
    expect(() => commitImport(project.context, { token: report.token })).toThrow(/No slice/);
    expect(project.entries('source-added')).toEqual([]);
  });

  it('follows links inside the set, does not run in circles, and refuses links out of it by name', async () => {
    write('labels.csv', 'id,label\n0,1\n1,0\n');
    write('pictures/real.png', png[0] ?? '');
    writeFileSync(path.join(project.folder, 'elsewhere.png'), png[1] ?? '');
    symlinkSync('pictures/real.png', path.join(set, '0.png'));
    symlinkSync(path.join(project.folder, 'elsewhere.png'), path.join(set, '1.png'));
    symlinkSync(set, path.join(set, 'loop'));
    const report = await check();
    expect(report.good).toEqual({ haemorrhage: 1, none: 0 });
    expect(report.problems.find(({ file }) => file === '1.png')?.message).toContain('leads out of the folder');
  });

  it.each(['../elsewhere.png', '/etc/hostname', '\\\\server\\share\\1.png', '//server/share/1.png'])(
    'a row that names %s reads nothing outside the set',
    async (file) => {
      write('labels.csv', `file,label\n${file},1\n`);
      writeFileSync(path.join(project.folder, 'elsewhere.png'), png[0] ?? '');
      const inspected: string[] = [];
      const watching: Pick<ComputeClient, 'request'> = {
        request: (name, input, options) => {
          if ('path' in input) inspected.push(input.path);
          return compute.request(name, input, options);
        },
      };
      const report = await checkImport(project.context, watching, { folder: set });
      expect(report.good).toEqual({ haemorrhage: 0, none: 0 });
      expect(inspected).toEqual([]);
    },
  );

  it('keeps the label a slice came with when another set disagrees, and adds nothing twice', async () => {
    write('labels.csv', 'id,label\n0,1\n1,0\n');
    write('0.png', png[0] ?? '');
    write('1.png', png[1] ?? '');
    commitImport(project.context, { token: (await check()).token });
    const second = await check();
    expect(second.known).toBe(2);
    commitImport(project.context, { token: second.token });
    expect(listSources(project.context.store.db)).toHaveLength(1);
    expect(project.entries('source-changed')).toHaveLength(1);

    const first = set;
    set = path.join(project.folder, 'other');
    cpSync(first, set, { recursive: true });
    write('labels.csv', 'id,label\n0,0\n1,0\n');
    const other = await check();
    expect(problems(other)).toEqual(['2 conflicting-labels 0.png']);
    expect(other.good).toEqual({ haemorrhage: 0, none: 1 });
  });
});

describe('a folder of class folders', () => {
  it('is labelled by folder', async () => {
    write('hemorrhage/a.png', png[0] ?? '');
    write('hemorrhage/b.dcm', smallPhantomDicom(5));
    write('normal/c.png', png[1] ?? '');
    write('notes/d.png', png[2] ?? '');
    const report = await check();
    expect(report).toMatchObject({
      layout: 'class-folders',
      labelOrigin: 'folders',
      good: { haemorrhage: 2, none: 1 },
    });
    expect(problems(report)).toEqual(['- unknown-label notes/d.png']);
  });

  it('says so where there is nothing to import', async () => {
    mkdirSync(set);
    expect(problems(await check())).toEqual(['- no-images']);
  });
});

describe('a check', () => {
  it('that is cancelled or discarded leaves nothing to import', async () => {
    write('labels.csv', 'id,label\n0,1\n');
    write('0.png', png[0] ?? '');
    const abort = new AbortController();
    abort.abort();
    await expect(checkImport(project.context, compute, { folder: set }, { signal: abort.signal })).rejects.toThrow();
    const { token } = await check();
    discardImport(project.context.store, token);
    expect(() => commitImport(project.context, { token })).toThrow(/Check the folder again/);
  });
});
