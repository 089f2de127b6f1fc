import { z } from 'zod';

/**
 * Who and what a DICOM file is filed under. Identifying: read from the file when somebody asks for a report in the original
 * names, never stored, logged or shown. Text is decoded; an absent value is empty.
 */
export const studyIdentitySchema = z.object({
  patientName: z.string(),
  patientId: z.string(),
  patientBirthDate: z.string(),
  patientSex: z.string(),
  studyDate: z.string(),
  studyTime: z.string(),
  studyId: z.string(),
  accessionNumber: z.string(),
  referringPhysician: z.string(),
});
export type StudyIdentity = z.infer<typeof studyIdentitySchema>;
