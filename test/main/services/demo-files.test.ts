import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DemoFolderTakenError, demoStudyPaths, writeDemoStudy } from '../../../main/services/demo-files.ts';

const SMALL = { labelledPngSlices: 4, labelledDicomPatients: 6, studyPatients: 1 } as const;

let parent = '';
beforeEach(() => {
  parent = mkdtempSync(path.join(tmpdir(), 'overread-demo-'));
});
afterEach(() => rmSync(parent, { recursive: true, force: true }));

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .sort();
}

function hashOf(folder: string): string {
  const hash = createHash('sha256');
  for (const file of filesIn(folder)) hash.update(file).update(readFileSync(path.join(folder, file)));
  return hash.digest('hex');
}

function csvRows(file: string): string[] {
  return readFileSync(file, 'utf8').trimEnd().split('\n');
}

describe('writeDemoStudy', () => {
  it('writes both labelled sets, the study, its truth and a word that it is synthetic', async () => {
    const seen: number[] = [];
    const demo = await writeDemoStudy({
      folder: path.join(parent, 'demo'),
      seed: 1,
      ...SMALL,
      onProgress: (done, total) => seen.push(done / total),
    });
    expect(demo.sliceCount).toBe(6 * 3 + 4 + 20);
    expect(seen).toHaveLength(demo.sliceCount);
    expect(seen.at(-1)).toBe(1);
    expect(csvRows(demo.labelledPngCsv)).toEqual(['id, hemorrhage', '0,1', '1,1', '2,0', '3,0']);
    expect(readdirSync(path.join(demo.labelledPngFolder, 'head_ct'))).toEqual([
      '000.png',
      '001.png',
      '002.png',
      '003.png',
    ]);
    const [header, ...labelled] = csvRows(demo.labelledDicomCsv);
    expect(header).toBe('file,label');
    expect(labelled.map((row) => row.split(',')[0])).toEqual(
      filesIn(demo.labelledDicomFolder).filter((file) => file.endsWith('.dcm')),
    );
    expect(new Set(labelled.map((row) => row.split(',')[1]))).toEqual(new Set(['0', '1']));
    expect(filesIn(demo.studyFolder)).toHaveLength(20);
    expect(csvRows(demo.studyTruthCsv)).toHaveLength(21);
    expect(readFileSync(demo.readmeFile, 'utf8')).toMatch(/^SYNTHETIC/);
    expect(readdirSync(parent)).toEqual(['demo']);
  });

  it('writes the same bytes for the same seed and others for another', async () => {
    const first = await writeDemoStudy({ folder: path.join(parent, 'a'), seed: 3, ...SMALL });
    const again = await writeDemoStudy({ folder: path.join(parent, 'b'), seed: 3, ...SMALL });
    const other = await writeDemoStudy({ folder: path.join(parent, 'c'), seed: 4, ...SMALL });
    expect(hashOf(again.folder)).toBe(hashOf(first.folder));
    expect(hashOf(other.folder)).not.toBe(hashOf(first.folder));
  });

  it('leaves nothing behind when aborted', async () => {
    const abort = new AbortController();
    const folder = path.join(parent, 'demo');
    const onProgress = (done: number): void => {
      if (done === 3) abort.abort();
    };
    await expect(writeDemoStudy({ folder, ...SMALL, onProgress, signal: abort.signal })).rejects.toThrow('abort');
    expect(readdirSync(parent)).toEqual([]);
  });

  it('refuses a folder with something in it and takes an empty one', async () => {
    const folder = path.join(parent, 'mine');
    mkdirSync(folder);
    writeFileSync(path.join(folder, 'note.txt'), 'mine');
    await expect(writeDemoStudy({ folder, ...SMALL })).rejects.toThrow(DemoFolderTakenError);
    expect(filesIn(folder)).toEqual(['note.txt']);
    rmSync(path.join(folder, 'note.txt'));
    await writeDemoStudy({ folder, ...SMALL });
    expect(existsSync(demoStudyPaths(folder).readmeFile)).toBe(true);
  });
});
