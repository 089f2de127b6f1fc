/** A set-up step that cannot go on: what happened, and what the person does next. */
export class SetupError extends Error {
  /**
   * @param {string} message what is missing or failed
   * @param {string} remedy what to do about it
   */
  constructor(message, remedy) {
    super(message);
    this.name = 'SetupError';
    this.remedy = remedy;
  }
}

/**
 * Prints one progress line. Always on stderr, so that commands whose stdout is read by machines stay clean.
 * @param {string} text
 */
export function say(text) {
  process.stderr.write(`overread set-up: ${text}\n`);
}

/**
 * Runs one step with a line before and a line with its duration after.
 * @template T
 * @param {string} title
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function step(title, work) {
  const startMs = Date.now();
  say(`${title} ...`);
  const result = await work();
  say(`${title}: done in ${((Date.now() - startMs) / 1000).toFixed(1)} s`);
  return result;
}

/**
 * Prints an error the way a person can act on it.
 * @param {unknown} error
 */
export function sayFailure(error) {
  if (error instanceof SetupError) {
    say(`failed: ${error.message}`);
    say(`what to do: ${error.remedy}`);
    return;
  }
  say(`failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
}
