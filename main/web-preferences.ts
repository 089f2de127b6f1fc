import type { WebPreferences } from 'electron';

/** What the page of the window may do: nothing but be drawn, and, while it is developed, be looked into. */
export function webPreferences(isPackaged: boolean): Omit<WebPreferences, 'preload' | 'session'> {
  return {
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    webviewTag: false,
    navigateOnDragDrop: false,
    spellcheck: false,
    devTools: !isPackaged,
    // A background window goes on drawing results as they come.
    backgroundThrottling: false,
  };
}
