import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { inflateRawSync } from 'node:zlib';
import { type DataSet, parseDicom } from 'dicom-parser';
import { afterAll, describe, expect, it } from 'vitest';
import { numberElement, textElement } from '../../../src/dicom-write/dicom-element.ts';
import { TRANSFER_SYNTAX } from '../../../src/dicom-write/write-dicom-file.ts';
import {
  CT_IMAGE_STORAGE,
  ENHANCED_CT_IMAGE_STORAGE,
  multiFramePhantomDicomFile,
  type PhantomDicomOptions,
  phantomDicomFile,
  syntheticIdentity,
} from '../../../src/phantom/phantom-dicom.ts';
import { smallPhantomSlice } from '../../support/phantom-files.ts';

const slice = smallPhantomSlice(9, 'intraparenchymal', 64);
const identity = syntheticIdentity(9);

function write(options: PhantomDicomOptions = {}): Uint8Array {
  return phantomDicomFile(slice, identity, 3, options);
}

function parse(bytes: Uint8Array): DataSet {
  return parseDicom(bytes, { inflater: inflate });
}

/** dicom-parser hands over the whole file and the place where the deflated part begins. */
function inflate(bytes: Uint8Array, position: number): Uint8Array {
  const body = inflateRawSync(bytes.subarray(position));
  return Buffer.concat([bytes.subarray(0, position), body]);
}

describe('phantomDicomFile', () => {
  it('is a CT Image Storage file with the geometry, rescale and windows of a head CT', () => {
    const file = parse(write());
    expect(file.string('x00020010')).toBe(TRANSFER_SYNTAX.explicitLittleEndian);
    expect(file.string('x00080016')).toBe(CT_IMAGE_STORAGE);
    expect(file.string('x00020003')).toBe(file.string('x00080018'));
    expect(file.string('x00080008')).toBe('ORIGINAL\\PRIMARY\\AXIAL');
    expect(file.string('x00080060')).toBe('CT');
    expect(file.string('x00100010')).toBe('OVERREAD^SYNTHETIC');
    expect(file.string('x00100020')).toMatch(/^OVR-\d{6}$/);
    expect(file.intString('x00200013')).toBe(3);
    expect(file.string('x00200037')).toBe('1\\0\\0\\0\\1\\0');
    expect(file.floatString('x00200032', 0)).toBeCloseTo(-31.5 * slice.pixelSpacingMm, 6);
    expect(file.floatString('x00200032', 2)).toBeCloseTo(slice.zMm, 6);
    expect(file.floatString('x00280030', 1)).toBeCloseTo(slice.pixelSpacingMm, 6);
    expect([file.uint16('x00280010'), file.uint16('x00280011')]).toEqual([64, 64]);
    expect([file.floatString('x00281052'), file.floatString('x00281053')]).toEqual([-1024, 1]);
    expect(file.string('x00281054')).toBe('HU');
    expect([file.string('x00281050'), file.string('x00281051')]).toEqual(['40\\80', '80\\200']);
  });

  it('has UIDs of the form 2.25.<number> that the seed decides', () => {
    const uid = parse(write()).string('x0020000d') ?? '';
    expect(uid).toMatch(/^2\.25\.[1-9]\d{30,38}$/);
    expect(uid.length).toBeLessThanOrEqual(64);
    expect(syntheticIdentity(9)).toEqual(identity);
    expect(syntheticIdentity(10).studyUid).not.toBe(identity.studyUid);
    expect(new Set([identity.studyUid, identity.seriesUid, identity.frameOfReferenceUid]).size).toBe(3);
  });

  const formats: readonly [string, PhantomDicomOptions][] = [
    ['12 bits unsigned', {}],
    ['16 bits signed', { bitsStored: 16, signed: true }],
    ['16 bits unsigned', { bitsStored: 16 }],
    ['12 bits signed', { bitsStored: 12, signed: true }],
    ['implicit VR', { transferSyntaxUid: TRANSFER_SYNTAX.implicitLittleEndian }],
    ['big endian', { transferSyntaxUid: TRANSFER_SYNTAX.explicitBigEndian }],
    ['deflated', { transferSyntaxUid: TRANSFER_SYNTAX.deflatedLittleEndian }],
  ];

  it.each(formats)('keeps every HU in %s', (_name, options) => {
    const file = parse(write(options));
    const element = file.elements.x7fe00010;
    if (element === undefined) throw new Error('no pixel data');
    const view = new DataView(file.byteArray.buffer, file.byteArray.byteOffset + element.dataOffset, element.length);
    const littleEndian = options.transferSyntaxUid !== TRANSFER_SYNTAX.explicitBigEndian;
    const spare = 32 - (file.uint16('x00280101') ?? 0);
    const isSigned = file.uint16('x00280103') === 1;
    const hu = slice.hu.map((_, index) => {
      const bits = view.getUint16(2 * index, littleEndian);
      const stored = isSigned ? (bits << spare) >> spare : bits;
      return stored * Number(file.floatString('x00281053')) + Number(file.floatString('x00281052'));
    });
    expect(element.length).toBe(2 * slice.hu.length);
    // 12 signed bits end at 2047.
    expect(hu).toEqual(options.signed && options.bitsStored === 12 ? slice.hu.map((v) => Math.min(2047, v)) : slice.hu);
  });

  it('stores 8 bits in bytes around the brain', () => {
    const file = parse(write({ bitsStored: 8 }));
    const element = file.elements.x7fe00010;
    const first = file.byteArray[(element?.dataOffset ?? 0) + 32 * 64 + 32] ?? 0;
    expect(element?.length).toBe(slice.hu.length);
    expect(first - 64).toBe(Math.max(-64, Math.min(191, slice.hu[32 * 64 + 32] ?? 0)));
  });

  it('makes scouts, coronals, MONOCHROME1 and files with elements added, replaced or left out', () => {
    const file = parse(
      write({
        imageType: ['ORIGINAL', 'PRIMARY', 'LOCALIZER'],
        imageOrientation: [1, 0, 0, 0, 0, -1],
        photometricInterpretation: 'MONOCHROME1',
        extraElements: [textElement('00080060', 'CS', 'MR'), numberElement('00189305', 'FD', 0.5)],
        omitTags: ['00200013'],
      }),
    );
    expect(file.string('x00080008')).toContain('LOCALIZER');
    expect(file.string('x00200037')).toBe('1\\0\\0\\0\\0\\-1');
    expect(file.string('x00280004')).toBe('MONOCHROME1');
    expect(file.string('x00080060')).toBe('MR');
    expect(file.double('x00189305')).toBe(0.5);
    expect(file.elements.x00200013).toBeUndefined();
  });

  it('leaves out preamble and meta group on request', () => {
    const bare = write({ preamble: false, metaGroup: false });
    expect([...bare.slice(0, 4)]).toEqual([8, 0, 5, 0]);
    expect(write({ preamble: false }).length).toBe(write().length - 132);
  });
});

