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

it('says what a study was called, with types and sides, and how much of it had been shown', () => {
  const call = {
    ...{ event: 'study-called', studyPseudonym: '0123456789abcdef0123', callId: 4, labelBefore: null },
    ...{ labelAfter: 'haemorrhage', bleeds: [{ type: 'subdural', side: 'both' }], reason: null, confidence: null },
    ...{ slices: 30, slicesShown: 12, slicesRead: 2, predictionSeen: false },
  };
  expect(told(call)).toBe('Called study 01234567: haemorrhage (subdural both sides); 12 of 30 slices shown');
  const undone = { ...call, event: 'study-call-undone', targetCallId: 4, labelAfter: null, bleeds: [] };
  expect(told(undone)).toBe('Undid call 4 of study 01234567: no call');
});
