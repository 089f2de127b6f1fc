import { describe, expect, it } from 'vitest';
import { memoryMedians, memoryWords, sumMemory } from './resident-memory.ts';

const one = (type: string, rssMib: number, pssMib: number | null) => ({
  pid: rssMib,
  type,
  rssKib: rssMib * 1024,
  pssKib: pssMib === null ? null : pssMib * 1024,
});
const APP = [
  one('Browser', 270, 200),
  one('zygote', 51, 20),
  one('zygote', 52, 21),
  one('Utility Overread predict', 550, 500),
  one('Tab', 680, 600),
];

describe("the bench's memory", () => {
  it('is of all processes but that with TensorFlow, those that Electron does not tell of too', () => {
    const memory = sumMemory(APP);
    expect(memory.memoryWithoutTensorflow).toEqual({ pssMib: 841, rssMib: 1053 });
    expect(memory.memoryByProcess).toMatchObject({
      zygote: { pssMib: 41, rssMib: 103 },
      'Utility Overread predict': { pssMib: 500, rssMib: 550 },
    });
  });

  it('has no fair sum where one of them does not tell', () => {
    const memory = sumMemory([...APP, one('Utility Overread decode', 100, null)]);
    expect(memory.memoryWithoutTensorflow).toEqual({ pssMib: null, rssMib: 1153 });
    expect(Object.keys(memoryMedians('viewer', [sumMemory(APP), memory]))).toEqual([
      'viewer_rss_without_tensorflow_mib',
    ]);
  });

  it('is told by keys that name the unit, and in words in both units', () => {
    expect(memoryMedians('viewer', [sumMemory(APP), sumMemory([one('Tab', 1000, 900)])])).toEqual({
      viewer_pss_without_tensorflow_mib: 870.5,
      viewer_rss_without_tensorflow_mib: 1026.5,
    });
    expect(memoryWords(sumMemory([one('Tab', 1430, 1000)]))).toBe(
      'PSS 1000 MiB (1.05 GB), RSS 1430 MiB (1.50 GB) without TensorFlow',
    );
  });
});
