import { describe, expect, it } from 'vitest';
import {
  bytesElement,
  compressedPixelElement,
  numberElement,
  sequenceElement,
  textElement,
} from '../../../src/dicom-write/dicom-element.ts';
import { encodeDataSet } from '../../../src/dicom-write/encode-data-set.ts';

const LITTLE = { explicitVr: true, littleEndian: true } as const;

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

describe('encodeDataSet', () => {
  it('lays out short and long explicit elements, padded to even length', () => {
    expect(hex(encodeDataSet([textElement('00080060', 'CS', 'C')], LITTLE))).toBe('0800600043530200' + '4320');
    expect(hex(encodeDataSet([textElement('00080018', 'UI', '1')], LITTLE))).toBe('0800180055490200' + '3100');
    expect(hex(encodeDataSet([bytesElement('7fe00010', 'OB', Uint8Array.of(7))], LITTLE))).toBe(
      'e07f10004f42000002000000' + '0700',
    );
  });

  it('writes implicit and big-endian forms', () => {
    const rows = [numberElement('00280010', 'US', 258)];
    expect(hex(encodeDataSet(rows, { explicitVr: false, littleEndian: true }))).toBe('2800100002000000' + '0201');
    expect(hex(encodeDataSet(rows, { explicitVr: true, littleEndian: false }))).toBe('0028001055530002' + '0102');
  });

  it('sorts by tag and lets a later element replace an earlier one', () => {
    const bytes = encodeDataSet(
      [numberElement('00280011', 'US', 1), numberElement('00280010', 'US', 2), numberElement('00280011', 'US', 3)],
      LITTLE,
    );
    expect(hex(bytes)).toBe('28001000555302000200' + '28001100555302000300');
  });

  it('writes sequences of explicit and undefined length, and fragments', () => {
    const items = [[numberElement('00280010', 'US', 1)]];
    expect(hex(encodeDataSet([sequenceElement('00081115', items)], LITTLE))).toBe(
      '0800151153510000' + '12000000' + 'feff00e00a000000' + '28001000555302000100',
    );
    expect(hex(encodeDataSet([sequenceElement('00081115', items, { undefinedLength: true })], LITTLE))).toBe(
      '0800151153510000ffffffff' +
        'feff00e0ffffffff' +
        '28001000555302000100' +
        'feff0de000000000' +
        'feffdde000000000',
    );
    expect(hex(encodeDataSet([compressedPixelElement([Uint8Array.of(1, 2, 3)])], LITTLE))).toBe(
      'e07f10004f420000ffffffff' + 'feff00e000000000' + 'feff00e004000000' + '01020300' + 'feffdde000000000',
    );
  });

  it('keeps decimal strings within 16 characters', () => {
    const text = Buffer.from(
      encodeDataSet([numberElement('00280030', 'DS', 225 / 512 / 3)], LITTLE).slice(8),
    ).toString();
    expect(text.trim().length).toBeLessThanOrEqual(16);
    expect(Number(text)).toBeCloseTo(225 / 512 / 3, 10);
  });

  it('refuses what it cannot write', () => {
    expect(() => encodeDataSet([textElement('8', 'CS', 'A')], LITTLE)).toThrow(RangeError);
    expect(() => encodeDataSet([textElement('00100010', 'PN', '\u4e00')], LITTLE)).toThrow('Latin-1');
    expect(() => encodeDataSet([textElement('00104000', 'LT', 'a'.repeat(70_000))], LITTLE)).toThrow('00104000');
  });
});
