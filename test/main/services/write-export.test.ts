import { execFileSync, spawnSync } from 'node:child_process';
import { createHash, generateKeyPairSync } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { exportAudit } from '../../../main/services/export-audit.ts';
import { exportMarks } from '../../../main/services/export-marks.ts';
import { exportReaders } from '../../../main/services/export-readers.ts';
import { exportStudyCalls } from '../../../main/services/export-study-calls.ts';
import { presentSlice } from '../../../main/services/present-slice.ts';
import { recordRead } from '../../../main/services/record-read.ts';
import { savePicture } from '../../../main/services/save-picture.ts';
import { readKeptHead, verifyAudit } from '../../../main/services/verify-audit.ts';
import { verifySignature } from '../../../main/services/verify-signature.ts';
import { openSigningKey } from '../../../main/signing-key.ts';
import { auditHead } from '../../../main/store/audit-log.ts';
import { exportSignatureSchema } from '../../../src/audit/export-signature.ts';
import { smallPhantomPng } from '../../support/phantom-files.ts';
import { type ProjectFixture, projectFixture } from '../../support/project-fixture.ts';
import { PROJECT_ROOT } from '../../support/shared-data.ts';

const CHECKER = path.join(PROJECT_ROOT, 'test/support/verify_report.py');
const hasPython = spawnSync('python3', ['--version']).status === 0;
const hasOpenssl = spawnSync('openssl', ['version']).status === 0;

let project: ProjectFixture;
const out = (name: string): string => path.join(project.folder, '..', name);

beforeAll(() => {
  project = projectFixture({ slices: 3, probabilities: [0.9] });
  const { ctx } = project;
  const shown = presentSlice(ctx, { sliceId: 1, reader: 'Ada', modelId: 1, predictionVisible: true });
  recordRead(ctx, { presentationId: shown.presentationId ?? 0, intent: 'agree', reason: null, confidence: null });
});
afterAll(() => project.remove());

test.each<[string, (file: string) => unknown]>([
  ['report.csv', (file) => exportAudit(project.ctx, { path: file, reader: 'Ada' })],
  ['marks.json', (file) => exportMarks(project.ctx, { csv: `${file}.csv`, json: file, of: null, reader: 'Ada' })],
  ['reads.csv', () => exportReaders(project.ctx, { folder: out('.'), reads: 'first', reader: 'Ada' })],
  ['readers.json', () => exportReaders(project.ctx, { folder: out('.'), reads: 'first', reader: 'Ada' })],
  [
    'seen.png',
    (file) =>
      savePicture(project.ctx, {
        ...{
          sliceId: 1,
          png: smallPhantomPng(3, 'none'),
          path: file,
          withOverlay: false,
          heatmap: null,
          reader: 'Ada',
        },
      }),
  ],
])('%s carries the head of the log, against which the log is verified', async (name, write) => {
  const before = auditHead(project.ctx.store.db);
  write(out(name));
  const kept = readKeptHead(out(name));
  expect(kept).toEqual(before);
  expect(await verifyAudit(project.ctx, { kept })).toMatchObject({ kind: 'whole' });
  const other = { ...kept, headHash: 'f'.repeat(64) };
  expect(await verifyAudit(project.ctx, { kept: other })).toMatchObject({ kind: 'broken', sequence: kept.entries });
});

