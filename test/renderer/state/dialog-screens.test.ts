import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { type DialogKind, SCREENS } from '../../support/screens.ts';

/** Every dialog there is; one that is missing here does not compile. */
const DIALOGS = {
  'new-project': true,
  'import-report': true,
  'reader-name': true,
  'sign-in': true,
  'refused-files': true,
  'bulk-read': true,
  compare: true,
  augmentation: true,
  promote: true,
  'export-dataset': true,
  seal: true,
  'open-test': true,
  'test-look': true,
  'export-card': true,
  'leave-project': true,
  windows: true,
  'cross-validate': true,
  'reading-mode': true,
  'save-picture': true,
  restore: true,
  'structured-reports': true,
  moment: true,
  purge: true,
  keys: true,
  palette: true,
  settings: true,
  notices: true,
} as const satisfies Record<DialogKind, true>;

it('each dialog is among the screens that axe-core and the Tab key go over', () => {
  const shown = SCREENS.flatMap(({ dialog = [] }) => dialog);
  expect([...new Set(shown)].sort()).toEqual(Object.keys(DIALOGS).sort());
});

it('the document of what axe-core says tells how many screens and dialogs there are, and names each', () => {
  const document = readFileSync('docs/accessibility.md', 'utf8');
  expect(document).toContain(
    `${SCREENS.length} screens and states, all ${Object.keys(DIALOGS).length} dialogs among them`,
  );
  for (const { name } of SCREENS) expect(document).toContain(`\n| ${name} | 0 |`);
});

it('no two screens have one name', () => {
  expect(new Set(SCREENS.map(({ name }) => name)).size).toBe(SCREENS.length);
});
