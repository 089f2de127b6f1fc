import { visibleText } from './visible-text.ts';

/** Markup that may be put into a page as it stands. Made by `html` alone. */
export interface InertHtml {
  readonly markup: string;
}

type Part = string | number | InertHtml | readonly InertHtml[];

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text that is text in any place of a page: between tags and in quoted attributes. */
export function escapeHtml(text: string): string {
  return visibleText(text).replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}

/**
 * Markup with values in it: what is put in is escaped, unless it was made by `html` itself. The literal parts are ours.
 * Values go between tags or into quoted attributes, never into names, styles or addresses.
 */
export function html(literals: TemplateStringsArray, ...parts: readonly Part[]): InertHtml {
  const markup = literals.reduce((before, literal, index) => before + markupOf(parts[index - 1] ?? '') + literal);
  return { markup };
}

function markupOf(part: Part): string {
  if (typeof part === 'string') return escapeHtml(part);
  if (typeof part === 'number') return escapeHtml(String(part));
  if ('markup' in part) return part.markup;
  return part.map(({ markup }) => markup).join('\n');
}
