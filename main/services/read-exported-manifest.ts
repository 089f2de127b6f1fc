import path from 'node:path';
import { canonicalJson } from '../../src/audit/canonical-json.ts';
import { type Manifest, manifestSchema } from '../../src/dataset/manifest.ts';
import { sliceKey } from '../../src/dataset/settle-labels.ts';
import type { Label } from '../../src/review/label.ts';
import { sha256OfText } from '../store/audit-log.ts';
import { readRegularFile } from '../store/regular-file.ts';

/** A slice that an exported data set sets aside: its picture is there, its label is not in the table. */
export interface SetAsideSlice {
  /** Relative to the set's folder. */
  readonly file: string;
  readonly frame: number;
  readonly fileSha256: string;
  readonly label: Extract<Label, 'unsure' | 'excluded'>;
}

const MAX_MANIFEST_BYTES = 256 * 1024 * 1024;

/** The manifest.json of an exported data set; null where there is none, or what is there is not whole. */
export async function readExportedManifest(root: string): Promise<Manifest | null> {
  try {
    const bytes = await readRegularFile(path.join(root, 'manifest.json'), MAX_MANIFEST_BYTES);
    if (bytes === null) return null;
    const manifest = manifestSchema.parse(JSON.parse(bytes.toString('utf8')));
    return sha256OfText(canonicalJson(manifest.content)) === manifest.manifestSha256 ? manifest : null;
  } catch {
    return null;
  }
}

/** The unsure and excluded slices of an exported manifest, with the files they lie in. */
export function setAsideSlices(manifest: Manifest): SetAsideSlice[] {
  const files = new Map(manifest.provenance.map((entry) => [sliceKey(entry), entry.file]));
  return (['unsure', 'excluded'] as const).flatMap((label) =>
    manifest.content[label].flatMap(({ fileSha256, frame }) => {
      const file = files.get(sliceKey({ fileSha256, frame }));
      return file === undefined ? [] : [{ file, frame, fileSha256, label }];
    }),
  );
}
