import { z } from 'zod';
import { type FileHeader, fileHeaderSchema } from '../../src/study/file-header.ts';
import type { Connection } from './connection.ts';
import { json } from './row-types.ts';

/** A header as it is stored: the palette's bytes as base64, for JSON has no bytes. */
const storedHeaderSchema = fileHeaderSchema.extend({
  palette: z
    .object({
      first: z.number(),
      rgb: z.string().transform((text) => new Uint8Array(Buffer.from(text, 'base64'))),
    })
    .nullable(),
});

export interface NewImage {
  readonly sha256: string;
  readonly byteLength: number;
  readonly header: FileHeader;
}

/** Keeps what is known of a file's bytes. The header is written anew, so that a better reader's findings replace old ones. */
export function saveImage(db: Connection, image: NewImage): void {
  const { header } = image;
  const palette = header.palette && { ...header.palette, rgb: Buffer.from(header.palette.rgb).toString('base64') };
  db.run(
    `INSERT INTO images (sha256, byte_length, format, header_json) VALUES (:sha256, :byteLength, :format, :headerJson)
     ON CONFLICT (sha256) DO UPDATE SET header_json = excluded.header_json WHERE header_json <> excluded.header_json`,
    {
      sha256: image.sha256,
      byteLength: image.byteLength,
      format: header.format,
      headerJson: JSON.stringify({ ...header, palette }),
    },
  );
}

const headerRow = z.object({ sha256: z.string(), header: json(storedHeaderSchema) });

/** Headers of the files that hold these slices, by SHA-256. */
export function headersOfImages(db: Connection, sliceIds: readonly number[]): Map<string, FileHeader> {
  const rows = db.all(
    headerRow,
    `SELECT sha256, header_json AS header FROM images
     WHERE sha256 IN (SELECT sha256 FROM slices WHERE id IN (SELECT value FROM json_each(:ids)))`,
    { ids: JSON.stringify(sliceIds) },
  );
  return new Map(rows.map((row) => [row.sha256, row.header]));
}

/** Headers of a source's files, by SHA-256. */
export function headersOfSource(db: Connection, sourceId: number): Map<string, FileHeader> {
  const rows = db.all(
    headerRow,
    `SELECT sha256, header_json AS header FROM images
     WHERE sha256 IN (SELECT sha256 FROM files WHERE source_id = :sourceId)`,
    { sourceId },
  );
  return new Map(rows.map((row) => [row.sha256, row.header]));
}
