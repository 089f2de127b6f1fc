import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../../src/audit/canonical-json.ts';
import { planExport } from '../../../src/dataset/export-plan.ts';
import { type ManifestSlice, manifestContent } from '../../../src/dataset/manifest.ts';

const slice = (letter: string, frame: number, label: ManifestSlice['label']): ManifestSlice => ({
  fileSha256: letter.repeat(64),
  frame,
  pixelSha256: '0'.repeat(64),
  label,
});
const slices = [
  slice('b', 1, 'haemorrhage'),
  slice('c', 0, 'unsure'),
  slice('a', 0, 'none'),
  slice('b', 0, 'excluded'),
];

describe('manifestContent', () => {
  it('sorts by file and frame and sets unsure and excluded apart', () => {
    const content = manifestContent(slices);
    expect(content.slices.map(({ fileSha256, frame, label }) => [fileSha256[0], frame, label])).toEqual([
      ['a', 0, 'none'],
      ['b', 1, 'haemorrhage'],
    ]);
    expect(content.unsure.map((entry) => entry.fileSha256[0])).toEqual(['c']);
    expect(content.excluded.map((entry) => [entry.fileSha256[0], entry.frame])).toEqual([['b', 0]]);
  });

  it('has the same text whatever the order, and another for any other label', () => {
    const text = canonicalJson(manifestContent(slices));
    expect(canonicalJson(manifestContent([...slices].reverse()))).toBe(text);
    const other = canonicalJson(manifestContent([slice('b', 1, 'none'), ...slices.slice(1)]));
    expect(createHash('sha256').update(other).digest('hex')).not.toBe(createHash('sha256').update(text).digest('hex'));
  });

  it('is RFC 8785 text', () => {
    expect(canonicalJson(manifestContent([slice('a', 0, 'none')]))).toBe(
      `{"excluded":[],"format":"overread-manifest/1","slices":[{"fileSha256":"${'a'.repeat(64)}","frame":0,` +
        `"label":"none","pixelSha256":"${'0'.repeat(64)}"}],"unsure":[]}`,
    );
  });
});

describe('planExport', () => {
  const content = manifestContent([slice('a', 0, 'none'), slice('b', 0, 'haemorrhage')]);
  const files = (format: 'png' | 'dicom', ...names: string[]) =>
    names.map((name, index) => ({ fileSha256: (index === 0 ? 'b' : 'a').repeat(64), format, name }));

  it('keeps the numbers of a published set, and its form', () => {
    const plan = planExport(content, files('png', '012.png', '003.png'));
    expect(plan.labelsCsv).toBe('id, hemorrhage\n3,0\n12,1\n');
    expect([...plan.paths.values()]).toEqual(['images/012.png', 'images/003.png']);
  });

  it.each([
    ['names', 'Doe John.png', '3.png'],
    ['long numbers', '12345678.png', '00012346.png'],
    ['one number twice', '3.png', '003.png'],
  ])('numbers files whose names could be of a patient, or clash: %s', (_, ...names) => {
    const plan = planExport(content, files('png', ...names));
    expect(plan.labelsCsv).toBe('id, hemorrhage\n1,1\n2,0\n');
    expect([...plan.paths.values()]).toEqual(['images/000001.png', 'images/000002.png']);
  });

  it('names file and frame where there is DICOM', () => {
    const plan = planExport(content, files('dicom', '1', '2'));
    expect(plan.labelsCsv).toBe('file,frame,hemorrhage\nimages/000001.dcm,0,1\nimages/000002.dcm,0,0\n');
  });
});
