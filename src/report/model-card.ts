import { z } from 'zod';
import { HEAD_COLUMN, headText } from '../audit/audit-head.ts';
import { countParameters } from '../training/layer-shapes.ts';
import { cardAnswers } from './card-answers.ts';
import { cardCrossValidation, cardCrossValidationSchema } from './card-cross-validation.ts';
import type { ModelCardFacts } from './card-facts.ts';
import { cardMeasurement, cardMeasurementSchema } from './card-measurement.ts';
import { INTENDED_USE, limitsInWords, RESEARCH_USE } from './card-text.ts';
import { checklistSchema, fillChecklist } from './checklist.ts';
import { CLAIM_2024 } from './claim-items.ts';
import { architectureWords, preprocessingWords, trainingWords } from './recipe-words.ts';
import { settingRowSchema, settingRows } from './setting-rows.ts';
import { sliceFlow, sliceFlowSchema } from './slice-flow.ts';
import { STARD_AI } from './stard-ai-items.ts';

const count = z.number().int().nonnegative();
const countedSchema = z.object({ words: z.string(), count });
const figureEndsSchema = z.object({
  value: z.number().nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
});
const figureSchema = figureEndsSchema.extend({
  n: z.number().int(),
  method: z.string(),
  reason: z.string().nullable(),
});

/** A model card as data: what stands in model-card.json, and what the page and the table are made from. */
export const modelCardSchema = z.object({
  format: z.literal('overread-model-card/1'),
  notice: z.string(),
  intendedUse: z.string(),
  appVersion: z.string(),
  made: z.string(),
  projectUuid: z.string(),
  synthetic: z.boolean(),
  model: z.object({
    name: z.string(),
    weightsSha256: z.string(),
    weightsByteLength: count,
    threshold: z.number(),
    selection: z.string(),
    ensembling: z.string(),
    domain: z.string(),
    created: z.string(),
    outcome: z.string(),
    architecture: z.object({ name: z.string(), words: z.string(), parameters: count }),
    preprocessing: z.object({ words: z.string(), rows: z.array(settingRowSchema) }),
    training: z.object({ words: z.string(), seed: count, rows: z.array(settingRowSchema) }),
  }),
  dataset: z.object({
    name: z.string(),
    manifestSha256: z.string(),
    frozen: z.string(),
    ...{ haemorrhage: count, none: count, unsure: count, excluded: count, corrected: count, groups: count },
    groupedBy: z.string(),
    labels: z.object({ fromSource: count, fromReads: count, readers: count, predictionSeen: count }),
  }),
  sources: z
    .array(
      z.object({
        pseudonym: z.string(),
        kind: z.string(),
        synthetic: z.boolean(),
        files: count,
        refused: z.array(countedSchema).readonly(),
      }),
    )
    .readonly(),
  prevalence: z.number().nullable(),
  flow: sliceFlowSchema,
  crossValidation: cardCrossValidationSchema.nullable(),
  measurements: z.array(cardMeasurementSchema),
  shortcuts: z
    .array(z.object({ name: z.string(), accuracy: figureSchema, auc: figureSchema }))
    .readonly()
    .nullable(),
  looks: z
    .array(
      z.object({
        testSet: z.string(),
        testSetSha256: z.string(),
        look: z.number().int().positive(),
        time: z.string(),
        model: z.string(),
      }),
    )
    .readonly(),
  limits: z.array(z.string()),
  checklists: z.array(checklistSchema),
  audit: z.object({ entries: count, headHash: z.string() }),
  /** The same as every export prints it. */
  [HEAD_COLUMN]: z.string(),
});
export type ModelCard = z.infer<typeof modelCardSchema>;

/**
 * The model card of one model.
 * @throws RangeError when the counts of the flow do not add up
 */
export function modelCard(facts: ModelCardFacts): ModelCard {
  const { crossValidation, prevalence, sources, measured } = facts;
  const all = [...measured, ...(crossValidation?.repeats ?? [])];
  const measurements = all.map((one) => cardMeasurement(one, sources, prevalence));
  const scored = measurements.map(({ heading, detail, n, unreadable, confusion }) => ({
    heading: detail === null ? heading : `${heading} (${detail})`,
    meant: n + unreadable,
    ...{ unreadable, confusion },
  }));
  const answers = cardAnswers(facts);
  return modelCardSchema.parse({
    format: 'overread-model-card/1',
    notice: RESEARCH_USE,
    intendedUse: INTENDED_USE,
    appVersion: facts.appVersion,
    made: facts.made,
    projectUuid: facts.projectUuid,
    synthetic: facts.model.synthetic || sources.some((source) => source.synthetic),
    model: cardModel(facts),
    dataset: facts.dataset,
    sources,
    prevalence,
    flow: sliceFlow(facts, scored),
    crossValidation: crossValidation ? cardCrossValidation(crossValidation, sources) : null,
    measurements,
    shortcuts: facts.shortcuts,
    looks: facts.looks,
    limits: limitsInWords(facts),
    checklists: [fillChecklist(CLAIM_2024, answers), fillChecklist(STARD_AI, answers)],
    audit: facts.audit,
    [HEAD_COLUMN]: headText(facts.audit),
  } satisfies z.input<typeof modelCardSchema>);
}

function cardModel({ model }: ModelCardFacts): ModelCard['model'] {
  const { architecture, preprocessing, settings, roundsRun } = model;
  return {
    ...model,
    architecture: {
      name: architecture.name,
      words: architectureWords(architecture),
      parameters: countParameters(architecture),
    },
    preprocessing: { words: preprocessingWords(preprocessing), rows: settingRows(preprocessing) },
    training: { words: trainingWords(settings, roundsRun), seed: settings.seed, rows: settingRows(settings) },
  };
}
