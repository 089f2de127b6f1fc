/** Everything that can be asked for by key. `everywhere`: on each tab of an open project; the rest belong to the review. */
export interface KeyBinding {
  readonly command: string;
  /**
   * The keys, as key-chord.ts spells them: what a key types in lower case (`z`, `?`), a digit by its place (`Digit1`), or
   * the browser's name (`ArrowDown`, `F11`), after what is held: `Shift+z`, `$mod+k` (Command on a Mac, Ctrl elsewhere).
   */
  readonly keys: readonly string[];
  /** How the key is drawn. */
  readonly shown: readonly string[];
  readonly does: string;
  readonly group: (typeof KEY_GROUPS)[number];
  readonly everywhere: boolean;
  /** Whether it can be asked for without an open project too. */
  readonly always: boolean;
  /** Whether holding the key down goes on. A read never repeats. */
  readonly repeats: boolean;
  /** Whether it may end in something being deleted for good. */
  readonly destroys: boolean;
}

export const KEY_GROUPS = ['Move', 'Select', 'Read', 'Picture', 'Screens', 'Project', 'Export', 'Help'] as const;

const binding = <C extends string>(
  command: C,
  group: KeyBinding['group'],
  keys: readonly string[],
  shown: readonly string[],
  does: string,
  rest: Partial<Pick<KeyBinding, 'everywhere' | 'always' | 'repeats' | 'destroys'>> = {},
) =>
  ({
    command,
    group,
    keys,
    shown,
    does,
    everywhere: false,
    always: false,
    repeats: false,
    destroys: false,
    ...rest,
  }) as const satisfies KeyBinding;

const repeats = { repeats: true };
const everywhere = { everywhere: true };
const always = { everywhere: true, always: true };

