/** Everything that a key can do. `everywhere`: on each tab of an open project; the rest belong to the review. */
export interface KeyBinding {
  readonly command: string;
  /** tinykeys' way of writing a key. */
  readonly keys: readonly string[];
  /** How the key is drawn. */
  readonly shown: readonly string[];
  readonly does: string;
  readonly group: 'Move' | 'Select' | 'Read' | 'Picture' | 'Help';
  readonly everywhere: boolean;
  /** Whether holding the key down goes on. A read never repeats. */
  readonly repeats: boolean;
}

const binding = <C extends string>(
  command: C,
  group: KeyBinding['group'],
  keys: readonly string[],
  shown: readonly string[],
  does: string,
  rest: Partial<Pick<KeyBinding, 'everywhere' | 'repeats'>> = {},
) => ({ command, group, keys, shown, does, everywhere: false, repeats: false, ...rest }) as const satisfies KeyBinding;

const repeats = { repeats: true };
const everywhere = { everywhere: true };

/** The default keys. */
export const KEY_BINDINGS = [
  binding('list-next', 'Move', ['ArrowDown'], ['↓'], 'Next slice in the list', repeats),
  binding('list-previous', 'Move', ['ArrowUp'], ['↑'], 'Previous slice in the list', repeats),
  binding('stack-next', 'Move', ['ArrowRight'], ['→'], 'Next slice of the stack (also the wheel)', repeats),
  binding('stack-previous', 'Move', ['ArrowLeft'], ['←'], 'Previous slice of the stack (also the wheel)', repeats),
  binding('next-unread', 'Move', ['Space'], ['Space'], 'Next unread slice'),
  binding(
    'extend-next',
    'Select',
    ['Shift+ArrowDown'],
    ['Shift', '↓'],
    'Select down to the next slice (Shift + click: a range)',
    repeats,
  ),
  binding('extend-previous', 'Select', ['Shift+ArrowUp'], ['Shift', '↑'], 'Select up to the slice before', repeats),
  binding('select-listed', 'Select', ['$mod+a'], ['Ctrl', 'A'], 'Select all that is listed (Ctrl + click: one)'),
  binding('select-unread', 'Select', ['$mod+Shift+a'], ['Ctrl', 'Shift', 'A'], 'Select all that is unread'),
  binding('search', 'Select', ['/', 'Shift+/'], ['/'], 'Search the list'),
  binding('clear-list', 'Select', ['Escape'], ['Esc'], 'Clear the selection, then the filters'),
  binding('most-suspicious', 'Move', ['Quote'], ["'"], 'Most suspicious slice of the series'),
  binding('suspicious-next', 'Move', ['BracketRight'], [']'], 'Next suspicious slice of the series'),
  binding('suspicious-previous', 'Move', ['BracketLeft'], ['['], 'Previous suspicious slice of the series'),
  binding('agree', 'Read', ['a'], ['A'], 'Agree with the model'),
  binding('haemorrhage', 'Read', ['y'], ['Y'], 'Haemorrhage'),
  binding('none', 'Read', ['n'], ['N'], 'No haemorrhage'),
  binding('unsure', 'Read', ['u'], ['U'], 'Unsure'),
  binding('excluded', 'Read', ['x'], ['X'], 'Exclude'),
  binding(
    'confidence-1',
    'Read',
    ['Shift+Digit1'],
    ['Shift', '1'],
    'Confidence 1, a guess: saves a label that waits for it',
  ),
  binding('confidence-2', 'Read', ['Shift+Digit2'], ['Shift', '2'], 'Confidence 2'),
  binding('confidence-3', 'Read', ['Shift+Digit3'], ['Shift', '3'], 'Confidence 3'),
  binding('confidence-4', 'Read', ['Shift+Digit4'], ['Shift', '4'], 'Confidence 4'),
  binding('confidence-5', 'Read', ['Shift+Digit5'], ['Shift', '5'], 'Confidence 5, certain'),
  binding('study-call', 'Read', ['Shift+s'], ['Shift', 'S'], 'Call the study (there: 1 to 5, L R B M, Y N U, Enter)'),
  binding('undo', 'Read', ['z'], ['Z'], 'Undo the last read, mark or study call', everywhere),
  binding('redo', 'Read', ['Shift+z'], ['Shift', 'Z'], 'Redo', everywhere),
  binding('window-1', 'Picture', ['Digit1', 'Numpad1'], ['1'], 'Brain window, 80/40 HU'),
  binding('window-2', 'Picture', ['Digit2', 'Numpad2'], ['2'], 'Subdural window, 200/80 HU'),
  binding('window-3', 'Picture', ['Digit3', 'Numpad3'], ['3'], 'Stroke window, 40/40 HU'),
  binding('window-4', 'Picture', ['Digit4', 'Numpad4'], ['4'], 'Bone window, 2800/600 HU'),
  binding('window-5', 'Picture', ['Digit5', 'Numpad5'], ['5'], 'Soft tissue window, 400/40 HU'),
  binding('window-6', 'Picture', ['Digit6', 'Numpad6'], ['6'], 'Wide window, 350/40 HU'),
  binding('heatmap', 'Picture', ['h'], ['H'], 'Heatmap on or off'),
  binding('heatmap-method', 'Picture', ['m'], ['M'], 'Next heatmap method'),
  binding('contour', 'Picture', ['e'], ['E'], 'Edge of the hot region on or off'),
  binding(
    'blind',
    'Picture',
    ['b'],
    ['B'],
    'Reveal this slice, on record; blind-first on or off where the project leaves it open',
  ),
  binding('invert', 'Picture', ['i'], ['I'], 'Invert'),
  binding('tool-probe', 'Picture', ['q'], ['Q'], 'Probe: the value of a pixel'),
  binding('tool-length', 'Picture', ['l'], ['L'], 'Length'),
  binding('tool-angle', 'Picture', ['d'], ['D'], 'Angle'),
  binding('tool-ellipse', 'Picture', ['c'], ['C'], 'Ellipse with statistics'),
  binding('tool-rectangle', 'Picture', ['v'], ['V'], 'Rectangle with statistics'),
  binding('tool-arrow', 'Picture', ['t'], ['T'], 'Arrow with text'),
  binding(
    'place-mark',
    'Picture',
    ['Enter'],
    ['Enter'],
    'Put the tool’s mark in the middle; arrows move it, Shift sizes',
  ),
  binding('reset', 'Picture', ['r'], ['R'], 'Reset window, zoom and place'),
  binding('save-picture', 'Picture', ['$mod+s'], ['Ctrl', 'S'], 'Save the picture as PNG'),
  binding('keys', 'Help', ['Shift+?', '?'], ['?'], 'Show the keys', everywhere),
] as const;

export type Command = (typeof KEY_BINDINGS)[number]['command'];

/** What the mouse does on the picture. */
export const MOUSE_BINDINGS: readonly { readonly shown: string; readonly does: string }[] = [
  { shown: 'Left drag', does: 'Window width (across) and level (down)' },
  { shown: 'Right drag', does: 'Zoom (also Ctrl + left drag, pinch)' },
  { shown: 'Middle drag', does: 'Pan (also Shift + left drag)' },
  { shown: 'Wheel', does: 'Previous and next slice of the stack' },
  { shown: 'Double click', does: 'Reset the view' },
];
