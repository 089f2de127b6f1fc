import { z } from 'zod';
import type { Label } from './label.ts';
import { type StackAct, standingReads } from './read-transition.ts';

/** What a reader can say of a whole study. */
export const studyLabelSchema = z.enum(['haemorrhage', 'none', 'unsure']);
export type StudyLabel = z.infer<typeof studyLabelSchema>;

export const BLEED_TYPES = ['epidural', 'subdural', 'subarachnoid', 'intraparenchymal', 'intraventricular'] as const;
export type BleedType = (typeof BLEED_TYPES)[number];

/** The patient's side, whichever way the picture lies. */
export const BLEED_SIDES = ['left', 'right', 'both', 'midline'] as const;
export type BleedSide = (typeof BLEED_SIDES)[number];

export const bleedSchema = z.object({ type: z.enum(BLEED_TYPES), side: z.enum(BLEED_SIDES) });
export type Bleed = z.infer<typeof bleedSchema>;

/** What one call says. Types and sides belong to a haemorrhage; there may be none, where the reader does not say. */
export interface StudyFinding {
  readonly label: StudyLabel;
  /** Each type at most once, in the order of `BLEED_TYPES`. */
  readonly bleeds: readonly Bleed[];
  /** 1 (a guess) to 5 (certain). */
  readonly confidence: number | null;
  readonly note: string | null;
}

export type StudyCallDecision =
  | { readonly kind: 'accepted'; readonly bleeds: readonly Bleed[] }
  | { readonly kind: 'refused'; readonly code: string; readonly message: string };

/** Whether a call can be recorded as it is. Bleeds come back in their one order. */
export function decideStudyCall(label: StudyLabel, bleeds: readonly Bleed[]): StudyCallDecision {
  if (label !== 'haemorrhage' && bleeds.length > 0) {
    const message = 'Types and sides belong to a haemorrhage. Take them out, or call the study haemorrhage.';
    return { kind: 'refused', code: 'bleeds-without-haemorrhage', message };
  }
  if (new Set(bleeds.map(({ type }) => type)).size !== bleeds.length) {
    const message = 'A type of bleed stands there twice. Give each type one side; both is a side of its own.';
    return { kind: 'refused', code: 'bleed-twice', message };
  }
  const place = ({ type }: Bleed): number => BLEED_TYPES.indexOf(type);
  return { kind: 'accepted', bleeds: [...bleeds].sort((a, b) => place(a) - place(b)) };
}

/** The call that stands of one reader's acts on one study, in order: the last that was not undone, or was redone since. */
export function standingCall<A extends StackAct>(acts: readonly A[]): A | null {
  return standingReads(acts).at(-1) ?? null;
}

/** Where a reader's call of a study and labels of its slices cannot both be right. */
export type StudyContradiction =
  | { readonly kind: 'none-with-haemorrhage'; readonly sliceIds: readonly number[] }
  /** Every slice is read, and as no haemorrhage. */
  | { readonly kind: 'haemorrhage-in-no-slice' };

/**
 * Looks a study's call over against the labels of its slices. Nothing is corrected by it: either may be the mistake.
 * @param slices labels of all slices of the study; null where a slice is unread, or its label may not be shown
 */
export function studyContradiction(
  label: StudyLabel,
  slices: readonly { readonly sliceId: number; readonly label: Label | null }[],
): StudyContradiction | null {
  const bleeding = slices.filter((slice) => slice.label === 'haemorrhage');
  if (label === 'none' && bleeding.length > 0) {
    return { kind: 'none-with-haemorrhage', sliceIds: bleeding.map(({ sliceId }) => sliceId) };
  }
  const free = slices.length > 0 && slices.every((slice) => slice.label === 'none');
  return label === 'haemorrhage' && free ? { kind: 'haemorrhage-in-no-slice' } : null;
}

/** `subdural left, intraventricular midline`; empty where no type is said. */
export function bleedWords(bleeds: readonly Bleed[]): string {
  return bleeds.map(({ type, side }) => `${type} ${side === 'both' ? 'both sides' : side}`).join(', ');
}