/** The default keys. */
export const KEY_BINDINGS = [
  binding('list-next', 'Move', ['ArrowDown'], ['↓'], 'Next slice in the list', repeats),
  binding('list-previous', 'Move', ['ArrowUp'], ['↑'], 'Previous slice in the list', repeats),
  binding('stack-next', 'Move', ['ArrowRight'], ['→'], 'Next slice of the stack, to its end (also the wheel)', repeats),
  binding(
    'stack-previous',
    'Move',
    ['ArrowLeft'],
    ['←'],
    'Previous slice of the stack, to its start (also the wheel)',
    repeats,
  ),
  binding('stack-first', 'Move', ['Home'], ['Home'], 'First slice of the series'),
  binding('stack-last', 'Move', ['End'], ['End'], 'Last slice of the series'),
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
  binding(
    'toggle-row',
    'Select',
    ['Shift+Space', '$mod+Space'],
    ['Shift', 'Space'],
    'Select this slice too, or no longer (Ctrl + click)',
  ),
  binding('select-listed', 'Select', ['$mod+a'], ['Ctrl', 'A'], 'Select all that is listed'),
  binding('select-unread', 'Select', ['$mod+Shift+a'], ['Ctrl', 'Shift', 'A'], 'Select all that is unread'),
  binding('search', 'Select', ['/', 'Shift+/'], ['/'], 'Search the list'),
  binding('clear-list', 'Select', ['Escape'], ['Esc'], 'Clear the selection, then the filters'),
  binding('sort-order', 'Select', [], [], 'Sort the list by acquisition order'),
  binding('sort-suspicion', 'Select', [], [], 'Sort the list by suspicion'),
  binding('sort-uncertainty', 'Select', [], [], 'Sort the list by uncertainty'),
  binding('sort-disagreement', 'Select', [], [], 'Sort the list by disagreement'),
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
  binding('window-1', 'Picture', ['Digit1', 'Numpad1'], ['1'], 'First window of the toolbar'),
  binding('window-2', 'Picture', ['Digit2', 'Numpad2'], ['2'], 'Second window'),
  binding('window-3', 'Picture', ['Digit3', 'Numpad3'], ['3'], 'Third window'),
  binding('window-4', 'Picture', ['Digit4', 'Numpad4'], ['4'], 'Fourth window'),
  binding('window-5', 'Picture', ['Digit5', 'Numpad5'], ['5'], 'Fifth window'),
  binding('window-6', 'Picture', ['Digit6', 'Numpad6'], ['6'], 'Sixth window'),
  binding('window-7', 'Picture', ['Digit7', 'Numpad7'], ['7'], 'Seventh window'),
  binding('window-8', 'Picture', ['Digit8', 'Numpad8'], ['8'], 'Eighth window'),
  binding('window-9', 'Picture', ['Digit9', 'Numpad9'], ['9'], 'Ninth window'),
  binding('tool-window', 'Picture', ['w'], ['W'], 'Tool: window and level'),
  binding('tool-zoom', 'Picture', ['o'], ['O'], 'Tool: zoom'),
  binding('tool-pan', 'Picture', ['p'], ['P'], 'Tool: pan'),
  binding('tool-magnify', 'Picture', ['g'], ['G'], 'Tool: magnify while held'),
  binding(
    'lens',
    'Picture',
    ['Shift+g'],
    ['Shift', 'G'],
    'Lens in the middle, or off; arrows move it, with Shift farther',
  ),
  binding('flip-horizontal', 'Picture', ['f'], ['F'], 'Flip horizontally'),
  binding('flip-vertical', 'Picture', ['Shift+f'], ['Shift', 'F'], 'Flip vertically'),
  binding('turn-right', 'Picture', ['.'], ['.'], 'Turn right'),
  binding('turn-left', 'Picture', [','], [','], 'Turn left'),
  binding('cine', 'Picture', ['k'], ['K'], 'Play or stop the series'),
  binding('compare', 'Picture', ['s'], ['S'], 'Compare side by side, or not'),
  binding('compare-next', 'Picture', ['Shift+d'], ['Shift', 'D'], 'Next thing to compare with'),
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
  binding('tool-probe', 'Picture', ['q'], ['Q'], 'Tool: probe, the value of a pixel'),
  binding('tool-length', 'Picture', ['l'], ['L'], 'Tool: length'),
  binding('tool-angle', 'Picture', ['d'], ['D'], 'Tool: angle'),
  binding('tool-ellipse', 'Picture', ['c'], ['C'], 'Tool: ellipse with statistics'),
  binding('tool-rectangle', 'Picture', ['v'], ['V'], 'Tool: rectangle with statistics'),
  binding('tool-arrow', 'Picture', ['t'], ['T'], 'Tool: arrow with text'),
  binding(
    'place-mark',
    'Picture',
    ['Enter'],
    ['Enter'],
    'Put the tool’s mark in the middle; arrows move it, Shift sizes',
  ),
  binding('reset', 'Picture', ['r'], ['R'], 'Reset window, zoom and place'),
  binding('save-picture', 'Picture', ['$mod+s'], ['Ctrl', 'S'], 'Save the picture as PNG'),
  binding('edit-windows', 'Picture', [], [], 'Edit windows'),
  binding('fit', 'Picture', [], [], 'Fit the picture to the window'),
  binding('zoom-pixels', 'Picture', [], [], 'Pixel for pixel (1:1)'),
  binding('zoom-in', 'Picture', ['+', '='], ['+'], 'Zoom in', repeats),
  binding('zoom-out', 'Picture', ['-'], ['-'], 'Zoom out', repeats),
  binding('pan-left', 'Picture', ['$mod+ArrowLeft'], ['Ctrl', '←'], 'Move the picture left', repeats),
  binding('pan-right', 'Picture', ['$mod+ArrowRight'], ['Ctrl', '→'], 'Move the picture right', repeats),
  binding('pan-up', 'Picture', ['$mod+ArrowUp'], ['Ctrl', '↑'], 'Move the picture up', repeats),
  binding('pan-down', 'Picture', ['$mod+ArrowDown'], ['Ctrl', '↓'], 'Move the picture down', repeats),
  binding('window-wider', 'Picture', ['Alt+ArrowRight'], ['Alt', '→'], 'Wider window', repeats),
  binding('window-narrower', 'Picture', ['Alt+ArrowLeft'], ['Alt', '←'], 'Narrower window', repeats),
  binding('level-up', 'Picture', ['Alt+ArrowUp'], ['Alt', '↑'], 'Higher window level', repeats),
  binding('level-down', 'Picture', ['Alt+ArrowDown'], ['Alt', '↓'], 'Lower window level', repeats),
  binding('tab-review', 'Screens', ['$mod+1'], ['Ctrl', '1'], 'Go to Review', everywhere),
  binding('tab-dataset', 'Screens', ['$mod+2'], ['Ctrl', '2'], 'Go to Data set', everywhere),
  binding('tab-training', 'Screens', ['$mod+3'], ['Ctrl', '3'], 'Go to Training', everywhere),
  binding('tab-evaluation', 'Screens', ['$mod+4'], ['Ctrl', '4'], 'Go to Evaluation', everywhere),
  binding('tab-readers', 'Screens', ['$mod+5'], ['Ctrl', '5'], 'Go to Readers', everywhere),
  binding('tab-audit', 'Screens', ['$mod+6'], ['Ctrl', '6'], 'Go to Audit', everywhere),
  binding('open-study', 'Project', ['$mod+o'], ['Ctrl', 'O'], 'Open study folder', always),
  binding('import-set', 'Project', ['$mod+i'], ['Ctrl', 'I'], 'Import labelled set', always),
  binding('new-project', 'Project', [], [], 'New project', always),
  binding('open-project', 'Project', [], [], 'Open another project', always),
  binding('close-project', 'Project', [], [], 'Close project', everywhere),
  binding('back-up', 'Project', [], [], 'Back the project up', everywhere),
  binding('restore-backup', 'Project', [], [], 'Restore a backup of the project', everywhere),
  binding('reading-mode', 'Project', [], [], 'Choose how slices are read', everywhere),
  binding('purge', 'Project', [], [], 'Purge a study or the project', { ...everywhere, destroys: true }),
  binding('freeze', 'Project', [], [], 'Freeze a data set version', everywhere),
  binding('train', 'Project', [], [], 'Start training with the options of the new run', everywhere),
  binding('augmentation', 'Project', [], [], 'Set the augmentation of the new run', everywhere),
  binding('cross-validate', 'Project', [], [], 'Cross-validate', everywhere),
  binding('adjudicate', 'Project', [], [], 'Adjudicate what readers disagree on', everywhere),
  binding('verify-log', 'Project', [], [], 'Verify the audit log', everywhere),
  binding('check-report', 'Project', [], [], 'Check an exported audit report', everywhere),
  binding('demo', 'Project', [], [], 'Try the demo study', always),
  binding('reader', 'Project', [], [], 'Change the reader', always),
  binding('refused-files', 'Project', [], [], 'Show the files that were refused'),
  binding('export-report', 'Export', [], [], 'Export the audit report as CSV', everywhere),
  binding('export-studies', 'Export', [], [], 'Export study calls', everywhere),
  binding('export-structured', 'Export', [], [], 'Export DICOM structured reports', everywhere),
  binding('export-readers', 'Export', [], [], 'Export reads and figures of the readers', everywhere),
  binding('export-marks', 'Export', [], [], 'Export my marks', everywhere),
  binding('export-public-key', 'Export', [], [], 'Export the public key of signed exports', everywhere),
  binding('export-keys', 'Export', [], [], 'Export my keys', always),
  binding('keys', 'Help', ['Shift+?', '?'], ['?'], 'Show the keys', always),
  binding('palette', 'Help', ['$mod+k'], ['Ctrl', 'K'], 'Find a command', always),
  binding('settings', 'Help', ['$mod+,'], ['Ctrl', ','], 'Set keys and mouse', always),
  binding('notices', 'Help', [], [], 'Show third-party notices', always),
] as const;

export type Command = (typeof KEY_BINDINGS)[number]['command'];
