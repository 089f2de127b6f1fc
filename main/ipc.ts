import { type BrowserWindow, ipcMain, type WebFrameMain } from 'electron';
import {
  APP_ORIGIN,
  type AppEvent,
  CALL_CHANNEL,
  type CallReply,
  EVENT_CHANNEL,
  eventSchema,
  type Handlers,
} from '../src/contract/contract.ts';
import { answerCall } from './call.ts';

export interface IpcOptions {
  readonly handlers: Handlers;
  /** The one window whose main frame may call. */
  readonly window: () => BrowserWindow | null;
  readonly onFailure: (method: string, error: unknown) => void;
  /** Hears of each call of our page, and of its end. */
  readonly onCall: () => void;
}

/** Whether a frame is the main frame of our window, showing our own page. */
export function isOurFrame(frame: WebFrameMain | null, window: BrowserWindow | null): boolean {
  if (!frame || !window || window.isDestroyed()) return false;
  const isMainFrame = frame.parent === null && frame === window.webContents.mainFrame;
  return isMainFrame && frame.url.startsWith(`${APP_ORIGIN}/`);
}

/** Serves the contract on its one channel. */
export function serveCalls({ handlers, window, onFailure, onCall }: IpcOptions): void {
  ipcMain.handle(CALL_CHANNEL, async (event, method: unknown, input: unknown): Promise<CallReply> => {
    if (!isOurFrame(event.senderFrame, window())) {
      return {
        kind: 'error',
        error: { code: 'bad-sender', message: 'This page may not call Overread.', details: null },
      };
    }
    onCall();
    // A long answer keeps the person waiting until it is there.
    return answerCall(handlers, method, input, onFailure).finally(onCall);
  });
}

/** Sends an event of the contract to the window. One that does not fit its schema is not sent, and is told of. */
export function sendEvent(
  window: BrowserWindow | null,
  event: AppEvent,
  onFailure: (where: string, error: unknown) => void,
): void {
  if (!window || window.isDestroyed()) return;
  const parsed = eventSchema.safeParse(event);
  if (!parsed.success) {
    onFailure(`event ${event.kind}`, parsed.error);
    return;
  }
  if (!window.webContents.mainFrame.url.startsWith(`${APP_ORIGIN}/`)) return;
  window.webContents.send(EVENT_CHANNEL, parsed.data);
}
