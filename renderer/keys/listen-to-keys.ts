import { tinykeys } from 'tinykeys';
import { useApp } from '../state/app-store.ts';
import { useDialog } from '../state/dialog-store.ts';
import { type Command, KEY_BINDINGS, type KeyBinding } from './key-bindings.ts';
import { type FocusedControl, isCommand, isTyping } from './key-rules.ts';

function focusedControl(): FocusedControl | null {
  const element = document.activeElement;
  if (!(element instanceof HTMLElement) || element === document.body) return null;
  const type = element instanceof HTMLInputElement ? element.type : '';
  return { tag: element.tagName, type, editable: element.isContentEditable };
}

function applies(binding: KeyBinding, event: KeyboardEvent): boolean {
  const { project, tab } = useApp.getState();
  if (event.repeat && !binding.repeats) return false;
  if (binding.command !== 'keys' && !project) return false;
  if (!binding.everywhere && tab !== 'review') return false;
  return isCommand(event.key, focusedControl(), useDialog.getState().dialog.kind !== 'none');
}

/** Listens to the keys of the whole window. Returns the way to stop. */
export function listenToKeys(run: (command: Command) => void): () => void {
  const map: Record<string, (event: KeyboardEvent) => void> = {};
  for (const binding of KEY_BINDINGS) {
    for (const key of binding.keys) {
      map[key] = (event) => {
        if (!applies(binding, event)) return;
        event.preventDefault();
        run(binding.command);
      };
    }
  }
  const clear = map.Escape;
  map.Escape = (event) => {
    const focused = focusedControl();
    if (focused && isTyping(focused) && document.activeElement instanceof HTMLElement) document.activeElement.blur();
    else clear?.(event);
  };
  return tinykeys(window, map);
}
