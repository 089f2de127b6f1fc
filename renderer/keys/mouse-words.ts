import type { DragAction, MouseMap, MouseProfile, WheelAction } from '../../src/input/mouse-profile.ts';

export const PROFILE_WORDS: Readonly<Record<MouseProfile, string>> = {
  overread: 'Overread',
  ohif: 'As in OHIF',
  weasis: 'As in Weasis',
  custom: 'My own',
};

export const DRAG_WORDS: Readonly<Record<DragAction, string>> = {
  tool: 'The chosen tool',
  window: 'Window width (across) and level (down)',
  zoom: 'Zoom',
  pan: 'Move the picture',
  scroll: 'Go through the stack',
  nothing: 'Nothing',
};

export const WHEEL_WORDS: Readonly<Record<WheelAction, string>> = {
  scroll: 'Previous and next slice of the stack',
  zoom: 'Zoom',
  pan: 'Move the picture',
  nothing: 'Nothing',
};

export const DRAGS = [
  { part: 'left', word: 'Left drag' },
  { part: 'middle', word: 'Middle drag' },
  { part: 'right', word: 'Right drag' },
  { part: 'shiftLeft', word: 'Shift + left drag' },
  { part: 'ctrlLeft', word: 'Ctrl + left drag' },
] as const;

export const WHEELS = [
  { part: 'wheel', word: 'Wheel, two fingers' },
  { part: 'ctrlWheel', word: 'Ctrl + wheel, pinch' },
] as const;

/** What the mouse does on the picture, line by line. The last two are the same in every profile. */
export function mouseLines(map: MouseMap): readonly { readonly shown: string; readonly does: string }[] {
  return [
    ...DRAGS.map(({ part, word }) => ({ shown: word, does: DRAG_WORDS[map[part]] })),
    ...WHEELS.map(({ part, word }) => ({ shown: word, does: WHEEL_WORDS[map[part]] })),
    { shown: 'Shift + wheel', does: WHEEL_WORDS.pan },
    { shown: 'Double click', does: 'Reset the view' },
  ];
}
