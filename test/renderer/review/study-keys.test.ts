import { expect, it } from 'vitest';
import { staysInSection, studyKey } from '../../../renderer/review/study-keys.ts';

it('gives labels, types, sides, saving and leaving a key each', () => {
  expect(studyKey('Y')).toEqual({ kind: 'label', label: 'haemorrhage' });
  expect(studyKey('1')).toEqual({ kind: 'type', type: 'epidural' });
  expect(studyKey('5')).toEqual({ kind: 'type', type: 'intraventricular' });
  expect(studyKey('m')).toEqual({ kind: 'side', side: 'midline' });
  expect(studyKey('Enter')).toEqual({ kind: 'save' });
  expect(studyKey('Escape')).toEqual({ kind: 'leave' });
  for (const key of ['6', '0', 'x', 'ArrowDown']) expect(studyKey(key)).toBeNull();
});

it('lets no letter through to the slice behind, but arrows, undo and help', () => {
  for (const key of ['a', 'X', '6', ' ']) expect(staysInSection(key)).toBe(true);
  for (const key of ['ArrowLeft', 'z', 'Z', '?', 'Tab']) expect(staysInSection(key)).toBe(false);
});
