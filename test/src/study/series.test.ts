import { describe, expect, it } from 'vitest';
import type { FileHeader, FrameHeader } from '../../../src/study/file-header.ts';
import { groupStudies, type InspectedSlice } from '../../../src/study/series.ts';
import { fileHeader, frameHeader, pngHeader } from '../../support/slice-headers.ts';

function slice(path: string, frame: Partial<FrameHeader>, file: Partial<FileHeader> = {}): InspectedSlice {
  return { path, frame: 0, header: fileHeader({ ...file, frames: [frameHeader(frame)] }) };
}

function axial(path: string, z: number, change: Partial<FrameHeader> = {}): InspectedSlice {
  return slice(path, { positionMm: [0, 0, z], ...change });
}

function only(slices: readonly InspectedSlice[]) {
  const [study] = groupStudies(slices);
  expect(study?.series).toHaveLength(1);
  return study?.series[0];
}

function paths(slices: readonly InspectedSlice[] | undefined): string[] | undefined {
  return slices?.map(({ path }) => path);
}

describe('ordering', () => {
  it('goes by position along the normal, whatever names and numbers say', () => {
    const slices = [axial('a', 10, { instanceNumber: 1 }), axial('b', 0, { instanceNumber: 3 }), axial('c', 5)];
    expect(paths(only(slices)?.slices)).toEqual(['b', 'c', 'a']);
    expect(paths(only([...slices].reverse())?.slices)).toEqual(['b', 'c', 'a']);
  });

  it('projects on the normal of a tilted gantry', () => {
    const [cos, sin] = [Math.cos(0.35), Math.sin(0.35)];
    const tilted = (path: string, z: number) =>
      slice(path, { orientation: [1, 0, 0, 0, cos, -sin], positionMm: [0, z * 0.1, z] });
    const series = only([tilted('top', 20), tilted('low', 0), tilted('mid', 10)]);
    expect(paths(series?.slices)).toEqual(['low', 'mid', 'top']);
    expect(series?.gaps).toEqual([]);
  });

  it('falls back on instance numbers, then on names as people count', () => {
    const unknown = { positionMm: null };
    const numbered = [slice('a', { ...unknown, instanceNumber: 10 }), slice('b', { ...unknown, instanceNumber: 9 })];
    expect(paths(only(numbered)?.slices)).toEqual(['b', 'a']);
    const pngs = ['head/10.png', 'head/2.png', 'head/001.png'].map((path) => ({ path, frame: 0, header: pngHeader() }));
    expect(paths(groupStudies(pngs)[0]?.series[0]?.slices)).toEqual(['head/001.png', 'head/2.png', 'head/10.png']);
  });

  it('orders the frames of a file by their own positions', () => {
    const header = fileHeader({ frames: [10, 0, 5].map((z) => frameHeader({ positionMm: [0, 0, z] })) });
    const frames = [0, 1, 2].map((frame) => ({ path: 'multi.dcm', frame, header }));
    expect(only(frames)?.slices.map(({ frame }) => frame)).toEqual([1, 2, 0]);
  });
});

