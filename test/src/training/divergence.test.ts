import { describe, expect, it } from 'vitest';
import { notFiniteReason, stuckReason } from '../../../src/training/divergence.ts';

describe('the divergence rule', () => {
  it('names a loss that is not a number, with its round and step', () => {
    expect(notFiniteReason(0.7, 1, 1)).toBeNull();
    expect(notFiniteReason(Number.NaN, 2, 5)).toMatch(/round 2, step 5/);
    expect(notFiniteReason(Number.POSITIVE_INFINITY, 1, 1)).not.toBeNull();
  });

  it('sees a network that answers the same for every slice in two rounds', () => {
    const dead = { loss: 0.69, outputSpread: 0, warmingUp: true };
    const alive = { loss: 0.69, outputSpread: 0.02, warmingUp: true };
    expect(stuckReason([dead])).toBeNull();
    expect(stuckReason([dead, dead])).toMatch(/stuck at loss 0\.69.*same for every slice/);
    expect(stuckReason([dead, alive])).toBeNull();
    expect(stuckReason([alive, dead, dead])).not.toBeNull();
  });

  it('sees a loss that stands still far above guessing', () => {
    const at = (loss: number) => ({ loss, outputSpread: 0.9, warmingUp: false });
    expect(stuckReason([at(8.06), at(8.06)])).toMatch(/far worse than guessing/);
    expect(stuckReason([at(8.06), at(5.1)])).toBeNull();
    expect(stuckReason([at(0.69), at(0.69)])).toBeNull();
  });

  it('takes no standing still for stuck while the learning rate is being raised', () => {
    const at = (loss: number, warmingUp: boolean) => ({ loss, outputSpread: 0.9, warmingUp });
    expect(stuckReason([at(3.05, true), at(3.05, true)])).toBeNull();
    expect(stuckReason([at(3.05, true), at(3.05, false)])).toBeNull();
    expect(stuckReason([at(3.05, true), at(3.05, false), at(3.05, false)])).toMatch(/stuck/);
  });
});
