import { spawn } from 'node:child_process';
import path from 'node:path';
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

/** Runs an app folder in the Electron that the set-up made ready, on a virtual display where there is no other. */
export async function runElectronApp(
  appFolder: string,
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const { electronExecutable } = (await importScript('electron.mjs')) as ElectronScript;
  const { hasDisplay, startVirtualDisplay } = (await importScript('setup/virtual-display.mjs')) as DisplayScript;
  const electron = electronExecutable();
  const screen = hasDisplay() ? null : await startVirtualDisplay();
  try {
    const env = screen ? { ...process.env, DISPLAY: screen.display } : process.env;
    const child = spawn(electron.path, [...electron.args, appFolder], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (data) => {
      stdout += data;
    });
    child.stderr.on('data', (data) => {
      stderr += data;
    });
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
    return { code, stdout, stderr };
  } finally {
    screen?.stop();
  }
}