describe('grouping', () => {
  it('takes studies and series by UID, PNGs by folder', () => {
    const studies = groupStudies([
      slice('x/1', {}, { studyUid: 'A', seriesUid: 'A1', seriesNumber: 3 }),
      slice('x/2', {}, { studyUid: 'A', seriesUid: 'A2', seriesNumber: 2 }),
      slice('y/3', {}, { studyUid: 'B', seriesUid: 'B1' }),
      { path: 'p/1.png', frame: 0, header: pngHeader() },
      { path: 'q/1.png', frame: 0, header: pngHeader() },
    ]);
    expect(studies.map(({ key }) => key)).toEqual(['folder:p', 'folder:q', 'A', 'B']);
    expect(studies[2]?.series.map(({ number }) => number)).toEqual([2, 3]);
  });

  it('keeps the pictures of a folder together, whatever their sizes', () => {
    const picture = (path: string, rows: number, columns: number) => ({
      path,
      frame: 0,
      header: pngHeader({ rows, columns }),
    });
    const [study] = groupStudies([
      picture('h/000.png', 128, 134),
      picture('h/001.png', 80, 90),
      picture('h/2.png', 128, 134),
    ]);
    expect(study?.series).toHaveLength(1);
    expect(paths(study?.series[0]?.slices)).toEqual(['h/000.png', 'h/001.png', 'h/2.png']);
  });

  it('splits a scout from the slices it shares a series with', () => {
    const scout = slice('0', { orientation: [0, 1, 0, 0, 0, -1] });
    const [study] = groupStudies([scout, axial('1', 0), axial('2', 5)]);
    expect(study?.series.map(({ slices }) => slices.length)).toEqual([1, 2]);
    expect(new Set(study?.series.map(({ key }) => key)).size).toBe(2);
  });

  it('keeps a stack whole whose cosines are not written alike, however it is tilted', () => {
    for (const sine of [0.175, 0.225, 0.025, 0]) {
      const jittered = Array.from({ length: 20 }, (_, index) => {
        const own = sine + (index % 2 === 0 ? 1e-6 : -1e-6);
        const orientation: FrameHeader['orientation'] = [1, 0, 0, 0, Math.sqrt(1 - own * own), -own];
        return axial(`${index}`, index * 5, { orientation });
      });
      expect(only(jittered)?.slices).toHaveLength(20);
      expect(only(jittered)?.gaps).toEqual([]);
    }
  });

  it('splits stacks of two tilts, and slices that do not say how they lie', () => {
    const at = (degrees: number, path: string, z: number) => {
      const angle = (degrees * Math.PI) / 180;
      return axial(path, z, { orientation: [1, 0, 0, 0, Math.cos(angle), -Math.sin(angle)] });
    };
    const slices = [
      at(12, 'a', 0),
      at(18, 'b', 5),
      at(12, 'c', 10),
      axial('d', 0, { orientation: null }),
      at(18, 'e', 15),
    ];
    const [study] = groupStudies([...slices, axial('f', 5, { orientation: null })]);
    expect(study?.series.map((series) => paths(series.slices))).toEqual([
      ['a', 'c'],
      ['b', 'e'],
      ['d', 'f'],
    ]);
  });

  it('splits acquisitions only where they lie on each other', () => {
    const of = (acquisitionNumber: number, from: number) =>
      [0, 5, 10].map((z) => axial(`${acquisitionNumber}-${z}`, from + z, { acquisitionNumber }));
    expect(groupStudies([...of(1, 0), ...of(2, 0)])[0]?.series.map(({ slices }) => slices.length)).toEqual([3, 3]);
    expect(groupStudies([...of(1, 0), ...of(2, 15)])[0]?.series).toHaveLength(1);
  });
});

describe('gaps', () => {
  it('counts what is missing by the usual step', () => {
    const series = only([0, 5, 10, 25, 30].map((z) => axial(`${z}`, z)));
    expect(series?.gaps).toEqual([{ kind: 'missing', afterIndex: 2, count: 2, stepMm: 15, usualStepMm: 5 }]);
  });

  it('names two slices at one place', () => {
    const series = only([axial('a', 0), axial('b', 5), axial('c', 5.001), axial('d', 10)]);
    expect(series?.gaps).toEqual([{ kind: 'duplicate', index: 1 }]);
  });

  it('has nothing to say of even steps or single slices', () => {
    expect(only([0, 5, 10.1, 15].map((z) => axial(`${z}`, z)))?.gaps).toEqual([]);
    expect(only([axial('a', 0)])?.gaps).toEqual([]);
  });

  it('takes a run of other steps for another way of scanning, and a single odd step for uneven', () => {
    const finer = only([0, 2.5, 5, 7.5, 10, 15, 20, 25].map((z) => axial(`${z}`, z)))?.gaps;
    expect(finer).toEqual([{ kind: 'step-change', afterIndex: 4, stepMm: 5, usualStepMm: 2.5 }]);
    const odd = only([0, 5, 10, 16, 21, 26].map((z) => axial(`${z}`, z)))?.gaps;
    expect(odd).toEqual([{ kind: 'uneven', steps: 1, leastMm: 6, mostMm: 6, usualStepMm: 5 }]);
  });
});
