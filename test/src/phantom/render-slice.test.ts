import { describe, expect, it } from 'vitest';
import { BLEED_KINDS } from '../../../src/phantom/bleed.ts';
import { renderSlice } from '../../../src/phantom/render-slice.ts';
import { createSyntheticPatient } from '../../../src/phantom/synthetic-patient.ts';

const SMALL = { columns: 128 } as const;

function fractionBetween(hu: Int16Array, low: number, high: number): number {
  return hu.reduce((count, value) => count + (value >= low && value <= high ? 1 : 0), 0) / hu.length;
}

describe('renderSlice', () => {
  it('gives the same bytes for the same seed and others for another', () => {
    const first = renderSlice(createSyntheticPatient(5, 'subdural'), { zMm: 55, ...SMALL });
    const again = renderSlice(createSyntheticPatient(5, 'subdural'), { zMm: 55, ...SMALL });
    const other = renderSlice(createSyntheticPatient(6, 'subdural'), { zMm: 55, ...SMALL });
    expect(again).toEqual(first);
    expect(other.hu).not.toEqual(first.hu);
  });

  it('is 512 by 512 over 225 mm unless told otherwise', () => {
    const slice = renderSlice(createSyntheticPatient(1, 'none'), { zMm: 50 });
    expect([slice.rows, slice.columns, slice.hu.length]).toEqual([512, 512, 512 * 512]);
    expect(slice.pixelSpacingMm).toBeCloseTo(225 / 512, 10);
    const oblong = renderSlice(createSyntheticPatient(1, 'none'), {
      zMm: 50,
      rows: 60,
      columns: 40,
      pixelSpacingMm: 4,
    });
    expect([oblong.rows, oblong.columns, oblong.hu.length]).toEqual([60, 40, 2400]);
  });

  it('has air, skull, grey and white matter and fluid in the densities of textbooks', () => {
    for (const seed of [1, 2, 3]) {
      const { hu } = renderSlice(createSyntheticPatient(seed, 'none'), { zMm: 48, ...SMALL, acquisition: 'ideal' });
      expect(hu[0]).toBe(-1000);
      expect(fractionBetween(hu, -1000, -1000)).toBeGreaterThan(0.25);
      expect(fractionBetween(hu, 600, 1300)).toBeGreaterThan(0.05);
      expect(fractionBetween(hu, 0, 15)).toBeGreaterThan(0.005);
      expect(fractionBetween(hu, 22, 31)).toBeGreaterThan(0.1);
      expect(fractionBetween(hu, 32, 45)).toBeGreaterThan(0.05);
    }
  });

  it('closes the skull around the brain', () => {
    const patient = createSyntheticPatient(4, 'none');
    const slice = renderSlice(patient, { zMm: 50, ...SMALL, acquisition: 'ideal' });
    for (let turn = 0; turn < 64; turn++) {
      const angle = (turn / 64) * 2 * Math.PI;
      const alongRay = Array.from({ length: 62 }, (_, step) => {
        const column = Math.round(63.5 + step * Math.sin(angle));
        const row = Math.round(63.5 - step * Math.cos(angle));
        return slice.hu[row * 128 + column] ?? -1000;
      });
      expect(Math.max(...alongRay)).toBeGreaterThan(500);
    }
  });

  it.each(BLEED_KINDS)('draws an %s bleed of 50 to 90 HU where the mask says', (kind) => {
    for (const seed of [21, 22, 23]) {
      const patient = createSyntheticPatient(seed, kind);
      const zMm = patient.bleeds[0]?.centreZMm ?? 0;
      const slice = renderSlice(patient, { zMm, ...SMALL, acquisition: 'ideal' });
      expect(slice.bleedKind).toBe(kind);
      expect(slice.bleedAreaMm2).toBeGreaterThanOrEqual(30);
      const inside = slice.hu.filter((_, index) => slice.bleedMask[index] === 1);
      expect(inside.length * slice.pixelSpacingMm ** 2).toBeCloseTo(slice.bleedAreaMm2, 6);
      expect(Math.min(...inside)).toBeGreaterThanOrEqual(50);
      expect(Math.max(...inside)).toBeLessThanOrEqual(90);
      const healthy = renderSlice(createSyntheticPatient(seed, 'none'), { zMm, ...SMALL, acquisition: 'ideal' });
      const before = healthy.hu.filter((_, index) => slice.bleedMask[index] === 1);
      const mean = (values: Int16Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;
      expect(mean(inside)).toBeGreaterThan(mean(before) + 15);
    }
  });

  it('keeps a bleed on its side: the patient left is to the right of the picture', () => {
    for (const seed of [31, 32, 33, 34, 35, 36]) {
      const patient = createSyntheticPatient(seed, 'epidural');
      const bleed = patient.bleeds[0];
      const slice = renderSlice(patient, { zMm: bleed?.centreZMm ?? 0, ...SMALL });
      let balance = 0;
      slice.bleedMask.forEach((blood, index) => {
        balance += blood * ((index % 128) - 63.5);
      });
      expect(balance > 0 ? 'left' : 'right').toBe(bleed?.side);
    }
  });

  it('calls a slice that the bleed does not reach a slice without bleed', () => {
    const patient = createSyntheticPatient(8, 'intraparenchymal');
    const bleed = patient.bleeds[0];
    const beyond = (bleed?.centreZMm ?? 0) + 2.2 * (bleed?.halfHeightMm ?? 0) + 10;
    const slice = renderSlice(patient, { zMm: Math.min(97, beyond), ...SMALL });
    expect(slice.bleedKind).toBe('none');
    expect(slice.bleedAreaMm2).toBe(0);
    expect(slice.bleedMask.includes(1)).toBe(false);
  });

  it('adds the noise asked for', () => {
    const patient = createSyntheticPatient(2, 'none');
    const options = { zMm: 52, ...SMALL } as const;
    const quiet = { ...patient, scan: { ...patient.scan, noiseHu: 0 } };
    const loud = { ...patient, scan: { ...patient.scan, noiseHu: 8 } };
    const still = renderSlice(quiet, options).hu;
    const noisy = renderSlice(loud, options).hu;
    // The middle of the picture: brain, far from what clipping changes.
    let squares = 0;
    let count = 0;
    for (let row = 44; row < 84; row++) {
      for (let column = 44; column < 84; column++) {
        const index = row * 128 + column;
        squares += ((noisy[index] ?? 0) - (still[index] ?? 0)) ** 2;
        count++;
      }
    }
    expect(Math.abs(Math.sqrt(squares / count) - 8)).toBeLessThan(0.8);
  });
});
