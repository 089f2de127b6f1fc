import type { AuditFacts } from '../../src/audit/audit-entry.ts';
import type { ReadRow } from '../store/reads.ts';
import type { SliceFacts } from '../store/slice-facts.ts';

/** What an act makes of a slice before it is written: its row but for what the writing gives it, and the slice's facts. */
export interface PlannedAct {
  readonly facts: SliceFacts;
  readonly act: Omit<ReadRow, 'id' | 'recordedMs' | 'auditSequence' | 'batchId'>;
}

/** What the log says of an act. */
export function entryFacts(facts: SliceFacts, read: ReadRow, batchSlices = 1): AuditFacts {
  const { currentLabel, modelId, ...sliceFacts } = facts;
  const common = {
    ...sliceFacts,
    reader: read.reader,
    readId: read.id,
    presentationId: read.presentationId,
    labelBefore: read.labelBefore,
    labelAfter: read.labelAfter,
    agreesWithModel: read.agreesWithModel,
    changesCurrentLabel: read.labelAfter !== currentLabel,
    reason: read.reason,
    confidence: read.confidence,
    decidedAfterMs: read.decidedAfterMs,
    predictionSeen: read.predictionSeen,
    ...(read.batchId === null ? {} : { batch: read.batchId, batchSlices }),
  };
  if (read.kind === 'read' || read.targetReadId === null) return { event: 'read', ...common };
  const event = read.kind === 'undo' ? 'read-undone' : 'read-redone';
  return { event, ...common, targetReadId: read.targetReadId };
}
