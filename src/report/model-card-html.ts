import {
  cautionSections,
  checklistSection,
  dataSection,
  evidenceSection,
  flowSection,
  modelSection,
} from './card-sections.ts';
import { CARD_STYLE } from './card-style.ts';
import { html, type InertHtml } from './inert-html.ts';
import type { ModelCard } from './model-card.ts';

/** The page may use its own style and nothing else. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

/**
 * A model card as one page: no script, nothing loaded, whatever stands in the card is text. Reads on a screen, light or dark,
 * and on A4.
 */
export function modelCardHtml(card: ModelCard): string {
  const style: InertHtml = { markup: CARD_STYLE };
  const page = html`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Model card: ${card.model.name}</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>Model card: ${card.model.name}</h1>
<p class="soft">Made by Overread ${card.appVersion}, ${card.made}. Project ${card.projectUuid}.</p>
<p class="notice">${card.notice}${card.synthetic ? ' There are synthetic slices among the data: these figures say nothing about patients.' : ''}</p>
<h2>Intended use</h2>
<p>${card.intendedUse}</p>
${modelSection(card)}
${dataSection(card)}
${flowSection(card)}
${evidenceSection(card)}
${cautionSections(card)}
${card.checklists.map(checklistSection)}
</main>
</body>
</html>
`;
  return page.markup;
}
