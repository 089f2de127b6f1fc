import os from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { type Preferences, preferencesSchema } from '../src/contract/project-methods.ts';
import { DEFAULT_MOUSE } from '../src/input/mouse-profile.ts';
import { VIEWER_DEFAULTS } from '../src/viewing/viewer-preferences.ts';
import { readJsonFile, writeJsonFile } from './atomic-json.ts';

export interface PreferencesFile {
  get(): Preferences;
  /** Changes what is given, keeps the rest, and writes it down. */
  set(changes: { [K in keyof Preferences]?: Preferences[K] | undefined }): Preferences;
}

/** A first guess at the reader's name; a claim that the reader can change, not a proof. */
function accountName(): string {
  try {
    return os.userInfo().username;
  } catch {
    return '';
  }
}

const defaults = (): Preferences => ({
  readerName: accountName(),
  advanceAfterRead: true,
  blindFirst: false,
  heatmapOpacity: 0.5,
  heatmapOn: true,
  heatmapMethod: 'grad-cam',
  contourOn: true,
  contourThreshold: 0.5,
  keyOverrides: {},
  ...DEFAULT_MOUSE,
  recentCommands: [],
  ...VIEWER_DEFAULTS,
});

/** What is kept in the file and still fits; a field that does not costs itself alone. */
function storedPreferences(file: string): Record<string, unknown> {
  const stored = readJsonFile(file, z.record(z.string(), z.unknown()), {});
  const fits = ([name, value]: [string, unknown]) => preferencesSchema.partial().safeParse({ [name]: value }).success;
  return Object.fromEntries(Object.entries(stored).filter(fits));
}

/** The reader's preferences, kept as preferences.json in the app's data folder of this account. */
export function openPreferences(folder: string): PreferencesFile {
  const file = path.join(folder, 'preferences.json');
  let current: Preferences = preferencesSchema.parse({ ...defaults(), ...storedPreferences(file) });
  return {
    get: () => current,
    set: (changes) => {
      const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
      current = preferencesSchema.parse({ ...current, ...given });
      writeJsonFile(file, current);
      return current;
    },
  };
}
