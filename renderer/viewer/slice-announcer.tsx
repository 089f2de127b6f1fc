import { useEffect, useState } from 'react';
import { useViewer } from '../state/viewer-store.ts';
import { useWorklist } from '../state/worklist-store.ts';

/** How long one stays on a slice before it is said: going through a stack is not read aloud. */
const STAYED_MS = 600;

function sliceWord(): string {
  const { selectedId, numbers, items } = useWorklist.getState();
  const item = selectedId === null ? undefined : items.get(selectedId);
  const place = item && numbers.get(item.sliceId);
  if (!item || !place) return '';
  const { picture } = useViewer.getState();
  const state = picture.kind === 'loading' ? ', loading' : '';
  return `Slice ${place.number} of ${place.of}, ${item.read ? 'read' : 'unread'}${state}`;
}

/** Says to a screen reader which slice is on the screen, once one has stayed there. Nothing of the model, nothing of labels. */
export function SliceAnnouncer() {
  const selectedId = useWorklist((state) => state.selectedId);
  const [word, setWord] = useState('');
  useEffect(() => {
    if (selectedId === null) return undefined;
    const timer = setTimeout(() => setWord(sliceWord()), STAYED_MS);
    return () => clearTimeout(timer);
  }, [selectedId]);
  return (
    <p className="spoken-only" role="status" aria-label="Slice on the screen">
      {word}
    </p>
  );
}
