import { z } from 'zod';
import type { Confusion } from '../statistics/confusion.ts';
import type { Counted, ModelCardFacts } from './card-facts.ts';

const countedSchema = z.object({ words: z.string(), count: z.number().int().nonnegative() });

/** A box of the flow: what left before the next boxes, and the boxes that the rest parts into. */
export interface FlowStep {
  readonly words: string;
  readonly count: number;
  readonly leaves: readonly Counted[];
  readonly parts: readonly FlowStep[];
}
const flowStepSchema: z.ZodType<FlowStep> = z.object({
  words: z.string(),
  count: z.number().int().nonnegative(),
  leaves: z.array(countedSchema),
  parts: z.array(z.lazy(() => flowStepSchema)),
});

/**
 * The flow of STARD 2015 (item 19) for slices in place of patients: files to pictures, slices to the parts of the data set,
 * and one tree for each measurement, by reference label and call.
 */
export const sliceFlowSchema = z.object({
  files: flowStepSchema,
  slices: flowStepSchema,
  scored: z.array(flowStepSchema),
});
export type SliceFlow = z.infer<typeof sliceFlowSchema>;

/** One measurement as the flow needs it. */
export interface ScoredFlow {
  readonly heading: string;
  /** Slices that were to be scored. */
  readonly meant: number;
  /** Of these, those that could not be read any more. */
  readonly unreadable: number;
  readonly confusion: Confusion;
}

/**
 * The flow of slices and exclusions.
 * @throws RangeError when the counts do not add up, with the box where they do not
 */
export function sliceFlow(facts: ModelCardFacts, scored: readonly ScoredFlow[]): SliceFlow {
  const flow = { files: filesFlow(facts), slices: slicesFlow(facts), scored: scored.map(scoredFlow) };
  for (const tree of [flow.files, flow.slices, ...flow.scored]) requireSums(tree);
  return flow;
}

function filesFlow({ sources, project }: ModelCardFacts): FlowStep {
  const files = sum(sources.map((source) => source.files));
  const refused = mergeCounts(sources.flatMap((source) => source.refused));
  const copies = files - sum(refused.map(({ count }) => count)) - project.images;
  const leaves = [
    ...refused.map(({ words, count }) => ({ words: `refused: ${words}`, count })),
    ...present('further copies of the same bytes', copies),
  ];
  const sourcesWord = sources.length === 1 ? '1 source' : `${sources.length} sources`;
  return step(`Files found in ${sourcesWord}`, files, leaves, [step('Different pictures', project.images)]);
}

function slicesFlow(facts: ModelCardFacts): FlowStep {
  const { project, dataset, split, sealed } = facts;
  const scoring = dataset.haemorrhage + dataset.none;
  const inVersion = scoring + dataset.unsure + dataset.excluded;
  const unlabelled = project.slices - inVersion - project.labelledLater;
  const development = scoring - sum(sealed.map(({ count }) => count));
  const dealt = split.training + split.validation + split.heldOut;
  const leftOfDevelopment = [
    ...present('not among the chosen sources', split.ofOtherSources),
    ...present('in no part of the split', development - dealt - split.ofOtherSources),
  ];
  const developmentStep = step('Development', development, leftOfDevelopment, [
    step('Training', split.training),
    step('Validation (tuning)', split.validation),
    step('Held out', split.heldOut),
  ]);
  const labelled = step(
    `In data set version ${dataset.name}`,
    inVersion,
    [...present('unsure', dataset.unsure), ...present('excluded by a reader', dataset.excluded)],
    [developmentStep, ...sealed.map(({ words, count }) => step(`Sealed test set ${words}`, count))],
  );
  const leaves = [
    ...present('without a label', unlabelled),
    ...present('labelled after the version was frozen', project.labelledLater),
  ];
  const earlier = project.slicesOfEarlierFiles;
  const words =
    earlier > 0 ? `Slices known (${earlier} of files that changed or went since)` : 'Slices in these pictures';
  return step(words, project.slices, leaves, [labelled]);
}

function scoredFlow({ heading, meant, unreadable, confusion }: ScoredFlow): FlowStep {
  const { truePositives, falsePositives, trueNegatives, falseNegatives } = confusion;
  return step(heading, meant, present('could not be read any more', unreadable), [
    step(
      'Reference label: haemorrhage',
      truePositives + falseNegatives,
      [],
      [step('Called haemorrhage', truePositives), step('Called none', falseNegatives)],
    ),
    step(
      'Reference label: none',
      falsePositives + trueNegatives,
      [],
      [step('Called haemorrhage', falsePositives), step('Called none', trueNegatives)],
    ),
  ]);
}

function requireSums({ words, count, leaves, parts }: FlowStep): void {
  const all = [count, ...leaves.map((left) => left.count), ...parts.map((part) => part.count)];
  const accounted = sum(all) - count;
  if (all.some((number) => number < 0) || (leaves.length + parts.length > 0 && accounted !== count)) {
    throw new RangeError(
      `The flow of slices does not add up at "${words}": ${count}, of which ${accounted} found again.`,
    );
  }
  for (const part of parts) requireSums(part);
}

/** Counts of the same words as one, the largest first. */
function mergeCounts(counts: readonly Counted[]): Counted[] {
  const merged = new Map<string, number>();
  for (const { words, count } of counts) merged.set(words, (merged.get(words) ?? 0) + count);
  return [...merged]
    .map(([words, count]) => ({ words, count }))
    .sort((a, b) => b.count - a.count || (a.words < b.words ? -1 : 1));
}

const step = (
  words: string,
  count: number,
  leaves: readonly Counted[] = [],
  parts: readonly FlowStep[] = [],
): FlowStep => ({ words, count, leaves, parts });
const present = (words: string, count: number): Counted[] => (count === 0 ? [] : [{ words, count }]);
const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);
