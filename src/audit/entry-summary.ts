import { figureLines } from '../marks/figure-words.ts';
import { READING_MODE_WORDS } from '../review/reading-mode.ts';
import { bleedWords } from '../review/study-call.ts';
import type { AuditEntry } from './audit-entry.ts';

type EntryOf<E extends AuditEntry['event']> = Extract<AuditEntry, { event: E }>;

const LABEL_WORDS = {
  haemorrhage: 'haemorrhage',
  none: 'no haemorrhage',
  unsure: 'unsure',
  excluded: 'excluded',
} as const;

const labelWord = (label: keyof typeof LABEL_WORDS | null): string =>
  label === null ? 'no label' : LABEL_WORDS[label];
const slicesWord = (count: number): string => (count === 1 ? '1 slice' : `${count} slices`);

type ReadEntry = EntryOf<'read' | 'repeat-read' | 'adjudication' | 'read-undone' | 'read-redone'>;

/**
 * One sentence for a reader's own act where the label is other readers' too: what this one said, and neither the label before nor
 * what an undo or redo settled. Null for an act that tells nothing of others.
 */
export function ownReadSummary(entry: AuditEntry): string | null {
  if (!isRead(entry)) return null;
  const slice = `${entry.fileSha256.slice(0, 8)}/${entry.frame}`;
  switch (entry.event) {
    case 'read-undone':
      return `Undid read ${entry.targetReadId} of slice ${slice}`;
    case 'read-redone':
      return `Redid read ${entry.targetReadId} of slice ${slice}`;
    case 'adjudication':
      return `Adjudicated slice ${slice}: ${labelWord(entry.labelAfter)}`;
    case 'repeat-read':
      return readSummary(entry);
    case 'read':
      return `Read slice ${slice}: ${labelWord(entry.labelAfter)}`;
  }
}

const isRead = (entry: AuditEntry): entry is ReadEntry => 'changesCurrentLabel' in entry;

function readSummary(entry: ReadEntry): string {
  const slice = `${entry.fileSha256.slice(0, 8)}/${entry.frame}`;
  const change = entry.changesCurrentLabel
    ? `${labelWord(entry.labelBefore)} → ${labelWord(entry.labelAfter)}`
    : `${labelWord(entry.labelAfter)}, unchanged`;
  if (entry.event === 'read-undone') return `Undid read ${entry.targetReadId} of slice ${slice}: ${change}`;
  if (entry.event === 'read-redone') return `Redid read ${entry.targetReadId} of slice ${slice}: ${change}`;
  if (entry.event === 'adjudication') return `Adjudicated slice ${slice}: ${change}`;
  if (entry.event === 'repeat-read') {
    return `Read slice ${slice} again as a hidden repeat of read ${entry.repeatedReadId}: ${labelWord(entry.labelAfter)}`;
  }
  if (entry.agreesWithModel === null) return `Read slice ${slice}: ${change}`;
  return `Read slice ${slice}: ${change}; ${entry.agreesWithModel ? 'agrees with' : 'overrides'} ${entry.model}`;
}

const disputedWords = ({ disputed }: EntryOf<'dataset-frozen'>): string =>
  disputed ? `, ${disputed} in dispute left out` : '';
const unreadWords = ({ unread }: EntryOf<'dataset-frozen' | 'near-duplicates-searched'>): string =>
  unread ? `, ${unread} left out that could not be read` : '';
function studyCallSummary(entry: EntryOf<'study-called' | 'study-call-undone' | 'study-call-redone'>): string {
  const study = entry.studyPseudonym.slice(0, 8);
  const says = entry.labelAfter === null ? 'no call' : labelWord(entry.labelAfter);
  const bleeds = entry.bleeds.length === 0 ? '' : ` (${bleedWords(entry.bleeds)})`;
  if (entry.event === 'study-call-undone')
    return `Undid call ${entry.targetCallId} of study ${study}: ${says}${bleeds}`;
  if (entry.event === 'study-call-redone')
    return `Redid call ${entry.targetCallId} of study ${study}: ${says}${bleeds}`;
  return `Called study ${study}: ${says}${bleeds}; ${entry.slicesShown} of ${slicesWord(entry.slices)} shown`;
}

