import type { PhantomSlice } from '../../src/phantom/render-slice.ts';
import { dicomFile, type Element, elementBytes, pictureElements, sequence } from './dicom-corpus-odd.ts';

const EXPLICIT = '1.2.840.10008.1.2.1';
const CT = '1.2.840.10008.5.1.4.1.1.2';

function named(sopClass: string, modality: string, number: number): Element[] {
  return [
    ['00080016', 'UI', sopClass],
    ['00080018', 'UI', `1.2.826.0.1.3680043.8.498.77.${number}`],
    ['00080060', 'CS', modality],
  ];
}

/** Axial CT in HU without a window, to be drawn by a VOI table that lifts what is soft. */
export function tableDicom(slice: PhantomSlice): Uint8Array {
  const { rows, columns, hu } = slice;
  const stored = Uint16Array.from(hu, (value) => Math.min(Math.max(Math.round(value) + 1024, 0), 4095));
  // From 0 to 80 HU along a root: dark stays dark, soft tissue is spread.
  const curve = Array.from({ length: 81 }, (_, index) => Math.round(Math.sqrt(index / 80) * 1023));
  const table = sequence('00283010', [
    [
      elementBytes(['00283002', 'US', [curve.length, 0, 10]]),
      elementBytes(['00283003', 'LO', 'BRAIN CURVE']),
      elementBytes(['00283006', 'OW', new Uint8Array(Uint16Array.from(curve).buffer)]),
    ],
  ]);
  const picture = pictureElements({ rows, columns, bitsStored: 12 });
  return dicomFile(EXPLICIT, [
    ['00080008', 'CS', 'ORIGINAL\\PRIMARY\\AXIAL'],
    ...named(CT, 'CT', 3),
    ['0020000d', 'UI', '1.2.826.0.1.3680043.8.498.78'],
    ['0020000e', 'UI', '1.2.826.0.1.3680043.8.498.79'],
    ['00200032', 'DS', '0\\0\\0'],
    ['00200037', 'DS', '1\\0\\0\\0\\1\\0'],
    ...picture.slice(0, 4),
    ['00280030', 'DS', '0.5\\0.5'],
    ...picture.slice(4),
    ['00281052', 'DS', '-1024'],
    ['00281053', 'DS', '1'],
    table,
    ['7fe00010', 'OW', new Uint8Array(stored.buffer)],
  ]);
}

/** A square of red, green, blue and grey, once packed lossily by 10 to 1, without a pixel size. */
export function colourDicom(side: number): Uint8Array {
  const pixels = new Uint8Array(side * side * 3);
  for (let pixel = 0; pixel < side * side; pixel += 1) {
    const [x, y] = [pixel % side, Math.floor(pixel / side)];
    const right = x >= side / 2;
    const below = y >= side / 2;
    const level = Math.round((x / side) * 255);
    const rgb = right ? (below ? [level, level, level] : [0, 255, 0]) : below ? [0, 0, 255] : [255, 0, 0];
    pixels.set(rgb, pixel * 3);
  }
  return dicomFile(EXPLICIT, [
    ...named('1.2.840.10008.5.1.4.1.1.7', 'OT', 4),
    ['0020000d', 'UI', '1.2.826.0.1.3680043.8.498.78'],
    ['0020000e', 'UI', '1.2.826.0.1.3680043.8.498.80'],
    ...pictureElements({ rows: side, columns: side, samples: 3, bitsAllocated: 8, photometric: 'RGB' }),
    ['00282110', 'CS', '01'],
    ['00282112', 'DS', '10'],
    ['7fe00010', 'OB', pixels],
  ]);
}

/** An object without pixels. */
export function dicomObject(sopClass: string, modality: string): Uint8Array {
  return dicomFile(EXPLICIT, named(sopClass, modality, 5));
}

/** A DICOMDIR that lists images by their paths, parts divided by backslashes. */
export function dicomDirectory(paths: readonly string[]): Uint8Array {
  const record = (type: string, extra: readonly Uint8Array[] = []) => [
    elementBytes(['00041430', 'CS', type]),
    ...extra,
  ];
  const images = paths.map((file) => record('IMAGE', [elementBytes(['00041500', 'CS', file])]));
  return dicomFile(EXPLICIT, [
    ['00041130', 'CS', 'DISC'],
    sequence('00041220', [record('PATIENT'), record('STUDY'), record('SERIES'), ...images]),
  ]);
}
