import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ComputeClient } from '../../../main/compute/compute-client.ts';
import { exportReports } from '../../../main/services/export-reports.ts';
import { listStudies } from '../../../main/services/list-studies.ts';
import { listWorklist } from '../../../main/services/list-worklist.ts';
import { measuredPicture } from '../../../main/services/measured-picture.ts';
import { openStudy } from '../../../main/services/open-study.ts';
import { createPictures } from '../../../main/services/pictures.ts';
import { presentSlice } from '../../../main/services/present-slice.ts';
import { listMarks, saveMark } from '../../../main/services/record-mark.ts';
import { recordRead, undoRead } from '../../../main/services/record-read.ts';
import { recordStudyCall } from '../../../main/services/record-study-call.ts';
import { MARK_KINDS, type MarkKind, shapeOf } from '../../../src/marks/mark-shape.ts';
import { syntheticIdentity } from '../../../src/phantom/phantom-dicom.ts';
import type { Label } from '../../../src/review/label.ts';
import { decodeCompute } from '../../support/decode-compute.ts';
import { smallPhantomPng, writePhantomSeries } from '../../support/phantom-files.ts';
import { dcmtkPrograms, readReport, reportReaders } from '../../support/report-readers.ts';
import { type TemporaryProject, temporaryProject } from '../../support/temporary-project.ts';

const readers = reportReaders();
const dcmtk = dcmtkPrograms();
let compute: ComputeClient;
let project: TemporaryProject;
let out: string;

beforeAll(async () => {
  compute = await decodeCompute('export-reports');
});
afterAll(() => compute.close());
beforeEach(() => {
  project = temporaryProject();
  out = path.join(project.folder, 'out');
  mkdirSync(out);
});
afterEach(() => project.remove());

async function openedStudy(seed = 7): Promise<{ sourceId: number; slices: number[] }> {
  const folder = path.join(project.folder, `study-${seed}`);
  await writePhantomSeries(folder, { seed, slices: 3 });
  const { sourceId } = await openStudy(project.context, compute, { folder, reader: 'Ada' });
  return { sourceId, slices: listWorklist(project.context, { sourceId }).items.map(({ sliceId }) => sliceId) };
}

interface Rest {
  readonly reason?: string;
  readonly confidence?: number;
  readonly reader?: string;
  readonly adjudicates?: boolean;
}

/** @returns the read's id */
function read(sliceId: number, label: Label, rest: Rest = {}): number {
  const { reader = 'Ada', reason = null, confidence = null, adjudicates = false } = rest;
  const shown = presentSlice(project.context, { sliceId, reader, modelId: null, predictionVisible: false });
  const input = { presentationId: shown.presentationId ?? 0, intent: label, reason, confidence, adjudicates };
  return recordRead(project.context, input).read.id;
}

const write = (sourceId: number, identifiers: 'pseudonyms' | 'originals' = 'pseudonyms', reader = 'Ada') =>
  exportReports(project.context, compute, { sourceId, folder: out, reader, identifiers });

