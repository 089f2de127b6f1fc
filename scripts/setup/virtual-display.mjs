import { spawn } from 'node:child_process';
import { hasVirtualDisplay } from './system-libraries.mjs';

/** @returns {boolean} whether windows can be opened here as things stand */
export function hasDisplay() {
  return process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}

/** @returns {boolean} whether a virtual display could be started */
export function canStartVirtualDisplay() {
  return process.platform === 'linux' && hasVirtualDisplay();
}

/**
 * Starts Xvfb on a display number that it chooses itself, so that several can run side by side.
 * @param {{outlivesSignals?: boolean}} [options] outlivesSignals: a signal to the process group does not reach it, since
 *   an Electron that loses its display before it has ended crashes; it ends when its last window is gone
 * @returns {Promise<{display: string, stop: () => void}>} display for DISPLAY
 */
export function startVirtualDisplay({ outlivesSignals = false } = {}) {
  const args = ['-displayfd', '3', '-screen', '0', '1600x1000x24', '-nolisten', 'tcp'];
  return new Promise((resolve, reject) => {
    const server = spawn('Xvfb', outlivesSignals ? [...args, '-terminate'] : args, {
      stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
      detached: outlivesSignals,
    });
    let said = '';
    server.stderr.on('data', (data) => {
      said += data;
    });
    server.once('error', reject);
    server.once('exit', (code) => reject(new Error(`Xvfb ended with code ${code}: ${said.trim()}`)));
    let number = '';
    server.stdio[3].on('data', (data) => {
      number += data;
      if (!number.includes('\n')) return;
      server.unref();
      for (const stream of [server.stderr, server.stdio[3]]) stream.unref?.();
      const stop = () => server.kill();
      process.once('exit', stop);
      resolve({ display: `:${number.trim()}`, stop });
    });
  });
}
