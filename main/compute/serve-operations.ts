import type { Delivery } from '../../src/contract/delivery.ts';
import type { DownMessage, UpMessage } from './compute-child.ts';
import {
  type HostName,
  type OperationName,
  type OperationOutput,
  type OperationProgress,
  operations,
} from './protocol.ts';

/** What a handler gets beside its input. */
export interface OperationContext<Progress> {
  /** Sends what `progress` of the protocol allows. */
  progress(progress: Progress): void;
  /** Says that the job has left off, or is through, and puts away what it has. */
  stopping(): void;
  /**
   * Sends a body straight to the window, under the ticket that the window waits for.
   * @returns false where there is no way to a window: then the body goes with the answer
   */
  deliver(ticket: string, body: Uint8Array): boolean;
  /** Aborted when the caller gave the job up (for training: asked it to stop and keep what was learnt). */
  readonly signal: AbortSignal;
}

/** An operation's input as its handler gets it. */
export type ParsedInput<K extends OperationName> = (typeof operations)[K]['input']['_zod']['output'];

type Handler<K extends OperationName> = (
  input: ParsedInput<K>,
  context: OperationContext<OperationProgress<K>>,
) => OperationOutput<K> | Promise<OperationOutput<K>>;

type OperationOf<H extends HostName> = {
  [K in OperationName]: (typeof operations)[K]['host'] extends H ? K : never;
}[OperationName];

/** One handler for each operation of a host: the compiler refuses a missing or a foreign one. */
export type HostHandlers<H extends HostName> = { readonly [K in OperationOf<H>]: Handler<K> };

interface Port {
  post(message: UpMessage): void;
  /** The newest way straight to the window. */
  window(): WindowPort | null;
  listen(listener: (message: DownMessage) => void): void;
}

interface ParentPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { data: unknown; ports: readonly WindowPort[] }) => void): void;
}

/** Electron's port to the window; nothing that comes back on it is heard. */
interface WindowPort {
  postMessage(message: Delivery): void;
  start(): void;
  on(event: 'close', listener: () => void): void;
}

/** The way to main: Electron's parentPort in a utility process, else the IPC channel of child_process.fork. */
function openPort(): Port {
  const { parentPort } = process as unknown as { parentPort?: ParentPort };
  if (parentPort) {
    let window: WindowPort | null = null;
    const take = (port: WindowPort | undefined): void => {
      window = port ?? null;
      port?.on('close', () => {
        if (window === port) window = null;
      });
      port?.start();
    };
    return {
      post: (message) => parentPort.postMessage(message),
      window: () => window,
      listen: (listener) =>
        parentPort.on('message', ({ data, ports }) => {
          const message = data as DownMessage;
          if (message.kind === 'deliver') take(ports[0]);
          else listener(message);
        }),
    };
  }
  if (!process.send) throw new Error('A compute host is started by Overread, not by hand.');
  // Ctrl-C and a closed terminal reach the whole group; the parent says what ends, and a training keeps what it learnt.
  for (const signal of ['SIGINT', 'SIGHUP'] as const) process.on(signal, () => undefined);
  // Without its parent a child has nothing to do.
  process.on('disconnect', () => process.exit(0));
  return {
    post: (message) => {
      process.send?.(message);
    },
    window: () => null,
    listen: (listener) => process.on('message', (message) => listener(message as DownMessage)),
  };
}

/** A stable code and a sentence for whatever was thrown: decoders throw strings, numbers and objects too. */
function describeError(error: unknown): { code: string; message: string } {
  if (error instanceof Error) {
    const { code } = error as { code?: unknown };
    return { code: typeof code === 'string' && code !== '' ? code : 'failed', message: error.message || error.name };
  }
  if (typeof error === 'object' && error !== null) {
    const { code, message } = error as { code?: unknown; message?: unknown };
    return {
      code: typeof code === 'string' && code !== '' ? code : 'failed',
      message: typeof message === 'string' ? message : JSON.stringify(error),
    };
  }
  return { code: 'failed', message: String(error) };
}

/**
 * Serves a host's operations to the process that forked this one. Inputs and outputs are parsed by the protocol.
 * @param makeReady what a host does when it is told that nobody waits; it throws nothing
 */
export function serveOperations<H extends HostName>(
  handlers: HostHandlers<H>,
  makeReady: () => Promise<void> = async () => undefined,
): void {
  const port = openPort();
  const running = new Map<number, AbortController>();

  const answer = async (id: number, name: string, rawInput: unknown): Promise<void> => {
    const controller = new AbortController();
    running.set(id, controller);
    try {
      const handler = (handlers as Readonly<Record<string, Handler<never> | undefined>>)[name];
      const operation = (operations as Readonly<Record<string, (typeof operations)[OperationName] | undefined>>)[name];
      if (!handler || !operation) throw new Error(`This compute host has no operation "${name}".`);
      const input = operation.input.parse(rawInput);
      const progress = (value: unknown): void => port.post({ kind: 'progress', id, progress: value });
      const stopping = (): void => port.post({ kind: 'stopping', id });
      const deliver = (ticket: string, body: Uint8Array): boolean => {
        const window = port.window();
        window?.postMessage({ ticket, body });
        return window !== null;
      };
      const output = await handler(input as never, { progress, stopping, deliver, signal: controller.signal });
      port.post({ kind: 'result', id, output: operation.output.parse(output) });
    } catch (error) {
      port.post({ kind: 'error', id, ...describeError(error) });
    } finally {
      running.delete(id);
    }
  };

  port.listen((message) => {
    if (message.kind === 'make-ready') void makeReady();
    else if (message.kind === 'cancel') running.get(message.id)?.abort();
    else if (message.kind === 'request') void answer(message.id, message.operation, message.input);
  });
}
