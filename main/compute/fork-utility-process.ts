import { type MessagePortMain, utilityProcess } from 'electron';
import {
  COMPUTE_ENVIRONMENT,
  type ComputeChild,
  createTail,
  type DownMessage,
  type ForkHost,
} from './compute-child.ts';

/** Forks compute hosts as Electron utility processes. Call it after the app's `ready` event. */
export const forkUtilityProcess: ForkHost = (host, modulePath, args): ComputeChild => {
  const child = utilityProcess.fork(modulePath, [...args], {
    serviceName: `Overread ${host}`,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, ...COMPUTE_ENVIRONMENT },
  });
  const stderr = createTail();
  child.stderr?.on('data', stderr.add);
  return {
    get pid() {
      return child.pid;
    },
    send: (message) => child.postMessage(message),
    deliverTo: (port) => child.postMessage({ kind: 'deliver' } satisfies DownMessage, [port as MessagePortMain]),
    onMessage: (listener) => {
      child.on('message', listener);
    },
    onExit: (listener) => {
      child.once('exit', (code) =>
        listener([`ended with exit code ${code}`, stderr.text()].filter(Boolean).join('\n')),
      );
    },
    kill: () => {
      // kill() asks politely (SIGTERM), which a process stuck in native code may never see.
      const { pid } = child;
      child.kill();
      if (pid === undefined) return;
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // It has ended already.
      }
    },
  };
};