describe('multiFramePhantomDicomFile', () => {
  it('puts the frames one after another and their places into functional groups', () => {
    const second = smallPhantomSlice(10, 'none', 64);
    const file = parse(multiFramePhantomDicomFile([slice, second], identity));
    expect(file.string('x00080016')).toBe(ENHANCED_CT_IMAGE_STORAGE);
    expect(file.intString('x00280008')).toBe(2);
    expect(file.elements.x7fe00010?.length).toBe(2 * 2 * 64 * 64);
    const perFrame = file.elements.x52009230?.items ?? [];
    const heights = perFrame.map((item) =>
      item.dataSet?.elements.x00209113?.items?.[0]?.dataSet?.floatString('x00200032', 2),
    );
    expect(heights).toEqual([slice.zMm, second.zMm]);
  });
});

describe('against pydicom', () => {
  const python = process.env.OVERREAD_PYTHON ?? 'python3';
  const hasPydicom = spawnSync(python, ['-c', 'import pydicom, numpy']).status === 0;
  const folder = mkdtempSync(path.join(tmpdir(), 'overread-phantom-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const cases: readonly [string, PhantomDicomOptions][] = [
    ['explicit', {}],
    ['implicit', { transferSyntaxUid: TRANSFER_SYNTAX.implicitLittleEndian }],
    ['big-endian', { transferSyntaxUid: TRANSFER_SYNTAX.explicitBigEndian }],
    ['deflated', { transferSyntaxUid: TRANSFER_SYNTAX.deflatedLittleEndian }],
    ['signed', { bitsStored: 16, signed: true }],
  ];

  it.skipIf(!hasPydicom).each(cases)(
    'reads the same values from an %s file (needs pydicom and numpy)',
    (name, options) => {
      const file = path.join(folder, `${name}.dcm`);
      writeFileSync(file, write(options));
      const script = [
        'import sys, json, pydicom',
        'd = pydicom.dcmread(sys.argv[1])',
        'hu = d.pixel_array.astype(float) * float(d.RescaleSlope) + float(d.RescaleIntercept)',
        'print(json.dumps([str(d.PatientName), [float(v) for v in d.WindowCenter], hu.astype(int).ravel().tolist()]))',
      ].join('\n');
      const run = spawnSync(python, ['-c', script, file], { encoding: 'utf8', maxBuffer: 1 << 24 });
      expect(run.stderr).not.toContain('Error');
      const [patient, centres, hu] = JSON.parse(run.stdout);
      expect(patient).toBe('OVERREAD^SYNTHETIC');
      expect(centres).toEqual([40, 80]);
      expect(hu).toEqual([...slice.hu]);
    },
  );
});
