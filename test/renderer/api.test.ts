import { describe, expect, it } from 'vitest';
import { type Bridge, CallFailed, callThrough, listenThrough } from '../../renderer/api.ts';

function bridgeThatAnswers(answer: () => Promise<unknown>): Bridge & { readonly sent: unknown[] } {
  const sent: unknown[] = [];
  return {
    sent,
    call: (method, input) => {
      sent.push([method, input]);
      return answer();
    },
    onEvent: () => () => undefined,
    pathForFile: () => '',
  };
}

async function failure(bridge: Bridge): Promise<CallFailed> {
  const error = await callThrough(bridge, 'audit.verify', { kept: null }).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(CallFailed);
  return error as CallFailed;
}

describe('callThrough', () => {
  it('hands the value of a good answer over', async () => {
    const value = { kind: 'whole', entries: 3, headHash: 'ab' };
    const bridge = bridgeThatAnswers(async () => ({ kind: 'ok', value }));
    expect(await callThrough(bridge, 'audit.verify', { kept: null })).toEqual(value);
    expect(bridge.sent).toEqual([['audit.verify', { kept: null }]]);
  });

  it('hands a worklist over as main parsed it, out of one text', async () => {
    const value = { items: [{ sliceId: 'whatever' }] };
    const bridge = bridgeThatAnswers(async () => ({ kind: 'text', json: JSON.stringify(value) }));
    expect(await callThrough(bridge, 'worklist.get', { sourceId: 1 })).toEqual(value);
  });

  it('throws what main refused, with its code, message and details', async () => {
    const error = { code: 'disk-full', message: 'The disk is full. Free some space.', details: 'ENOSPC' };
    expect(await failure(bridgeThatAnswers(async () => ({ kind: 'error', error })))).toMatchObject(error);
  });

  it.each([
    ['no answer', undefined],
    ['another kind', { kind: 'maybe' }],
    ['a text that is no JSON', { kind: 'text', json: '{' }],
    ['a text that the contract does not know', { kind: 'text', json: '{"kind":"whole","entries":"three"}' }],
    ['a value that the contract does not know', { kind: 'ok', value: { kind: 'whole', entries: 'three' } }],
  ])('throws bad-reply for %s', async (_, answer) => {
    expect(await failure(bridgeThatAnswers(async () => answer))).toMatchObject({ code: 'bad-reply' });
  });

  it('throws when the bridge itself fails', async () => {
    const bridge = bridgeThatAnswers(() => Promise.reject(new Error('gone')));
    expect(await failure(bridge)).toMatchObject({ code: 'bridge', details: 'Error: gone' });
  });
});

describe('listenThrough', () => {
  it('parses events, and names those it does not know', () => {
    let push: (event: unknown) => void = () => undefined;
    const bridge = {
      ...bridgeThatAnswers(async () => null),
      onEvent: (listener: typeof push) => {
        push = listener;
        return () => undefined;
      },
    };
    const known: unknown[] = [];
    const unknown: unknown[] = [];
    listenThrough(
      bridge,
      (event) => known.push(event),
      (event) => unknown.push(event),
    );
    push({ kind: 'demo-ready', sourceId: 4, more: 'dropped' });
    push({ kind: 'demo-ready' });
    expect(known).toEqual([{ kind: 'demo-ready', sourceId: 4 }]);
    expect(unknown).toEqual([{ kind: 'demo-ready' }]);
  });
});
