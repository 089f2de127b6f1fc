import { renderSlice } from '../../src/phantom/render-slice.ts';
import { bleedKindInTurn, createSyntheticPatient } from '../../src/phantom/synthetic-patient.ts';
import { windowedLevel } from '../../src/prediction/network-input.ts';
import type { Picture } from './slice-copies.ts';

/** A phantom's slice as the published PNGs are: brain window burnt in, 8 bits, cut near the head. Odd seeds bleed. */
export function phantomPicture(seed: number, zMm: number, columns = 180): Picture {
  const patient = createSyntheticPatient(seed, seed % 2 === 1 ? bleedKindInTurn((seed - 1) / 2) : 'none');
  const rows = Math.round(columns * 1.2);
  const { hu } = renderSlice(patient, { zMm, rows, columns, pixelSpacingMm: 185 / columns });
  return {
    rows,
    columns,
    grey: Float32Array.from(hu, (value) => Math.round(255 * windowedLevel(value, 40, 80)) / 255),
  };
}
