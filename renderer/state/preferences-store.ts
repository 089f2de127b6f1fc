import { create } from 'zustand';
import type { Preferences } from '../../src/contract/project-methods.ts';
import { DEFAULT_MOUSE } from '../../src/input/mouse-profile.ts';
import { VIEWER_DEFAULTS } from '../../src/viewing/viewer-preferences.ts';
import { call, messageOf } from '../api.ts';
import { say } from './toast-store.ts';

export const usePreferences = create<Preferences>()(() => ({
  readerName: '',
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
}));

/** Changes preferences at once on the screen, and back again when main could not keep them. */
export async function changePreferences(patch: Partial<Preferences>): Promise<void> {
  const before = usePreferences.getState();
  usePreferences.setState(patch);
  try {
    usePreferences.setState(await call('preferences.set', patch));
  } catch (error) {
    const undone = Object.fromEntries(Object.entries(before).filter(([key]) => key in patch));
    usePreferences.setState(undone);
    say('problem', `The setting was not kept: ${messageOf(error)}`);
  }
}
