import { z } from 'zod';

/** One setting of a recipe by its path, "augmentation.flipChance", as text. */
export const settingRowSchema = z.object({ name: z.string(), value: z.string() });
export type SettingRow = z.infer<typeof settingRowSchema>;

/** Everything that a recipe sets, one row each, in its own order. Takes settings that did not exist when this was written. */
export function settingRows(value: unknown, path = ''): SettingRow[] {
  if (value === undefined) return [];
  if (value === null || typeof value !== 'object') return [{ name: path, value: String(value) }];
  if (Array.isArray(value) && value.every((item) => typeof item !== 'object')) {
    return [{ name: path, value: value.join(', ') }];
  }
  return Object.entries(value).flatMap(([key, inner]) => settingRows(inner, path === '' ? key : `${path}.${key}`));
}
