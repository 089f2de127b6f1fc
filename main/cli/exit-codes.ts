/** What the command line ends with. */
export const EXIT = { done: 0, refusals: 1, wrongUse: 2, failed: 3 } as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
