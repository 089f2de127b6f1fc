import { z } from 'zod';

const words: z.ZodType<Uint16Array> = z.instanceof(Uint16Array);

/** One table of a file: `values[i]` belongs to the input `first + i`; inputs outside take the nearest end (PS3.3 C.11.1). */
const lookupTableSchema = z.object({
  first: z.number().int(),
  values: words,
});
export type LookupTable = z.infer<typeof lookupTableSchema>;

/** The tables by which a frame is drawn. They are no part of the header, for they may hold 65,536 values each. */
export const lookupTablesSchema = z.object({
  /** ModalityLUTSequence: from stored values, in place of slope and intercept. */
  modality: lookupTableSchema.extend({ type: z.string() }).nullable(),
  /** VOILUTSequence: from modality values to brightness 0 .. 2 ** bits - 1; each is one window of the picture. */
  voi: z.array(lookupTableSchema.extend({ name: z.string().nullable(), bits: z.number().int().min(1).max(16) })),
});
export type LookupTables = z.infer<typeof lookupTablesSchema>;
export type VoiTable = LookupTables['voi'][number];

/** A frame without tables: every PNG, nearly every CT. */
export const NO_TABLES: LookupTables = { modality: null, voi: [] };

/** What a table makes of `input`. */
export function lookUp({ first, values }: LookupTable, input: number): number {
  const index = Math.min(Math.max(Math.round(input) - first, 0), values.length - 1);
  return values[index] ?? 0;
}
