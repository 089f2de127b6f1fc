/** The manifest, as JSON, of a data set version `v1` in which there is no slice. */
export function emptyManifest(manifestSha256: string, synthetic: boolean): string {
  const content = { format: 'overread-manifest/1', slices: [], unsure: [], excluded: [] };
  const version = { name: 'v1', note: null, frozen: '', appVersion: '', synthetic };
  return JSON.stringify({ manifestSha256, content, version, provenance: [] });
}
