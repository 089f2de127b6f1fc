import type { DatasetVersion } from '../../src/contract/dataset-methods.ts';
import type { LabelCounts } from '../../src/contract/shared.ts';
import type { Manifest, ManifestContent } from '../../src/dataset/manifest.ts';
import { sliceKey } from '../../src/dataset/settle-labels.ts';
import type { Label } from '../../src/review/label.ts';
import { type DatasetVersionRow, listDatasetVersions } from '../store/dataset-versions.ts';
import type { ServiceContext } from './service-context.ts';

/** The label of every slice of a manifest, by `sliceKey`. */
export function labelsOfManifest(content: ManifestContent): Map<string, Label> {
  const labels = new Map<string, Label>();
  for (const slice of content.slices) labels.set(sliceKey(slice), slice.label);
  for (const slice of content.unsure) labels.set(sliceKey(slice), 'unsure');
  for (const slice of content.excluded) labels.set(sliceKey(slice), 'excluded');
  return labels;
}

/** How many of these labels there are of each kind; unlabelled slices are not among them. */
export function countLabels(labels: Iterable<Label>): LabelCounts {
  const counts: LabelCounts = { haemorrhage: 0, none: 0, unsure: 0, excluded: 0, unlabelled: 0 };
  for (const label of labels) counts[label] += 1;
  return counts;
}

/** How many slices of a manifest have another label than the one they came with. */
export function countCorrected(manifest: Manifest): number {
  const labels = labelsOfManifest(manifest.content);
  return manifest.provenance.filter(
    (entry) => entry.sourceLabel !== null && labels.get(sliceKey(entry)) !== entry.sourceLabel,
  ).length;
}

/** A version as the window shows it. */
export function toDatasetVersion(row: DatasetVersionRow): DatasetVersion {
  const { id, name, note, manifestSha256, createdMs, manifest } = row;
  const counts = countLabels(labelsOfManifest(manifest.content).values());
  const { disputed = 0 } = manifest.version;
  return { id, name, note, manifestSha256, createdMs, counts, corrected: countCorrected(manifest), disputed };
}

/** All frozen versions, newest first. */
export function listDatasets(context: ServiceContext): DatasetVersion[] {
  return listDatasetVersions(context.store.db).map(toDatasetVersion);
}
