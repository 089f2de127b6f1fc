import os from 'node:os';
import path from 'node:path';

/** The name that Electron gives the app's folder: `productName` of package.json. */
const APP = 'Overread';

/** Where the app keeps its own things for this account, for the command line, which runs without Electron. */
export function userDataFolder(): string {
  const home = os.homedir();
  switch (process.platform) {
    case 'win32':
      return path.join(process.env.APPDATA ?? path.join(home, 'AppData', 'Roaming'), APP);
    case 'darwin':
      return path.join(home, 'Library', 'Application Support', APP);
    default:
      return path.join(process.env.XDG_CONFIG_HOME ?? path.join(home, '.config'), APP);
  }
}

/** Small pictures of slices below it. */
export const thumbnailFolder = (userData: string): string => path.join(userData, 'thumbnails');
