import { BLEED_TYPES, type BleedSide, type BleedType, type StudyLabel } from '../../src/review/study-call.ts';

/** What a key does while the study section has the focus. */
export type StudyKey =
  | { readonly kind: 'label'; readonly label: StudyLabel }
  | { readonly kind: 'type'; readonly type: BleedType }
  | { readonly kind: 'side'; readonly side: BleedSide }
  | { readonly kind: 'save' }
  | { readonly kind: 'leave' };

const LABELS: Readonly<Record<string, StudyLabel>> = { y: 'haemorrhage', n: 'none', u: 'unsure' };
const SIDES: Readonly<Record<string, BleedSide>> = { l: 'left', r: 'right', b: 'both', m: 'midline' };

/** The meaning of a plain key in the study section; null for one that means nothing there. */
export function studyKey(key: string): StudyKey | null {
  const plain = key.toLowerCase();
  if (key === 'Enter') return { kind: 'save' };
  if (key === 'Escape') return { kind: 'leave' };
  const label = LABELS[plain];
  if (label) return { kind: 'label', label };
  const side = SIDES[plain];
  if (side) return { kind: 'side', side };
  const type = /^[1-5]$/.test(key) ? BLEED_TYPES[Number(key) - 1] : undefined;
  return type ? { kind: 'type', type } : null;
}

/**
 * Whether a key must not reach the review behind the section: every plain character, so that no letter meant for the study
 * labels a slice. Arrows still go through the stack, Z still takes back, ? still shows the keys.
 */
export function staysInSection(key: string): boolean {
  return key.length === 1 && key !== '?' && key.toLowerCase() !== 'z';
}
