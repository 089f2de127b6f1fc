import { expect, it } from 'vitest';
import { auditEntrySchema } from '../../../src/audit/audit-entry.ts';
import { entrySummary } from '../../../src/audit/entry-summary.ts';

const ENTRY = {
  ...{ format: 1, sequence: 1, time: '2026-11-24T10:00:00.000Z', utcOffsetMinutes: 0, reader: 'Ada', computer: 'desk' },
  ...{ appVersion: '0.1.0', event: 'model-evaluated', model: 'compact-3', weightsSha256: 'ab'.repeat(32) },
  ...{ datasetVersion: 'v2', n: 24, truePositives: 10, falsePositives: 2, trueNegatives: 11, falseNegatives: 1 },
};
const told = (over: object) => entrySummary(auditEntrySchema.parse({ ...ENTRY, ...over }));

it('says on what a model was measured, where the entry tells it', () => {
  expect(told({})).toBe('Measured compact-3 on 24 slices of v2');
  expect(told({ evidence: 'held-out' })).toBe('Measured compact-3 on 24 slices of v2, held out');
  const source = 'source-0123456789abcdef0123';
  expect(told({ evidence: 'other-source', source })).toBe(`Measured compact-3 on 24 slices of v2, of ${source}`);
});
