import { z } from 'zod';
import type { ServiceContext } from './service-context.ts';

const placeRow = z.object({ sliceId: z.number(), root: z.string(), file: z.string() });

/**
 * Slices by a file's path and frame, as a table names them: relative to a source's root, or absolute.
 * @param file with `/` between folders
 * @returns one id for each different slice that the name fits; more than one when sources hold different files of that name
 */
export function findSlicesByFile(context: ServiceContext, file: string, frame: number): number[] {
  const rows = context.store.db.all(
    placeRow,
    `SELECT slices.id AS sliceId, sources.root, files.relative_path AS file
     FROM files JOIN sources ON sources.id = files.source_id
     JOIN source_slices ON source_slices.file_id = files.id
     JOIN slices ON slices.id = source_slices.slice_id
     WHERE slices.frame = :frame
       AND (files.relative_path = :file OR rtrim(replace(sources.root, '\\', '/'), '/') || '/' || files.relative_path = :file)`,
    { file, frame },
  );
  return [...new Set(rows.map((row) => row.sliceId))];
}
