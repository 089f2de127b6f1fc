import { expect, type Page } from '@playwright/test';

/** A screen or a dialog of an open project (see trained-project.ts), and the way to it from anywhere in the app. */
export interface Screen {
  readonly name: string;
  open(page: Page): Promise<unknown>;
}

/** Closes whatever is open, messages too, and goes to a tab. */
export async function goToTab(page: Page, name: string): Promise<void> {
  for (
    let tries = 0;
    tries < 3 && (await page.locator('dialog[open], [popover]:popover-open').count()) > 0;
    tries += 1
  ) {
    await page.keyboard.press('Escape');
  }
  // One that goes while Tab makes its round would be a control that was not reached.
  const dismiss = page.getByRole('button', { name: 'Dismiss' });
  while ((await dismiss.count()) > 0)
    await dismiss
      .first()
      .click({ timeout: 2000 })
      .catch(() => undefined);
  await page.getByRole('tab', { name }).click();
}

/** A dialog that a button of a tab opens. */
const byButton = (tab: string, button: string | RegExp, name: string): Screen => ({
  name,
  open: async (page) => {
    await goToTab(page, tab);
    await page.getByRole('button', { name: button }).first().click();
    await expect(page.getByRole('dialog')).toBeVisible();
  },
});

/** A dialog that the palette opens. */
const byPalette = (words: string, name: string): Screen => ({
  name,
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
      await expect(page.getByRole('log')).toContainText('nothing to redo');
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
    open: async (page) => {
      await goToTab(page, 'Audit');
      await page.getByLabel('Entry number or hash').fill('1');
      await page.getByRole('button', { name: 'Show the moment', exact: true }).click();
      await expect(page.getByRole('dialog')).toContainText('Entry’s hash');
    },
  },
  byPalette('purge', 'Purge'),
  byPalette('show the keys', 'Keys'),
  byPalette('set keys and mouse', 'Keys and mouse'),
  byPalette('change the reader', 'Reader'),
  byPalette('new project', 'New project'),
  byPalette('restore a backup', 'Restore a backup'),
  byPalette('choose how slices are read', 'How slices are read'),
  byPalette('refused', 'Refused files'),
  byPalette('third-party notices', 'Third-party notices'),
  byPalette('save the picture', 'Save the picture'),
  byButton('Review', 'Edit windows', 'Windows'),
  byButton('Audit', 'Structured reports', 'Structured reports'),
  {
    name: 'Command palette',
    open: async (page) => {
      await review(page);
      await page.keyboard.press('Control+k');
      await expect(page.getByRole('combobox', { name: 'Command or place' })).toBeFocused();
    },
  },
  byButton('Data set', /^Export v/, 'Export data set'),
  byButton('Data set', 'Seal…', 'Seal a test set'),
  byButton('Data set', /^Open test/, 'Open test'),
  byButton('Training', /Compare compact-2/, 'Compare models'),
  byButton('Training', /augmentation|Augment/i, 'Augmentation'),
  {
    name: 'Promote',
    open: async (page) => {
      await goToTab(page, 'Training');
      await page.getByRole('button', { name: /Compare compact-2/ }).click();
      await page.getByRole('button', { name: 'Promote the candidate' }).click();
      await expect(page.getByRole('dialog', { name: /Promote compact-2/ })).toBeVisible();
    },
  },
  byButton('Evaluation', /Cross-validate/, 'Cross-validate'),
  byButton('Evaluation', /[Mm]odel card/, 'Model card'),
];