test('a file that carries no head is named with what to do', () => {
  writeFileSync(out('none.txt'), 'nothing');
  expect(() => readKeptHead(out('none.txt'))).toThrow(/none\.txt" holds no head.*Choose a file/);
});

test('a verification can be cancelled', async () => {
  const signal = AbortSignal.abort();
  await expect(verifyAudit(project.ctx, { signal })).rejects.toThrow(/abort/i);
});

describe('a signed export', () => {
  let signed: { file: string; signature: string; key: string };
  beforeAll(() => {
    const signing = openSigningKey(out('account'), null);
    signing.setEnabled(true);
    const ctx = { ...project.ctx, signingKey: () => signing.current() };
    signed = { file: out('signed.csv'), signature: out('signed.csv.sig'), key: out('key.pem') };
    exportAudit(ctx, { path: signed.file, reader: 'Ada' });
    writeFileSync(signed.key, signing.publicPem() ?? '');
    exportStudyCalls(ctx, { path: out('calls.csv'), reader: 'Ada' });
  });
  /** Every signature that was judged, as it stood, for the independent checker's verdict at the end. */
  const judged: { file: Buffer; signature: Buffer; key: string; kind: string }[] = [];
  /** The verdict on a signature. */
  function judge(request: { file: string; signature: string; key: string }): string {
    const { kind } = verifySignature(request);
    const [file, signature] = [readFileSync(request.file), readFileSync(request.signature)];
    judged.push({ file, signature, key: request.key, kind });
    return kind;
  }

  test('is its holder’s, with its hash and head; other exports are signed, too', () => {
    expect(judge(signed)).toBe('signed');
    const said = exportSignatureSchema.parse(JSON.parse(readFileSync(signed.signature, 'utf8')));
    expect(said.fileSha256).toBe(createHash('sha256').update(readFileSync(signed.file)).digest('hex'));
    expect(verifySignature({ ...signed, key: said.fingerprint })).toMatchObject({
      kind: 'signed',
      auditHead: said.auditHead,
    });
    expect(judge({ ...signed, file: out('calls.csv'), signature: out('calls.csv.sig') })).toBe('signed');
  });

  test('is refused when a byte of the file, any value of the signature, or the key is another', () => {
    const changed = { ...signed, file: out('changed.csv') };
    writeFileSync(changed.file, readFileSync(signed.file, 'utf8').replace('project-created', 'project-Created'));
    expect(judge(changed)).toBe('refused');
    const said = JSON.parse(readFileSync(signed.signature, 'utf8')) as Record<string, string>;
    const forged = { ...signed, signature: out('forged.sig') };
    for (const [name, value] of Object.entries(said)) {
      // Another character in the middle: still hex, base64 or a time.
      const at = Math.floor(value.length / 2);
      const other = `${value.slice(0, at)}${value[at] === '3' ? '4' : '3'}${value.slice(at + 1)}`;
      writeFileSync(forged.signature, JSON.stringify({ ...said, [name]: other }));
      expect(judge(forged), name).toBe('refused');
    }
    writeFileSync(forged.signature, 'no JSON');
    expect(judge(forged)).toBe('refused');
    const stranger = generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'pem' });
    writeFileSync(out('stranger.pem'), stranger);
    expect(judge({ ...signed, key: out('stranger.pem') })).toBe('refused');
    expect(() => verifySignature({ ...signed, key: signed.file })).toThrow('no public key');
  });

  test.skipIf(!hasOpenssl)('is verified by OpenSSL as docs/audit.md says (skipped without openssl)', () => {
    const { signature, ...said } = JSON.parse(readFileSync(signed.signature, 'utf8')) as Record<string, string>;
    const sorted = Object.fromEntries(Object.entries(said).sort(([a], [b]) => (a < b ? -1 : 1)));
    writeFileSync(out('said'), JSON.stringify(sorted));
    writeFileSync(out('raw'), Buffer.from(signature ?? '', 'base64'));
    const verify = [
      'pkeyutl',
      '-verify',
      '-pubin',
      '-inkey',
      signed.key,
      '-rawin',
      '-in',
      out('said'),
      '-sigfile',
      out('raw'),
    ];
    expect(execFileSync('openssl', verify, { encoding: 'utf8' })).toContain('Verified Successfully');
  });

  test.skipIf(!hasPython)(
    'has the same verdict of the independent checker, each time (skipped without python3)',
    () => {
      expect(judged.length).toBeGreaterThan(10);
      for (const { file, signature, key, kind } of judged) {
        writeFileSync(out('judged'), file);
        writeFileSync(out('judged.sig'), signature);
        const args = ['-B', CHECKER, '--signature', out('judged'), out('judged.sig'), key];
        expect(spawnSync('python3', args, { encoding: 'utf8' }).stdout.split(' ')[0]).toBe(kind);
      }
    },
  );

  test('leaves no signature of an earlier file beside an unsigned one', () => {
    exportAudit(project.ctx, { path: signed.file, reader: 'Ada' });
    expect(existsSync(signed.signature)).toBe(false);
  });
});
