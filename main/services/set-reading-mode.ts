import { createSeededRandom } from '../../src/random/seeded-random.ts';
import { modeChange, type ReadingMode } from '../../src/review/reading-mode.ts';
import { insertReadingMode, readingSetting, readsByMode } from '../store/reading-modes.ts';
import { appendEntry, type ServiceContext } from './service-context.ts';
import { ServiceError } from './service-error.ts';

export interface ReadingModeChange {
  readonly mode: ReadingMode;
  /** Whether the person was told that reads were made in another way, and goes on. */
  readonly confirmed: boolean;
  readonly reader: string;
}

/**
 * Changes how the project is read from now on. A `half` that is chosen anew is dealt anew, by a seed of its own.
 * @throws ServiceError `mixed-reads` where reads were made under another mode and nobody confirmed; `study-begun` in a reader
 * study that has reads
 */
export function setReadingMode(ctx: ServiceContext, change: ReadingModeChange): void {
  const { db } = ctx.store;
  const before = readingSetting(db);
  if (before.mode === change.mode) return;
  const counts = readsByMode(db);
  const verdict = modeChange(before.mode, change.mode, counts);
  if (verdict.kind === 'refused') throw new ServiceError('study-begun', verdict.words);
  if (verdict.kind === 'ask' && !change.confirmed) throw new ServiceError('mixed-reads', verdict.words);
  const setMs = ctx.clock().getTime();
  const seed = createSeededRandom(`${setMs} reading`).nextUint32();
  ctx.store.transaction(() => {
    insertReadingMode(db, { mode: change.mode, seed, setMs });
    appendEntry(ctx, {
      event: 'reading-mode-changed',
      reader: change.reader,
      before: before.mode,
      after: change.mode,
      seed,
      reads: counts.off + counts.on + counts.half,
    });
  });
}
