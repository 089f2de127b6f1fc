/**
 * Why slices that lie together take no call as a study, or null where they do. A study is what DICOM files name as one, or a
 * folder that somebody opened as a study; pictures of a labelled set may be of as many people as there are pictures.
 */
export function whyNoStudyCall(study: { readonly dicom: boolean; readonly opened: boolean }): string | null {
  if (study.dicom || study.opened) return null;
  return 'Pictures of a labelled set name no study: each may be of another person. Read them slice by slice.';
}
