import { useMemo } from 'react';
import { hidesAi } from './blind.ts';
import { useWorklist } from './worklist-store.ts';

/** Whether the AI of any slice of the list is hidden from its reader; follows the list. */
export function useHidesAi(): boolean {
  const items = useWorklist((state) => state.items);
  return useMemo(() => hidesAi(items.values()), [items]);
}
