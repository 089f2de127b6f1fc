import type { BrowserWindow, Session, WebContents } from 'electron';
import { expect, test, vi } from 'vitest';
import { letFillScreen } from '../../main/lock-down.ts';

vi.mock('electron', () => ({ app: {} }));

type Request = Parameters<Session['setPermissionRequestHandler']>[0];
type Check = Parameters<Session['setPermissionCheckHandler']>[0];

const own = { id: 1 } as WebContents;
const other = { id: 2 } as WebContents;
const PAGE = 'overread://app/';

/** What a session that `letFillScreen` set up says to a contents that asks for a permission, and to one that looks it up. */
function answers(window: WebContents | null) {
  let [request, check]: [Request, Check] = [null, null];
  const session = {
    setPermissionRequestHandler: (handler: Request) => {
      request = handler;
    },
    setPermissionCheckHandler: (handler: Check) => {
      check = handler;
    },
  } as unknown as Session;
  letFillScreen(session, () => (window === null ? null : ({ webContents: window } as BrowserWindow)));
  return (contents: WebContents | null, permission: string, requestingUrl: string, isMainFrame: boolean): string => {
    let asked = false;
    request?.(
      contents as WebContents,
      permission as 'fullscreen',
      (granted) => {
        asked = granted;
      },
      { isMainFrame, requestingUrl },
    );
    const looked = check?.(contents, permission as 'fullscreen', requestingUrl, { isMainFrame, requestingUrl });
    return `${asked} ${looked}`;
  };
}

test('the screen is filled by the main frame of the window on our own page alone', () => {
  const ask = answers(own);
  expect(ask(own, 'fullscreen', PAGE, true)).toBe('true true');
  expect(ask(other, 'fullscreen', PAGE, true)).toBe('false false');
  expect(ask(null, 'fullscreen', PAGE, true)).toBe('false false');
  expect(ask(own, 'fullscreen', PAGE, false)).toBe('false false');
  for (const url of ['https://example.org/', 'overread://app.example.org/', 'data:text/html,x', '']) {
    expect(ask(own, 'fullscreen', url, true), url).toBe('false false');
  }
  expect(answers(null)(own, 'fullscreen', PAGE, true)).toBe('false false');
});

test.each(['media', 'geolocation', 'notifications', 'clipboard-read', 'usb', 'openExternal', 'fileSystem'])(
  'the window’s own page is denied %s',
  (permission) => {
    expect(answers(own)(own, permission, PAGE, true)).toBe('false false');
  },
);
