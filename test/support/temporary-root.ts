import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** What Node, Python and Chromium take for the folder of temporary files; the last two on Windows. */
const NAMES = ['TMPDIR', 'TEMP', 'TMP'];

/** The global set-up of both suites: what a run leaves among the temporary files is removed when it ends. */
export default function useTemporaryRoot(): () => void {
  const root = mkdtempSync(path.join(os.tmpdir(), 'overread-tests-'));
  // As the system's own: some tests go on as a user who may do nothing else.
  chmodSync(root, 0o1777);
  const before = NAMES.map((name) => process.env[name]);
  for (const name of NAMES) process.env[name] = root;
  return () => {
    for (const [index, name] of NAMES.entries()) {
      const value = before[index];
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
    try {
      rmSync(root, { recursive: true, force: true, maxRetries: 3 });
    } catch (error) {
      // What is still held, say by a program that has not ended, is no fault of what was tested.
      process.stderr.write(`The tests' temporary files stay: ${String(error)}\n`);
    }
  };
}
