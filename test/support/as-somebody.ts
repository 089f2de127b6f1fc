/** The account that systems keep for whoever may do nothing. */
const NOBODY = 65_534;

/** Does something under an account that permissions hold for; root minds none. */
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