function markSummary(
  entry: EntryOf<'mark-added' | 'mark-changed' | 'mark-removed' | 'mark-undone' | 'mark-redone'>,
): string {
  const place = `on slice ${entry.fileSha256.slice(0, 8)}/${entry.frame}`;
  const mark = `${entry.markKind} ${entry.markId} ${place}`;
  const figures = entry.figures === null ? '' : figureLines(entry.figures).join(', ');
  switch (entry.event) {
    case 'mark-added':
      return `Drew ${mark}${figures && `: ${figures}`}`;
    case 'mark-changed':
      return `Changed ${mark}${figures && `: ${figures}`}`;
    case 'mark-removed':
      return `Removed ${mark}`;
    case 'mark-undone':
      return `Undid that ${mark} was ${entry.targetAct}`;
    case 'mark-redone':
      return `Redid that ${mark} was ${entry.targetAct}`;
  }
}

function judgedSummary(entry: EntryOf<'near-duplicate-judged'>): string {
  const pair = `${entry.fileSha256.slice(0, 8)}/${entry.frame} and ${entry.otherFileSha256.slice(0, 8)}/${entry.otherFrame}`;
  switch (entry.after) {
    case 'confirmed':
      return `Confirmed that ${pair} are near-duplicates`;
    case 'rejected':
      return `Said that ${pair} are not the same`;
    case 'candidate':
      return `Took back the judgement of ${pair}`;
  }
}

/** Entries from before it was noted do not say on what a model was measured. */
function measuredOnWords({ evidence, source }: EntryOf<'model-evaluated'>): string {
  if (source !== undefined) return `, of ${source}`;
  return evidence === 'held-out' ? ', held out' : '';
}

const namesWords = ({ identifiers }: { readonly identifiers: 'pseudonyms' | 'originals' }): string =>
  identifiers === 'originals' ? 'in the original names' : 'by pseudonyms';

