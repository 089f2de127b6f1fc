import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { DownMessage, UpMessage } from '../../main/compute/compute-child.ts';
import { readLabelledSet } from '../../main/services/read-labelled-set.ts';
import { verifyAuditReport } from '../../main/services/verify-audit-report.ts';
import { walkFolder } from '../../main/services/walk-folder.ts';
import { CorrectionsError, readCorrections } from '../../src/dataset/corrections.ts';
import { OwnSplitError, readOwnSplit } from '../../src/dataset/own-split.ts';
import { CsvError } from '../../src/dataset/parse-csv.ts';
import { cleanPng } from '../../src/deidentification/clean-png.ts';
import { deidentifyDicom, NotDeidentifiable } from '../../src/deidentification/deidentify-dicom.ts';
import { seededUid } from '../../src/dicom-write/seeded-uid.ts';
import type { TableAnswer } from './check-table.ts';

// Reads tables as the import, `audit verify`, `train --split` and `correct` do, and cleans pictures as an export does, in a process that can be watched and ended.

async function answer({ operation, input }: DownMessage & { kind: 'request' }): Promise<unknown> {
  if (operation === 'clean') return clean(String(input));
  const folder = String(input);
  if (operation === 'verify') return (await verifyAuditReport(path.join(folder, 'report.csv'))).chain;
  if (operation === 'split') return said(() => readOwnSplit(textIn(folder)));
  if (operation === 'corrections') return said(() => readCorrections(textIn(folder)));
  return readLabelledSet(await walkFolder(folder));
}

const textIn = (folder: string): string => readFileSync(path.join(folder, 'labels.csv'), 'utf8');

/** Rows, or the sentence of a refusal; whatever else is thrown is a broken promise. */
function said(read: () => readonly object[]): TableAnswer {
  try {
    return { rows: read(), refused: null };
  } catch (error) {
    if (error instanceof OwnSplitError || error instanceof CorrectionsError || error instanceof CsvError)
      return { rows: [], refused: error.message };
    throw error;
  }
}

/** Takes out of a picture's file what may name somebody, as an export does, into `<file>.clean`. @returns whether it could */
function clean(file: string): boolean {
  const bytes = new Uint8Array(readFileSync(file));
  const cleaned = file.endsWith('.png') ? cleanPng(bytes) : deidentified(bytes);
  if (cleaned !== null) writeFileSync(`${file}.clean`, cleaned);
  return cleaned !== null;
}

function deidentified(bytes: Uint8Array): Uint8Array | null {
  try {
    return deidentifyDicom(bytes, { patient: 'nobody', mapUid: (uid) => seededUid('fuzz', uid), program: 'fuzz' });
  } catch (error) {
    if (error instanceof NotDeidentifiable) return null;
    throw error;
  }
}

const post = (message: UpMessage): void => void process.send?.(message);

process.on('disconnect', () => process.exit(0));
process.on('message', (message: DownMessage) => {
  if (message.kind !== 'request') return;
  const { id } = message;
  answer(message).then(
    (output) => post({ kind: 'result', id, output }),
    (error: unknown) => post({ kind: 'error', id, code: 'failed', message: String(error) }),
  );
});
