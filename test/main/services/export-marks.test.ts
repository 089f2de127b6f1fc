import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { marksCommand } from '../../../main/cli/marks-command.ts';
import type { CliSession } from '../../../main/cli/session.ts';
import { exportMarks } from '../../../main/services/export-marks.ts';
import { openProject } from '../../../main/services/open-project.ts';
import { removeMark, saveMark } from '../../../main/services/record-mark.ts';
import { auditEntry, auditHead } from '../../../main/store/audit-log.ts';
import { shapeOf } from '../../../src/marks/mark-shape.ts';
import { hashOf, type ProjectFixture, projectFixture } from '../../support/project-fixture.ts';

let project: ProjectFixture;
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'overread-marks-'));
  project = projectFixture({ slices: 3 });
  const header = { frames: [{ spacingMm: { row: 0.5, column: 0.25 } }] };
  // The rest of a header matters to nothing here.
  const frame = { positionMm: null, orientation: null, sliceThicknessMm: null, gantryTiltDegrees: null, rescale: null };
  const rest = { windows: [], instanceNumber: null, acquisitionNumber: null, imageType: [] };
  const frames = header.frames.map((given) => ({ ...frame, ...rest, ...given }));
  project.ctx.store.db.run('UPDATE images SET header_json = :json WHERE sha256 = :sha256', {
    json: JSON.stringify({ frames }),
    sha256: hashOf(1),
  });
  project.ctx.store.db.run('UPDATE images SET header_json = :json WHERE sha256 = :sha256', {
    json: JSON.stringify({ frames: [{ ...frame, ...rest, spacingMm: null }] }),
    sha256: hashOf(2),
  });
  draw('Ada', 1, 'length', [2, 2], [6, 5]);
  draw('Grace', 2, 'length', [0, 0], [3, 4]);
  removeMark(project.ctx, { markId: draw('Ada', 1, 'ellipse', [2, 2], [9, 9]), reader: 'Ada' });
});
afterEach(() => {
  project.remove();
  rmSync(folder, { recursive: true, force: true });
});

function draw(reader: string, sliceId: number, kind: 'length' | 'ellipse', ...points: [number, number][]): number {
  const shape = shapeOf(
    kind,
    points.map(([x, y]) => ({ x, y })),
  );
  if (!shape) throw new Error('No such mark');
  const spacing =
    sliceId === 1 ? { rowSpacingMm: 0.5, columnSpacingMm: 0.25 } : { rowSpacingMm: null, columnSpacingMm: null };
  const pixels = new Uint8Array(400);
  const rest = {
    color: false,
    slope: 1,
    intercept: 0,
    unit: 'grey',
    padding: null,
    rowsMissing: 0,
    pixelAspect: 1,
  } as const;
  const picture = { rows: 20, columns: 20, pixels, ...rest, ...spacing };
  return saveMark(project.ctx, { sliceId, markId: null, shape, reader }, picture).markId;
}

const rowsOf = (csv: string): Record<string, string>[] => parse(readFileSync(csv), { columns: true });
const sha256 = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('hex');

test('the marks that stand are written with hashes in the log, in mm where the spacing is known', () => {
  const files = { csv: path.join(folder, 'marks.csv'), json: path.join(folder, 'marks.json') };
  writeFileSync(files.csv, 'an older table');
  expect(exportMarks(project.ctx, { ...files, of: null, reader: 'Ada' })).toEqual({ marks: 2 });
  const [own, other] = rowsOf(files.csv);
  expect(own).toMatchObject({
    reader: 'Ada',
    file_sha256: hashOf(1),
    points_px: '2 2; 6 5',
    points_mm: '0.5 1; 1.5 2.5',
  });
  expect(Number(own?.length_mm)).toBeCloseTo(Math.hypot(1, 1.5), 9);
  expect(other).toMatchObject({ reader: 'Grace', length_px: '5', length_mm: '', points_mm: '' });
  expect(readFileSync(files.csv, 'utf8')).not.toContain('smith');
  const { db } = project.ctx.store;
  expect(auditEntry(db, auditHead(db).entries)).toMatchObject({
    ...{ event: 'marks-exported', marks: 2, of: null, csvSha256: sha256(files.csv), jsonSha256: sha256(files.json) },
  });
  expect(JSON.parse(readFileSync(files.json, 'utf8')).marks[1]).toMatchObject({
    reader: 'Grace',
    figures: { px: 5, mm: null },
  });
});

test('one reader’s marks are written alone, and none into the project', () => {
  const csv = path.join(folder, 'ada.csv');
  exportMarks(project.ctx, { csv, json: null, of: ' Ada ', reader: 'Ada' });
  expect(rowsOf(csv).map(({ reader }) => reader)).toEqual(['Ada']);
  const inside = path.join(project.folder, 'marks.csv');
  expect(() => exportMarks(project.ctx, { csv: inside, json: null, of: null, reader: 'Ada' })).toThrow(
    'inside the project',
  );
});

test('the command line reads a project that is open elsewhere, and writes no entry then', async () => {
  const before = auditHead(project.ctx.store.db);
  const results: unknown[] = [];
  const session = { cwd: folder, appVersion: '0.1.0', say: () => {}, result: (value: unknown) => results.push(value) };
  const options = { project: project.folder, csv: 'all.csv' };
  expect(await marksCommand(session as unknown as CliSession, options)).toBe(0);
  expect(rowsOf(path.join(folder, 'all.csv'))).toHaveLength(2);
  expect(results).toMatchObject([{ marks: [{ reader: 'Ada' }, { reader: 'Grace' }] }]);
  expect(auditHead(project.ctx.store.db)).toEqual(before);
});

test('a project that is open for reading only keeps no mark', () => {
  const held = openProject({ folder: project.folder, mode: 'read-only' }, { appVersion: '0.1.0' });
  const shape = shapeOf('probe', [{ x: 1, y: 1 }]);
  if (!shape) throw new Error('No probe');
  const picture = {
    rows: 2,
    columns: 2,
    color: false,
    pixels: [1, 2, 3, 4],
    slope: 1,
    intercept: 0,
    unit: 'grey',
  } as const;
  const spacing = { padding: null, rowsMissing: 0, rowSpacingMm: null, columnSpacingMm: null, pixelAspect: 1 };
  const save = () => saveMark(held, { sliceId: 1, markId: null, shape, reader: 'Ada' }, { ...picture, ...spacing });
  expect(save).toThrow(/reading only|being used|open/i);
  held.store.close();
});
