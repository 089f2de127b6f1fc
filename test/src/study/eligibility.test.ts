import { describe, expect, it } from 'vitest';
import { predictability } from '../../../src/study/eligibility.ts';
import type { FileHeader, FrameHeader } from '../../../src/study/file-header.ts';
import { fileHeader, frameHeader, pngHeader } from '../../support/slice-headers.ts';

function codeOf(file: Partial<FileHeader>, frame: Partial<FrameHeader> = {}): string {
  const result = predictability(fileHeader(file), frameHeader(frame));
  return result.kind === 'predictable' ? 'predictable' : result.code;
}

function tilted(degrees: number): FrameHeader['orientation'] {
  const angle = (degrees * Math.PI) / 180;
  return [1, 0, 0, 0, Math.cos(angle), -Math.sin(angle)];
}

describe('what the network may judge', () => {
  it('takes axial head CT, gantry tilted or not, lying any way round', () => {
    expect(codeOf({})).toBe('predictable');
    expect(codeOf({}, { orientation: tilted(25) })).toBe('predictable');
    expect(codeOf({}, { orientation: [-1, 0, 0, 0, 1, 0] })).toBe('predictable');
    expect(codeOf({ bodyPart: null })).toBe('predictable');
    expect(codeOf({ bodyPart: 'HEADNECK' })).toBe('predictable');
    expect(codeOf({}, { orientation: null })).toBe('predictable');
  });

  it('always takes a PNG', () => {
    const header = pngHeader();
    expect(predictability(header, header.frames[0] ?? frameHeader())).toEqual({ kind: 'predictable' });
  });

  it.each([
    ['other-modality', { modality: 'MR' }, {}],
    ['other-modality', { modality: null }, {}],
    ['secondary-capture', { sopClassUid: '1.2.840.10008.5.1.4.1.1.7' }, {}],
    ['colour', { samples: 3 as const }, {}],
    ['localizer', {}, { imageType: ['ORIGINAL', 'PRIMARY', 'LOCALIZER'] }],
    ['localizer', { seriesDescription: 'Topogram 0.6 T20s' }, {}],
    ['projection', {}, { imageType: ['DERIVED', 'SECONDARY', 'MIP'] }],
    ['not-axial', {}, { orientation: tilted(90) }],
    ['not-axial', {}, { orientation: tilted(40) }],
    ['orientation-unknown', {}, { orientation: null, imageType: ['ORIGINAL', 'PRIMARY'] }],
    ['no-hu', {}, { rescale: null }],
    ['no-hu', {}, { rescale: { slope: 1, intercept: 0, toHu: false } }],
    ['other-body-part', { bodyPart: 'ABDOMEN' }, {}],
  ])('says %s', (code, file, frame) => {
    expect(codeOf(file, frame)).toBe(code);
  });

  it('says why in a sentence', () => {
    const result = predictability(fileHeader(), frameHeader({ orientation: tilted(90) }));
    expect(result).toMatchObject({ message: 'Not an axial slice (90 degrees off): shown, not predicted.' });
  });
});
