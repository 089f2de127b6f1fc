import { z } from 'zod';

/** A 0/1 column as a boolean. */
export const flag = z.union([z.literal(0), z.literal(1)]).transform((value) => value === 1);

/** A nullable 0/1 column. */
export const nullableFlag = flag.nullable();

/** A JSON column, parsed and checked. */
export function json<T extends z.ZodType>(schema: T) {
  return z
    .string()
    .transform((text): unknown => JSON.parse(text))
    .pipe(schema);
}

/** A row of one count, selected `AS n`. */
export const countRow = z.object({ n: z.number().int() });
