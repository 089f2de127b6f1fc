import { expect, it } from 'vitest';
import { worklistRows } from '../../../renderer/worklist/rows.ts';
import { byId, item } from '../support/worklist-items.ts';

const series = [
  { index: 0, title: 'Scout', remarks: [], slices: 1 },
  { index: 1, title: 'Head', remarks: ['1 gap'], slices: 2 },
];
const items = byId([item(1), item(2, { seriesIndex: 1 }), item(3, { seriesIndex: 1 })]);
const seriesOf = (sliceId: number) => items.get(sliceId)?.seriesIndex;
const words = ({ rows }: ReturnType<typeof worklistRows>) =>
  rows.map((row) => (row.kind === 'series' ? row.series.title : row.sliceId));

it('heads each series in acquisition order', () => {
  expect(words(worklistRows([1, 2, 3], seriesOf, series, true))).toEqual(['Scout', 1, 'Head', 2, 3]);
});

it('heads nothing in another order, nor a lone series without remarks', () => {
  expect(words(worklistRows([3, 1, 2], seriesOf, series, false))).toEqual([3, 1, 2]);
  expect(words(worklistRows([1], seriesOf, series.slice(0, 1), true))).toEqual([1]);
});

it('says at which row each slice stands, headings counted', () => {
  const { rowOf } = worklistRows([1, 2, 3], seriesOf, series, true);
  expect([rowOf.get(1), rowOf.get(2), rowOf.get(3), rowOf.get(4)]).toEqual([1, 3, 4, undefined]);
});
