import { app, type BrowserWindow, type Session, type WebContents } from 'electron';
import { APP_ORIGIN } from '../src/contract/contract.ts';

/** Chromium's own background traffic, off: Overread never speaks to any network. Call before `ready`. */
export function switchOffNetworkFeatures(): void {
  const { commandLine } = app;
  for (const name of [
    'disable-background-networking',
    'disable-component-update',
    'disable-domain-reliability',
    'disable-breakpad',
    'disable-client-side-phishing-detection',
    'disable-sync',
    'no-pings',
    'no-proxy-server',
  ]) {
    commandLine.appendSwitch(name);
  }
  // No name resolves, so that nothing that slips past the request filter finds anywhere to go.
  commandLine.appendSwitch('host-resolver-rules', 'MAP * ~NOTFOUND');
  commandLine.appendSwitch('force-webrtc-ip-handling-policy', 'disable_non_proxied_udp');
  // The page asks main for files and folders, and never the person by dialogs of its own.
  commandLine.appendSwitch('disable-blink-features', 'FileSystemAccessLocal');
}

/** Whether a request may be made at all: our own scheme, and what the page itself holds in memory. */
export function mayRequest(url: string, packaged: boolean): boolean {
  if (url.startsWith(`${APP_ORIGIN}/`) || url.startsWith('blob:overread://') || url.startsWith('data:')) return true;
  return !packaged && (url.startsWith('devtools://') || url.startsWith('chrome-extension://'));
}

/** Denies every permission, download and request that is not ours, and everything that would fetch on its own. */
export function lockSession(session: Session, packaged: boolean): void {
  session.setSpellCheckerEnabled(false);
  session.setPermissionRequestHandler((_contents, _permission, decide) => decide(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler((_request, decide) => decide({}));
  session.on('select-usb-device', (event, _details, choose) => refuseChoice(event, choose));
  session.on('select-hid-device', (event, _details, choose) => refuseChoice(event, choose));
  session.on('select-serial-port', (event, _ports, _contents, choose) => refuseChoice(event, () => choose('')));
  session.on('will-download', (event) => event.preventDefault());
  session.webRequest.onBeforeRequest(({ url }, decide) => decide({ cancel: !mayRequest(url, packaged) }));
}

/** Lets the window's own page fill the screen, which is all that it may ask for: no other contents, no frame, no other origin. */
export function letFillScreen(session: Session, window: () => BrowserWindow | null): void {
  const isOurs = (contents: WebContents | null, isMainFrame: boolean, origin: string): boolean =>
    contents !== null && contents === window()?.webContents && isMainFrame && `${origin}/`.startsWith(`${APP_ORIGIN}/`);
  session.setPermissionRequestHandler((contents, permission, decide, { isMainFrame, requestingUrl }) =>
    decide(permission === 'fullscreen' && isOurs(contents, isMainFrame, requestingUrl)),
  );
  session.setPermissionCheckHandler(
    (contents, permission, origin, { isMainFrame }) =>
      permission === 'fullscreen' && isOurs(contents, isMainFrame, origin),
  );
}

/** Chooses no device: left alone, Electron would take the first, or go on looking for one. */
function refuseChoice(event: { preventDefault(): void }, choose: () => void): void {
  event.preventDefault();
  choose();
}

/** No page of ours goes anywhere else, opens a window, or embeds another page. */
export function lockContents(contents: WebContents): void {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  contents.on('will-navigate', (event) => event.preventDefault());
  contents.on('will-frame-navigate', (event) => event.preventDefault());
  contents.on('will-redirect', (event) => event.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.on('select-bluetooth-device', (event, _devices, choose) => refuseChoice(event, () => choose('')));
}
