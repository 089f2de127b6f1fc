import { expect, it } from 'vitest';
import { domainWarning, inputDomain } from '../../../src/prediction/domain-match.ts';

const frame = (toHu: boolean) => ({ rescale: { slope: 1, intercept: 0, toHu } }) as never;

it('tells CT in HU from everything else', () => {
  expect(inputDomain({ samples: 1, frames: [frame(true)] }, 0)).toBe('ct');
  expect(inputDomain({ samples: 1, frames: [frame(false)] }, 0)).toBe('png');
  expect(inputDomain({ samples: 3, frames: [frame(true)] }, 0)).toBe('png');
});

it('warns when a model meets what it never learnt from', () => {
  expect(domainWarning(new Set(['png']), 'png')).toBeNull();
  expect(domainWarning(new Set(['png']), 'ct')).toMatch(/learnt from PNG pictures only/);
  expect(domainWarning(new Set(['ct']), 'png')).toMatch(/learnt from CT/);
  expect(domainWarning(new Set(['png', 'ct']), 'ct')).toBeNull();
});
