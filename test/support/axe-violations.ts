import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from '@playwright/test';
import type { AxeResults } from 'axe-core';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/**
 * What axe-core finds wrong on the page, every rule on, one line per element; empty when nothing is. It comes in through the
 * debugger, which the page's content security policy does not bind.
 */
export async function axeViolations(page: Page): Promise<readonly string[]> {
  await page.evaluate(`typeof axe === 'undefined' && void (() => { ${axeSource}\n })()`);
  const { violations } = (await page.evaluate('axe.run(document, { resultTypes: ["violations"] })')) as AxeResults;
  return violations.flatMap(({ id, impact, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id} (${impact}): ${html.slice(0, 160)} ${failureSummary}`),
  );
}
