import { encode } from 'fast-png';
import { expect, it } from 'vitest';
import { inspectBytes } from '../../../../main/compute/decode/inspect-file.ts';
import { dicomFile, type Element, encapsulated, pictureElements } from '../../../support/dicom-corpus-odd.ts';
import { dicomObject } from '../../../support/dicom-pictures.ts';
import { markdownTable, tableInDocument } from '../../../support/document-table.ts';

const EXPLICIT = '1.2.840.10008.1.2.1';
const PIXELS: Element = ['7fe00010', 'OW', Uint8Array.of(1, 2, 3, 4)];

function picture(change: object, uid = EXPLICIT): Uint8Array {
  return dicomFile(uid, [...pictureElements({ rows: 2, columns: 2, bitsAllocated: 8, ...change }), PIXELS]);
}

function object(sopClass: string): Uint8Array {
  return dicomObject(`1.2.840.10008.5.1.4.1.1.${sopClass}`, 'OT');
}

function stream(bytes: readonly number[], change: object = {}, uid = '1.2.840.10008.1.2.4.50'): Uint8Array {
  const elements = pictureElements({ rows: 2, columns: 2, bitsAllocated: 8, ...change });
  return dicomFile(uid, [...elements, encapsulated([Uint8Array.from(bytes)])]);
}

/** The start of a JPEG 2000 stream of 2 x 2 pixels: precision, and how far apart its samples are. */
function jpeg2000(precision: number, apart: number): number[] {
  const word = (value: number) => [0, 0, 0, value];
  const size = [...word(2), ...word(2), ...word(0), ...word(0)];
  const siz = [0, 41, 0, 0, ...size, ...size, 0, 1, precision - 1, apart, apart];
  return [0xff, 0x4f, 0xff, 0x51, ...siz, 0xff, 0x52, 0, 0, 0xff, 0xd9];
}

/** The start of a sequential JPEG of 12 bits in colour. */
const JPEG_12_COLOUR = [0xff, 0xd8, 0xff, 0xc1, 0, 17, 12, 0, 2, 0, 2, 3, ...[1, 2, 3].flatMap((id) => [id, 0x11, 0])];

const whole = picture({});
const INTERLACED = encode(
  {
    width: 9,
    height: 9,
    channels: 1,
    depth: 8,
    data: Uint8Array.from({ length: 81 }, (_, index) => (index * 37) % 251),
  },
  { interlace: 'Adam7' },
);
const SYNTAX = '1.2.840.10008.1.2.4';

/** What is refused, each as a small file of its kind. */
const REFUSED: readonly (readonly [string, Uint8Array])[] = [
  ['neither PNG nor DICOM', Buffer.from('id,hemorrhage\n')],
  ['video (MPEG, H.26x)', picture({}, `${SYNTAX}.102`)],
  ['JPEG XL', picture({}, `${SYNTAX}.110`)],
  ['JPEG 2000 Part 2', picture({}, `${SYNTAX}.92`)],
  ['JPIP', picture({}, `${SYNTAX}.94`)],
  ['retired JPEG processes', picture({}, `${SYNTAX}.55`)],
  ["GE's own big endian", picture({}, '1.2.840.113619.5.2')],
  ['progressive JPEG', stream([0xff, 0xd8, 0xff, 0xc2, 0, 11, 8, 0, 2, 0, 2, 1, 1, 0x11, 0, 0, 0xff, 0xd9])],
  [
    '12-bit JPEG in colour',
    stream([...JPEG_12_COLOUR, 0xff, 0xd9], { bitsAllocated: 16, samples: 3, photometric: 'RGB' }),
  ],
  ['JPEG 2000 of more than 16 bits', stream(jpeg2000(20, 1), { bitsAllocated: 32 }, `${SYNTAX}.90`)],
  ['JPEG 2000 with samples left out', stream(jpeg2000(8, 2), {}, `${SYNTAX}.90`)],
  ['other colours (HSV, ARGB, CMYK, YBR_PARTIAL)', picture({ photometric: 'YBR_PARTIAL_422', samples: 3 })],
  ['other bits allocated than 1, 8, 16 and 32', picture({ bitsAllocated: 12 })],
  ['a structured report', object('88.11')],
  ['key images', object('88.59')],
  ['an encapsulated PDF', object('104.1')],
  ['a presentation state', object('11.1')],
  ['a segmentation', object('66.4')],
  ['a radiotherapy plan', object('481.5')],
  ['a waveform', object('9.1.1')],
  ['a video object', object('77.1.4.1')],
  ['a picture whose pixels are gone', dicomFile(EXPLICIT, pictureElements({ rows: 2, columns: 2 }))],
  ['less than one row of pixels', whole.subarray(0, whole.length - 3)],
  ['an interlaced PNG that was cut off', INTERLACED.subarray(0, INTERLACED.length - 30)],
  ['pixels of another length', picture({ rows: 4 })],
];

it('refuses in the words of docs/dicom.md', async () => {
  const rows: string[][] = [];
  for (const [what, bytes] of REFUSED) {
    const { refusal } = await inspectBytes(bytes);
    expect(refusal, what).not.toBeNull();
    rows.push([what, `\`${refusal?.code}\``, refusal?.message ?? '']);
  }
  const { written, measured } = tableInDocument(
    'dicom.md',
    'refused words',
    markdownTable(['What', 'Code', 'Words'], rows),
  );
  expect(written).toBe(measured);
});
