import type { BrowserWindow } from 'electron';
import type { WindowArea } from './app-context.ts';
import { ServiceError } from './services/service-error.ts';

/**
 * A PNG of a part of the window as it is on the screen, in the screen's own pixels.
 * @throws ServiceError `no-picture` where there is nothing to take
 */
export async function captureWindow(window: BrowserWindow | null, area: WindowArea): Promise<Uint8Array> {
  const image = window && !window.isDestroyed() ? await window.webContents.capturePage({ ...area }) : null;
  if (image === null || image.isEmpty()) {
    throw new ServiceError('no-picture', 'The window could not be photographed. Bring it to the front and try again.');
  }
  return new Uint8Array(image.toPNG());
}
