import { describe, expect, it } from 'vitest';
import { createFileMatcher } from '../../../src/dataset/match-files.ts';

const find = createFileMatcher([
  'head_ct/000.png',
  'head_ct/001.png',
  'head_ct/010.png',
  'a/scan.dcm',
  'b/scan.dcm',
  'b/Other.PNG',
  'dicom/1.2.840.1',
]);

describe('createFileMatcher', () => {
  it.each([
    ['0', 'head_ct/000.png'],
    ['010', 'head_ct/010.png'],
    ['10', 'head_ct/010.png'],
    ['001.png', 'head_ct/001.png'],
    ['head_ct/001.png', 'head_ct/001.png'],
    ['.\\head_ct\\001.png', 'head_ct/001.png'],
    ['head_ct/001', 'head_ct/001.png'],
    ['a/scan', 'a/scan.dcm'],
    ['other.png', 'b/Other.PNG'],
    ['1.2.840.1', 'dicom/1.2.840.1'],
    ['1.2.840.1.dcm', 'dicom/1.2.840.1'],
  ])('finds %s', (name, path) => {
    expect(find(name)).toEqual({ kind: 'file', path });
  });

  it('names the candidates where a name fits several', () => {
    expect(find('scan.dcm')).toEqual({ kind: 'ambiguous', paths: ['a/scan.dcm', 'b/scan.dcm'] });
  });

  it('finds nothing for a file that is not there', () => {
    expect(find('999')).toEqual({ kind: 'missing' });
    expect(find('00')).toEqual({ kind: 'file', path: 'head_ct/000.png' });
    expect(find('c/scan.dcm')).toEqual({ kind: 'missing' });
  });

  it.each(['../secret.png', '/etc/passwd', 'C:\\images\\0.png', 'a/../../b.png'])('refuses %s as outside', (name) => {
    expect(find(name)).toEqual({ kind: 'outside' });
  });
});
