import { contextBridge, ipcRenderer, webUtils } from 'electron';

// The preload imports nothing but Electron; main/ipc.ts and the contract hold the same names.
const CALL_CHANNEL = 'overread:call';
const EVENT_CHANNEL = 'overread:event';
const DELIVERY_CHANNEL = 'overread:delivery';

// A port of a decoding process goes to the page as it is: over the bridge each body would be copied twice more.
ipcRenderer.on(DELIVERY_CHANNEL, ({ ports }) =>
  window.postMessage(DELIVERY_CHANNEL, window.location.origin, [...ports]),
);

contextBridge.exposeInMainWorld('overread', {
  /** One call of the contract; the reply is a value, `ok` or `error`. */
  call: (method: string, input: unknown): Promise<unknown> => ipcRenderer.invoke(CALL_CHANNEL, method, input),
  /** Hears every event that main pushes; the returned function ends it. */
  onEvent: (listener: (event: unknown) => void): (() => void) => {
    const forward = (_: unknown, event: unknown): void => listener(event);
    ipcRenderer.on(EVENT_CHANNEL, forward);
    return () => {
      ipcRenderer.removeListener(EVENT_CHANNEL, forward);
    };
  },
  /** The path of a file or folder that the person dropped on the window. */
  pathForFile: (file: File): string => webUtils.getPathForFile(file),
});
