import { readerKey } from '../../src/review/reader-key.ts';
import { knownReaders } from '../store/readers.ts';
import { readersOfSlices } from '../store/reads.ts';
import { sightOf, type Viewer } from './reader-sight.ts';
import type { ServiceContext } from './service-context.ts';

export interface OpenFigures {
  /** Whether nobody else has joined or read. */
  readonly alone: boolean;
  isOpen(sliceId: number): boolean;
}

/**
 * Which of these slices may be in a figure that the viewer sees. With other readers in the project those that the viewer has read
 * and gone on from, so that no total depends on somebody else's read of a slice that they are still to read; alone in it, all
 * but those that they have acted on and whose labels are closed to them still, so that no total answers their read.
 */
export function openToFigures(ctx: ServiceContext, viewer: Viewer, sliceIds: readonly number[]): OpenFigures {
  const { db } = ctx.store;
  const sight = sightOf(ctx, viewer, sliceIds);
  const own = readerKey(viewer.reader);
  const acts = readersOfSlices(db, sliceIds).filter(({ reader }) => readerKey(reader) === own);
  const acted = new Set(acts.map(({ sliceId }) => sliceId));
  const alone = knownReaders(db).every(({ name }) => readerKey(name) === own);
  return { alone, isOpen: (sliceId) => (acted.has(sliceId) ? sight(sliceId).truth : alone) };
}
