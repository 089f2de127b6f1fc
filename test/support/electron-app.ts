import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { collectOutput, type ProcessOutput } from './collect-output.ts';
import { PROJECT_ROOT } from './shared-data.ts';

interface ElectronScript {
  electronExecutable(): { path: string; args: string[]; version: string };
}
interface DisplayScript {
  hasDisplay(): boolean;
  startVirtualDisplay(): Promise<{ display: string; stop: () => void }>;
}

/** The set-up scripts are plain JavaScript. */
function importScript(name: string): Promise<unknown> {
  return import(path.join(PROJECT_ROOT, 'scripts', name));
}

/** Makes an app of a folder that holds main.cjs, and runs it in the Electron that the set-up made ready, on a virtual display where there is no other. */
export async function runElectronApp(appFolder: string): Promise<ProcessOutput> {
  const { electronExecutable } = (await importScript('electron.mjs')) as ElectronScript;
  const { hasDisplay, startVirtualDisplay } = (await importScript('setup/virtual-display.mjs')) as DisplayScript;
  const electron = electronExecutable();
  writeFileSync(path.join(appFolder, 'package.json'), '{"name":"overread-test","main":"main.cjs"}');
  const screen = hasDisplay() ? null : await startVirtualDisplay();
  try {
    const env = screen ? { ...process.env, DISPLAY: screen.display } : process.env;
    const child = spawn(electron.path, [...electron.args, appFolder], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    return await collectOutput(child);
  } finally {
    screen?.stop();
  }
}
