import { expect, it } from 'vitest';
import { planLabelledDicom, planStudyToRead } from '../../../src/phantom/demo-plan.ts';

it('trains on the levels that the study has, so that base and vertex are not new to the network', () => {
  const heights = (plan: ReturnType<typeof planStudyToRead>) => plan.map(({ slice }) => slice.zMm);
  const labelled = heights(planLabelledDicom(20_261, 112));
  for (const zMm of heights(planStudyToRead(20_261, 3))) {
    expect(labelled.filter((known) => Math.abs(known - zMm) <= 15).length, `${zMm} mm`).toBeGreaterThanOrEqual(8);
  }
});

it('lets about as many labelled patients bleed as slices of theirs stay without', () => {
  const plan = planLabelledDicom(20_261, 112);
  expect(plan.filter(({ bleedKind }) => bleedKind !== 'none')).toHaveLength((plan.length * 3) / 4);
  expect(new Set(plan.map(({ bleedKind }) => bleedKind)).size).toBe(6);
});
