import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../../src/audit/canonical-json.ts';
import type { CrossValidationResult } from '../../../src/contract/cross-validation-methods.ts';
import { parseCsv } from '../../../src/dataset/parse-csv.ts';
import { modelCard, modelCardSchema } from '../../../src/report/model-card.ts';
import { modelCardCsv } from '../../../src/report/model-card-csv.ts';
import { EVALUATION_FIGURES } from '../../../src/statistics/evaluation-statistics.ts';
import { figureOf, openFigure } from '../../../src/statistics/figure.ts';
import { cardFacts, HELD_OUT, measuredSlices } from '../../support/card-facts.ts';
import { crossValidated } from '../../support/cross-validated.ts';

const rowsOf = (csv: string) => parseCsv(csv).map(({ fields }) => fields);

describe('a model card', () => {
  it('gives every figure of each measurement as it was measured, and predictive values at the stated prevalence', () => {
    const [one] = modelCard(cardFacts()).measurements;
    const measured = measuredSlices(HELD_OUT, 36);
    expect(one?.figures.map(({ name }) => name)).toEqual([...EVALUATION_FIGURES]);
    for (const figure of one?.figures ?? []) {
      if (figure.name !== 'ppv' && figure.name !== 'npv') expect(figure).toMatchObject(measured.figures[figure.name]);
    }
    const { value: sensitivity } = measured.figures.sensitivity;
    const { value: specificity } = measured.figures.specificity;
    // Bayes at a prevalence of 0.1.
    const found = 0.1 * (sensitivity ?? 0);
    const ppv = found / (found + 0.9 * (1 - (specificity ?? 0)));
    expect(one?.figures.find(({ name }) => name === 'ppv')?.value).toBeCloseTo(ppv, 12);
  });

  it('leaves predictive values open without a prevalence, and says so', () => {
    const card = modelCard(cardFacts({ prevalence: null }));
    const ppv = card.measurements[0]?.figures.find(({ name }) => name === 'ppv');
    expect(ppv).toMatchObject({ value: null, reason: 'No prevalence was stated.' });
    expect(card.limits.join(' ')).toContain('No prevalence was stated');
  });

  it('names no file: neither of slices that were scored nor of those that could not be read', () => {
    expect(JSON.stringify(modelCard(cardFacts()))).not.toMatch(/SMITH/);
  });

  it('is canonical JSON that its own schema reads back', () => {
    const card = modelCard(cardFacts());
    expect(modelCardSchema.parse(JSON.parse(canonicalJson(card)))).toEqual(card);
  });

  it('fills what it can of CLAIM and STARD-AI and leaves the rest to the authors, item by item', () => {
    const [claim, stard] = modelCard(cardFacts()).checklists;
    expect(claim?.rows.map(({ id }) => Number(id))).toEqual(Array.from({ length: 44 }, (_, index) => index + 1));
    expect(stard?.rows).toHaveLength(48);
    const status = (id: string) => claim?.rows.find((row) => row.id === id)?.status;
    expect(['9', '19', '20', '22', '29', '35'].map(status)).toEqual(Array(6).fill('filled'));
    expect(['4', '5', '18', '33', '34', '44'].map(status)).toEqual(Array(6).fill('open'));
    for (const { status: how, text, id } of [...(claim?.rows ?? []), ...(stard?.rows ?? [])]) {
      expect(
        text.includes('To be written by the authors') || text.includes('no figures on other sources'),
        `${id} ${text}`,
      ).toBe(how !== 'filled');
    }
  });

  it('says whose split it was, which sources taught, and whether parts are apart', () => {
    const told = (over: Partial<ReturnType<typeof cardFacts>['split']>) => {
      const card = modelCard(cardFacts({ split: { ...cardFacts().split, ...over } }));
      const [partitions, disjointness] = ['19', '20'].map((id) =>
        card.checklists[0]?.rows.find((row) => row.id === id),
      );
      return { partitions, disjointness, limits: card.limits.join(' ') };
    };
    expect(told({}).partitions?.text).toMatch(/^Dealt at random by label with seed 7/);
    const own = told({ ownTableSha256: 'cd'.repeat(32), seed: 0 }).partitions?.text;
    expect(own).toContain(`in a table (SHA-256 ${'cd'.repeat(32)})`);
    expect(own).not.toMatch(/random|seed/);
    const limited = told({ sources: ['source-1'] });
    expect(limited.partitions?.text).toContain('the slices of source-1 alone');
    expect(limited.limits).toContain('The model learnt from source-1 alone');
    expect(told({}).disjointness?.status).toBe('filled');
    expect(told({ leakingPairs: 2 }).disjointness).toMatchObject({ status: 'partly' });
    expect(told({ unsearched: 5 }).disjointness?.text).toContain('5 slices were not searched');
  });

  it('names the methods of heatmaps, and the figures of their check where one was made', () => {
    const answer = (facts: Parameters<typeof cardFacts>[0]) =>
      modelCard(cardFacts(facts)).checklists[0]?.rows.find(({ id }) => id === '31')?.text;
    expect(answer({})).toMatch(/Grad-CAM, Grad-CAM\+\+, occlusion;.+No check of the heatmaps/);
    const similarity = figureOf(0.123, { low: -0.05, high: 0.31 }, 14, 'bootstrap');
    const open = openFigure(null, 0, 'No heat.');
    const methods = [
      { method: 'grad-cam' as const, steps: [{ block: 'conv', similarity }], scale: 1 },
      { method: 'occlusion' as const, steps: [{ block: 'conv', similarity: open }], scale: null },
    ];
    const check = { modelId: 3, modelName: 'compact-3', seed: 1, slices: 15, missing: 1, methods, checkedMs: 0 };
    expect(answer({ heatmapCheck: check })).toMatch(
      /15 held-out slices \(1 could not.+Grad-CAM 0\.12 \(95 % interval -0\.05 to 0\.31; n = 14\); occlusion not defined, n = 0 \(No heat\.\)/,
    );
  });

  it('claims nothing of results that there are not', () => {
    const card = modelCard(cardFacts({ measured: [] }));
    const results = card.checklists.flatMap(({ rows }) => rows).filter(({ section }) => section.startsWith('Results'));
    expect(results.some(({ status }) => status === 'filled')).toBe(false);
  });

  it('says when a sealed test was opened, and stops warning of its absence', () => {
    const evidence = { kind: 'sealed-test', heading: 'Sealed test', testSet: 'T1', look: 2 } as const;
    const measured = [measuredSlices({ ...evidence, testSetSha256: 'ef'.repeat(32) }, 30)];
    const card = modelCard(cardFacts({ measured }));
    expect(card.measurements[0]).toMatchObject({ detail: 'test set T1, look 2', testSetSha256: 'ef'.repeat(32) });
    expect(card.limits.join(' ')).not.toContain('No sealed test set was opened');
    expect(modelCard(cardFacts()).limits.join(' ')).toContain('No sealed test set was opened');
  });
});

describe('the table of figures', () => {
  it('has one row for each figure, with numbers as they stand in the card', () => {
    const card = modelCard(cardFacts({ crossValidation: crossValidated() }));
    const [header, ...rows] = rowsOf(modelCardCsv(card));
    expect(header).toEqual(['name', 'value', 'low', 'high', 'n', 'method', 'evidence', 'audit_head']);
    const perSource = card.measurements.reduce((n, one) => n + one.perSource.length, 0) + 1;
    expect(rows).toHaveLength(EVALUATION_FIGURES.length * (1 + card.measurements.length + perSource));
    const auc = rows.find((row) => row[0] === 'auc' && row[6] === HELD_OUT.heading);
    const figure = card.measurements
      .find(({ kind }) => kind === 'held-out')
      ?.figures.find(({ name }) => name === 'auc');
    expect(auc?.slice(1, 5).map(Number)).toEqual([figure?.value, figure?.low, figure?.high, figure?.n]);
  });

  it('marks what a spreadsheet would run', () => {
    const heading = '=HYPERLINK("http://x")';
    const card = modelCard(cardFacts({ measured: [measuredSlices({ kind: 'held-out', heading }, 12)] }));
    const rows = rowsOf(modelCardCsv(card)).slice(1);
    expect(rows.every((row) => row[6]?.startsWith(`'${heading}`))).toBe(true);
  });

  it('gives the means of a cross-validation apart from its repeats', () => {
    const result: CrossValidationResult = crossValidated();
    const evidence = rowsOf(modelCardCsv(modelCard(cardFacts({ measured: [], crossValidation: result })))).map(
      (row) => row[6],
    );
    expect(new Set(evidence)).toContain('Cross-validated, no sealed test: mean of 2 repeat(s)');
    expect(new Set(evidence)).toContain('Cross-validated, no sealed test (repeat 2)');
  });
});
