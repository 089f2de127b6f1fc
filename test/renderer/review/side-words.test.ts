import { expect, test } from 'vitest';
import { sideWords } from '../../../renderer/review/side-words.ts';

const AXIAL = { left: 'R', right: 'L', top: 'A', bottom: 'P' };
const view = (change: object) => ({ rotation: 0, hflip: false, vflip: false, ...change });

test('the patient’s left is named by the edge that it is drawn at, whatever was flipped or turned', () => {
  expect(sideWords(AXIAL, null)).toContain('left is at the right of the picture.');
  expect(sideWords(AXIAL, view({}))).toContain('left is at the right of the picture on the screen');
  expect(sideWords(AXIAL, view({ hflip: true }))).toContain('left is at the left of');
  expect(sideWords(AXIAL, view({ vflip: true }))).toContain('left is at the right of');
  expect(sideWords(AXIAL, view({ rotation: 90 }))).toContain('left is at the bottom of');
  expect(sideWords(AXIAL, view({ rotation: 90, hflip: true }))).toContain('left is at the top of');
});

test('a picture that does not say where sides are is said to be one', () => {
  expect(sideWords(null, view({ hflip: true }))).toContain('does not say');
  expect(sideWords({ left: 'A', right: 'P', top: 'H', bottom: 'F' }, view({}))).toContain('does not say');
});
