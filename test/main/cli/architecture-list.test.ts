import { expect, it } from 'vitest';
import { architectureList } from '../../../main/cli/cross-validate-command.ts';
import { WrongUse } from '../../../main/cli/wrong-use.ts';

it('takes each network once, in the order given', () => {
  expect(architectureList('compact, lenet')).toEqual(['compact', 'lenet']);
  expect(() => architectureList('lenet,compact,lenet')).toThrow(WrongUse);
  expect(() => architectureList('lenet,compact,lenet')).toThrow(/"lenet" is named twice/);
  expect(() => architectureList('vgg')).toThrow(WrongUse);
});
