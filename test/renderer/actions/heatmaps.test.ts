import { beforeEach, expect, test, vi } from 'vitest';
import { leaveAgreement, loadAgreement } from '../../../renderer/actions/heatmaps.ts';
import { clearHeatmapFacts, useHeatmapFacts } from '../../../renderer/state/heatmap-store.ts';

let asked: string[];
let answer: (reply: unknown) => void;

beforeEach(() => {
  asked = [];
  clearHeatmapFacts();
  const call = (method: string): Promise<unknown> => {
    asked.push(method);
    if (method === 'heatmap.leave') return Promise.resolve({ kind: 'ok', value: {} });
    return new Promise((resolve) => {
      answer = resolve;
    });
  };
  vi.stubGlobal('window', { overread: { call } });
});

test('a slice that is left while its maps are compared gives the work up, and is asked about anew', async () => {
  const first = loadAgreement(1, 7);
  leaveAgreement(1);
  expect(asked).toEqual(['heatmap.agreement', 'heatmap.leave']);
  answer({ kind: 'error', error: { code: 'aborted', message: 'Given up.', details: null } });
  await first;
  expect(useHeatmapFacts.getState().agreement.pairs).toEqual({ kind: 'idle' });
  const second = loadAgreement(1, 7);
  answer({ kind: 'ok', value: { pairs: [] } });
  await second;
  expect(useHeatmapFacts.getState().agreement.pairs).toEqual({ kind: 'ready', value: [] });
});

test('what is known, or asked about another slice, is left alone', async () => {
  const asking = loadAgreement(1, 7);
  leaveAgreement(2);
  answer({ kind: 'ok', value: { pairs: [] } });
  await asking;
  leaveAgreement(1);
  expect(asked).toEqual(['heatmap.agreement']);
});
