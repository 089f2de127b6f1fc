import { useApp } from '../state/app-store.ts';
import { useDialog } from '../state/dialog-store.ts';
import { usePreferences } from '../state/preferences-store.ts';
import { type BoundCommand, bindingsInForce } from './bindings-in-force.ts';
import type { Command } from './key-bindings.ts';
import { type Chord, chordsOf, pressOf, typesNothing } from './key-chord.ts';
import { type FocusedControl, isCommand, isTyping } from './key-rules.ts';
import { IS_MAC } from './shown-keys.ts';
import { editsText } from './unusable-keys.ts';

function focusedControl(): FocusedControl | null {
  const element = document.activeElement;
  if (!(element instanceof HTMLElement) || element === document.body) return null;
  const type = element instanceof HTMLInputElement ? element.type : '';
  return { tag: element.tagName, type, editable: element.isContentEditable };
}

function applies(bound: BoundCommand, chord: Chord, event: KeyboardEvent): boolean {
  const { project, tab } = useApp.getState();
  if (event.repeat && !bound.repeats) return false;
  if (!bound.always && !project) return false;
  if (!bound.everywhere && tab !== 'review') return false;
  const open = useDialog.getState().dialog.kind !== 'none';
  return isCommand(event.key, focusedControl(), open, typesNothing(chord) && !editsText(chord));
}

/** Takes the focus off a field; false where none has it. */
function leaveTyping(): boolean {
  const focused = focusedControl();
  if (!focused || !isTyping(focused)) return false;
  if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  return true;
}

/** Listens to the keys of the whole window. Returns the way to stop. */
export function listenToKeys(run: (command: Command) => void): () => void {
  const pressed = (event: KeyboardEvent) => {
    if (event.isComposing || event.defaultPrevented) return;
    if (event.key === 'Escape' && leaveTyping()) return;
    const { byChord } = bindingsInForce(usePreferences.getState().keyOverrides);
    for (const chord of chordsOf(pressOf(event), IS_MAC)) {
      const bound = byChord.get(chord);
      if (!bound || !applies(bound, chord, event)) continue;
      event.preventDefault();
      return run(bound.command);
    }
  };
  window.addEventListener('keydown', pressed);
  return () => window.removeEventListener('keydown', pressed);
}
