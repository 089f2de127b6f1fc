import type { CrossValidation } from '../../src/contract/cross-validation-methods.ts';
import type { Subject } from '../state/evaluation-store.ts';

/** What a subject is called among the values of a choice. */
export function subjectKey(subject: Subject): string {
  switch (subject.kind) {
    case 'model':
      return `model/${subject.modelId}`;
    case 'source':
      return `source/${subject.modelId}/${subject.sourceId}`;
    case 'cross-validation':
      return `cross-validation/${subject.id}/${subject.repeat ?? 'mean'}`;
    case 'test':
      return `test/${subject.place}`;
  }
}

/** The subject of such a value; null for any other text. */
export function subjectOfKey(key: string): Subject | null {
  const [kind, first = '', second = ''] = key.split('/');
  const number = Number(first);
  if (first === '' || !Number.isInteger(number)) return null;
  if (kind === 'model') return { kind, modelId: number };
  if (kind === 'test') return { kind, place: number };
  if (kind === 'source') return second === '' ? null : { kind, modelId: number, sourceId: Number(second) };
  if (kind !== 'cross-validation') return null;
  return { kind, id: number, repeat: second === 'mean' ? null : Number(second) };
}

/** The architectures of a cross-validation; where there are several, they were chosen among inside the folds. */
export function recipesWord({ recipes }: Pick<CrossValidation, 'recipes'>): string {
  const names = [...new Set(recipes.map(({ architecture }) => architecture.name))];
  return names.length > 1 ? `${names.join(' or ')} (chosen inside the folds)` : names.join('');
}

/** What stays together in a fold, in words. */
export const GROUPING_WORDS: Record<CrossValidation['grouping'], string> = {
  'near-duplicates': 'Patients and near-duplicates stay together',
  'look-alike-runs': 'Runs that look like one head stay together too',
};
