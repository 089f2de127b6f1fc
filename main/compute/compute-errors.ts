/** A compute job that did not give a result. `code` is stable and for programs, `message` is for the person. */
export class ComputeError extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.name = 'ComputeError';
    this.code = code;
  }
}

/** What happened, in words for a person: without what a child wrote last, which comes on further lines. */
export function plainWords({ message }: ComputeError): string {
  return message.split('\n', 1)[0] ?? '';
}

/** The child said no, with a reason: a refused file, weights that do not match, TensorFlow that cannot be loaded. */
export class ComputeRefusal extends ComputeError {
  constructor(code: string, message: string) {
    super(code, message);
    this.name = 'ComputeRefusal';
  }
}

/**
 * The child process ended while it had the job, and (where the job may be repeated) did so again on a fresh child. Code
 * `out-of-memory` where it was memory that it ended by, else `crashed`.
 */
export class ComputeCrashed extends ComputeError {
  constructor(message: string, code: 'crashed' | 'out-of-memory' = 'crashed') {
    super(code, message);
    this.name = 'ComputeCrashed';
  }
}

/** The job took longer than its bound; its child was ended. */
export class ComputeTimedOut extends ComputeError {
  constructor(message: string) {
    super('timed-out', message);
    this.name = 'ComputeTimedOut';
  }
}

/** The caller gave the job up (its AbortSignal), or the client was closed. */
export class ComputeAborted extends ComputeError {
  constructor(message: string) {
    super('aborted', message);
    this.name = 'ComputeAborted';
  }
}
