import { z } from 'zod';

/** The reader's own keys by command; judged where they are used, so that a strange one costs itself alone. */
export const keyOverridesSchema = z.record(z.string().max(60), z.array(z.string().max(40)).max(6));
export type KeyOverrides = Readonly<Record<string, readonly string[]>>;

/** Largest file of keys that is read: many times what every command with six keys takes. */
export const MOST_KEY_FILE_BYTES = 64 * 1024;

const FORMAT = 'overread-keys/1';
const keyFileSchema = z.strictObject({ format: z.literal(FORMAT), keys: keyOverridesSchema });

/** A reader's own keys as the content of a file that another computer's Overread takes. */
export function keyFile(keys: KeyOverrides): z.input<typeof keyFileSchema> {
  const copied = Object.entries(keys).map(([command, own]) => [command, [...own]] as [string, string[]]);
  return { format: FORMAT, keys: Object.fromEntries(copied) };
}

export type KeyFile =
  | { readonly kind: 'keys'; readonly keys: KeyOverrides }
  | { readonly kind: 'refused'; readonly why: string };

/** Reads such a file. Which of its keys can be used, and which conflict, is for whoever puts them in force. */
export function parseKeyFile(name: string, text: string): KeyFile {
  if (new TextEncoder().encode(text).length > MOST_KEY_FILE_BYTES) {
    return { kind: 'refused', why: `"${name}" is too large for a file of keys. Choose one that Overread exported.` };
  }
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    return { kind: 'refused', why: `"${name}" is no JSON. Choose a file of keys that Overread exported.` };
  }
  const parsed = keyFileSchema.safeParse(content);
  if (parsed.success) return { kind: 'keys', keys: parsed.data.keys };
  return {
    kind: 'refused',
    why: `"${name}" is no file of keys of this version. Choose one that Overread exported; nothing was changed.`,
  };
}
