import { create } from 'zustand';
import type { OtherSlice } from '../../src/viewing/compared-slice.ts';
import type { DrawnHeat } from '../viewer/draw-heat.ts';

interface CompareState {
  /** What "other slice" stands for, in the source that is open. */
  readonly other: OtherSlice;
  /** The heat map of the slice on the screen as it is to be drawn, wherever; null while none may be. */
  readonly heat: DrawnHeat | null;
}

export const useCompare = create<CompareState>()(() => ({ other: { kind: 'none' }, heat: null }));
