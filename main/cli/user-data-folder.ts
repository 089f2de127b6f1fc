import os from 'node:os';
import path from 'node:path';

/** Where Electron keeps an app's data for this account (`app.getPath('userData')`), for a process that is not Electron. */
export function userDataFolder(
  productName: string,
  platform: NodeJS.Platform,
  { APPDATA, XDG_CONFIG_HOME }: NodeJS.ProcessEnv,
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
