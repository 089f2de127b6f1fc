import type { StudyCall } from '../../src/contract/study-methods.ts';
import {
  BLEED_TYPES,
  type Bleed,
  type BleedSide,
  type BleedType,
  type StudyLabel,
} from '../../src/review/study-call.ts';

/** A study call as it is being put together. */
export interface StudyDraft {
  readonly label: StudyLabel | null;
  /** Chosen types with their side, null while it is not said yet. */
  readonly sides: ReadonlyMap<BleedType, BleedSide | null>;
  /** The type that the next side is for. */
  readonly lastType: BleedType | null;
  readonly confidence: number | null;
  readonly note: string;
}

/** What the form begins with: the call that stands, or nothing. */
export function draftOf(standing: StudyCall | null): StudyDraft {
  return {
    label: standing?.label ?? null,
    sides: new Map(standing?.bleeds.map(({ type, side }) => [type, side])),
    lastType: standing?.bleeds.at(-1)?.type ?? null,
    confidence: standing?.confidence ?? null,
    note: standing?.note ?? '',
  };
}

/** Another label. Types and sides go with a haemorrhage only. */
export function withLabel(draft: StudyDraft, label: StudyLabel): StudyDraft {
  return label === 'haemorrhage' ? { ...draft, label } : { ...draft, label, sides: new Map(), lastType: null };
}

/** A type chosen or taken out again; choosing one says haemorrhage. */
export function withToggledType(draft: StudyDraft, type: BleedType): StudyDraft {
  const sides = new Map(draft.sides);
  if (!sides.delete(type)) return { ...draft, label: 'haemorrhage', sides: sides.set(type, null), lastType: type };
  return { ...draft, sides, lastType: [...sides.keys()].at(-1) ?? null };
}

/** A side for a type (chosen thereby), or for the one that was chosen last. */
export function withSide(draft: StudyDraft, side: BleedSide, type: BleedType | null = draft.lastType): StudyDraft {
  if (type === null) return draft;
  return { ...draft, label: 'haemorrhage', sides: new Map(draft.sides).set(type, side), lastType: type };
}

/** The chosen types in their one order; those without a side are left out. */
export function bleedsOf({ sides }: StudyDraft): Bleed[] {
  return BLEED_TYPES.flatMap((type) => {
    const side = sides.get(type);
    return side ? [{ type, side }] : [];
  });
}

/** Whether saving would say something else than what stands. */
export function differs(draft: StudyDraft, standing: StudyCall | null): boolean {
  const plain = ({ label, sides, confidence, note }: StudyDraft): string =>
    JSON.stringify([label, BLEED_TYPES.map((type) => sides.get(type) ?? sides.has(type)), confidence, note.trim()]);
  return plain(draft) !== plain(draftOf(standing));
}

/** Why a study call cannot be saved now, or null when it can. */
export function whyNotCall(
  draft: StudyDraft,
  now: { readonly readOnly: boolean; readonly saving: boolean; readonly standing: StudyCall | null },
): string | null {
  if (now.readOnly) return 'This project is open for reading only, so nothing can be recorded.';
  if (now.saving) return 'What came before is still being saved.';
  if (draft.label === null) return 'Choose haemorrhage, none or unsure for the study.';
  const open = [...draft.sides].filter(([, side]) => side === null).map(([type]) => type);
  if (open.length > 0) return `Say the side of: ${open.join(', ')}.`;
  return differs(draft, now.standing) ? null : 'This is what you called the study already.';
}
