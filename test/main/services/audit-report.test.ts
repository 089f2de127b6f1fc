import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { auditPage } from '../../../main/services/audit-page.ts';
import { type ExportedAudit, exportAudit } from '../../../main/services/export-audit.ts';
import { openProject } from '../../../main/services/open-project.ts';
import { presentSlice } from '../../../main/services/present-slice.ts';
import { recordRead, undoRead } from '../../../main/services/record-read.ts';
import { verifyAudit } from '../../../main/services/verify-audit.ts';
import { verifyAuditReport } from '../../../main/services/verify-audit-report.ts';
import { sha256OfText } from '../../../main/store/audit-log.ts';
import { verifyReport } from '../../../src/audit/audit-report.ts';
import { hashEntry } from '../../../src/audit/hash-chain.ts';
import { KNOWN_FORMS, REPORT_FORM } from '../../../src/audit/report-columns.ts';
import { writeCsv } from '../../../src/dataset/write-csv.ts';
import { type ProjectFixture, projectFixture } from '../../support/project-fixture.ts';
import { PROJECT_ROOT } from '../../support/shared-data.ts';

const REPORT_HEADER = REPORT_FORM.header;
const ADA = { reader: 'Ada', readsBlind: false };

const REASONS = [
  '=HYPERLINK("x")',
  '+1',
  '-2',
  '@cmd',
  '\tindented',
  "'quoted'",
  'two\nlines, "both"',
  'größer 𝛼',
  null,
];
const CHECKER = path.join(PROJECT_ROOT, 'test/support/verify_report.py');
const hasPython = spawnSync('python3', ['--version']).status === 0;

let project: ProjectFixture;
let report: ExportedAudit;
let csv: string;
const column = (name: string): number => REPORT_HEADER.indexOf(name);

beforeAll(() => {
  project = projectFixture({ slices: 9, labels: ['none', 'haemorrhage'], probabilities: [0.9, 0.125, 1e-7] });
  const { ctx } = project;
  for (const [index, reason] of REASONS.entries()) {
    const shown = presentSlice(ctx, {
      sliceId: index + 1,
      reader: '=Ada',
      modelId: 1,
      predictionVisible: index % 2 > 0,
    });
    recordRead(ctx, { presentationId: shown.presentationId ?? 0, intent: 'none', reason, confidence: null });
  }
  undoRead(ctx, { reader: '=Ada' });
  report = exportAudit(ctx, { path: path.join(project.folder, '../report.csv'), reader: 'Ada' });
  csv = readFileSync(report.path, 'utf8');
});
afterAll(() => project.remove());

interface Judged {
  readonly text: string;
  readonly args: readonly string[];
  readonly place: number | 'whole';
}
/** Every text that was judged, for the independent checker's verdict at the end. */
const judged: Judged[] = [];

/** The verdict of the app on a text. */
async function judge(text: string, kept?: { entries: number; headHash: string }): Promise<number | 'whole'> {
  const file = path.join(project.folder, '../judged.csv');
  writeFileSync(file, text);
  const verdict = (await verifyAuditReport(file, { kept })).chain;
  // The text read as a whole gives the same as the file read by and by.
  const whole = verifyReport(text, sha256OfText, kept);
  expect(whole).toMatchObject(verdict.kind === 'whole' ? { ok: true } : { ok: false, sequence: verdict.sequence });
  const place = verdict.kind === 'whole' ? 'whole' : verdict.sequence;
  judged.push({ text, args: kept ? [String(kept.entries), kept.headHash] : [], place });
  return place;
}
const rows = (): string[][] => parse(csv, { record_delimiter: '\r\n' });
function tampered(change: (rows: string[][]) => void): string {
  const records = rows();
  change(records);
  return writeCsv(records);
}
function rowAt(records: string[][], sequence: number): string[] {
  const row = records[sequence];
  if (!row) throw new Error(`No row ${sequence}`);
  return row;
}

