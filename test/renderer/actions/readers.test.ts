import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { askWhoReads } from '../../../renderer/actions/readers.ts';
import { useApp } from '../../../renderer/state/app-store.ts';
import { useDialog } from '../../../renderer/state/dialog-store.ts';
import { usePreferences } from '../../../renderer/state/preferences-store.ts';
import type { ProjectSummary } from '../../../src/contract/project-methods.ts';

const signedIn: unknown[] = [];
const facts = { folder: '/p', name: 'P', readOnlyReason: null, synthetic: false, createdMs: 0, doubtWidth: 0 };
const rest = { readingMode: 'off', readOnly: false, currentModel: null } as const;
const project: ProjectSummary = { ...facts, ...rest, sources: [] };

function open(current: string, names: readonly string[]): Promise<void> {
  const values: Record<string, unknown> = {
    'reader.list': { readers: names.map((name) => ({ name, joinedMs: 0 })), current },
    'reader.signIn': { name: names[0] },
    'project.summary': project,
  };
  const call = async (method: string, input: unknown) => {
    if (method === 'reader.signIn') signedIn.push(input);
    return { kind: 'ok', value: values[method] };
  };
  vi.stubGlobal('window', { overread: { call } });
  useApp.setState({ project });
  usePreferences.setState({ readerName: current });
  return askWhoReads();
}

beforeEach(() => {
  signedIn.length = 0;
  useDialog.setState({ dialog: { kind: 'none' } });
});
afterEach(() => vi.unstubAllGlobals());

it.each([
  ['ann', 'Ann'],
  ['STRASSE', 'Straße'],
])('signs "%s" in under the spelling of the project, "%s", without asking', async (current, known) => {
  await open(current, [known]);
  expect(signedIn).toEqual([{ name: known, bind: false }]);
  expect(usePreferences.getState().readerName).toBe(known);
  expect(useDialog.getState().dialog.kind).toBe('none');
});

it('asks, and signs nobody in, where the one who reads is not known', async () => {
  await open('Bob', ['Ann']);
  expect(signedIn).toEqual([]);
  expect(useDialog.getState().dialog.kind).toBe('sign-in');
});

it('leaves a name that is spelled as in the project', async () => {
  await open('Ann', ['Ann']);
  expect(signedIn).toEqual([]);
});
