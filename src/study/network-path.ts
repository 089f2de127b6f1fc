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

/** What a person is told who names a device of Windows. */
export const DEVICE_NAME =
  'A part of this path is a name that Windows keeps for a device (CON, NUL, COM1 and their like). Choose another name.';

const RESERVED = /^(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])[ .]*([.:]|$)/i;

/**
 * Whether a part of a path is a name that Windows keeps for a device, with whatever ending: opened, it is that device and no file.
 * @param platform as Node names it: elsewhere these are names like any other
 */
export function namesDevice(path: string, platform: string): boolean {
  return platform === 'win32' && path.split(/[\\/]/).some((part) => RESERVED.test(part.trimStart()));
}
