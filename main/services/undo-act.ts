import type { ActOutcome } from '../../src/contract/study-methods.ts';
import { readerStack } from '../../src/review/read-transition.ts';
import { type ReaderActKind, readerActsBackwards } from '../store/reader-acts.ts';
import { stepBack } from './bulk-read.ts';
import { canStep } from './can-step.ts';
import { requireReader } from './present-slice.ts';
import { stepMark } from './record-mark.ts';
import { redoStudyCall, undoStudyCall } from './record-study-call.ts';
import type { ServiceContext } from './service-context.ts';
import { ServiceError } from './service-error.ts';

/** Takes back the reader's newest act that stands, a read (or a batch of them), a mark or a call of a study: the one with the newest audit entry. */
export async function undoAct(ctx: ServiceContext, input: { reader: string }): Promise<ActOutcome> {
  switch (newestAct(ctx, input.reader, 'undo')) {
    case 'read':
      return { kind: 'read', outcome: await stepBack(ctx, input, 'undo') };
    case 'study-call':
      return { kind: 'study-call', outcome: undoStudyCall(ctx, input) };
    case 'mark':
      return stepOfMark(ctx, input.reader, 'undo');
  }
}

/** Restores what the reader's last undo took back, unless they read or called something since. */
export async function redoAct(ctx: ServiceContext, input: { reader: string }): Promise<ActOutcome> {
  switch (newestAct(ctx, input.reader, 'redo')) {
    case 'read':
      return { kind: 'read', outcome: await stepBack(ctx, input, 'redo') };
    case 'study-call':
      return { kind: 'study-call', outcome: redoStudyCall(ctx, input) };
    case 'mark':
      return stepOfMark(ctx, input.reader, 'redo');
  }
}

function stepOfMark(ctx: ServiceContext, name: string, step: 'undo' | 'redo'): ActOutcome {
  const reader = requireReader(name);
  const outcome = ctx.store.transaction(() => stepMark(ctx, reader, step));
  return { kind: 'mark', outcome, ...canStep(ctx, reader) };
}

/** Of which kind the act is that the reader's next undo or redo is about, over acts of all kinds. */
function newestAct(ctx: ServiceContext, name: string, step: 'undo' | 'redo'): ReaderActKind {
  const reader = requireReader(name);
  const kinds = new Map<number, ReaderActKind>();
  const acts = function* () {
    for (const act of readerActsBackwards(ctx.store.db, reader)) {
      kinds.set(act.targetReadId ?? act.id, act.of);
      yield act;
    }
  };
  const target = readerStack(acts())[step];
  const kind = target === null ? undefined : kinds.get(target);
  if (!kind) throw new ServiceError(`nothing-to-${step}`, `You have nothing to ${step} in this project.`);
  return kind;
}
