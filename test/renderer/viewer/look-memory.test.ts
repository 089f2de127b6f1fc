import { expect, it } from 'vitest';
import { keptWindow, LookMemory, rangeToKeep } from '../../../renderer/viewer/look-memory.ts';
import { FAKE_SLICES, fakeMetadata } from '../support/fake-slices.ts';

it('keeps a look for each series, as far as its pictures are alike', () => {
  const [slice] = FAKE_SLICES;
  if (!slice) throw new Error('There are fake slices.');
  const metadata = fakeMetadata(slice);
  const view = { scale: 2, translation: { x: 1, y: 2 }, rotation: 90, hflip: true, vflip: false };
  const look = { view, windowCenter: 40, windowWidth: 80, invert: false, table: null };
  const memory = new LookMemory();
  memory.set('1/0', { look, windowChosen: true, fits: false, metadata });
  expect(memory.get('1/0', { ...metadata, technique: [] })?.look).toEqual(look);
  expect(memory.get('1/1', metadata)).toBeNull();
  expect(memory.get('1/0', { ...metadata, rows: metadata.rows + 1 })).toBeNull();
  const again = new LookMemory();
  again.restore(JSON.parse(JSON.stringify(memory.stored())));
  expect(again.get('1/0', metadata)).toMatchObject({ look, windowChosen: true, fits: false });
  expect(again.get('1/0', { ...metadata, columns: metadata.columns + 1 })).toBeNull();
  memory.forget('1/0');
  expect(memory.get('1/0', metadata)).toBeNull();
});

it('stores the looks that say something, the last that were changed', () => {
  const [slice] = FAKE_SLICES;
  if (!slice) throw new Error('There are fake slices.');
  const metadata = fakeMetadata(slice);
  const view = { scale: 2, translation: { x: 0, y: 0 }, rotation: 0, hflip: false, vflip: false };
  const look = { view, windowCenter: 40, windowWidth: 80, invert: false, table: 1 };
  const memory = new LookMemory();
  for (let series = 0; series < 30; series += 1) {
    memory.set(`1/${series}`, { look, windowChosen: series !== 29, fits: true, metadata });
  }
  memory.set('1/0', { look, windowChosen: true, fits: true, metadata });
  const stored = memory.stored();
  expect(stored).toHaveLength(20);
  expect(stored.map(({ group }) => group)).not.toContain('1/29');
  expect(stored.at(-1)).toMatchObject({ group: '1/0', look: { table: 1 } });
});

it('keeps the window of grey slices in per cent: each opens by the bits that it uses', () => {
  const png = FAKE_SLICES.find(({ kind }) => kind === 'png');
  if (!png) throw new Error('There is a PNG.');
  const opensBy = (levels: number) => ({ ...fakeMetadata(png), windowCenter: levels / 2, windowWidth: levels });
  const [eleven, twelve] = [opensBy(2048), opensBy(4096)];
  const view = { scale: 1, translation: { x: 0, y: 0 }, rotation: 0, hflip: false, vflip: false };
  const look = { view, windowCenter: 1024, windowWidth: 2048, invert: true, table: null };
  const memory = new LookMemory();
  memory.set('1/0', { look, windowChosen: true, fits: true, metadata: eleven, range: rangeToKeep(eleven) });
  const again = new LookMemory();
  again.restore(JSON.parse(JSON.stringify(memory.stored())));
  for (const kept of [memory.get('1/0', twelve), again.get('1/0', twelve)]) {
    expect(kept && keptWindow(kept, twelve)).toMatchObject({ windowCenter: 2048, windowWidth: 4096, invert: true });
    expect(kept && keptWindow(kept, eleven)).toMatchObject({ windowCenter: 1024, windowWidth: 2048 });
  }
  // One of Hounsfield units is the same on every slice.
  const ct = fakeMetadata(FAKE_SLICES.find(({ kind }) => kind === 'ct') ?? png);
  memory.set('1/1', { look, windowChosen: true, fits: true, metadata: ct, range: rangeToKeep(ct) });
  const kept = memory.get('1/1', ct);
  expect(kept && keptWindow(kept, { ...ct, windowCenter: 5, windowWidth: 9 })).toEqual(look);
});