describe('an exported report', () => {
  test('verifies from the file alone, and says its count and head', async () => {
    expect((await verifyAuditReport(report.path)).chain).toEqual({
      kind: 'whole',
      entries: 12,
      headHash: report.headHash,
    });
    expect(await judge(csv, report)).toBe('whole');
    expect(readdirSync(path.join(project.folder, '..')).filter((name) => name.includes('partial'))).toEqual([]);
  });

  test('verifies with the line ends of another system, and is no report without entries', () => {
    const count = { ok: true, count: 12 };
    expect(verifyReport(csv.replaceAll('\r\n', '\n'), sha256OfText)).toMatchObject(count);
    expect(verifyReport(`${REPORT_HEADER.join(',')}\r\n`, sha256OfText)).toMatchObject({ ok: false, sequence: 1 });
  });

  test('of version 1, which did not say who is vouched for, is still read', async () => {
    const old = KNOWN_FORMS.find(({ version }) => version === 1);
    const vouched = column('reader_vouched');
    const text = tampered((copy) => {
      for (const [index, row] of copy.entries()) {
        row.splice(vouched, 1);
        if (index > 0) row[row.length - 1] = '1';
      }
    });
    expect(text.startsWith(old?.header.join(',') ?? '?')).toBe(true);
    expect(await judge(text, report)).toBe('whole');
    expect(await judge(text.replace(',1\r\n', ',2\r\n'))).toBe(1);
  });

  test('that is cut off or stained in the middle of a record is broken there, and earlier where it was before', async () => {
    const third = tampered((copy) => copy.splice(4));
    const shortThird = tampered((copy) => {
      rowAt(copy, 3).pop();
      rowAt(copy, 2)[column('reason')] = 'x';
    });
    expect(await judge(`${third}"`)).toBe(4);
    expect(await judge(`${third}x"y,"`)).toBe(4);
    expect(await judge(shortThird)).toBe(2);
  });

  test.skipIf(!hasPython)('verifies with the independent checker (skipped without python3)', () => {
    const out = execFileSync('python3', [CHECKER, report.path], { encoding: 'utf8' });
    expect(out).toBe(`whole 12 ${report.headHash}\n`);
  });

  test('has the columns of part 10, formulas inert, numbers as numbers', () => {
    const records = rows();
    const read = rowAt(records, 3);
    expect(records[0]).toEqual(REPORT_HEADER);
    expect(read[column('reader')]).toBe("'=Ada");
    expect(read[column('reason')]).toBe(`'=HYPERLINK("x")`);
    expect(read[column('probability')]).toBe('0.9');
    expect(rowAt(records, 5)[column('probability')]).toBe('1e-7');
    expect(read[column('model_agreement')]).toBe('overrode');
    expect(read[column('changed_current_label')]).toBe('no');
    expect(read[column('prediction_seen')]).toBe('no');
    expect(rowAt(records, 4)[column('prediction_seen')]).toBe('yes');
    expect(rowAt(records, 12)[column('event')]).toBe('read-undone');
  });

  test('names no file, source or project', () => {
    for (const secret of ['smith', 'Smith', 'Heads', project.folder]) expect(csv).not.toContain(secret);
  });

  test('is followed by an entry of its own in the log, with the head that it carries', () => {
    const { total, lines } = auditPage(project.ctx, { beforeSequence: null, limit: 2 }, ADA);
    expect(total).toBe(13);
    expect(lines.map((line) => [line.sequence, line.event])).toEqual([
      [13, 'audit-exported'],
      [12, 'read-undone'],
    ]);
    expect(JSON.parse(lines[0]?.entryJson ?? '')).toMatchObject({ entries: 12, headHash: report.headHash });
    expect(auditPage(project.ctx, { beforeSequence: 2, limit: 9 }, ADA).lines.map((line) => line.sequence)).toEqual([
      1,
    ]);
  });

  test('can be made of a project that is open for reading only, without an entry', async () => {
    const reading = openProject({ folder: project.folder }, { appVersion: '0.1.0' });
    const file = path.join(project.folder, '../read-only.csv');
    expect(exportAudit(reading, { path: file, reader: null }).entries).toBe(13);
    expect(await verifyAudit(reading)).toMatchObject({ kind: 'whole', entries: 13 });
    reading.store.close();
  });

  test('leaves nothing behind where it cannot be written', async () => {
    const nowhere = path.join(project.folder, '../no such folder/report.csv');
    const database = path.join(project.folder, 'project.db');
    expect(() => exportAudit(project.ctx, { path: database, reader: null })).toThrow('inside the project');
    expect(() => exportAudit(project.ctx, { path: nowhere, reader: null })).toThrow('ENOENT');
    expect(existsSync(nowhere)).toBe(false);
    expect(await verifyAudit(project.ctx)).toMatchObject({ kind: 'whole', entries: 13 });
  });
});

