import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { answerCall } from '../../main/call.ts';
import { contract, type Handlers, type MethodName } from '../../src/contract/contract.ts';
import { pathSchema, pathsIn } from '../../src/contract/shared.ts';

// Every method of the contract against wrong inputs: what reaches a handler is what its schema lets through.
const METHODS = Object.keys(contract) as MethodName[];

/** Handlers that note what reaches them, and answer nothing. */
function watched(): { handlers: Handlers; reached: unknown[] } {
  const reached: unknown[] = [];
  const handle = async (input: unknown): Promise<never> => {
    reached.push(input);
    throw Object.assign(new Error('reached'), { code: 'reached' });
  };
  return { handlers: Object.fromEntries(METHODS.map((name) => [name, handle])) as unknown as Handlers, reached };
}

const keysOf = (method: MethodName): string[] => {
  const { input } = contract[method];
  return 'shape' in input ? Object.keys(input.shape) : [];
};

const neverNoted = (method: string, error: unknown): never => {
  throw new Error(`${method}: ${String(error)}`);
};

/** Of every kind that a structured clone carries. */
const WRONG: readonly unknown[] = [
  null,
  undefined,
  true,
  -1,
  0.5,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  '',
  'text',
  [],
  [null],
  {},
  { a: 1 },
  new Date(0),
  new Map(),
  new Uint8Array(2),
  1n,
  /x/,
];

test('a device of Windows is refused in every field that takes a path, wherever one stands', async () => {
  let fields = 0;
  for (const method of METHODS) {
    const { input } = contract[method];
    let inSchema = 0;
    z.toJSONSchema(input, {
      io: 'input',
      unrepresentable: 'any',
      override: ({ zodSchema }) => {
        if ((zodSchema as unknown) === pathSchema) inSchema += 1;
      },
    });
    const keys = keysOf(method).filter((key) => pathsIn(input, { [key]: 'C:\\NUL' }).length > 0);
    // Each is found once, however often it stands there.
    expect(keys.length > 0, method).toBe(inSchema > 0);
    fields += keys.length;
  }
  const written = readdirSync('src/contract').flatMap(
    (name) => readFileSync(path.join('src/contract', name), 'utf8').match(/: pathSchema\b/g) ?? [],
  );
  expect(fields).toBe(written.length);
});

test.each(METHODS)('%s takes nothing but an object that fits its schema', async (method) => {
  const { input } = contract[method];
  for (const whole of WRONG) await tryInput(method, whole);
  const keys = keysOf(method);
  for (const wrong of WRONG) {
    await tryInput(method, Object.fromEntries(keys.map((key) => [key, wrong])));
    for (const key of keys) await tryInput(method, { [key]: wrong });
  }

  async function tryInput(name: MethodName, given: unknown): Promise<void> {
    const { handlers, reached } = watched();
    const reply = await answerCall(handlers, name, given, neverNoted);
    const fits = input.safeParse(given ?? {});
    if (!fits.success) {
      expect(reply).toMatchObject({ kind: 'error', error: { code: 'bad-input' } });
      expect(reached).toEqual([]);
    }
    if (reached.length > 0) expect(reached).toEqual([fits.data]);
  }
});

test('random values of any shape reach no handler unparsed (seed 1, 200 values a method)', async () => {
  const { handlers, reached } = watched();
  for (const method of METHODS) {
    const key = fc.constantFrom(...keysOf(method), 'other');
    const value = fc.oneof(fc.anything(), fc.dictionary(key, fc.anything(), { maxKeys: 6 }));
    await fc.assert(
      fc.asyncProperty(value, async (given) => {
        reached.length = 0;
        const reply = await answerCall(handlers, method, given, neverNoted);
        expect(reply.kind).toBe('error');
        for (const input of reached) expect(contract[method].input.safeParse(input).success).toBe(true);
      }),
      { seed: 1, numRuns: 200 },
    );
  }
});

test('a getter or a prototype in an input is not followed', async () => {
  const { handlers, reached } = watched();
  const sly = JSON.parse('{"__proto__": {"folder": "/tmp"}, "constructor": {"prototype": {}}}');
  const reply = await answerCall(handlers, 'project.open', sly, neverNoted);
  expect(reply).toMatchObject({ kind: 'error', error: { code: 'bad-input' } });
  expect(reached).toEqual([]);
  expect(({} as Record<string, unknown>).folder).toBeUndefined();
});
