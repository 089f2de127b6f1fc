import { useEffect, useState } from 'react';
import { repeatedFigures } from '../../src/statistics/repeated-figures.ts';
import type { ScoredSlice } from '../../src/statistics/scored-slices.ts';
import type { EvaluationView, Figures } from './evaluation-view.ts';

/** The slider rests this long before its intervals are made: 2000 resamples are not drawn at every step of it. */
const REST_MS = 250;
/** As for the figures that are stored, so that the same threshold gives the same intervals. */
const INTERVAL_SEED = 1;

interface Settled {
  readonly view: EvaluationView;
  readonly threshold: number | null;
  readonly prevalence: number | null;
  readonly figures: Figures;
}

/** The slices of each repeat in one order, as figures over repeats want them. */
export function repeatsOf({ measured, slices }: EvaluationView): ScoredSlice[][] {
  return measured.map((_, repeat) =>
    slices.map(({ label, group, repeats }) => ({ label, group, probability: repeats[repeat]?.probability ?? 0 })),
  );
}

/** Every figure with its interval at a threshold (null: the stored one) and a prevalence; null while the slider moves. */
export function useFigures(view: EvaluationView, threshold: number | null, prevalence: number | null): Figures | null {
  const [settled, setSettled] = useState<Settled | null>(null);
  const stored = threshold === null && prevalence === null;
  useEffect(() => {
    if (stored) return undefined;
    const timer = setTimeout(() => {
      const options = { threshold: threshold ?? view.storedThreshold, prevalence, seed: INTERVAL_SEED };
      setSettled({ view, threshold, prevalence, figures: repeatedFigures(repeatsOf(view), options) });
    }, REST_MS);
    return () => clearTimeout(timer);
  }, [stored, view, threshold, prevalence]);
  if (stored) return view.figures;
  const fits = settled?.view === view && settled.threshold === threshold && settled.prevalence === prevalence;
  return fits ? settled.figures : null;
}
