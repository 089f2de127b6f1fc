import { useViewer } from '../state/viewer-store.ts';
import { useWorklist } from '../state/worklist-store.ts';

/** How long what the model says waits for a picture that is loaded. */
const LONGEST_MS = 150;

/** Settles when a slice's picture is no longer being loaded: at once where none is, and after `LONGEST_MS` in any case. */
export function pictureHere(sliceId: number): Promise<void> {
  const loading = (): boolean => {
    const { picture } = useViewer.getState();
    return picture.kind === 'loading' && picture.sliceId === sliceId;
  };
  if (!loading()) return Promise.resolve();
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      stop();
      resolve();
    };
    const timer = setTimeout(end, LONGEST_MS);
    const stop = useViewer.subscribe(() => {
      if (!loading()) end();
    });
  });
}

/** Settles when the selected slice's picture is; of one that was selected while another's was awaited as well. */
export async function selectedPictureHere(): Promise<void> {
  const selected = (): number | null => useWorklist.getState().selectedId;
  const first = selected();
  if (first !== null) await pictureHere(first);
  const then = selected();
  if (then !== null && then !== first) await pictureHere(then);
}
