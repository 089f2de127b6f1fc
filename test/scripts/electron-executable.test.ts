import { spawnSync } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { electronExecutable } from '../../scripts/electron.mjs';

const hasDisplay = process.platform !== 'linux' || Boolean(process.env.DISPLAY);

const MAIN = `
  const { app } = require('electron');
  app.whenReady().then(() => {
    const found = { name: app.getName(), version: app.getVersion(), path: app.getAppPath(), packaged: app.isPackaged };
    process.stdout.write('FOUND ' + JSON.stringify({ ...found, arguments: process.argv.slice(-2), ready: app.isReady() }) + '\\n');
    app.exit(0);
  });`;

// The official binary does this by itself; the fallback by the opener that the set-up gives it.
it.skipIf(!hasDisplay)('opens the app folder it is given, under its own name, with the arguments after it', () => {
  const folder = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'overread-app-')));
  try {
    const manifest = { name: 'probe', productName: 'Probe', version: '7.8.9', main: 'main.js' };
    writeFileSync(path.join(folder, 'package.json'), JSON.stringify(manifest));
    writeFileSync(path.join(folder, 'main.js'), MAIN);
    const electron = electronExecutable();
    const args = [...electron.args, folder, '--user-data-dir', path.join(folder, 'data')];
    const result = spawnSync(electron.path, args, { encoding: 'utf8' });
    const line = result.stdout.split('\n').find((text) => text.startsWith('FOUND '));
    expect(JSON.parse(line?.slice('FOUND '.length) ?? result.stderr)).toEqual({
      name: 'Probe',
      version: '7.8.9',
      path: folder,
      packaged: false,
      arguments: ['--user-data-dir', path.join(folder, 'data')],
      ready: true,
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
