/** Everything that a key can do. `everywhere`: on each tab of an open project; the rest belong to the review. */
export interface KeyBinding {
  readonly command: string;
  /** tinykeys' way of writing a key. */
  readonly keys: readonly string[];
  /** How the key is drawn. */
  readonly shown: readonly string[];
  readonly does: string;
  readonly group: 'Move' | 'Read' | 'Picture' | 'Help';
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
  binding('undo', 'Read', ['z'], ['Z'], 'Undo the last read', everywhere),
  binding('redo', 'Read', ['Shift+z'], ['Shift', 'Z'], 'Redo', everywhere),
  binding('window-1', 'Picture', ['Digit1', 'Numpad1'], ['1'], 'First window of the toolbar'),
  binding('window-2', 'Picture', ['Digit2', 'Numpad2'], ['2'], 'Second window'),
  binding('window-3', 'Picture', ['Digit3', 'Numpad3'], ['3'], 'Third window'),
  binding('window-4', 'Picture', ['Digit4', 'Numpad4'], ['4'], 'Fourth window'),
  binding('window-5', 'Picture', ['Digit5', 'Numpad5'], ['5'], 'Fifth window'),
  binding('window-6', 'Picture', ['Digit6', 'Numpad6'], ['6'], 'Sixth window'),
  binding('window-7', 'Picture', ['Digit7', 'Numpad7'], ['7'], 'Seventh window'),
  binding('window-8', 'Picture', ['Digit8', 'Numpad8'], ['8'], 'Eighth window'),
  binding('window-9', 'Picture', ['Digit9', 'Numpad9'], ['9'], 'Ninth window'),
  binding('tool-window', 'Picture', ['w'], ['W'], 'Left button: window and level'),
  binding('tool-zoom', 'Picture', ['o'], ['O'], 'Left button: zoom'),
  binding('tool-pan', 'Picture', ['p'], ['P'], 'Left button: pan'),
  binding('tool-magnify', 'Picture', ['g'], ['G'], 'Left button: magnify while held'),
  binding('tool-probe', 'Picture', ['q'], ['Q'], 'Left button: probe'),
  binding('tool-length', 'Picture', ['l'], ['L'], 'Left button: length'),
  binding('tool-angle', 'Picture', ['d'], ['D'], 'Left button: angle'),
  binding('tool-ellipse', 'Picture', ['c'], ['C'], 'Left button: ellipse'),
  binding('tool-rectangle', 'Picture', ['v'], ['V'], 'Left button: rectangle'),
  binding('tool-arrow', 'Picture', ['t'], ['T'], 'Left button: arrow with text'),
  binding('flip-horizontal', 'Picture', ['f'], ['F'], 'Flip horizontally'),
  binding('flip-vertical', 'Picture', ['Shift+f'], ['Shift', 'F'], 'Flip vertically'),
  binding('turn-right', 'Picture', ['.'], ['.'], 'Turn right'),
  binding('turn-left', 'Picture', [','], [','], 'Turn left'),
  binding('cine', 'Picture', ['k'], ['K'], 'Play or stop the series'),
  binding('compare', 'Picture', ['s'], ['S'], 'Compare side by side, or not'),
  binding('compare-next', 'Picture', ['Shift+s'], ['Shift', 'S'], 'Next thing to compare with'),
  binding('heatmap-beside', 'Picture', ['Shift+h'], ['Shift', 'H'], 'Heatmap side by side, or over the picture'),
  binding('overlays', 'Picture', ['Shift+i'], ['Shift', 'I'], 'Text in the corners on or off'),
  binding('full-screen', 'Picture', ['F11'], ['F11'], 'Full screen; Escape leaves', everywhere),
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
