import type { MethodOutput } from '../src/contract/contract.ts';
import { toCallError } from './call-error.ts';
import type { ComputeClient } from './compute/compute-client.ts';

export type TensorflowStatus = MethodOutput<'app.state'>['tensorflow'];

export interface TensorflowProbe {
  /** Asks the predicting child once; the answer is kept. */
  check(): Promise<TensorflowStatus>;
  /** What is known by now, waiting at most `waitMs` for a check under way. Until it fails, TensorFlow counts as there. */
  known(waitMs: number): Promise<TensorflowStatus>;
}

const REMEDY =
  'Viewing, reading and exporting work; training and predicting do not. Run `npm run doctor` to see what is missing.';

/** The reason with what still works and the remedy, said once: a failed load names them itself. */
function whatToDo({ code, message }: { readonly code: string; readonly message: string }): string {
  return code === 'tensorflow-unavailable' ? message : `${message} ${REMEDY}`;
}

/** Whether TensorFlow can be loaded, found out in the child that predicts and never in the way of the window. */
export function createTensorflowProbe(compute: ComputeClient): TensorflowProbe {
  let checking: Promise<TensorflowStatus> | null = null;
  const check = (): Promise<TensorflowStatus> => {
    checking ??= compute.request('describe', {}).then(
      ({ tensorflow }) => ({ ok: true, message: `TensorFlow ${tensorflow}` }),
      (error: unknown) => ({ ok: false, message: whatToDo(toCallError(error)) }),
    );
    return checking;
  };
  return {
    check,
    known: async (waitMs) => {
      if (!checking) return { ok: true, message: 'TensorFlow is not checked yet.' };
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<TensorflowStatus>((resolve) => {
        timer = setTimeout(() => resolve({ ok: true, message: 'TensorFlow is being loaded.' }), waitMs);
      });
      const status = await Promise.race([checking, late]);
      clearTimeout(timer);
      return status;
    },
  };
}
