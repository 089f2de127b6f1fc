import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from '@playwright/test';
import type { AxeResults } from 'axe-core';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe-core says of a page. */
export interface AxeFindings {
  /** What is wrong, one line per element; empty when nothing is. */
  readonly violations: readonly string[];
  /** Names of the rules that something on the page falls under and that all of it keeps. */
  readonly kept: readonly string[];
  /** Names of the rules that axe-core leaves to a person for at least one element. */
  readonly undecided: readonly string[];
}

/**
 * Asks axe-core about the page, every rule on that it runs by default, and WCAG 2.2's size of targets. It comes in through the
 * debugger, which the page's content security policy does not bind.
 */
export async function askAxe(page: Page): Promise<AxeFindings> {
  await page.evaluate(`typeof axe === 'undefined' && void (() => { ${axeSource}\n })()`);
  const options = { resultTypes: ['violations'], rules: { 'target-size': { enabled: true } } };
  const { violations, passes, incomplete } = (await page.evaluate(
    `axe.run(document, ${JSON.stringify(options)})`,
  )) as AxeResults;
  const undecided = incomplete.map(({ id }) => id);
  return {
    violations: violations.flatMap(({ id, impact, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id} (${impact}): ${html.slice(0, 160)} ${failureSummary}`),
    ),
    kept: passes.map(({ id }) => id).filter((id) => !undecided.includes(id)),
    undecided,
  };
}

/** What axe-core finds wrong on the page, one line per element; empty when nothing is. */
export async function axeViolations(page: Page): Promise<readonly string[]> {
  return (await askAxe(page)).violations;
}
