import { create } from 'zustand';
import type { MethodInput } from '../../src/contract/contract.ts';
import type { AdjudicationCase, ReaderReport } from '../../src/contract/reader-methods.ts';
import type { RepeatSettings } from '../../src/review/hidden-repeats.ts';
import { call, messageOf } from '../api.ts';
import { sameOpening } from './app-store.ts';
import type { Loadable } from './loadable.ts';

export type WhichRead = MethodInput<'readers.report'>['reads'];

interface ReadersState {
  readonly reads: WhichRead;
  readonly report: Loadable<ReaderReport>;
  readonly repeats: RepeatSettings | null;
  /** What readers disagree on, since this person opened the adjudication queue; empty before. */
  readonly cases: readonly AdjudicationCase[];
}

const empty = { reads: 'first', report: { kind: 'idle' }, repeats: null, cases: [] } as const;

export const useReaders = create<ReadersState>()(() => empty);

export function clearReaders(): void {
  useReaders.setState(empty);
}

/** Reads the figures anew; what is on the screen stays until they are here. */
export async function loadReport(reads: WhichRead = useReaders.getState().reads): Promise<void> {
  const here = sameOpening();
  useReaders.setState(({ report }) => ({ reads, report: report.kind === 'ready' ? report : { kind: 'loading' } }));
  try {
    const [report, repeats] = await Promise.all([call('readers.report', { reads }), call('repeats.get', {})]);
    if (here()) useReaders.setState({ report: { kind: 'ready', value: report }, repeats });
  } catch (error) {
    if (here()) useReaders.setState({ report: { kind: 'failed', message: messageOf(error) } });
  }
}

/** Reads the cases anew, e.g. after one was decided. Throws CallFailed. */
export async function loadCases(): Promise<void> {
  const here = sameOpening();
  const { cases } = await call('adjudication.queue', { opening: false });
  if (here()) useReaders.setState({ cases });
}
