import type { AuditFacts } from '../../src/audit/audit-entry.ts';
import type { Label } from '../../src/review/label.ts';
import type { ReadRow } from '../store/reads.ts';
import type { SliceFacts } from '../store/slice-facts.ts';
import type { PurposeOfRead } from './read-purpose.ts';

/** Under which way of reading a read was made, how the slice was drawn and since when; nothing for one that was not shown here. */
export type ReadingFacts = Pick<
  Extract<AuditFacts, { event: 'read' }>,
  'readingMode' | 'arm' | 'labelsSeen' | 'view' | 'sinceShownMs'
>;

/** What an act makes of a slice before it is written: its row but for what the writing gives it, and the slice's facts. */
export interface PlannedAct {
  readonly facts: SliceFacts;
  readonly act: Omit<ReadRow, 'id' | 'recordedMs' | 'auditSequence' | 'batchId' | 'adjudication'>;
  readonly how: ReadingFacts;
}

/** An act as it is written. */
export interface WrittenAct extends Pick<PlannedAct, 'facts' | 'how'> {
  readonly read: ReadRow;
  /** The slice's label that the acts settle on with this one. */
  readonly settledLabel: Label | null;
  /** How many acts its batch has, where it is of one. */
  readonly batchSlices: number;
}

/** What the log says of an act. */
export function entryFacts({ facts, how, read, settledLabel, batchSlices }: WrittenAct): AuditFacts {
  const { currentLabel, modelId, ...sliceFacts } = facts;
  const common = {
    ...sliceFacts,
    reader: read.reader,
    readId: read.id,
    presentationId: read.presentationId,
    labelBefore: read.labelBefore,
    labelAfter: read.labelAfter,
    agreesWithModel: read.agreesWithModel,
    changesCurrentLabel: settledLabel !== currentLabel,
    reason: read.reason,
    confidence: read.confidence,
    decidedAfterMs: read.decidedAfterMs,
    predictionSeen: read.predictionSeen,
    ...how,
    ...(read.batchId === null ? {} : { batch: read.batchId, batchSlices }),
  };
  if (read.kind === 'read' || read.targetReadId === null) return readEntry(read, common);
  const event = read.kind === 'undo' ? 'read-undone' : 'read-redone';
  return { event, ...common, targetReadId: read.targetReadId };
}

function readEntry<T extends object>({ purpose, repeatedReadId }: PurposeOfRead, common: T) {
  if (purpose === 'adjudication') return { event: 'adjudication', ...common } as const;
  if (repeatedReadId !== null) return { event: 'repeat-read', ...common, repeatedReadId } as const;
  return { event: 'read', ...common } as const;
}
