import { z } from 'zod';

/** What a drag on the picture can do; `tool` is the tool that is chosen. */
export const DRAG_ACTIONS = ['tool', 'window', 'zoom', 'pan', 'scroll', 'nothing'] as const;
export type DragAction = (typeof DRAG_ACTIONS)[number];

/** What the wheel, or two fingers on a touchpad, can do on the picture. */
export const WHEEL_ACTIONS = ['scroll', 'zoom', 'pan', 'nothing'] as const;
export type WheelAction = (typeof WHEEL_ACTIONS)[number];

const drag = z.enum(DRAG_ACTIONS);
const wheel = z.enum(WHEEL_ACTIONS);

/** Which button does what. Systems report a pinch on a touchpad as Ctrl and wheel, so `ctrlWheel` is the pinch as well. */
export const mouseMapSchema = z.object({
  left: drag,
  middle: drag,
  right: drag,
  shiftLeft: drag,
  ctrlLeft: drag,
  wheel,
  ctrlWheel: wheel,
});
export type MouseMap = z.infer<typeof mouseMapSchema>;

export const MOUSE_PROFILES = ['overread', 'ohif', 'weasis', 'custom'] as const;
export const mouseProfileSchema = z.enum(MOUSE_PROFILES);
export type MouseProfile = z.infer<typeof mouseProfileSchema>;

const overread: MouseMap = {
  left: 'tool',
  middle: 'pan',
  right: 'zoom',
  shiftLeft: 'pan',
  ctrlLeft: 'zoom',
  wheel: 'scroll',
  ctrlWheel: 'zoom',
};

/**
 * The profiles that come with the app. OHIF's buttons are those of its basic viewer's tool group
 * (modes/longitudinal/src/initToolGroups.js), Weasis' those of MouseActions.java in weasis-core-ui, where the right button
 * opens a menu; here it does nothing then. What neither says (held keys) is the chosen tool; a pinch zooms everywhere.
 */
export const MOUSE_MAPS: Readonly<Record<Exclude<MouseProfile, 'custom'>, MouseMap>> = {
  overread,
  ohif: { ...overread, shiftLeft: 'tool', ctrlLeft: 'tool' },
  weasis: { ...overread, right: 'nothing', shiftLeft: 'tool', ctrlLeft: 'tool' },
};

export const DEFAULT_MOUSE = { mouseProfile: 'overread', customMouse: overread } as const satisfies MouseChoice;

export interface MouseChoice {
  readonly mouseProfile: MouseProfile;
  readonly customMouse: MouseMap;
}

/** The buttons in force. */
export function mouseMapOf({ mouseProfile, customMouse }: MouseChoice): MouseMap {
  return mouseProfile === 'custom' ? customMouse : MOUSE_MAPS[mouseProfile];
}
