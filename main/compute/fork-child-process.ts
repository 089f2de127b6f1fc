import { fork } from 'node:child_process';
import { COMPUTE_ENVIRONMENT, type ComputeChild, createTail, type ForkHost } from './compute-child.ts';

/** Forks compute hosts with Node alone: for the command line and the tests. */
export const forkChildProcess: ForkHost = (_host, modulePath, args): ComputeChild => {
  const child = fork(modulePath, [...args], {
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    env: { ...process.env, ...COMPUTE_ENVIRONMENT },
    execArgv: [],
  });
  const stderr = createTail();
  child.stderr?.on('data', stderr.add);
  let startError = '';
  const exitListeners: ((description: string) => void)[] = [];
  let ended = false;
  const end = (description: string): void => {
    if (ended) return;
    ended = true;
    for (const listener of exitListeners) listener([description, stderr.text()].filter(Boolean).join('\n'));
  };
  child.on('error', (error) => {
    startError = error.message;
    if (child.pid === undefined) end(`could not be started: ${startError}`);
  });
  child.on('close', (code, signal) => end(signal === null ? `ended with exit code ${code}` : `ended by ${signal}`));
  return {
    pid: child.pid,
    send: (message) => {
      // A failed write is the child's end; 'close' reports it.
      if (child.connected) child.send(message as never, () => undefined);
    },
    onMessage: (listener) => {
      child.on('message', listener);
    },
    onExit: (listener) => {
      exitListeners.push(listener);
    },
    kill: () => {
      child.kill('SIGKILL');
    },
  };
};
