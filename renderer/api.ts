import {
  type AppEvent,
  type CallError,
  callReplySchema,
  contract,
  eventSchema,
  type MethodInput,
  type MethodName,
  type MethodOutput,
} from '../src/contract/contract.ts';

/** What the preload exposes: it forwards, and knows nothing of the contract. */
export interface Bridge {
  call(method: string, input: unknown): Promise<unknown>;
  onEvent(listener: (event: unknown) => void): () => void;
  pathForFile(file: File): string;
}

declare global {
  interface Window {
    readonly overread: Bridge;
  }
}

/** A call that main refused or could not do. `message` is a sentence for the person. */
export class CallFailed extends Error {
  readonly code: string;
  readonly details: string | null;

  constructor(error: CallError) {
    super(error.message);
    this.name = 'CallFailed';
    this.code = error.code;
    this.details = error.details;
  }
}

function badReply(method: string, details: string): CallFailed {
  const message = `The answer to ${method} was not understood. Restart Overread; if it happens again, report it.`;
  return new CallFailed({ code: 'bad-reply', message, details });
}

function parsedText(method: string, json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (error) {
    throw badReply(method, String(error));
  }
}

/** Answers that are taken as they come: of 20,000 rows a parse takes half a second, and main made each from parsed ones. */
const AS_THEY_COME: ReadonlySet<MethodName> = new Set<MethodName>(['worklist.get', 'slice.pixels', 'slice.heatmap']);

/** Calls main through a bridge and parses the answer by the contract. Throws CallFailed, nothing else. */
export async function callThrough<K extends MethodName>(
  bridge: Bridge,
  method: K,
  input: MethodInput<K>,
): Promise<MethodOutput<K>> {
  let answer: unknown;
  try {
    answer = await bridge.call(method, input);
  } catch (error) {
    throw new CallFailed({ code: 'bridge', message: `${method} could not be sent.`, details: String(error) });
  }
  const reply = callReplySchema.safeParse(answer);
  if (!reply.success) throw badReply(method, reply.error.message);
  if (reply.data.kind === 'error') throw new CallFailed(reply.data.error);
  const given: unknown = reply.data.kind === 'text' ? parsedText(method, reply.data.json) : reply.data.value;
  if (AS_THEY_COME.has(method)) return given as MethodOutput<K>;
  const value = contract[method].output.safeParse(given);
  if (!value.success) throw badReply(method, value.error.message);
  return value.data as MethodOutput<K>;
}

/** Hands parsed events to `listener`; one that does not fit the contract goes to `onUnknown`. Returns the way to stop. */
export function listenThrough(
  bridge: Bridge,
  listener: (event: AppEvent) => void,
  onUnknown: (event: unknown, why: string) => void,
): () => void {
  return bridge.onEvent((pushed) => {
    const event = eventSchema.safeParse(pushed);
    if (event.success) listener(event.data);
    else onUnknown(pushed, event.error.message);
  });
}

/** Calls main. Throws CallFailed. */
export function call<K extends MethodName>(method: K, input: MethodInput<K>): Promise<MethodOutput<K>> {
  return callThrough(window.overread, method, input);
}

/** The sentence to show for anything thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
