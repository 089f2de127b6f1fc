import { ComputeAborted, ComputeError, plainWords } from '../compute/compute-errors.ts';
import { slicePlaces } from '../store/slices.ts';
import type { InputFailure } from './network-inputs.ts';
import type { ServiceContext } from './service-context.ts';
import { ServiceError } from './service-error.ts';

/** Why a slice could not be read; what is no fault of the slice, a cancel too, is thrown on. */
export function sliceFailure(context: ServiceContext, sliceId: number, error: unknown): InputFailure {
  const ofTheSlice =
    error instanceof ServiceError || (error instanceof ComputeError && !(error instanceof ComputeAborted));
  if (!ofTheSlice) throw error;
  const file = slicePlaces(context.store.db, [sliceId]).get(sliceId)?.file ?? `slice ${sliceId}`;
  return {
    sliceId,
    file,
    code: error.code,
    message: error instanceof ComputeError ? plainWords(error) : error.message,
  };
}

/** Files that could not be read: the first with its reason, the others by name, as far as a message holds them. */
export function failureWords(failures: readonly Pick<InputFailure, 'file' | 'message'>[]): string {
  const [first, ...others] = failures;
  if (!first) return '';
  const reason = first.message.startsWith(`"${first.file}"`) ? first.message : `"${first.file}": ${first.message}`;
  if (others.length === 0) return reason;
  const named = others.slice(0, NAMED).map(({ file }) => `"${file}"`);
  const more = others.length > NAMED ? ` and ${others.length - NAMED} more` : '';
  return `${reason} Also: ${named.join(', ')}${more}.`;
}

const NAMED = 5;
