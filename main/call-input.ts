/** Characters and values that one call may carry; far above any real call, far below what would hurt. */
const MOST_CHARACTERS = 200_000;
const MOST_VALUES = 50_000;

/**
 * Measures a structured-clone value before anything reads it: plain objects, arrays and primitives only, within bounds.
 * @returns why it is refused, or null
 */
export function refusalOfInput(input: unknown): string | null {
  let characters = 0;
  let values = 0;
  const waiting: unknown[] = [input];
  while (waiting.length > 0) {
    const value = waiting.pop();
    values += 1;
    if (typeof value === 'string') characters += value.length;
    else if (typeof value === 'bigint') return 'it holds a kind of value that no call takes';
    else if (Array.isArray(value)) {
      if (value.length > MOST_VALUES) return 'it is too large';
      for (const item of value) waiting.push(item);
    } else if (typeof value === 'object' && value !== null) {
      if (Object.getPrototypeOf(value) !== Object.prototype) return 'it holds a kind of value that no call takes';
      for (const [key, item] of Object.entries(value)) {
        characters += key.length;
        waiting.push(item);
      }
    }
    if (characters > MOST_CHARACTERS || values + waiting.length > MOST_VALUES) return 'it is too large';
  }
  return null;
}
