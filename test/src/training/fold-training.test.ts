import { expect, it } from 'vitest';
import { classOf, trainingOfFold } from '../../../src/training/fold-training.ts';

it('teaches every fold but one and asks about that one', () => {
  expect(trainingOfFold([0, 1, 2, 1, 0], 1)).toEqual({ taught: [0, 2, 4], asked: [1, 3] });
});

it('numbers the classes as the networks do', () => {
  expect([classOf('none'), classOf('haemorrhage')]).toEqual([0, 1]);
});
