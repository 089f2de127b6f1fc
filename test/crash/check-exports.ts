import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { exportMarks } from '../../main/services/export-marks.ts';
import { CARD_FILES } from '../../main/services/export-model-card.ts';
import { exportReaders, READERS_FILES } from '../../main/services/export-readers.ts';
import { exportStudyCalls } from '../../main/services/export-study-calls.ts';
import { readExportedManifest } from '../../main/services/read-exported-manifest.ts';
import type { ServiceContext } from '../../main/services/service-context.ts';
import { verifyAuditReport } from '../../main/services/verify-audit-report.ts';
import { auditEntries } from '../../main/store/audit-log.ts';
import { headText, replaceHeads } from '../../src/audit/audit-head.ts';
import { modelCardSchema } from '../../src/report/model-card.ts';
import { filesBelow } from './files-below.ts';
import { sha256OfFile } from './kept-rows.ts';

export interface CheckedExports {
  readonly wrong: string[];
  /** Whole exports in the folder, and what unfinished work left there, which no name makes look like an export. */
  readonly whole: number;
  readonly leftovers: string[];
}

/** A name of unfinished work. */
export const isUnfinished = (name: string): boolean => name.startsWith('.') || name.endsWith('.partial');

/** Looks at every export in a folder: what bears an export's name is whole. */
export async function checkExports(context: ServiceContext, out: string): Promise<CheckedExports> {
  const names = readdirSync(out);
  const wrong: string[] = [];
  const again = `${out}-again`;
  mkdirSync(again, { recursive: true });
  exportAgain(context, again);
  // With the entries of what was just exported again.
  const entries = auditEntries(context.store.db);
  const hashes = new Map(entries.map(({ sequence, hash }) => [sequence, hash]));
  const fresh = new Map(filesBelow(again).map((file) => [path.basename(file), sha256WithoutHead(file, hashes)]));
  const logged = entries.map(({ entryJson }) => entryJson).join('\n');
  const visible = names.filter((name) => !isUnfinished(name));
  for (const name of visible) {
    if (!(await isWhole(path.join(out, name), fresh, hashes, logged))) wrong.push(`The export ${name} is not whole.`);
  }
  rmSync(again, { recursive: true, force: true });
  const leftovers = filesAndFoldersBelow(out).filter((place) => isUnfinished(path.basename(place)));
  return { wrong, whole: visible.length, leftovers };
}

function filesAndFoldersBelow(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const place = path.join(folder, name);
    return statSync(place).isDirectory() ? [place, ...filesAndFoldersBelow(place)] : [place];
  });
}

/** The hash of each entry of the log, by its number. */
type Hashes = ReadonlyMap<number, string>;

/** A text export's SHA-256 apart from the head of the log in it, which must be one that the log had. */
function sha256WithoutHead(file: string, hashes: Hashes): string {
  const text = replaceHeads(readFileSync(file, 'utf8'), (head) =>
    hashes.get(head.entries) === head.headHash ? 'a head of this log' : headText(head),
  );
  return createHash('sha256').update(text).digest('hex');
}

/** Makes the exports whose text follows from the project alone, called after the end of their names. */
function exportAgain(context: ServiceContext, folder: string): void {
  const file = (name: string): string => path.join(folder, name);
  exportStudyCalls(context, { path: file('studies.csv'), reader: null });
  exportMarks(context, { csv: file('marks.csv'), json: file('marks.json'), of: null, reader: 'Ada' });
  exportReaders(context, { folder, reads: 'last', reader: null });
}

async function isWhole(
  place: string,
  fresh: ReadonlyMap<string, string>,
  hashes: Hashes,
  logged: string,
): Promise<boolean> {
  const name = path.basename(place);
  const kind = name.replace(/^\d+-\d+-/, '');
  const same = fresh.get(kind);
  if (same !== undefined) return sha256WithoutHead(place, hashes) === same;
  if (kind === 'audit.csv') return (await verifyAuditReport(place)).chain.kind === 'whole';
  if (kind === 'readers') return isWholeReaders(place, fresh, hashes);
  if (kind === 'card') return isWholeCard(place);
  if (kind === 'predictions.csv') return /^file,study,([^\n]*\n){4}$/.test(readFileSync(place, 'utf8'));
  if (name.startsWith('overread-reports-')) return isWholeReports(place, logged);
  return isWholeDataset(place);
}

/** Such a folder appears with both of its files. */
function isWholeReaders(folder: string, fresh: ReadonlyMap<string, string>, hashes: Hashes): boolean {
  return READERS_FILES.every((name) => {
    const file = path.join(folder, name);
    return existsSync(file) && sha256WithoutHead(file, hashes) === fresh.get(name);
  });
}

/** It appears with its three files, which tell of one card. */
function isWholeCard(folder: string): boolean {
  const files = CARD_FILES.map((name) => path.join(folder, name));
  const [json = '', csv = '', page = ''] = files;
  if (!files.every((file) => existsSync(file))) return false;
  const card = modelCardSchema.safeParse(JSON.parse(readFileSync(json, 'utf8')));
  return card.success && /<\/html>\s*$/.test(readFileSync(page, 'utf8')) && readFileSync(csv, 'utf8').endsWith('\n');
}

/** A report of each study, each a DICOM file whose hash is in the log, or, where the kill came before that, in none. */
function isWholeReports(folder: string, logged: string): boolean {
  const files = filesBelow(folder);
  const inLog = files.filter((file) => logged.includes(sha256OfFile(file))).length;
  const dicom = files.every((file) => readFileSync(file).subarray(128, 132).toString() === 'DICM');
  return files.length === 1 && dicom && (inLog === files.length || inLog === 0);
}

async function isWholeDataset(folder: string): Promise<boolean> {
  const manifest = await readExportedManifest(folder);
  if (manifest === null) return false;
  const files = ['labels.csv', ...manifest.provenance.map(({ file }) => file ?? 'a picture')];
  if (!files.every((file) => existsSync(path.join(folder, file)))) return false;
  const rows = readFileSync(path.join(folder, 'labels.csv'), 'utf8').trimEnd().split('\n').length - 1;
  if (rows !== manifest.content.slices.length) return false;
  return manifest.provenance.every(({ file, fileSha256 }) => {
    const bytes = readFileSync(path.join(folder, file ?? ''));
    return createHash('sha256').update(bytes).digest('hex') === fileSha256;
  });
}
