import { ComputeCrashed, ComputeTimedOut } from './compute-errors.ts';
import { memoryLimitHit } from './memory-limit.ts';

interface FailedJob {
  readonly operation: string;
  readonly ofFile: boolean;
}

/**
 * What a child's end says of the job that it had, in words that do not name the file: whoever shows them knows which one it
 * was. The first line is for people; how the process ended, with what it wrote last, comes behind.
 * @param attempts how often the job was tried
 */
export function crashOf(job: FailedJob, description: string, attempts: number): ComputeCrashed {
  const memory = memoryLimitHit(description);
  const code = memory === null ? 'crashed' : 'out-of-memory';
  const which = `The process for "${job.operation}" ${description}`;
  if (!job.ofFile) return new ComputeCrashed(which, code);
  const often = attempts > 1 ? ', twice' : '';
  const limit = memory === 'heap' ? 'more memory than it may have' : `more than ${memory} MiB of memory`;
  const what = memory === null ? 'ended by itself' : `needed ${limit} and was ended`;
  return new ComputeCrashed(`The process that reads this file ${what}${often}. ${FILE_REMEDY}\n${which}`, code);
}

/** For a job whose child did not answer in time and was ended. */
export function timedOut({ operation, ofFile }: FailedJob, boundMs: number): ComputeTimedOut {
  const seconds = `${boundMs / 1000} s`;
  return new ComputeTimedOut(
    ofFile
      ? `Reading this file took longer than ${seconds} and was ended. ${FILE_REMEDY}`
      : `"${operation}" took longer than ${seconds} and was ended. Try it again.`,
  );
}

const FILE_REMEDY = 'Copy or export the file again, or leave it out.';
