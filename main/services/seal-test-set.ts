import { canonicalJson } from '../../src/audit/canonical-json.ts';
import { splitSlices } from '../../src/dataset/split.ts';
import { type LeftOut, type TestSetOrigin, testSetManifest } from '../../src/dataset/test-set.ts';
import { cleanName } from '../../src/review/clean-text.ts';
import type { TrainableLabel } from '../../src/review/label.ts';
import { sha256OfText } from '../store/audit-log.ts';
import { type LabelledRow, labelledSlices } from '../store/labelled-slices.ts';
import { bulkLabels, predictionSeenLabels } from '../store/seen-labels.ts';
import { slicePlaces } from '../store/slices.ts';
import { placesInOrder } from '../store/source-slices.ts';
import { findSource, type SourceRow } from '../store/sources.ts';
import { countPredictedAmong, insertTestSet, listTestSets, sealedSlices, type TestSetRow } from '../store/test-sets.ts';
import { usedSlices } from '../store/used-slices.ts';
import { groupedSlices } from './development-slices.ts';
import { requireSearched } from './find-near-duplicates.ts';
import { appendEntry, type ServiceContext } from './service-context.ts';
import { ServiceError } from './service-error.ts';

export interface SealRequest {
  /** Null for the next free of T1, T2, ... */
  readonly name: string | null;
  /** The slices in question: those of one source, or (null) of all. */
  readonly sourceId: number | null;
  /** Share of each label that is drawn from what nothing has used; null: all labelled slices of the source, or none. */
  readonly draw: { readonly share: number; readonly seed: number } | null;
  readonly reader: string | null;
}

interface Candidate {
  readonly sliceId: number;
  readonly key: string;
  readonly label: TrainableLabel;
  readonly group: string;
  readonly links: readonly string[];
  readonly row: LabelledRow & { readonly pixelSha256: string };
}

/**
 * Seals slices into a test set, for good: they teach nothing, no choice is made by them, and they are predicted only when the
 * set is opened. Left out are slices whose label was given with the AI's answer in view, those without a label that
 * scores, and what is sealed or tied to sealed slices already; all are counted. A whole source with slices that a split has
 * used (or that hang together with such) is refused; a share is drawn from the others.
 * @throws ServiceError `already-used` naming files, `nothing-to-seal`, `too-few-slices`, `name-taken`, `not-searched`, `bad-share`
 */
export function sealTestSet(context: ServiceContext, request: SealRequest): TestSetRow {
  const { store } = context;
  return store.transaction(() => {
    const source = requireSource(context, request);
    const name = freeName(context, request.name);
    const { free, used, leftOut } = sortCandidates(context, source);
    if (request.draw === null && used.length > 0) throw alreadyUsed(context, used);
    const drawn = request.draw === null ? free : drawShare(free, request.draw);
    requireBothLabels(drawn);
    const manifestSha256 = manifestHash(drawn);
    const sliceIds = drawn.map(({ sliceId }) => sliceId);
    const testSet = {
      name,
      manifestSha256,
      origin: originOf(source, request.draw),
      leftOut: { ...leftOut, used: used.length },
      predictedBefore: countPredictedAmong(store.db, sliceIds),
      reader: cleanName(request.reader ?? '') || null,
      sealedMs: context.clock().getTime(),
    };
    const id = insertTestSet(store.db, testSet, drawn);
    writeEntry(context, testSet, drawn, source, request);
    return { id, slices: drawn.length, ...testSet };
  });
}

/** SHA-256 over the canonical JSON of slices by file, frame and pixels with their labels: what fixes a test set. */
function manifestHash(slices: readonly Candidate[]): string {
  return sha256OfText(canonicalJson(testSetManifest(slices.map(({ row, label }) => ({ ...row, label })))));
}

function requireSource(context: ServiceContext, { sourceId, draw }: SealRequest): SourceRow | null {
  if (draw !== null && !(draw.share > 0 && draw.share <= 1)) {
    throw new ServiceError('bad-share', `A share is more than 0 and at most 1, not ${draw.share}.`);
  }
  if (sourceId === null) {
    if (draw === null)
      throw new ServiceError('bad-share', 'Say which source is sealed, or which share of the unused slices.');
    return null;
  }
  const source = findSource(context.store.db, sourceId);
  if (!source) throw new ServiceError('no-source', `There is no source ${sourceId} in this project.`);
  return source;
}

function freeName(context: ServiceContext, given: string | null): string {
  const names = new Set(listTestSets(context.store.db).map(({ name }) => name));
  const wanted = cleanName(given ?? '');
  if (wanted !== '') {
    if (names.has(wanted))
      throw new ServiceError('name-taken', `There is a test set ${wanted} already. Choose another name.`);
    return wanted;
  }
  for (let number = 1; ; number += 1) if (!names.has(`T${number}`)) return `T${number}`;
}

