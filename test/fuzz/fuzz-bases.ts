import { readFileSync } from 'node:fs';
import path from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { sha256OfText } from '../../main/store/audit-log.ts';
import { writeReport } from '../../src/audit/audit-report.ts';
import { type ChainedEntry, chainEntry, FIRST_PREVIOUS_HASH } from '../../src/audit/hash-chain.ts';
import { dicomCorpus } from '../support/dicom-corpus.ts';
import {
  dicomFile,
  type Element,
  encapsulated,
  implicitElementBytes,
  pictureElements,
} from '../support/dicom-corpus-odd.ts';
import { smallPhantomDicom, smallPhantomPng } from '../support/phantom-files.ts';
import { type DicomParts, dicomParts } from './dicom-layout.ts';
import { shapedPng } from './png-files.ts';

export type FuzzFormat = 'dicom' | 'png' | 'csv';

/** A whole file that mutations are made from. */
export interface FuzzBase {
  readonly format: FuzzFormat;
  readonly name: string;
  /** The transfer syntax UID, PNG's colour type and depth, or which reader a table is for. */
  readonly syntax: string;
  readonly bytes: Buffer;
  readonly parts: DicomParts | null;
}

/** Larger files add time and no forms of their own. */
const MAX_BASE_BYTES = 64 * 1024;
const ROOT = '1.2.840.10008.1.2';

function dicomBase(name: string, bytes: Uint8Array): FuzzBase {
  const buffer = Buffer.from(bytes);
  const parts = dicomParts(buffer);
  return { format: 'dicom', name, syntax: parts.syntaxUid, bytes: buffer, parts };
}

/** Named so that the file is taken for a picture of a study. */
const CT: Element[] = [
  ['00080016', 'UI', '1.2.840.10008.5.1.4.1.1.2'],
  ['00080018', 'UI', '1.2.826.0.1.3680043.8.498.1'],
  ['00080060', 'CS', 'CT'],
];
const WINDOW: Element[] = [
  ['00281050', 'DS', '40\\600'],
  ['00281051', 'DS', '80\\2800'],
  ['00281052', 'DS', '-1024'],
  ['00281053', 'DS', '1'],
];

/** The packings that need no encoder, made by hand: they are there where no Python is. */
export function handMadeDicoms(): FuzzBase[] {
  const [rows, columns] = [24, 20];
  const shades = Buffer.from(Uint8Array.from({ length: rows * columns }, (_, at) => (at * 5) & 0xff));
  const head = [...CT, ...pictureElements({ rows, columns, bitsAllocated: 8 }), ...WINDOW];
  const native: Element = ['7fe00010', 'OB', shades];
  const plain = dicomFile(`${ROOT}.1`, [...head, native]);
  const implicit = [...head, native].map((element) => implicitElementBytes(element));
  const runs = Buffer.concat(
    [...Array((rows * columns) / 120).keys()].map((part) =>
      Buffer.concat([Buffer.from([119]), shades.subarray(part * 120, part * 120 + 120)]),
    ),
  );
  const rle = Buffer.concat([Buffer.from(Uint32Array.from([1, 64, ...Array(14).fill(0)]).buffer), runs]);
  const body = dicomParts(Buffer.from(plain)).body;
  return [
    dicomBase('hand-explicit', plain),
    dicomBase('hand-implicit', dicomFile(ROOT, implicit)),
    dicomBase('hand-rle', dicomFile(`${ROOT}.5`, [...head, encapsulated([rle])])),
    dicomBase('hand-deflated', dicomFile(`${ROOT}.1.99`, [deflateRawSync(body)])),
    dicomBase('hand-deflated-frame', dicomFile(`${ROOT}.8.1`, [...head, encapsulated([deflateRawSync(shades)])])),
    dicomBase('phantom', smallPhantomDicom(3, 'subdural')),
  ];
}

/** Every form of every transfer syntax that the corpus has, or none and why. */
function corpusDicoms(): { bases: FuzzBase[]; corpus: string } {
  const found = dicomCorpus();
  if ('reason' in found) return { bases: [], corpus: `none: ${found.reason}` };
  const bases = found.entries
    .filter(({ name }) => !name.startsWith('depth-'))
    .flatMap(({ name, path: file }) => {
      const bytes = readFileSync(file);
      return bytes.length > MAX_BASE_BYTES ? [] : [dicomBase(name, bytes)];
    });
  return { bases, corpus: path.basename(found.folder) };
}

