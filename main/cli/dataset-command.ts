import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { DatasetVersion } from '../../src/contract/dataset-methods.ts';
import type { Identifiers } from '../../src/contract/export-methods.ts';
import { listDatasets } from '../services/dataset-labels.ts';
import { exportDataset } from '../services/export-dataset.ts';
import { freezeDataset } from '../services/freeze-dataset.ts';
import { readyToFreeze } from '../services/ready-to-freeze.ts';
import type { ServiceContext } from '../services/service-context.ts';
import { searchNow } from './duplicates-command.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { findDataset } from './find-dataset.ts';
import { type CliSession, progressLine, readerIn, withProject } from './session.ts';

export interface DatasetFreezeOptions {
  readonly project: string;
  readonly note?: string;
  readonly reader?: string;
}

function versionText({ name, counts, corrected, disputed, manifestSha256 }: DatasetVersion): string {
  const { haemorrhage, none, unsure, excluded } = counts;
  return (
    `${name}: ${haemorrhage} haemorrhage, ${none} none, ${unsure} unsure, ${excluded} excluded; ` +
    `${corrected} corrected${disputed > 0 ? `; ${disputed} in dispute left out` : ''}; manifest ${manifestSha256}`
  );
}

/** `dataset freeze --project P`. */
export function datasetFreezeCommand(session: CliSession, options: DatasetFreezeOptions): Promise<ExitCode> {
  return withProject(session, options.project, 'write', async (context) => {
    const version = await freezeNow(session, context, options.note ?? null, options.reader);
    session.say(versionText(version));
    session.result(version);
    return EXIT.done;
  });
}

/** Freezes the labels as they stand; where the newest version holds just them, that version is given back. */
export async function freezeNow(
  session: CliSession,
  context: ServiceContext,
  note: string | null,
  reader: string | undefined,
): Promise<DatasetVersion> {
  const unread = await searchNow(session, context, reader);
  await readyToFreeze(context, session.compute(), unread, { signal: session.signal });
  return freezeDataset(context, { note, reader: readerIn(context, reader) });
}

/** `dataset list --project P`. */
export function datasetListCommand(session: CliSession, options: { readonly project: string }): Promise<ExitCode> {
  return withProject(session, options.project, 'read', async (context) => {
    const versions = listDatasets(context);
    session.say(versions.length === 0 ? 'No version is frozen yet.' : versions.map(versionText).join('\n'));
    session.result({ versions });
    return EXIT.done;
  });
}

export interface DatasetExportOptions {
  readonly project: string;
  readonly out: string;
  readonly images: 'copy' | 'link';
  readonly dataset?: string;
  readonly reader?: string;
  readonly identifiers: Identifiers;
  readonly picturesSeen?: boolean;
}

/** `dataset export --project P --out DIR`. */
export function datasetExportCommand(session: CliSession, options: DatasetExportOptions): Promise<ExitCode> {
  return withProject(session, options.project, 'write', async (context) => {
    const { id } = findDataset(context, options.dataset);
    const folder = path.resolve(session.cwd, options.out);
    await mkdir(folder, { recursive: true });
    const reader = readerIn(context, options.reader);
    const exported = await exportDataset(
      context,
      session.compute(),
      {
        ...{ datasetId: id, folder, images: options.images, reader },
        ...{ identifiers: options.identifiers, picturesSeen: options.picturesSeen },
      },
      { signal: session.signal, onProgress: progressLine(session) },
    );
    session.say(`Exported ${exported.slices} slices to ${exported.folder}. Manifest ${exported.manifestSha256}.`);
    session.result(exported);
    return EXIT.done;
  });
}
