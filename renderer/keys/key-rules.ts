/** What has the focus, as far as keys care. */
export interface FocusedControl {
  readonly tag: string;
  readonly type: string;
  readonly editable: boolean;
}

const TYPED_TYPES = new Set(['', 'text', 'search', 'number', 'password', 'email', 'url', 'tel', 'date', 'time']);

/** Whether the person is typing: then no letter is a command. */
export function isTyping({ tag, type, editable }: FocusedControl): boolean {
  if (editable || tag === 'TEXTAREA' || tag === 'SELECT') return true;
  return tag === 'INPUT' && TYPED_TYPES.has(type);
}

/**
 * Whether a key is a command. Not while typing, not under a dialog, not when the control itself wants it.
 * @param typesNothing whether what is held beside the key keeps it from typing: then it is a command even in a field
 */
export function isCommand(
  key: string,
  focused: FocusedControl | null,
  dialogOpen: boolean,
  typesNothing = false,
): boolean {
  if (dialogOpen) return false;
  if (focused === null) return true;
  const moves = key.startsWith('Arrow') || key === 'Home' || key === 'End';
  if (isTyping(focused)) return typesNothing && !moves;
  const pressed = key === ' ' || key === 'Enter';
  if (pressed) return !['BUTTON', 'A', 'SUMMARY', 'INPUT'].includes(focused.tag);
  return !(moves && focused.tag === 'INPUT' && (focused.type === 'range' || focused.type === 'radio'));
}
