/** Choices without the keys that say nothing. */
export function withoutUndefined<T extends object>(choices: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(choices).filter(([, value]) => value !== undefined)) as never;
}