describe('tampering with a report', () => {
  test('in a readable cell, the entry or the hash is found by a stranger as well', async () => {
    const set = (name: string, value: string) => (copy: string[][]) => {
      rowAt(copy, 5)[column(name)] = value;
    };
    expect(await judge(tampered(set('reader_label', 'haemorrhage')))).toBe(5);
    expect(await judge(tampered(set('reason', '-2 ')))).toBe(5);
    expect(await judge(tampered(set('format_version', '1')))).toBe(5);
    expect(await judge(tampered(set('sequence', '05')))).toBe(5);
    const text = rowAt(rows(), 5)[column('entry')] ?? '';
    expect(await judge(tampered(set('entry', text.replace('"none"', '"unsure"'))))).toBe(5);
    expect(await judge(tampered(set('hash', '0'.repeat(64))))).toBe(5);
  });

  test('with the hash computed anew is found where the next entry does not follow', async () => {
    const forge = (sequence: number) =>
      tampered((copy) => {
        const row = rowAt(copy, sequence);
        const entry = (row[column('entry')] ?? '').replace('"labelAfter":"none"', '"labelAfter":"unsure"');
        row[column('entry')] = entry;
        row[column('reader_label')] = 'unsure';
        row[column('hash')] = hashEntry(entry, row[column('previous_hash')] ?? '', sha256OfText);
      });
    expect(await judge(forge(5))).toBe(6);
    expect(await judge(forge(11), { entries: 11, headHash: rowAt(rows(), 11)[column('hash')] ?? '' })).toBe(11);
  });

  test('by dropping, moving or adding rows is found at the first place that is wrong', async () => {
    expect(await judge(tampered((copy) => copy.splice(4, 1)))).toBe(4);
    expect(await judge(tampered((copy) => copy.splice(1, 1)))).toBe(1);
    expect(await judge(tampered((copy) => copy.splice(6, 0, ...copy.splice(7, 1))))).toBe(6);
    expect(await judge(tampered((copy) => copy.splice(8, 0, [...rowAt(copy, 3)])))).toBe(8);
    expect(await judge(tampered((copy) => copy.push([...rowAt(copy, 12)])))).toBe(13);
  });

  test('by cutting the tail is found against a kept head, and only so', async () => {
    const cut = tampered((copy) => copy.splice(10));
    expect(await judge(cut)).toBe('whole');
    expect(await judge(cut, report)).toBe(10);
  });

  test('by other means is refused: header, cells, quotes', async () => {
    expect(await judge(tampered((copy) => rowAt(copy, 0).reverse()))).toBe(0);
    expect(await judge(tampered((copy) => rowAt(copy, 7).pop()))).toBe(7);
    const file = path.join(project.folder, '../quotes.csv');
    writeFileSync(file, `${csv}"`);
    expect((await verifyAuditReport(file)).chain).toMatchObject({ kind: 'broken' });
  });
});

test.skipIf(!hasPython)(
  'each of these texts has the same verdict of the independent checker (skipped without python3)',
  () => {
    const file = path.join(project.folder, '../judged.csv');
    expect(judged.length).toBeGreaterThan(20);
    for (const { text, args, place } of judged) {
      writeFileSync(file, text);
      const { stdout } = spawnSync('python3', [CHECKER, file, ...args], { encoding: 'utf8' });
      const [word = '', where = ''] = stdout.split(' ');
      expect(word === 'whole' ? 'whole' : Number(where)).toBe(place);
    }
  },
);