/** One sentence for the timeline that says what an entry tells of. */
export function entrySummary(entry: AuditEntry): string {
  switch (entry.event) {
    case 'project-created':
      return entry.synthetic ? 'Made the project (synthetic)' : 'Made the project';
    case 'reading-mode-changed':
      return `Changed the way of reading from ${READING_MODE_WORDS[entry.before]} to ${READING_MODE_WORDS[entry.after]}, with ${entry.reads} reads made`;
    case 'source-added':
      return `Added ${entry.sourcePseudonym}: ${slicesWord(entry.slices)}, ${entry.labelled} labelled, ${entry.refused} files refused`;
    case 'source-changed':
      return `Read ${entry.sourcePseudonym} again: ${slicesWord(entry.slices)}, ${entry.refused} files refused`;
    case 'source-moved':
      return `Pointed ${entry.sourcePseudonym} to its new place`;
    case 'slices-predicted':
      return `${entry.model} predicted ${slicesWord(entry.slices)} of ${entry.sourcePseudonym}, ${entry.failed} failed`;
    case 'read':
    case 'repeat-read':
    case 'adjudication':
    case 'read-undone':
    case 'read-redone':
      return readSummary(entry);
    case 'study-called':
    case 'study-call-undone':
    case 'study-call-redone':
      return studyCallSummary(entry);
    case 'study-calls-exported':
      return `Exported ${entry.calls} study ${entry.calls === 1 ? 'call' : 'calls'}`;
    case 'mark-added':
    case 'mark-changed':
    case 'mark-removed':
    case 'mark-undone':
    case 'mark-redone':
      return markSummary(entry);
    case 'marks-exported':
      return `Exported ${entry.marks === 1 ? '1 mark' : `${entry.marks} marks`}${entry.of === null ? '' : ` of ${entry.of}`}`;
    case 'dataset-frozen':
      return `Froze data set ${entry.datasetVersion}: ${entry.haemorrhage} with haemorrhage, ${entry.none} without, ${entry.corrected} corrected${disputedWords(entry)}${unreadWords(entry)}`;
    case 'dataset-exported':
      return `Exported data set ${entry.datasetVersion}: ${slicesWord(entry.slices)}`;
    case 'shortcuts-audited':
      return `Measured what gives the label away on ${slicesWord(entry.n)} of ${entry.datasetVersion}`;
    case 'training-started':
      return `Started run ${entry.run}: ${entry.architecture} on ${entry.datasetVersion}, ${entry.rounds} rounds, seed ${entry.seed}`;
    case 'training-ended':
      return `Run ${entry.run} ${entry.outcome}${entry.model === null ? '' : `, made ${entry.model}`}`;
    case 'training-continued':
      return `Continued run ${entry.run} from ${entry.network > 1 ? `network ${entry.network}, ` : ''}round ${entry.round}, step ${entry.step}`;
    case 'checkpoint-discarded':
      return `Discarded the checkpoint of run ${entry.run}`;
    case 'cross-validation-started':
      return `Started cross-validation ${entry.crossValidation}: ${entry.architectures.join(' or ')} on ${entry.datasetVersion}, ${entry.folds} folds, ${entry.repeats} ${entry.repeats === 1 ? 'repeat' : 'repeats'}, seed ${entry.seed}`;
    case 'cross-validation-continued':
      return `Continued cross-validation ${entry.crossValidation} with ${entry.foldsDone} folds done`;
    case 'cross-validation-ended':
      return `Cross-validation ${entry.crossValidation} ${entry.outcome}`;
    case 'run-replayed':
      return `Replayed run ${entry.run}: ${entry.same ? 'the same weights as' : 'not the same weights as'} ${entry.model}`;
    case 'model-evaluated':
      return `Measured ${entry.model} on ${slicesWord(entry.n)} of ${entry.datasetVersion}${measuredOnWords(entry)}`;
    case 'heatmaps-checked':
      return `Checked the heatmaps of ${entry.model} against random weights on ${slicesWord(entry.n)}`;
    case 'model-promoted':
      return `Promoted ${entry.model}${entry.replaced === null ? '' : ` in place of ${entry.replaced}`}`;
    case 'near-duplicates-searched':
      return `Searched ${slicesWord(entry.slices)} for near-duplicates: ${entry.found} new pairs${unreadWords(entry)}`;
    case 'near-duplicate-judged':
      return judgedSummary(entry);
    case 'split-given':
      return `Took a split of ${entry.datasetVersion} from a table: ${entry.training} training, ${entry.validation} validation, ${entry.heldOut} held out`;
    case 'split-replaced':
      return `Dealt a new split of ${entry.datasetVersion}: the known one had ${entry.leakingPairs} pairs in different parts`;
    case 'test-sealed':
      return `Sealed test set ${entry.testSet}: ${entry.haemorrhage} with haemorrhage, ${entry.none} without`;
    case 'test-opened':
      return `Opened test set ${entry.testSet}, look ${entry.look}: ${entry.model} on ${slicesWord(entry.n)}`;
    case 'model-card-exported':
      return `Exported the model card of ${entry.model}: SHA-256 ${entry.cardSha256.slice(0, 12)}`;
    case 'reader-signed-in':
      return 'Signed in';
    case 'reader-signed-out':
      return 'Signed out';
    case 'repeats-set':
      return `Set hidden repeats: ${Math.round(entry.share * 100)} % of the slices read, after ${entry.afterReads} others and ${entry.afterMinutes} minutes, seed ${entry.seed}`;
    case 'adjudication-opened':
      return `Opened the adjudication queue: ${slicesWord(entry.open)} in dispute, ${entry.decided} decided`;
    case 'readers-exported':
      return `Exported the figures on readers and ${entry.reads} reads`;
    case 'doubt-zone-set':
      return `Set the zone of doubt to ${entry.width} (it was ${entry.before})`;
    case 'report-exported':
      return `Exported a structured report of ${entry.studyPseudonym}: ${entry.reads} ${entry.reads === 1 ? 'read' : 'reads'}, ${namesWords(entry)}`;
    case 'picture-exported':
      return `Saved a picture of slice ${entry.fileSha256.slice(0, 8)}/${entry.frame}${entry.heatmap === null ? '' : `, with the heatmap (${entry.heatmap})`}`;
    case 'predictions-exported':
      return `Exported what ${entry.model} says of ${entry.rows === 1 ? '1 file' : `${entry.rows} files`}, ${namesWords(entry)}`;
    case 'heatmaps-exported':
      return `Exported ${entry.heatmaps === 1 ? '1 heatmap' : `${entry.heatmaps} heatmaps`} (${entry.method}) of ${entry.model}, ${namesWords(entry)}`;
    case 'study-purged':
      return `Purged study ${entry.studyPseudonym.slice(0, 14)} with ${slicesWord(entry.slices)}`;
    case 'audit-exported':
      return `Exported the audit report with ${entry.entries} entries`;
    case 'project-restored':
      return entry.leftEntries === null
        ? `Restored the backup ${entry.backup}; the log before it could not be read`
        : `Restored the backup ${entry.backup}, from a log of ${entry.leftEntries} entries`;
  }
}
