import { type CallReply, contract, type Handlers, type MethodName } from '../src/contract/contract.ts';
import { pathsIn } from '../src/contract/shared.ts';
import { DEVICE_NAME, namesDevice } from '../src/study/network-path.ts';
import { toCallError } from './call-error.ts';
import { refusalOfInput } from './call-input.ts';

const refuse = (code: string, message: string, details: string | null = null): CallReply => ({
  kind: 'error',
  error: { code, message, details },
});

/**
 * Answers of many rows, of nothing but what JSON can hold, and built field by field from rows that the store has parsed. Of 20,000 the
 * contract's own parse took 0.15 s of a start and copied each; that they fit it is what their tests hold them to.
 */
const AS_TEXT: ReadonlySet<MethodName> = new Set<MethodName>(['worklist.get']);

function isMethod(name: unknown): name is MethodName {
  return typeof name === 'string' && Object.hasOwn(contract, name);
}

/**
 * Answers one call of the contract: method looked up, input measured and parsed, output parsed but for AS_TEXT. Never rejects; whatever
 * goes wrong comes back as a value. `onFailure` hears of errors that no service foresaw.
 * @param platform as Node names it: on Windows no path names a device
 */
export async function answerCall(
  handlers: Handlers,
  method: unknown,
  input: unknown,
  onFailure: (method: string, error: unknown) => void,
  platform: string = process.platform,
): Promise<CallReply> {
  if (!isMethod(method)) return refuse('no-such-method', 'The window asked for something that Overread does not know.');
  const refusal = refusalOfInput(input);
  if (refusal) return refuse('bad-input', `"${method}" was refused: ${refusal}.`);
  const { input: inputSchema, output: outputSchema } = contract[method];
  const parsed = inputSchema.safeParse(input ?? {});
  if (!parsed.success) {
    const said = parsed.error.issues.find(({ code }) => code === 'custom')?.message;
    return refuse('bad-input', said ?? `"${method}" was refused: its input does not fit.`, parsed.error.message);
  }
  if (pathsIn(inputSchema, parsed.data).some((file) => namesDevice(file, platform))) {
    return refuse('bad-input', DEVICE_NAME);
  }
  try {
    const output = await handlers[method](parsed.data as never);
    if (AS_TEXT.has(method)) return { kind: 'text', json: JSON.stringify(output) };
    return { kind: 'ok', value: outputSchema.parse(output) };
  } catch (error) {
    const callError = toCallError(error);
    if (callError.code === 'internal' || callError.code === 'unreadable') onFailure(method, error);
    return { kind: 'error', error: callError };
  }
}