describe('structured reports', () => {
  it('are named in the log with their hashes, and lie in a folder of their own', async () => {
    const { sourceId, slices } = await openedStudy();
    read(slices[0] ?? 0, 'haemorrhage');
    const { folder, reports } = await write(sourceId);
    expect(readdirSync(out)).toEqual([path.basename(folder)]);
    expect(readdirSync(folder)).toEqual(reports.map(({ file }) => file));
    expect(project.entries('report-exported')).toMatchObject([
      { reader: 'Ada', reads: 1, identifiers: 'pseudonyms', reportSha256: reports[0]?.sha256 },
    ]);
  });

  it('are refused where there is nothing to report', async () => {
    const { sourceId, slices } = await openedStudy();
    read(slices[0] ?? 0, 'haemorrhage');
    undoRead(project.context, { reader: 'Ada' });
    await expect(write(sourceId)).rejects.toMatchObject({ code: 'nothing-to-report' });
    const pngs = path.join(project.folder, 'pngs');
    mkdirSync(pngs);
    writeFileSync(path.join(pngs, 'a.png'), smallPhantomPng(3));
    const opened = await openStudy(project.context, compute, { folder: pngs, reader: 'Ada' });
    read(listWorklist(project.context, { sourceId: opened.sourceId }).items[0]?.sliceId ?? 0, 'none');
    await expect(write(opened.sourceId)).rejects.toThrow('PNG files have no place in DICOM');
    expect(readdirSync(out)).toEqual([]);
  });

  it('hold an adjudication beside the own read of the slice, said as such', async () => {
    const { sourceId, slices } = await openedStudy();
    const [sliceId = 0] = slices;
    const own = read(sliceId, 'none', { reason: 'my own look' });
    read(sliceId, 'haemorrhage', { reader: 'Bob' });
    const settled = read(sliceId, 'haemorrhage', { adjudicates: true });
    const { folder, reports } = await write(sourceId);
    expect(reports).toMatchObject([{ reads: 2 }]);
    const bytes = readFileSync(path.join(folder, reports[0]?.file ?? '')).toString('latin1');
    for (const id of [own, settled]) expect(bytes).toContain(`read ${id}`);
    expect(bytes).toContain('my own look');
    expect(bytes.split('Settles what readers disagreed on')).toHaveLength(2);
  });

  it('hold no name, date or UID of the pictures unless one asks for it', async () => {
    const { sourceId, slices } = await openedStudy();
    read(slices[0] ?? 0, 'none');
    const { folder, reports } = await write(sourceId);
    const bytes = readFileSync(path.join(folder, reports[0]?.file ?? '')).toString('latin1');
    const { patientId, studyUid } = syntheticIdentity(7);
    for (const told of [patientId, studyUid]) expect(bytes).not.toContain(told);
  });
});

/** A mark of every kind, an own read, another's, what settled them, and a call of the study. */
async function markedAndSettled(): Promise<number> {
  const { sourceId, slices } = await openedStudy();
  const [sliceId = 0] = slices;
  const pictures = createPictures({ context: project.context, compute, thumbnailFolder: null });
  const picture = measuredPicture(await pictures.pixels(sliceId));
  const [start, corner, end] = [
    { x: 20, y: 20 },
    { x: 40, y: 20 },
    { x: 40, y: 50 },
  ];
  const POINTS: Readonly<Record<MarkKind, (typeof start)[]>> = {
    ...{ probe: [start], length: [start, corner], angle: [start, corner, end] },
    ...{ ellipse: [start, end], rectangle: [start, end], arrow: [start, end] },
  };
  for (const kind of MARK_KINDS) {
    const shape = shapeOf(kind, POINTS[kind], kind === 'arrow' ? 'thin crescent' : '') ?? expect.fail(kind);
    saveMark(project.context, { sliceId, markId: null, shape, reader: 'Ada' }, picture);
  }
  read(sliceId, 'none', { reason: 'my own look', confidence: 2 });
  read(sliceId, 'haemorrhage', { reader: 'Bob' });
  read(sliceId, 'haemorrhage', { adjudicates: true, confidence: 5 });
  const { study = '' } = listStudies(project.context, { sourceId, reader: 'Ada' }).studies[0] ?? {};
  const call = {
    label: 'haemorrhage',
    bleeds: [],
    confidence: 3,
    note: 'all in all',
    predictionVisible: false,
  } as const;
  recordStudyCall(project.context, { study, reader: 'Ada', ...call });
  return sourceId;
}

it.skipIf(dcmtk.reason !== null)(
  `are taken by dcmtk's dsrdump without a word of complaint${dcmtk.reason === null ? '' : ` (${dcmtk.reason})`}`,
  async () => {
    const sourceId = await markedAndSettled();
    for (const identifiers of ['originals', 'pseudonyms'] as const) {
      const { folder, reports } = await write(sourceId, identifiers);
      const file = path.join(folder, reports[0]?.file ?? '');
      const { status, stdout, stderr } = spawnSync('dsrdump', ['+Pl', '+U8', file], { encoding: 'utf8' });
      // Its one warning is of itself: it has no check of texts in UTF-8.
      const complaints = stderr.split('\n').filter((line) => !/^(W: The VR checker does not support .*)?$/.test(line));
      expect({ status, complaints }).toEqual({ status: 0, complaints: [] });
      expect(stdout).toMatch(/^Comprehensive SR Document/);
      expect(stdout.match(/SCOORD:/g)).toHaveLength(MARK_KINDS.length);
      for (const words of ['thin crescent', 'my own look', 'all in all']) expect(stdout).toContain(words);
    }
    // It does complain of what is no report as it should be.
    const spoilt = path.join(project.folder, 'spoilt.dcm');
    const { folder, reports } = await write(sourceId);
    const bytes = readFileSync(path.join(folder, reports[0]?.file ?? ''));
    writeFileSync(spoilt, bytes.toString('latin1').replaceAll('SCOORD', 'SCOORX'), 'latin1');
    expect(spawnSync('dsrdump', [spoilt], { encoding: 'utf8' }).status).not.toBe(0);
  },
);

