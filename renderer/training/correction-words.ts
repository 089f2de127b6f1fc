import type { CorrectionBatch } from '../../src/contract/training-methods.ts';
import { countWord } from '../words.ts';

export type Correction = CorrectionBatch['corrected'][number];

/** What a correction came with: whether the candidate calls the slice otherwise than the current model, and how. */
export type CallChange = 'to-the-label' | 'from-the-label' | 'unchanged' | 'unknown';

/** How the call on a corrected slice changed from the current model to the candidate. */
export function callChange({ baselineCall, candidateCall, after }: Correction): CallChange {
  if (baselineCall === null || candidateCall === null) return 'unknown';
  if (baselineCall === candidateCall) return 'unchanged';
  return candidateCall === after ? 'to-the-label' : 'from-the-label';
}

export const CHANGE_WORDS: Record<CallChange, string> = {
  'to-the-label': 'Changed, to the new label',
  'from-the-label': 'Changed, not to the new label',
  unchanged: 'Same call',
  unknown: 'Not predicted',
};

/** Where the candidate had a corrected slice. */
export function partWord(part: Correction['part']): string {
  switch (part) {
    case 'training':
      return 'learnt from';
    case 'validation':
      return 'validation';
    case 'held-out':
      return 'held out';
    case null:
      return 'set aside';
  }
}

/** What came of one version's corrections, in words, with what that is worth. */
export function batchWords({ corrected, added, removed }: CorrectionBatch): string {
  const moved = [added > 0 ? `${countWord(added, 'slice')} added` : '', removed > 0 ? `${removed} taken out` : ''];
  const beside = moved.filter(Boolean).join(', ');
  if (corrected.length === 0) return `No label corrected${beside && `; ${beside}`}.`;
  const changes = corrected.map(callChange);
  const changed = changes.filter((change) => change === 'to-the-label' || change === 'from-the-label').length;
  const followed = changes.filter((change) => change === 'to-the-label').length;
  const learnt = corrected.filter(({ part }) => part === 'training' || part === 'validation').length;
  const worth =
    learnt > 0
      ? ` The candidate had ${learnt} of them in training or validation: there a changed call is no evidence.`
      : '';
  return (
    `${countWord(corrected.length, 'label')} corrected${beside && `; ${beside}`}. ` +
    `The call changed on ${changed}, on ${followed} to the new label.${worth}`
  );
}
