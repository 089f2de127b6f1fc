import { z } from 'zod';
import { nothingSchema } from './shared.ts';

const noticeSchema = z.object({
  name: z.string(),
  version: z.string().nullable(),
  /** An SPDX expression. */
  licence: z.string(),
  text: z.string(),
});
export type Notice = z.infer<typeof noticeSchema>;

/** Calls for the licences of what the app is made of. */
export const noticeMethods = {
  'app.notices': { input: nothingSchema, output: z.object({ notices: z.array(noticeSchema) }) },
} as const;

/** What the build writes down. */
export const noticesFileSchema = z.array(noticeSchema);
