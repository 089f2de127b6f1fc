import { expect, type Page } from '@playwright/test';
import type {} from '../../renderer/api.ts';
import type { OpenDialog } from '../../renderer/state/dialog-store.ts';
import { callInPage } from './call-in-page.ts';

export type DialogKind = Exclude<OpenDialog['kind'], 'none'>;

/** A screen or a dialog of an open project (see trained-project.ts), and the way to it from anywhere in the app. */
export interface Screen {
  readonly name: string;
  /** The dialog that it shows. */
  readonly dialog?: DialogKind;
  open(page: Page): Promise<unknown>;
}

/** Closes the passing messages. Throws where one goes by itself, or is covered, meanwhile: to be tried again. */
export async function dismissMessages(page: Page): Promise<void> {
  const dismiss = page.getByRole('button', { name: 'Dismiss' });
  while ((await dismiss.count()) > 0) await dismiss.first().click({ timeout: 1000 });
}

/** Closes whatever is open, messages too, and goes to a tab. */
export async function goToTab(page: Page, name: string): Promise<void> {
  // Again where something opens by itself meanwhile: who is reading is asked some time after a start.
  await expect(async () => {
    const open = page.locator('dialog[open], [popover]:popover-open');
    for (let tries = 0; tries < 3 && (await open.count()) > 0; tries += 1) await page.keyboard.press('Escape');
    // One that goes while Tab makes its round would be a control that was not reached.
    await dismissMessages(page);
    await page.getByRole('tab', { name }).click({ timeout: 2000 });
  }).toPass({ timeout: 30_000 });
}

/** A dialog that a button of a tab opens. */
const byButton = (tab: string, button: string | RegExp, name: string, dialog: DialogKind): Screen => ({
  name,
  dialog,
  open: async (page) => {
    await goToTab(page, tab);
    await page.getByRole('button', { name: button }).first().click();
    await expect(page.getByRole('dialog')).toBeVisible();
  },
});

/** A dialog that the palette opens. */
const byPalette = (words: string, name: string, dialog: DialogKind): Screen => ({
  name,
  dialog,
  open: async (page) => {
    await goToTab(page, 'Review');
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'Command or place' }).fill(words);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('dialog')).toBeVisible();
  },
});

const review = async (page: Page): Promise<void> => {
  await goToTab(page, 'Review');
  await expect(page.locator('[data-testid=viewport][data-state=ready]')).toBeVisible();
};

/** Goes to a study by its folder's name, and to a slice of it by its file's. */
async function goToSlice(page: Page, study: string, file: string): Promise<void> {
  await goToTab(page, 'Review');
  const source = page.getByLabel('Source', { exact: true });
  const choice = source.locator('option', { hasText: new RegExp(`^${study} \\(`) });
  await source.selectOption((await choice.getAttribute('value')) ?? '');
  const row = page
    .getByRole('listbox', { name: 'Slices' })
    .getByRole('option')
    .filter({ has: page.getByTitle(file) });
  await row.click();
  await expect(row).toHaveAttribute('aria-selected', 'true');
}

/** Draws with a tool in the middle of the picture, by keys alone. */
async function drawInMiddle(page: Page, key: string): Promise<void> {
  await page.getByRole('application', { name: 'Slice' }).focus();
  await page.keyboard.press(key);
  await page.keyboard.press('Enter');
}

/** Takes every mark off the picture: the next click on it is to hit none. */
async function deleteMarks(page: Page): Promise<void> {
  const marks = page.getByRole('list', { name: 'Marks on this slice' }).getByRole('listitem');
  for (let left = await marks.count(); left > 0; left -= 1) {
    await marks
      .first()
      .getByRole('button', { name: /^Delete / })
      .click();
    await expect(marks).toHaveCount(left - 1);
  }
}

