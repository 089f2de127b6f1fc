import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { PROJECT_ROOT } from '../support/shared-data.ts';

const answerSchema = z.union([
  z.object({ rows: z.number(), columns: z.number(), samples: z.number() }),
  z.object({ refused: z.string() }),
]);
export type PeerAnswer = z.output<typeof answerSchema>;

/** pydicom in a process of its own; one that crashes or hangs on a file is started again. */
export interface PydicomPeer {
  /** The size that pydicom gives frame 0 of a file. Never rejects: a crash or a hang is `refused`. */
  sizeOf(file: string): Promise<PeerAnswer>;
  close(): void;
}

const BOUND_MS = 20_000;
const SCRIPT = path.join(PROJECT_ROOT, 'test', 'fuzz', 'pydicom_size.py');

/** @param python an interpreter with pydicom (see oraclePython) */
export function startPydicom(python: string): PydicomPeer {
  let child: ChildProcess | null = null;
  let waiting: ((answer: PeerAnswer) => void) | null = null;

  const settle = (answer: PeerAnswer): void => {
    const resolve = waiting;
    waiting = null;
    resolve?.(answer);
  };

  const start = (): ChildProcess => {
    const started = spawn(python, ['-B', SCRIPT], { stdio: ['pipe', 'pipe', 'ignore'] });
    child = started;
    started.stdin?.on('error', () => undefined);
    const lines = createInterface({ input: started.stdout });
    lines.on('line', (line) => {
      const answer = answerSchema.safeParse(JSON.parse(line));
      if (answer.success && child === started) settle(answer.data);
    });
    started.on('exit', (code, signal) => {
      if (child !== started) return;
      child = null;
      settle({ refused: `pydicom's process ended (${signal ?? code})` });
    });
    return started;
  };

  return {
    sizeOf(file) {
      return new Promise((resolve) => {
        const running = child ?? start();
        const late = setTimeout(() => {
          child = null;
          running.kill('SIGKILL');
          settle({ refused: 'pydicom took too long' });
        }, BOUND_MS);
        waiting = (answer) => {
          clearTimeout(late);
          resolve(answer);
        };
        running.stdin?.write(`${file}\n`);
      });
    },
    close() {
      const running = child;
      child = null;
      running?.kill('SIGKILL');
    },
  };
}
