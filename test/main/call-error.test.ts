import { expect, test } from 'vitest';
import { z } from 'zod';
import { toCallError } from '../../main/call-error.ts';
import { Connection } from '../../main/store/connection.ts';

const thrownBy = (work: () => unknown): unknown => {
  try {
    work();
  } catch (error) {
    return error;
  }
  return expect.fail('nothing was thrown');
};

test('what does not fit a schema is a sentence with the field and what to do, and no JSON', () => {
  const schema = z.object({
    rows: z.number(),
    frames: z.array(z.object({ name: z.string() })),
    a: z.string(),
    b: z.string(),
  });
  const { code, message } = toCallError(thrownBy(() => schema.parse({ rows: 'many', frames: [{ name: 3 }] })));
  expect(code).toBe('unreadable');
  expect(message).toContain('rows: invalid input: expected number, received string');
  expect(message).toContain('frames.0.name');
  expect(message).toContain('and 1 more');
  expect(message).toMatch(/newer version/);
  expect(message).not.toMatch(/[[{}\]"]|\n/);
});

test('text that is no JSON is told of in words', () => {
  const { code, message } = toCallError(thrownBy(() => JSON.parse('{oops')));
  expect(code).toBe('unreadable');
  expect(message).toMatch(/not complete|is damaged/);
});

test('a row that does not fit names the file that it is in', () => {
  const db = new Connection(':memory:');
  const row = z.object({ rows: z.number() });
  for (const read of [
    () => db.one(row, `SELECT 'many' AS rows`),
    () => db.get(row, `SELECT 'many' AS rows`),
    () => db.all(row, `SELECT 'many' AS rows`),
    () => db.allAtOnce(row, `SELECT 'many' AS rows`),
  ]) {
    const { code, message } = toCallError(thrownBy(read));
    expect(code).toBe('unreadable');
    expect(message).toContain('A record in :memory: is not as this version');
    expect(message).not.toMatch(/[[{}\]"]/);
  }
  db.close();
});
