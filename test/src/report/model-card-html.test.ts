import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { ModelCardFacts } from '../../../src/report/card-facts.ts';
import { modelCard } from '../../../src/report/model-card.ts';
import { modelCardHtml } from '../../../src/report/model-card-html.ts';
import { cardFacts, measuredSlices } from '../../support/card-facts.ts';
import { crossValidated } from '../../support/cross-validated.ts';
import { PROJECT_ROOT } from '../../support/shared-data.ts';

const CHECKER = path.join(PROJECT_ROOT, 'test/support/verify_card.py');
const hasPython = spawnSync('python3', ['--version']).status === 0;
const folder = mkdtempSync(path.join(tmpdir(), 'overread-card-'));
const readSchema = z.object({
  problems: z.array(z.string()),
  policy: z.string(),
  tags: z.record(z.string(), z.number()),
  text: z.string(),
});

/** The page as another program's parser reads it. */
function readElsewhere(facts: ModelCardFacts) {
  const file = path.join(folder, 'card.html');
  writeFileSync(file, modelCardHtml(modelCard(facts)));
  const said = execFileSync('python3', [CHECKER, file]);
  return readSchema.parse(JSON.parse(said.toString('utf8')));
}

const SHORTCUT = {
  name: 'Image size, aspect and borders',
  accuracy: { value: 0.83, low: 0.76, high: 0.88, n: 150, method: 'Wilson', reason: null },
  auc: { value: 0.86, low: 0.8, high: 0.92, n: 150, method: 'DeLong', reason: null },
};

describe.skipIf(!hasPython)('the page of a model card (skipped without python3)', () => {
  it('is well formed, loads nothing and runs nothing, read by another parser', () => {
    const look = { testSet: 'T1', testSetSha256: 'cd'.repeat(32), look: 1, time: '2026-11-24T09:00:00Z', model: 'm' };
    const page = readElsewhere(cardFacts({ crossValidation: crossValidated(), shortcuts: [SHORTCUT], looks: [look] }));
    expect(page.problems).toEqual([]);
    expect(page.policy).toContain("default-src 'none'");
    expect(page.policy).toContain("style-src 'unsafe-inline'");
    expect(page.tags.svg).toBe(6);
    expect(page.tags.desc).toBe(6);
    for (const words of ['Research use only. Not a medical device.', 'Cross-validated, no sealed test', 'look']) {
      expect(page.text).toContain(words);
    }
    expect(page.text).not.toContain('SMITH');
  });

  it('keeps every hostile text a text', () => {
    const hostile = [
      '<script>alert(1)</script>',
      '"><img src=x onerror=alert(1)>',
      "' onload='alert(1)",
      '</style><svg onload=alert(1)>',
      '&lt;b&gt; &amp;amp; <!-- ]]>',
      'javascript:alert(1) {{alert(1)}}',
    ].join(' ');
    const facts = cardFacts();
    const evidence = { kind: 'sealed-test', heading: hostile, testSet: hostile, look: 1 } as const;
    const measured = [measuredSlices({ ...evidence, testSetSha256: hostile }, 30)];
    const page = readElsewhere({
      ...facts,
      ...{ appVersion: hostile, made: hostile, projectUuid: hostile, measured },
      model: { ...facts.model, name: hostile, selection: hostile, outcome: hostile, weightsSha256: hostile },
      dataset: { ...facts.dataset, name: hostile, manifestSha256: hostile },
      sources: facts.sources.map((source) => ({
        ...source,
        pseudonym: hostile,
        refused: source.refused.map((one) => ({ ...one, words: hostile })),
      })),
      shortcuts: [{ ...SHORTCUT, name: hostile }],
      looks: [{ testSet: hostile, testSetSha256: hostile, look: 1, time: hostile, model: hostile }],
      audit: { entries: 1, headHash: hostile },
    });
    expect(page.problems).toEqual([]);
    expect(page.text.split(hostile).length).toBeGreaterThan(15);
  });

  it('shows what would hide in a name', () => {
    const facts = cardFacts();
    const page = readElsewhere({ ...facts, model: { ...facts.model, name: 'net\u202egpj.\u0000\ud800' } });
    expect(page.problems).toEqual([]);
    expect(page.text).toContain('net\ufffdgpj.\ufffd');
  });
});