describe.skipIf('reason' in readers)(
  `structured reports by other readers${'reason' in readers ? ` (${readers.reason})` : ''}`,
  () => {
    const { python } = 'reason' in readers ? { python: '' } : readers;

    it('say what was read, by whom and of which picture', async () => {
      const { sourceId, slices } = await openedStudy();
      const [first = 0, second = 0, third = 0] = slices;
      read(first, 'haemorrhage', { reason: 'Sichel links, ≥ 5 mm 読影', confidence: 4 });
      read(second, 'haemorrhage');
      read(second, 'none', { confidence: 5 });
      read(third, 'unsure', { reader: 'Bob' });
      const { folder, reports } = await write(sourceId, 'originals', ' Ada ');
      const report = readReport(python, path.join(folder, reports[0]?.file ?? ''));
      const identity = syntheticIdentity(7);
      expect(report).toMatchObject({ patientId: identity.patientId, studyUid: identity.studyUid, observer: 'Ada' });
      expect(report.groups).toMatchObject([
        {
          evaluations: { presence: '52101004', 'ai-seen': 'not-seen' },
          measurements: { confidence: 4 },
          comment: 'Sichel links, ≥ 5 mm 読影',
        },
        { evaluations: { presence: '272519000' }, measurements: { confidence: 5 }, comment: null },
      ]);
      const uids = report.groups.map(({ image }) => image?.[0]);
      expect(new Set(uids).size).toBe(2);
      for (const uid of uids) expect(report.text).toContain(uid);
      expect(report.dcmqi?.Measurements).toMatchObject([
        {
          Finding: { CodeValue: '1386000' },
          qualitativeEvaluations: expect.arrayContaining([
            expect.objectContaining({ conceptValue: expect.objectContaining({ CodeMeaning: 'Present' }) }),
          ]),
        },
        {
          qualitativeEvaluations: expect.arrayContaining([
            expect.objectContaining({ conceptValue: expect.objectContaining({ CodeMeaning: 'Absent' }) }),
          ]),
        },
      ]);
    });

    it('say what was marked, and what the reader calls the study', async () => {
      const { sourceId, slices } = await openedStudy();
      const [first = 0, second = 0] = slices;
      const shape = (kind: MarkKind, points: [number, number][], text = '') => {
        const made = shapeOf(
          kind,
          points.map(([x, y]) => ({ x, y })),
          text,
        );
        if (!made) throw new Error('No shape');
        return made;
      };
      const pictures = createPictures({ context: project.context, compute, thumbnailFolder: null });
      const picture = measuredPicture(await pictures.pixels(first));
      for (const [sliceId, mark] of [
        [
          first,
          shape('length', [
            [10, 20],
            [40, 60],
          ]),
        ],
        [
          first,
          shape('ellipse', [
            [30, 30],
            [50, 40],
          ]),
        ],
        [
          second,
          shape(
            'arrow',
            [
              [20, 20],
              [30, 30],
            ],
            'thin crescent',
          ),
        ],
      ] as const) {
        saveMark(project.context, { sliceId, markId: null, shape: mark, reader: 'Ada' }, picture);
      }
      const { study = '' } = listStudies(project.context, { sourceId, reader: 'Ada' }).studies[0] ?? {};
      recordStudyCall(project.context, {
        ...{ study, reader: 'Ada', label: 'haemorrhage', confidence: 4, note: 'Sichel, 読影', predictionVisible: true },
        bleeds: [{ type: 'subdural', side: 'left' }],
      });
      const { folder, reports } = await write(sourceId);
      const report = readReport(python, path.join(folder, reports[0]?.file ?? ''));
      expect(report.groups).toEqual([]);
      const [, ellipse] = report.regions;
      const marked = listMarks(project.context, { sourceId, reader: 'Ada' });
      const area = marked[1]?.figures;
      if (area?.kind !== 'area') throw new Error('No area');
      expect(report.regions.map(({ graphic }) => graphic)).toEqual(['POLYLINE', 'ELLIPSE', 'POINT']);
      expect(report.regions[0]?.measurements['410668003']).toEqual([
        expect.closeTo(marked[0]?.figures.kind === 'length' ? (marked[0].figures.mm ?? 0) : 0, 6),
        'mm',
      ]);
      expect(ellipse?.points.slice(0, 4).flat()).toEqual([30, 35, 50, 35, 40, 30, 40, 40]);
      expect(ellipse?.measurements['42798000']).toEqual([expect.closeTo(area.areaMm2 ?? 0, 4), 'mm2']);
      expect(report.text).toContain('thin crescent');
      expect(report.study).toEqual({
        ...{ 'study-presence': '52101004', subdural: '7771000' },
        ...{ confidence: 4, 'ai-seen': 'seen', 121106: 'Sichel, 読影' },
      });
    });

    it('say every kind of mark with what it measures, and an adjudication beside the own read', async () => {
      const sourceId = await markedAndSettled();
      const { folder, reports } = await write(sourceId);
      const report = readReport(python, path.join(folder, reports[0]?.file ?? ''));
      // 20 by 30 pixels of 2.34375 mm; what is in them as the app itself measures it.
      const figures = listMarks(project.context, { sourceId, reader: 'Ada' }).map((one) => one.figures);
      const [probe, , , ellipse, rectangle] = figures;
      if (probe?.kind !== 'probe' || ellipse?.kind !== 'area' || rectangle?.kind !== 'area')
        throw new Error('No figures');
      const [LENGTH, ANGLE, AREA, ATTENUATION] = ['410668003', '1483009', '42798000', '112031'];
      const near = (value: number, unit: string) => [expect.closeTo(value, 4), unit];
      expect(report.regions.map(({ graphic, measurements }) => [graphic, measurements])).toEqual([
        ['POINT', { [ATTENUATION]: near(probe.value ?? 0, "[hnsf'U]") }],
        ['POLYLINE', { [LENGTH]: near(20 * 2.34375, 'mm') }],
        ['POLYLINE', { [ANGLE]: near(90, 'deg') }],
        [
          'ELLIPSE',
          { [AREA]: near(Math.PI * 10 * 15 * 2.34375 ** 2, 'mm2'), [ATTENUATION]: near(ellipse.max ?? 0, "[hnsf'U]") },
        ],
        [
          'POLYLINE',
          { [AREA]: near(20 * 30 * 2.34375 ** 2, 'mm2'), [ATTENUATION]: near(rectangle.max ?? 0, "[hnsf'U]") },
        ],
        ['POINT', {}],
      ]);
      expect(report.text).toContain('thin crescent');
      expect(report.groups).toMatchObject([
        { evaluations: { presence: '272519000' }, measurements: { confidence: 2 }, comment: 'my own look' },
        { evaluations: { presence: '52101004', 'read-purpose': 'adjudication' }, measurements: { confidence: 5 } },
      ]);
      expect(report.groups[0]?.evaluations).not.toHaveProperty('read-purpose');
    });

    it('have every attribute that the standard demands of them, by either name', async () => {
      const sourceId = await markedAndSettled();
      for (const identifiers of ['originals', 'pseudonyms'] as const) {
        const { folder, reports } = await write(sourceId, identifiers);
        expect(readReport(python, path.join(folder, reports[0]?.file ?? '')).missing).toEqual([]);
      }
    });

    it('refer to the same mapped pictures each time they are written by pseudonyms', async () => {
      const { sourceId, slices } = await openedStudy();
      read(slices[0] ?? 0, 'excluded');
      const written = [await write(sourceId), await write(sourceId)];
      const [one, other] = written.map(({ folder, reports }) =>
        readReport(python, path.join(folder, reports[0]?.file ?? '')),
      );
      expect(one?.groups).toEqual(other?.groups);
      expect(one?.groups[0]?.image?.[0]).toMatch(/^2\.25\.\d+$/);
      expect(one?.patientName).toMatch(/^patient-[0-9a-f]{20}$/);
      expect(one?.studyDate).toBe('');
    });
  },
);
