import path from 'node:path';
import { app, BrowserWindow, type Session, screen } from 'electron';
import { APP_ORIGIN } from '../src/contract/contract.ts';
import { webPreferences } from './web-preferences.ts';
import { fitPlace, openWindowPlace } from './window-place.ts';

/** The colour of the empty screen in a dark room, before the page has drawn. */
const BACKGROUND = '#111214';

/** Opens the one window: sandboxed, isolated, showing nothing but our own page. */
export function openMainWindow(session: Session): BrowserWindow {
  const remembered = openWindowPlace(app.getPath('userData'));
  const place = fitPlace(
    remembered.get(),
    screen.getAllDisplays().map((display) => display.workArea),
  );
  const window = new BrowserWindow({
    width: place.width,
    height: place.height,
    ...(place.x !== null && place.y !== null ? { x: place.x, y: place.y } : {}),
    minWidth: 900,
    minHeight: 600,
    title: 'Overread',
    backgroundColor: BACKGROUND,
    show: false,
    autoHideMenuBar: true,
    webPreferences: {
      ...webPreferences(app.isPackaged),
      preload: path.join(import.meta.dirname, 'preload.cjs'),
      session,
    },
  });
  window.once('ready-to-show', () => {
    if (place.maximized) window.maximize();
    window.show();
  });
  window.on('close', () => {
    const bounds = window.getNormalBounds();
    const { x, y, width, height } = bounds;
    try {
      remembered.set({ x, y, width, height, maximized: window.isMaximized() });
    } catch {
      // Where the window stood is not worth keeping it open for.
    }
  });
  void window.loadURL(`${APP_ORIGIN}/`);
  return window;
}

/** Tells when the window goes from the screen and comes back: the page, which is never throttled, is always told that it is seen. */
export function watchShown(window: BrowserWindow, told: (shown: boolean) => void): void {
  const tell = (): void => told(window.isVisible() && !window.isMinimized());
  window.on('minimize', tell);
  window.on('restore', tell);
  window.on('hide', tell);
  window.on('show', tell);
}

/** Brings the window to the front. */
export function focusWindow(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}
