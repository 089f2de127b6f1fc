import type { StepOutcome } from '../../src/contract/mark-methods.ts';
import { nextStepOf } from './next-step.ts';
import { requireReader } from './present-slice.ts';
import { stepMark } from './record-mark.ts';
import { redoRead, undoRead } from './record-read.ts';
import type { ServiceContext } from './service-context.ts';
import { ServiceError } from './service-error.ts';

/** Takes back what this reader did last, a read or an act on a mark, wherever in the project. Appends; removes nothing. */
export function undoLast(ctx: ServiceContext, input: { reader: string }): StepOutcome {
  return step(ctx, input.reader, 'undo');
}

/** Restores what this reader took back last, unless something new was done since. */
export function redoLast(ctx: ServiceContext, input: { reader: string }): StepOutcome {
  return step(ctx, input.reader, 'redo');
}

function step(ctx: ServiceContext, name: string, direction: 'undo' | 'redo'): StepOutcome {
  const reader = requireReader(name);
  const kind = nextStepOf(ctx, reader)[direction];
  const canStep = () => {
    const { undo, redo } = nextStepOf(ctx, reader);
    return { canUndo: undo !== null, canRedo: redo !== null };
  };
  switch (kind) {
    case 'read': {
      const outcome = direction === 'undo' ? undoRead(ctx, { reader }) : redoRead(ctx, { reader });
      return { kind, outcome, ...canStep() };
    }
    case 'mark': {
      const outcome = ctx.store.transaction(() => stepMark(ctx, reader, direction));
      return { kind, outcome, ...canStep() };
    }
    case null:
      throw new ServiceError(`nothing-to-${direction}`, `You have nothing to ${direction} in this project.`);
  }
}
