import os from 'node:os';
import path from 'node:path';
import { productName } from '../package.json';

/** Where Electron keeps the app's own things for this account (`app.getPath('userData')`), for a process that is not Electron. */
export function userDataFolder(
  platform: NodeJS.Platform = process.platform,
  { APPDATA, XDG_CONFIG_HOME }: NodeJS.ProcessEnv = process.env,
): string {
  const home = os.homedir();
  switch (platform) {
    case 'darwin':
      return path.join(home, 'Library', 'Application Support', productName);
    case 'win32':
      return path.join(APPDATA ?? path.join(home, 'AppData', 'Roaming'), productName);
    default:
      return path.join(XDG_CONFIG_HOME || path.join(home, '.config'), productName);
  }
}

/** Small pictures of slices below it. */
export const thumbnailFolder = (userData: string): string => path.join(userData, 'thumbnails');
