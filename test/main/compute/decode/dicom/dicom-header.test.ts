import { describe, expect, it } from 'vitest';
import { inspectBytes } from '../../../../../main/compute/decode/inspect-file.ts';
import { paddingOf } from '../../../../../src/study/padding.ts';
import { dicomFile, type Element, pictureElements } from '../../../../support/dicom-corpus-odd.ts';

const EXPLICIT = '1.2.840.10008.1.2.1';

/** What is padding in a file of two pixels with these elements. */
async function paddingIn(signed: boolean, elements: readonly Element[]) {
  const picture = pictureElements({ rows: 1, columns: 2, signed });
  const data: Element = ['7fe00010', 'OW', Buffer.alloc(4)];
  const { header } = await inspectBytes(dicomFile(EXPLICIT, [...picture, ...elements, data]));
  return header && paddingOf(header);
}

describe('padding (PS3.3 C.7.5.1.1.2)', () => {
  it('is one value without a limit, above the half of 16 bits in unsigned pixels', async () => {
    expect(await paddingIn(false, [['00280120', 'US', 63_536]])).toEqual({ min: 63_536, max: 63_536 });
    expect(await paddingIn(true, [['00280120', 'SS', -2000]])).toEqual({ min: -2000, max: -2000 });
  });

  it('goes from the value to the limit, whichever is lower', async () => {
    const value: Element = ['00280120', 'US', 65_535];
    expect(await paddingIn(false, [value, ['00280121', 'US', 40_000]])).toEqual({ min: 40_000, max: 65_535 });
    const low: Element[] = [
      ['00280120', 'SS', -2000],
      ['00280121', 'SS', -1500],
    ];
    expect(await paddingIn(true, low)).toEqual({ min: -2000, max: -1500 });
  });

  it('is read as the pixels are, where its VR says otherwise', async () => {
    expect(await paddingIn(false, [['00280120', 'SS', 63_536]])).toEqual({ min: 63_536, max: 63_536 });
    expect(await paddingIn(true, [['00280120', 'US', 63_536]])).toEqual({ min: -2000, max: -2000 });
  });

  it('is nowhere in a file that names no value, a limit or not', async () => {
    expect(await paddingIn(false, [])).toBeNull();
    expect(await paddingIn(false, [['00280121', 'US', 40_000]])).toBeNull();
  });
});
