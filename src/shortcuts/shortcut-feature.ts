/** A number about a slice that a shortcut classifier gets. */
export interface ShortcutFeature {
  readonly name: string;
  /** What it is called on the screen. */
  readonly word: string;
  readonly unit: string;
  /** How it is made, in one sentence. */
  readonly meaning: string;
}

/** Goes up with every change of what a feature means or how it is made, so that numbers kept from before are made again. */
export const SHORTCUT_FEATURES_VERSION = 1;
