import { useWorklist } from '../state/worklist-store.ts';
import { pictures } from './picture-cache.ts';

/**
 * Asks for a slice's picture in the turn in which it is selected, before the page is drawn anew and before main is told that the slice
 * is on the screen: it is decoded meanwhile. Whoever shows it asks again, and hears what went wrong. Returns the way to stop.
 */
export function fetchSelected(): () => void {
  return useWorklist.subscribe(({ selectedId }, before) => {
    if (selectedId === null || selectedId === before.selectedId) return;
    pictures.get(selectedId).catch(() => undefined);
  });
}