/** The slices in question by what may become of them. */
function sortCandidates(context: ServiceContext, source: SourceRow | null) {
  const { db } = context.store;
  const inSource = source ? new Set(placesInOrder(db, source.id)) : null;
  const rows = labelledSlices(db).filter(({ sliceId }) => inSource === null || inSource.has(sliceId));
  const [used, sealed] = [usedSlices(db), sealedSlices(db)];
  const [aiSeen, inBulk] = [predictionSeenLabels(db), bulkLabels(db)];
  const sliceIds = rows.map(({ sliceId }) => sliceId);
  // What is set aside is not sealed: an excluded slice that cannot be read stops nothing.
  requireSearched(
    context,
    rows.filter(({ label }) => label !== 'excluded').map(({ sliceId }) => sliceId),
  );
  const grouped = groupedSlices(context, [...new Set([...sliceIds, ...used, ...sealed.keys()])]);
  const groupsOf = (ids: Iterable<number>) => new Set([...ids].map((id) => grouped.get(id)?.group));
  const [usedGroups, sealedGroups] = [groupsOf(used), groupsOf(sealed.keys())];
  const leftOut: LeftOut = {
    aiSeen: 0,
    inBulk: 0,
    noLabel: inSource ? inSource.size - rows.length : 0,
    sealed: 0,
    used: 0,
  };
  const counts = { ...leftOut };
  const sorted = { free: [] as Candidate[], used: [] as number[] };
  for (const row of rows) {
    const { sliceId, label, pixelSha256 } = row;
    const slice = grouped.get(sliceId);
    if (label === 'unsure' || label === 'excluded') counts.noLabel += 1;
    else if (!slice || pixelSha256 === null) continue;
    else if (usedGroups.has(slice.group)) sorted.used.push(sliceId);
    else if (sealedGroups.has(slice.group)) counts.sealed += 1;
    else if (aiSeen.has(sliceId)) counts.aiSeen += 1;
    else if (inBulk.has(sliceId)) counts.inBulk += 1;
    else sorted.free.push({ ...slice, label, row: { ...row, pixelSha256 } });
  }
  return { ...sorted, leftOut: counts };
}

/** Whole groups, so that of each label about the share is drawn; the same seed draws the same slices. */
function drawShare(free: readonly Candidate[], { share, seed }: { share: number; seed: number }): Candidate[] {
  const dealt = splitSlices(free, { seed, heldOutFraction: share, validationFraction: 0, earlier: [] });
  const drawn = new Set(dealt.filter(({ part }) => part === 'held-out').map(({ key }) => key));
  return free.filter(({ key }) => drawn.has(key));
}

function requireBothLabels(slices: readonly Candidate[]): void {
  if (slices.length === 0) {
    throw new ServiceError(
      'nothing-to-seal',
      'No slice can be sealed: each is unlabelled, used, sealed, labelled in bulk, or was read with the AI in view.',
    );
  }
  for (const label of ['haemorrhage', 'none'] as const) {
    if (slices.some((slice) => slice.label === label)) continue;
    const message = `None of the ${slices.length} slices that can be sealed is labelled ${label}. A test needs both.`;
    throw new ServiceError('too-few-slices', message);
  }
}

const NAMED = 5;

function alreadyUsed(context: ServiceContext, used: readonly number[]): ServiceError {
  const shown = used.slice(0, NAMED);
  const places = slicePlaces(context.store.db, shown);
  const names = shown.map((sliceId) => places.get(sliceId)?.file ?? `slice ${sliceId}`).join(', ');
  const more = used.length > shown.length ? ` and ${used.length - shown.length} more` : '';
  return new ServiceError(
    'already-used',
    `${used.length} slices of this source cannot be sealed, because they were used in development or hang together with ` +
      `slices that were: ${names}${more}. Seal a share instead, which is drawn from the others.`,
  );
}

function originOf(source: SourceRow | null, draw: SealRequest['draw']): TestSetOrigin {
  if (draw) return { kind: 'share', source: source?.name ?? null, ...draw };
  return { kind: 'source', source: source?.name ?? '' };
}

function writeEntry(
  context: ServiceContext,
  testSet: Omit<TestSetRow, 'id' | 'slices'>,
  slices: readonly Candidate[],
  source: SourceRow | null,
  { draw, reader }: SealRequest,
): void {
  const { name, manifestSha256, leftOut, predictedBefore } = testSet;
  const count = (label: TrainableLabel): number => slices.filter((slice) => slice.label === label).length;
  appendEntry(context, {
    event: 'test-sealed',
    reader,
    testSet: name,
    manifestSha256,
    haemorrhage: count('haemorrhage'),
    none: count('none'),
    aiSeen: leftOut.aiSeen,
    inBulk: leftOut.inBulk,
    noLabel: leftOut.noLabel,
    sealedBefore: leftOut.sealed,
    used: leftOut.used,
    predictedBefore,
    sourcePseudonym: source?.pseudonym ?? null,
    share: draw?.share ?? null,
    seed: draw?.seed ?? null,
  });
}
