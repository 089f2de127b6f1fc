/** The account that systems keep for whoever may do nothing. */
const NOBODY = 65_534;

/** For a child process: the account that `asSomebody` takes, where we are root. */
export const somebody = (): { uid?: number; gid?: number } =>
  process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};

/** Does something under an account that permissions hold for; root minds none. Opening goes by it, `access` does not. */
export function asSomebody<T>(work: () => T): T {
  if (process.getuid?.() !== 0) return work();
  process.setegid?.(NOBODY);
  process.seteuid?.(NOBODY);
  try {
    return work();
  } finally {
    process.seteuid?.(0);
    process.setegid?.(0);
  }
}