/** Signs a reader in. */
async function signIn(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: /^Reader: / }).click();
  const dialog = page.getByRole('dialog', { name: 'Who is reading?' });
  await dialog.getByRole('textbox').fill(name);
  await dialog.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page.getByRole('button', { name: `Reader: ${name}` })).toBeVisible();
  // What the one before saved is told no longer.
  await expect(page.getByRole('status', { name: 'Saving' })).not.toContainText('Saved');
}

/** Reads the slice at the top of the list, whatever was read before. */
async function readFirst(page: Page, key: 'y' | 'n'): Promise<void> {
  await page.getByRole('listbox', { name: 'Slices' }).getByRole('option').first().click();
  await expect(page.locator('[data-testid=viewport][data-state=ready]')).toBeVisible();
  const saved = page.getByRole('status', { name: 'Saving' });
  const before = await saved.textContent();
  await page.getByTestId('viewport').click();
  await page.keyboard.press(key);
  await expect(saved).toContainText('Saved');
  await expect(saved).not.toHaveText(before ?? '');
}

/** What accessibility.test.ts looks at. A new screen or dialog is one more line. */
export const SCREENS: readonly Screen[] = [
  { name: 'Review', open: review },
  {
    name: 'Review, blind',
    open: async (page) => {
      await review(page);
      await page.getByRole('button', { name: 'Blind-first' }).click();
      await expect(page.getByRole('button', { name: 'Blind-first' })).toHaveAttribute('aria-pressed', 'true');
    },
  },
  {
    name: 'Review, blind, a label that waits for its confidence',
    open: async (page) => {
      await review(page);
      // Of the slices before it the AI has been seen: they are not read blind.
      await page.getByRole('listbox', { name: 'Slices' }).getByRole('option').last().click();
      await expect(page.getByText('AI after your read.')).toBeVisible();
      await page.keyboard.press('n');
      await expect(page.getByRole('group', { name: 'How sure are you?' })).toContainText('Not saved yet');
    },
  },
  {
    name: 'Review, no longer blind, with a read saved',
    open: async (page) => {
      await review(page);
      await page.getByRole('button', { name: 'Blind-first' }).click();
      await page.getByTestId('viewport').click();
      await page.keyboard.press('u');
      await expect(page.getByRole('status', { name: 'Saving' })).toContainText('Saved');
    },
  },
  {
    name: 'Project menu',
    open: async (page) => {
      await review(page);
      await page.getByRole('button', { name: /^Project / }).click();
      await expect(page.getByRole('menu')).toBeVisible();
    },
  },
  {
    name: 'View menu',
    open: async (page) => {
      await review(page);
      await page.getByRole('button', { name: 'More of the view' }).click();
      await expect(page.getByRole('menu', { name: 'View' })).toBeVisible();
    },
  },
  {
    name: 'Cine speed',
    open: async (page) => {
      await review(page);
      await page.getByRole('button', { name: 'Cine speed' }).click();
      await expect(page.getByRole('group', { name: 'Cine', exact: true })).toBeVisible();
    },
  },
  {
    name: 'Review, two pictures side by side',
    open: async (page) => {
      await review(page);
      await page.getByRole('button', { name: 'Compare side by side' }).click();
      await expect(page.locator('[data-testid=compare][data-state=ready]')).toBeVisible();
    },
  },
  {
    name: 'Review, one picture again',
    open: async (page) => {
      await review(page);
      await page.getByRole('button', { name: 'Close the second picture' }).click();
      await expect(page.getByTestId('compare')).toHaveCount(0);
    },
  },
  {
    name: 'Message',
    open: async (page) => {
      await review(page);
      await page.getByTestId('viewport').click();
      await page.keyboard.press('Shift+Z');
      const message = page.getByRole('log').getByText('nothing to redo');
      await expect(message).toBeVisible();
      // It stays while the pointer is on it.
      await message.hover();
    },
  },
  {
    name: 'Review, marks on the picture',
    open: async (page) => {
      await review(page);
      const marks = page.getByRole('list', { name: 'Marks on this slice' }).getByRole('listitem');
      for (const [nth, key] of ['q', 'l', 'd', 'v', 'c'].entries()) {
        await drawInMiddle(page, key);
        await expect(marks).toHaveCount(nth + 1);
      }
      await expect(page.getByTestId('marks').locator('[data-handle]')).toHaveCount(2);
    },
  },
  {
    name: 'Review, the text of an arrow',
    open: async (page) => {
      await review(page);
      await drawInMiddle(page, 't');
      await expect(page.getByLabel('Text of the arrow')).toBeFocused();
    },
  },
  {
    name: 'Review, a call of the study with types and sides',
    open: async (page) => {
      await review(page);
      await page.keyboard.press('Escape');
      await page.keyboard.press('w');
      await deleteMarks(page);
      await page.keyboard.press('Shift+S');
      for (const key of ['2', 'l', '5']) await page.keyboard.press(key);
      await expect(page.getByRole('button', { name: 'Subdural, left' })).toHaveAttribute('aria-pressed', 'true');
    },
  },
  {
    name: 'Review, the lens over the picture',
    open: async (page) => {
      await review(page);
      await page.keyboard.press('Escape');
      await page.keyboard.press('Shift+G');
      await expect(page.getByTestId('lens')).toBeVisible();
    },
  },
  {
    name: 'Review, a picture that was cut off',
    open: async (page) => {
      await review(page);
      await page.keyboard.press('Escape');
      await expect(page.getByTestId('lens')).toHaveCount(0);
      await goToSlice(page, 'odd', 'cut.dcm');
      await expect(page.getByRole('list', { name: 'Warnings of the picture' })).toContainText('Truncated');
    },
  },
  {
    name: 'Review, a picture in colour that was packed with loss',
    open: async (page) => {
      await goToSlice(page, 'odd', 'lossy.dcm');
      await expect(page.getByRole('list', { name: 'Warnings of the picture' })).toContainText('Lossy compression');
    },
  },
  {
    name: 'Review, a picture that cannot be shown',
    open: async (page) => {
      await goToSlice(page, 'odd', 'damaged.png');
      await expect(page.getByTestId('viewport').getByRole('alert')).toContainText('This picture cannot be shown');
    },
  },
  {
    name: 'Review, a slice unlike the training slices',
    open: async (page) => {
      await goToSlice(page, 'odd', 'stripes.png');
      await expect(page.getByTestId('unlike')).toBeVisible({ timeout: 60_000 });
    },
  },
  {
    name: 'Review, a slice of which the AI cannot tell',
    open: async (page) => {
      await goToTab(page, 'Evaluation');
      await page.getByRole('slider', { name: 'Width of the zone around the threshold' }).press('End');
      await page.getByRole('button', { name: 'Use in this project' }).click();
      await goToSlice(page, 'study', 'slice-01.dcm');
      await expect(page.getByTestId('prediction')).toContainText('Can’t tell');
    },
  },
  {
    name: 'Data set',
    open: async (page) => {
      await goToTab(page, 'Data set');
      await expect(page.getByRole('button', { name: 'Freeze version' })).toBeVisible();
    },
  },
  {
    name: 'Training',
    open: async (page) => {
      await goToTab(page, 'Training');
      await expect(page.getByRole('row', { name: /compact-2/ })).toBeVisible();
      for (const summary of await page.locator('main summary').all()) await summary.click();
    },
  },
  {
    name: 'Evaluation',
    open: async (page) => {
      await goToTab(page, 'Evaluation');
      await expect(page.getByRole('table', { name: 'Confusion matrix' })).toBeVisible({ timeout: 60_000 });
    },
  },
  {
    name: 'Readers',
    open: async (page) => {
      await goToTab(page, 'Readers');
      await expect(page.getByRole('table', { name: 'Readers' })).toBeVisible();
    },
  },
  {
    name: 'Audit',
    open: async (page) => {
      await goToTab(page, 'Audit');
      await page
        .getByRole('button', { name: /^Entry \d+ in full/ })
        .first()
        .click();
      await page.getByRole('button', { name: /Verify/ }).click();
      await expect(page.getByText(/^Whole:/)).toBeVisible();
    },
  },
  {
    name: 'The moment of an entry',
    dialog: 'moment',
    open: async (page) => {
      await goToTab(page, 'Audit');
      await page.getByLabel('Entry number or hash').fill('1');
      await page.getByRole('button', { name: 'Show the moment', exact: true }).click();
      await expect(page.getByRole('dialog')).toContainText('Entry’s hash');
    },
  },
  byPalette('purge', 'Purge', 'purge'),
  byPalette('show the keys', 'Keys', 'keys'),
  byPalette('set keys and mouse', 'Keys and mouse', 'settings'),
  byPalette('change the reader', 'Reader', 'sign-in'),
  byPalette('new project', 'New project', 'new-project'),
  byPalette('restore a backup', 'Restore a backup', 'restore'),
  byPalette('choose how slices are read', 'How slices are read', 'reading-mode'),
  byPalette('refused', 'Refused files', 'refused-files'),
  byPalette('third-party notices', 'Third-party notices', 'notices'),
  byPalette('save the picture', 'Save the picture', 'save-picture'),
  byButton('Review', 'Edit windows', 'Windows', 'windows'),
  byButton('Audit', 'Structured reports', 'Structured reports', 'structured-reports'),
  {
    name: 'Command palette',
    dialog: 'palette',
    open: async (page) => {
      await review(page);
      await page.keyboard.press('Control+k');
      await expect(page.getByRole('combobox', { name: 'Command or place' })).toBeFocused();
    },
  },
  byButton('Data set', /^Export v/, 'Export data set', 'export-dataset'),
  byButton('Data set', 'Seal…', 'Seal a test set', 'seal'),
  byButton('Data set', /^Open test/, 'Open test', 'open-test'),
  byButton('Training', /Compare compact-2/, 'Compare models', 'compare'),
  byButton('Training', /augmentation|Augment/i, 'Augmentation', 'augmentation'),
  {
    name: 'Promote',
    dialog: 'promote',
    open: async (page) => {
      await goToTab(page, 'Training');
      await page.getByRole('button', { name: /Compare compact-2/ }).click();
      await page.getByRole('button', { name: 'Promote the candidate' }).click();
      await expect(page.getByRole('dialog', { name: /Promote compact-2/ })).toBeVisible();
    },
  },
  byButton('Evaluation', /Cross-validate/, 'Cross-validate', 'cross-validate'),
  byButton('Evaluation', /[Mm]odel card/, 'Model card', 'export-card'),
  {
    name: 'A look at a test set',
    dialog: 'test-look',
    open: async (page) => {
      await goToTab(page, 'Data set');
      await page
        .getByRole('button', { name: /^Open test/ })
        .first()
        .click();
      await page.getByRole('button', { name: /^Open: count look/ }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Show in Evaluation' }).waitFor({ timeout: 60_000 });
      await goToTab(page, 'Data set');
      await page.getByRole('button', { name: /^Look 1:/ }).click();
      await expect(page.getByRole('dialog')).toContainText('ccuracy');
    },
  },
  {
    name: 'Data set, with near-duplicate pairs',
    open: async (page) => {
      await goToTab(page, 'Data set');
      const search = page.getByRole('button', { name: /^Search \d+ new slice/ });
      if ((await search.count()) > 0) await search.click();
      await expect(page.getByRole('list', { name: 'Near-duplicate pairs' })).toBeVisible({ timeout: 60_000 });
    },
  },
  {
    name: 'Evaluation, a cross-validation',
    open: async (page) => {
      await goToTab(page, 'Evaluation');
      const show = page.getByLabel('Show', { exact: true });
      const value = await show
        .locator('option')
        .evaluateAll((options) => options.map((one) => (one as HTMLOptionElement).value));
      await show.selectOption(value.find((one) => one.startsWith('cross-validation/')) ?? 'none');
      await expect(page.getByRole('heading', { name: /^Cross-validated/ })).toBeVisible();
    },
  },
  {
    name: 'Import report',
    dialog: 'import-report',
    open: async (page) => {
      await goToTab(page, 'Review');
      const { sources } = (await callInPage(page, 'project.summary', {})) as {
        sources: { kind: string; root: string }[];
      };
      await callInPage(page, 'import.check', { folder: sources.find(({ kind }) => kind === 'labelled-set')?.root });
      await expect(page.getByRole('dialog')).toBeVisible({ timeout: 60_000 });
    },
  },
  {
    name: 'Review, no slice that fits',
    open: async (page) => {
      await review(page);
      await page.getByLabel('Search the list').fill('nowhere');
      await expect(page.getByText('No slice fits')).toBeVisible();
    },
  },
  {
    name: 'Review, narrowed by filters',
    open: async (page) => {
      await goToTab(page, 'Review');
      await page.getByLabel('Search the list').fill('');
      await review(page);
      await page.getByLabel('Add a filter').selectOption('label no-label');
      await page.getByLabel('Add a filter').selectOption('unread');
      await expect(page.getByRole('button', { name: /^Remove the filter/ })).toHaveCount(2);
    },
  },
  {
    name: 'Review, slices selected',
    open: async (page) => {
      await review(page);
      await page.getByTestId('viewport').click();
      await page.keyboard.press('Escape');
      await page.keyboard.press('ControlOrMeta+a');
      await expect(page.getByRole('region', { name: 'Selected slices' })).toBeVisible();
    },
  },
  {
    name: 'Label the selected slices',
    dialog: 'bulk-read',
    open: async (page) => {
      await review(page);
      await page.getByTestId('viewport').click();
      await page.keyboard.press('ControlOrMeta+a');
      await page.keyboard.press('n');
      await expect(page.getByRole('dialog', { name: /^Label \d+ slices/ })).toBeVisible();
    },
  },
  {
    name: 'Who reads, asked before a read',
    dialog: 'reader-name',
    open: async (page) => {
      await review(page);
      await page.getByTestId('viewport').click();
      await page.keyboard.press('Escape');
      await expect(page.getByRole('region', { name: 'Selected slices' })).toHaveCount(0);
      const reader = page.getByRole('region', { name: 'Finding' }).getByRole('textbox', { name: 'Reader' });
      await reader.fill('');
      await reader.blur();
      await expect(page.getByRole('button', { name: 'Reader: Nobody signed in' })).toBeVisible();
      await page.getByTestId('viewport').click();
      await page.keyboard.press('y');
      await expect(page.getByRole('dialog')).toBeVisible();
    },
  },
  {
    name: 'Review, the adjudication queue',
    open: async (page) => {
      await review(page);
      await signIn(page, 'Ann');
      await readFirst(page, 'y');
      await signIn(page, 'Bob');
      await readFirst(page, 'n');
      await signIn(page, 'Cy');
      await goToTab(page, 'Readers');
      await page.getByRole('button', { name: 'Open the adjudication queue' }).click();
      await expect(page.getByRole('region', { name: 'Adjudication' })).toContainText('Reader A');
    },
  },
  {
    name: 'Leave a project in which a job runs',
    dialog: 'leave-project',
    open: async (page) => {
      await goToTab(page, 'Training');
      const { versions } = (await callInPage(page, 'dataset.list', {})) as { versions: { id: number }[] };
      const settings = { rounds: 500 };
      const run = { datasetId: versions[0]?.id, architecture: 'compact', settings, sourceIds: null };
      await callInPage(page, 'training.start', run);
      await expect(page.getByRole('progressbar', { name: /rain|Rounds/ }).first()).toBeVisible({ timeout: 60_000 });
      await page.keyboard.press('Control+k');
      await page.getByRole('combobox', { name: 'Command or place' }).fill('close project');
      await page.keyboard.press('Enter');
      await expect(page.getByRole('dialog', { name: 'Close this project?' })).toBeVisible();
    },
  },
];
