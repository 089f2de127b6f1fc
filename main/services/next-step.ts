import { nextStep } from '../../src/review/next-step.ts';
import { markHistory } from '../store/mark-acts.ts';
import { readHistory } from '../store/read-history.ts';
import type { ServiceContext } from './service-context.ts';

/** What this reader's next undo and redo are about, a read or a mark, wherever in the project; null: nothing. */
export function nextStepOf(ctx: ServiceContext, reader: string): ReturnType<typeof nextStep<'read' | 'mark'>> {
  const { db } = ctx.store;
  return nextStep<'read' | 'mark'>([readHistory(db, reader), markHistory(db, reader)]);
}
