import { expect, test } from 'vitest';
import type { NaturalDataset } from '../../../src/structured-report/content-items.ts';
import { measurementReport } from '../../../src/structured-report/measurement-report.ts';
import { studyCallContent } from '../../../src/structured-report/study-call-content.ts';

const CALL = {
  label: 'haemorrhage',
  bleeds: [{ type: 'subdural', side: 'left' }],
  confidence: 4,
  note: 'thin rim',
  predictionSeen: true,
} as const;

const first = (of: NaturalDataset, keyword: string): NaturalDataset => {
  const value = of[keyword];
  const [item] = Array.isArray(value) ? value : [];
  return typeof item === 'object' ? item : expect.fail(`no ${keyword}`);
};
const itemsIn = (of: NaturalDataset): NaturalDataset[] => {
  const { ContentSequence: items } = of;
  return Array.isArray(items) ? items.filter((item) => typeof item === 'object') : [];
};
const conceptOf = (item: NaturalDataset): unknown => first(item, 'ConceptNameCodeSequence').CodeValue;

/** What stands among the qualitative evaluations of a report, by concept; null where it has none. */
function evaluations(call: Parameters<typeof studyCallContent>[0] | null): Record<string, unknown> | null {
  const content = { reader: 'Ada', images: [], reads: [], marks: [], call: call && studyCallContent(call) };
  const container = itemsIn(measurementReport(content)).find((item) => conceptOf(item) === 'C0034375');
  if (!container) return null;
  return Object.fromEntries(
    itemsIn(container).map((item) => {
      const code = item.ValueType === 'CODE' ? first(item, 'ConceptCodeSequence').CodeValue : item.TextValue;
      const number = item.ValueType === 'NUM' ? first(item, 'MeasuredValueSequence').NumericValue : undefined;
      return [String(conceptOf(item)), number ?? code];
    }),
  );
}

test('a call of a study is in its report whole: what it says, how sure, with the AI seen or not, and the note', () => {
  expect(evaluations(CALL)).toEqual({
    ...{ 'study-presence': '52101004', subdural: '7771000', confidence: '4', 'ai-seen': 'seen', 121106: 'thin rim' },
  });
});

test('what a call leaves open is left out, but for whether the AI was seen', () => {
  const call = { label: 'unsure', bleeds: [], confidence: null, note: null, predictionSeen: false } as const;
  expect(evaluations(call)).toEqual({ 'study-presence': '121059', 'ai-seen': 'not-seen' });
  expect(evaluations(null)).toBeNull();
});
