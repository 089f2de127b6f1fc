import { messageOf } from '../api.ts';
import { say } from '../state/toast-store.ts';

/** Fills the screen with the app, or gives it back; Escape gives it back as well. */
export async function toggleFullScreen(): Promise<void> {
  try {
    if (document.fullscreenElement) await document.exitFullscreen();
    else await document.documentElement.requestFullscreen();
  } catch (error) {
    say('problem', `The screen could not be filled: ${messageOf(error)}`);
  }
}
