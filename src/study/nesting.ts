/** Sequences within one another that a DICOM file may have: more than any standard object has. A file that goes deeper is made to exhaust whoever reads it. */
export const MOST_NESTED = 32;
