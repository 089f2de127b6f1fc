import { Eye } from 'lucide-react';
import type { ReactNode } from 'react';
import { useEvaluation } from '../state/evaluation-store.ts';
import { useReadsBlind } from '../state/use-reads-blind.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import type { EvaluationView } from './evaluation-view.ts';
import { useOnRecord } from './use-on-record.ts';

/** What tells of single slices what the model thinks: hidden while blind until asked for, drawn once that is on record. */
export function SlicesGate({ view, children }: { readonly view: EvaluationView; readonly children: ReactNode }) {
  const slicesShown = useEvaluation((state) => state.slicesShown);
  const blind = useReadsBlind();
  const shown = !blind || slicesShown;
  const onRecord = useOnRecord(view.modelId, view.slices, shown);
  if (!shown) {
    return (
      <EmptyState
        icon={Eye}
        title="The slices are hidden (blind-first)"
        actions={<Button onClick={() => useEvaluation.setState({ slicesShown: true })}>Show the slices</Button>}
      >
        They tell what the model thinks. Later reads of them will be logged as made after seeing it.
      </EmptyState>
    );
  }
  return onRecord ? children : null;
}
