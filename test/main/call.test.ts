import { expect, test } from 'vitest';
import { answerCall } from '../../main/call.ts';
import type { Handlers } from '../../src/contract/contract.ts';

const failures: string[] = [];
const note = (method: string): void => {
  failures.push(method);
};

function handlersWith(some: Partial<Handlers>): Handlers {
  return some as Handlers;
}

test('parses the input, and hands over the output', async () => {
  const handlers = handlersWith({ 'job.cancel': async ({ jobId }) => ({ jobId }) as never });
  expect(await answerCall(handlers, 'job.cancel', { jobId: 'a', more: 1 }, note)).toEqual({ kind: 'ok', value: {} });
});

test.each(['no.such', '__proto__', 'constructor', 'toString', 7, null, undefined, {}])(
  'refuses the method %s',
  async (method) => {
    expect(await answerCall(handlersWith({}), method, {}, note)).toMatchObject({
      kind: 'error',
      error: { code: 'no-such-method' },
    });
  },
);

test('refuses input that does not fit, or is too large, before any handler runs', async () => {
  let ran = false;
  const handlers = handlersWith({
    'study.open': async () => {
      ran = true;
      return { jobId: 'a' };
    },
  });
  for (const input of [{}, { folder: 7 }, { folder: '' }, null, 'x', { folder: 'x'.repeat(300_000) }]) {
    expect(await answerCall(handlers, 'study.open', input, note)).toMatchObject({
      kind: 'error',
      error: { code: 'bad-input' },
    });
  }
  expect(ran).toBe(false);
});

test('refuses a folder of another machine with what to do, before any handler runs', async () => {
  for (const folder of ['\\\\server\\share', '//server/share', '\\\\?\\C:\\x']) {
    expect(await answerCall(handlersWith({}), 'study.open', { folder }, note)).toMatchObject({
      error: { code: 'bad-input', message: expect.stringContaining('Connect the share as a drive') },
    });
  }
});

test('refuses a path that names a device of Windows, on Windows, before any handler runs', async () => {
  const reached: unknown[] = [];
  const handlers = handlersWith({
    'study.open': async ({ folder }) => {
      reached.push(folder);
      return { jobId: 'a' };
    },
  });
  for (const folder of ['NUL', 'C:\\study\\con', 'C:\\study\\COM1.dcm', 'D:/aux. ', 'C:\\lpt9 .txt\\a']) {
    expect(await answerCall(handlers, 'study.open', { folder }, note, 'win32')).toMatchObject({
      error: { code: 'bad-input', message: expect.stringContaining('Windows keeps for a device') },
    });
    expect(reached).toEqual([]);
    expect(await answerCall(handlers, 'study.open', { folder }, note, 'linux')).toMatchObject({ kind: 'ok' });
    expect(reached.splice(0)).toEqual([folder]);
  }
  expect(await answerCall(handlers, 'study.open', { folder: 'C:\\console' }, note, 'win32')).toMatchObject({
    kind: 'ok',
  });
});

test('errors come back as values: known ones with their code, system ones with a remedy, others are noted', async () => {
  const throwing = (error: unknown): Handlers =>
    handlersWith({
      'job.list': async () => {
        throw error;
      },
    });
  const reply = (error: unknown) => answerCall(throwing(error), 'job.list', {}, note);
  const known = Object.assign(new Error('No project is open.'), { code: 'no-project' });
  expect(await reply(known)).toEqual({
    kind: 'error',
    error: { code: 'no-project', message: 'No project is open.', details: null },
  });
  const full = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
  expect(await reply(full)).toMatchObject({
    error: { code: 'enospc', message: expect.stringContaining('Free some space') },
  });
  expect(failures).toEqual([]);
  expect(await reply(new TypeError('x is not a function'))).toMatchObject({ error: { code: 'internal' } });
  expect(await reply('just a text')).toMatchObject({ error: { code: 'internal' } });
  expect(failures).toEqual(['job.list', 'job.list']);
});

test('an output that does not fit the contract does not cross', async () => {
  const handlers = handlersWith({ 'job.list': async () => ({ jobs: [{ jobId: 1 }] }) as never });
  expect(await answerCall(handlers, 'job.list', {}, note)).toMatchObject({ kind: 'error' });
});

test('keeps what a person typed without characters that cannot be stored', async () => {
  const notes: (string | null)[] = [];
  const handlers = handlersWith({
    'dataset.freeze': async ({ note }) => {
      notes.push(note);
      return {} as never;
    },
  });
  await answerCall(handlers, 'dataset.freeze', { note: ' a\u0000b\ud800 ' }, note);
  expect(notes).toEqual(['a b\ufffd']);
});

test('a worklist goes over as one text', async () => {
  const list = {
    sourceId: 1,
    kind: 'study',
    name: 'Heads',
    synthetic: true,
    series: [],
    items: [],
    refused: [],
    warnings: [],
  };
  const handlers = handlersWith({ 'worklist.get': async () => list as never });
  const reply = await answerCall(handlers, 'worklist.get', { sourceId: 1 }, note);
  expect(reply).toEqual({ kind: 'text', json: expect.any(String) });
  expect(JSON.parse(reply.kind === 'text' ? reply.json : '')).toEqual(list);
});
