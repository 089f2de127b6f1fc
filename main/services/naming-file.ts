import { ComputeAborted, ComputeError, plainWords } from '../compute/compute-errors.ts';
import { ServiceError } from './service-error.ts';

/**
 * A compute job on one file, whose failure names the file: the children's own words never do.
 * @param file as the person is told of it: relative to its source's root, or the whole path
 * @throws ServiceError with the job's code; ComputeAborted as it is
 */
export async function namingFile<T>(file: string, job: Promise<T>): Promise<T> {
  try {
    return await job;
  } catch (error) {
    if (!(error instanceof ComputeError) || error instanceof ComputeAborted) throw error;
    throw new ServiceError(error.code, `"${file}": ${plainWords(error)}`);
  }
}
