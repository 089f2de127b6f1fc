import { Eye } from 'lucide-react';
import type { ReactNode } from 'react';
import { unveilSlices } from '../actions/unveil-slices.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import type { EvaluationView } from './evaluation-view.ts';
import { useOnRecord } from './use-on-record.ts';

/**
 * What tells of single slices what the model thinks and what their labels are. Where main hides any of them from this reader it does
 * not say which is which before they ask; what is drawn goes on record first.
 */
export function SlicesGate({ view, children }: { readonly view: EvaluationView; readonly children: ReactNode }) {
  const shown = view.hidden.length === 0;
  const onRecord = useOnRecord(view.modelId, view.slices, shown);
  if (!shown) {
    return (
      <EmptyState
        icon={Eye}
        title="The slices are hidden (blind-first)"
        actions={<Button onClick={() => void unveilSlices(view.modelId, view.hidden)}>Show the slices</Button>}
      >
        They tell what the model thinks and what their labels are. Later reads of them will be logged as made after
        seeing it.
      </EmptyState>
    );
  }
  return onRecord ? children : null;
}
