import { useApp } from './app-store.ts';
import { usePreferences } from './preferences-store.ts';

/** Whether this project, or this reader where it leaves that open, reads blind: lists of the AI's calls and labels are then asked for. */
export function useReadsBlind(): boolean {
  const own = usePreferences((state) => state.blindFirst);
  const open = useApp((state) => state.project?.readingMode === 'off');
  return !open || own;
}
