import os from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { userDataFolder } from '../../main/user-data.ts';

const home = os.homedir();

test.each([
  ['linux', {}, path.join(home, '.config', 'Overread')],
  ['linux', { XDG_CONFIG_HOME: '/kept/here' }, path.join('/kept/here', 'Overread')],
  ['linux', { XDG_CONFIG_HOME: '' }, path.join(home, '.config', 'Overread')],
  ['darwin', {}, path.join(home, 'Library', 'Application Support', 'Overread')],
  ['win32', {}, path.join(home, 'AppData', 'Roaming', 'Overread')],
  ['win32', { APPDATA: '/roaming' }, path.join('/roaming', 'Overread')],
] as const)('on %s with %o the command line finds the app’s own folder', (platform, environment, folder) => {
  expect(userDataFolder(platform, environment)).toBe(folder);
});
