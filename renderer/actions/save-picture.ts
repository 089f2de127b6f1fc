import { call, messageOf } from '../api.ts';
import { closeDialog } from '../state/dialog-store.ts';
import { say } from '../state/toast-store.ts';
import { useViewer } from '../state/viewer-store.ts';

/** Marks the part of the page that a saved picture shows. */
export const CAPTURE_AREA = 'data-capture-area';

const nextFrame = (): Promise<unknown> => new Promise((resolve) => requestAnimationFrame(resolve));

/** Waits until what React and the style sheets changed is on the screen. */
async function drawn(): Promise<void> {
  for (let frame = 0; frame < 3; frame += 1) await nextFrame();
}

/** Saves the picture as it is seen, after the dialog that asked has gone; without the overlay, that is hidden meanwhile. */
export async function savePicture(withOverlay: boolean): Promise<void> {
  closeDialog();
  const { picture, heatmap } = useViewer.getState();
  const area = document.querySelector(`[${CAPTURE_AREA}]`)?.getBoundingClientRect();
  if (picture.kind !== 'ready' || !area) return say('info', 'There is no picture on the screen to save.');
  const page = document.documentElement;
  page.dataset.capture = withOverlay ? 'whole' : 'bare';
  useViewer.setState({ capturing: true });
  try {
    await drawn();
    const now = useViewer.getState().picture;
    if (now.kind !== 'ready' || now.sliceId !== picture.sliceId)
      return say('info', 'Another picture came. Nothing was saved.');
    const { path } = await call('picture.save', {
      sliceId: picture.sliceId,
      area: {
        x: Math.round(area.x),
        y: Math.round(area.y),
        width: Math.round(area.width),
        height: Math.round(area.height),
      },
      withOverlay,
      heatmap: heatmap.kind === 'here' ? heatmap.method : null,
    });
    if (path !== null) say('done', `Saved to ${path}.`);
  } catch (error) {
    say('problem', `The picture was not saved: ${messageOf(error)}`);
  } finally {
    delete page.dataset.capture;
    useViewer.setState({ capturing: false });
  }
}