function pngBases(): FuzzBase[] {
  const forms = { 0: [1, 2, 4, 8, 16], 2: [8, 16], 3: [1, 2, 4, 8], 4: [8, 16], 6: [8, 16] };
  const shaped = Object.entries(forms).flatMap(([colour, depths]) =>
    depths.flatMap((depth) =>
      [false, true].map((interlaced): FuzzBase => {
        const bytes = shapedPng({ columns: 21, rows: 19, depth, colour: Number(colour), interlaced });
        const syntax = `PNG colour ${colour}, ${depth} bits${interlaced ? ', interlaced' : ''}`;
        return { format: 'png', name: syntax, syntax, bytes, parts: null };
      }),
    ),
  );
  const phantom = Buffer.from(smallPhantomPng(5, 'epidural'));
  return [...shaped, { format: 'png', name: 'phantom', syntax: 'PNG phantom', bytes: phantom, parts: null }];
}

/** The log whose report is mutated, and what its hash was after each entry. */
export function fuzzLog(): readonly ChainedEntry[] {
  const links: ChainedEntry[] = [];
  for (let sequence = 1; sequence <= 12; sequence += 1) {
    const common = {
      format: 1 as const,
      sequence,
      time: '2026-11-28T10:00:00.000Z',
      utcOffsetMinutes: 0,
      computer: 'ward',
      appVersion: '0.1.0',
    };
    const entry =
      sequence === 1
        ? { ...common, event: 'project-created' as const, reader: null, project: '=1+1', synthetic: false }
        : {
            ...common,
            event: 'doubt-zone-set' as const,
            reader: `"Ada", ${sequence}\n'B'`,
            before: 0,
            width: sequence / 100,
          };
    links.push(chainEntry(entry, links.at(-1)?.hash ?? FIRST_PREVIOUS_HASH, sha256OfText));
  }
  return links;
}

/** Files that a table of labels may name; the reader of tables finds them in the folder. */
export const PICTURE_NAMES = ['0.png', '1.png', 'b, c.png', 'größer.dcm', 'sub/2.png'];

function csvBases(): FuzzBase[] {
  const tables = {
    'head-ct': 'id, hemorrhage\n0,1\n1,0\n2,1\n',
    frames: 'file,frame,label\r\n0.png,0,haemorrhage\r\n"b, c.png",0,none\r\ngrößer.dcm,,yes\r\n',
    semicolons: 'Image Name;Has_Bleed\n0.png;TRUE\nsub/2.png;False\n',
    quoted: '\ufefffile,label\r\n"0.png","1"\r\n"b, c.png","0"\r\n"1.png",1\r\n',
  };
  const labels = Object.entries(tables).map(
    ([name, text]): FuzzBase => ({
      format: 'csv',
      name,
      syntax: 'table of labels',
      bytes: Buffer.from(text),
      parts: null,
    }),
  );
  const table = (name: string, syntax: string, text: string): FuzzBase => {
    return { format: 'csv', name, syntax, bytes: Buffer.from(text), parts: null };
  };
  const split = 'file,part,frame\r\n0.png,training,\r\n"b, c.png",validation,0\r\ngrößer.dcm,Held-out,2\r\n';
  const corrections = 'file;frame;label;reason\n0.png;0;haemorrhage;"a ""rim"" here"\nsub\\2.png;;exclude;\n';
  const others = [table('split', 'table of a split', split), table('corrections', 'table of corrections', corrections)];
  const report: FuzzBase = {
    format: 'csv',
    name: 'report',
    syntax: 'audit report',
    bytes: Buffer.from(writeReport(fuzzLog())),
    parts: null,
  };
  return [...labels, ...others, report];
}

export interface FuzzBases {
  readonly all: readonly FuzzBase[];
  /** Name of the corpus's folder (its content's hash), or why there is none. */
  readonly corpus: string;
}

/** What is mutated. @param withCorpus the pydicom corpus too (made when it is not there) */
export function fuzzBases(withCorpus: boolean): FuzzBases {
  const { bases, corpus } = withCorpus ? corpusDicoms() : { bases: [], corpus: 'not asked for' };
  return { all: [...handMadeDicoms(), ...bases, ...pngBases(), ...csvBases()], corpus };
}
