import { afterEach, beforeEach, expect, it } from 'vitest';
import { importKeys } from '../../../renderer/actions/key-files.ts';
import { usePreferences } from '../../../renderer/state/preferences-store.ts';
import { useToasts } from '../../../renderer/state/toast-store.ts';
import { keyFile, MOST_KEY_FILE_BYTES } from '../../../src/input/key-file.ts';

const before = usePreferences.getState();
beforeEach(() => {
  const call = async (_method: string, patch: object) => ({
    kind: 'ok',
    value: { ...usePreferences.getState(), ...patch },
  });
  Object.assign(globalThis, { window: { overread: { call } } });
});
afterEach(() => {
  usePreferences.setState(before);
  useToasts.setState(useToasts.getInitialState());
});

const file = (content: object) => {
  const text = JSON.stringify(content);
  return { name: 'keys.json', size: text.length, text: async () => text };
};
const said = (): string => JSON.stringify(useToasts.getState());

it('takes the keys of a file, and names those that it cannot take', async () => {
  await importKeys(file(keyFile({ compare: ['q'], levitate: ['z'], search: ['q'], 'tool-pan': ['Tab'] })));
  const { keyOverrides } = usePreferences.getState();
  expect(keyOverrides).toEqual({ compare: [], search: ['q'], 'tool-pan': [] });
  expect(said()).toContain('“search” has it');
  expect(said()).toContain('there is no such command');
  expect(said()).toContain('Tab');
});

it('changes nothing for a file that is none, and does not read one that is too large', async () => {
  await importKeys(file({ format: 'other' }));
  const unread = { name: 'huge.json', size: MOST_KEY_FILE_BYTES + 1, text: () => Promise.reject(new Error('read')) };
  await importKeys(unread);
  expect(usePreferences.getState().keyOverrides).toEqual(before.keyOverrides);
  expect(said()).toContain('no file of keys');
  expect(said()).toContain('too large');
});
