import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkReport } from '../../../main/services/check-report.ts';
import { exportAudit } from '../../../main/services/export-audit.ts';
import { appendEntry } from '../../../main/services/service-context.ts';
import { verifyAuditReport } from '../../../main/services/verify-audit-report.ts';
import { openSigningKey, type SigningKey } from '../../../main/signing-key.ts';
import type { AuditHead } from '../../../src/audit/audit-head.ts';
import { type ProjectFixture, projectFixture } from '../../support/project-fixture.ts';

let project: ProjectFixture;
let folder: string;
let report: string;
let head: AuditHead;
const ENTRIES = 1200;
const out = (name: string): string => path.join(folder, name);
const signing = (account: string): SigningKey => openSigningKey(out(account), null);

beforeAll(() => {
  project = projectFixture({ slices: 2 });
  folder = path.join(project.folder, '../reports');
  mkdirSync(folder);
  const { ctx } = project;
  ctx.store.transaction(() => {
    const moved = { event: 'source-moved', reader: 'Ada „O’Brien“', sourcePseudonym: 'source-1' } as const;
    for (let n = 0; n < ENTRIES; n += 1) appendEntry(ctx, moved);
  });
  for (const account of ['own', 'other']) mkdirSync(out(account));
  report = out('report.csv');
  const exported = exportAudit(ctx, { path: report, reader: 'Ada' });
  head = { entries: exported.entries, headHash: exported.headHash };
});
afterAll(() => project.remove());

/** The report with what stands in one record made something else. */
function tampered(sequence: number): string {
  const file = out(`tampered-${sequence}.csv`);
  const lines = readFileSync(report, 'utf8').split('\r\n');
  lines[sequence] = lines[sequence]?.replace('source-moved', 'source-Moved') ?? '';
  writeFileSync(file, lines.join('\r\n'));
  return file;
}

describe('a report from its file alone', () => {
  test('is whole with its head and the hash of its bytes, or broken at the entry that was changed', async () => {
    expect(await checkReport(report, null)).toEqual({
      name: 'report.csv',
      chain: { kind: 'whole', ...head },
      signature: null,
    });
    expect((await verifyAuditReport(report)).fileSha256).toBe(
      createHash('sha256').update(readFileSync(report)).digest('hex'),
    );
    for (const sequence of [3, 700, ENTRIES]) {
      const { chain } = await checkReport(tampered(sequence), null);
      expect(chain).toMatchObject({ kind: 'broken', sequence, why: expect.stringContaining('was changed') });
    }
  });

  test('is compared with a head that was kept', async () => {
    const cut = out('cut.csv');
    writeFileSync(cut, `${readFileSync(report, 'utf8').split('\r\n').slice(0, -3).join('\r\n')}\r\n`);
    expect((await checkReport(cut, null)).chain).toMatchObject({ kind: 'whole', entries: head.entries - 2 });
    expect((await checkReport(cut, null, { kept: head })).chain).toMatchObject({ sequence: head.entries - 1 });
    const other = { ...head, headHash: 'f'.repeat(64) };
    expect((await checkReport(report, null, { kept: other })).chain).toMatchObject({ sequence: head.entries });
  });

  test('is read by and by: other work goes on, progress ends at the file’s size, and it can be given up', async () => {
    const bytes = readFileSync(report).length;
    const heard: number[] = [];
    let turns = 0;
    const timer = setInterval(() => {
      turns += 1;
    }, 0);
    const onProgress = (done: number, total: number): void => {
      heard.push(done);
      expect(total).toBe(bytes);
    };
    await verifyAuditReport(report, { onProgress });
    clearInterval(timer);
    expect(turns).toBeGreaterThan(3);
    expect(heard.length).toBeGreaterThan(5);
    expect(heard.at(-1)).toBe(bytes);
    const controller = new AbortController();
    const begun = verifyAuditReport(report, {
      signal: controller.signal,
      onProgress: (done) => {
        if (done > bytes / 2) controller.abort();
      },
    });
    await expect(begun).rejects.toThrow(/abort/i);
  });

  test('that ends in the middle, or goes on without a line’s end, is broken after what came before', async () => {
    const text = readFileSync(report, 'utf8');
    const open = out('open.csv');
    writeFileSync(open, `${text}"`);
    expect((await checkReport(open, null)).chain).toMatchObject({ kind: 'broken', sequence: head.entries + 1 });
    const endless = out('endless.csv');
    writeFileSync(endless, `${text}"${'x'.repeat(17 * 1024 * 1024)}`);
    expect((await checkReport(endless, null)).chain).toMatchObject({
      kind: 'broken',
      sequence: head.entries + 1,
      why: expect.stringContaining('Max Record Size'),
    });
  });

  test('that is none is told, and what is no file is refused', async () => {
    writeFileSync(out('other.csv'), 'id,hemorrhage\r\n0,1\r\n');
    expect((await checkReport(out('other.csv'), null)).chain).toMatchObject({ kind: 'broken', sequence: 0 });
    writeFileSync(out('empty.csv'), '');
    expect((await checkReport(out('empty.csv'), null)).chain).toMatchObject({ kind: 'broken', sequence: 0 });
    await expect(checkReport(folder, null)).rejects.toThrow();
    await expect(checkReport(out('missing.csv'), null)).rejects.toThrow('ENOENT');
  });
});

describe('the signature beside a report', () => {
  const signedReport = (account: string, name: string): string => {
    const key = signing(account);
    key.setEnabled(true);
    exportAudit({ ...project.ctx, signingKey: () => key.current() }, { path: out(name), reader: 'Ada' });
    return out(name);
  };

  test('is told with its key, and whether that is the own one', async () => {
    const file = signedReport('own', 'signed.csv');
    const fingerprint = signing('own').state().key?.fingerprint ?? '';
    const { chain, signature } = await checkReport(file, fingerprint);
    expect(chain.kind).toBe('whole');
    expect(signature).toMatchObject({ kind: 'signed', fingerprint, isOwnKey: true });
    signedReport('other', 'strange.csv');
    expect((await checkReport(out('strange.csv'), fingerprint)).signature).toMatchObject({ isOwnKey: false });
    expect((await checkReport(file, null)).signature).toMatchObject({ kind: 'signed', isOwnKey: false });
  });

  test('is refused where the file was changed, or the signature is another file’s or none', async () => {
    const file = signedReport('own', 'changed.csv');
    writeFileSync(file, readFileSync(file, 'utf8').replace('project-created', 'project-Created'));
    const changed = await checkReport(file, null);
    expect(changed.chain).toMatchObject({ kind: 'broken', sequence: 1 });
    expect(changed.signature).toMatchObject({ kind: 'refused', why: expect.stringContaining('was changed after') });
    copyFileSync(out('signed.csv'), file);
    expect((await checkReport(file, null)).signature).toMatchObject({ kind: 'refused' });
    writeFileSync(`${file}.sig`, 'x'.repeat(100_000));
    expect((await checkReport(file, null)).signature).toMatchObject({
      kind: 'refused',
      why: expect.stringContaining('is not a signature'),
    });
    rmSync(`${file}.sig`);
    expect((await checkReport(file, null)).signature).toBeNull();
  });
});
