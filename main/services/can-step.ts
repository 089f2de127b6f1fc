import { readerStack } from '../../src/review/read-transition.ts';
import { readerActsBackwards } from '../store/reader-acts.ts';
import type { ServiceContext } from './service-context.ts';

/** Whether this reader has anything to undo or redo in the project, of whatever kind. */
export function canStep(ctx: ServiceContext, reader: string): { canUndo: boolean; canRedo: boolean } {
  const { undo, redo } = readerStack(readerActsBackwards(ctx.store.db, reader));
  return { canUndo: undo !== null, canRedo: redo !== null };
}
