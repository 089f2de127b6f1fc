/**
 * Whether a path names a share of another machine (`\\server\share`, `//server/share`) or a device namespace (`\\.\`,
 * `\\?\`). Windows answers the mere look at one with a request over the network that carries the person's log-in.
 */
export function isNetworkPath(path: string): boolean {
  return /^[\\/]{2}/.test(path);
}

/** What a person is told who names one. */
export const NETWORK_FOLDER =
  'Folders on other machines are not opened by their network name. Connect the share as a drive of this computer, and choose the folder there.';
