import { describe, expect, it } from 'vitest';
import { readOwnSplit } from '../../../src/dataset/own-split.ts';

describe("a person's own split", () => {
  it('is read by its columns, in any order, with frames where there are some', () => {
    expect(readOwnSplit('part,file,frame\nTraining,a\\b.png,\nheld-out,c.dcm,2\n')).toEqual([
      { line: 2, file: 'a/b.png', frame: 0, part: 'training' },
      { line: 3, file: 'c.dcm', frame: 2, part: 'held-out' },
    ]);
  });

  it.each([
    ['name,part\na,training\n', /columns file and part/],
    ['file,part\na.png,test\n', /Line 2: "test" is not a part/],
    ['file,part,frame\na.png,training,x\n', /Line 2: "x" is not a frame/],
    ['file,part\na.png,training\nb.png,training\na.png,held-out\n', /Lines 2 and 4 both name "a.png"/],
    ['file,part\n"a.png,training\n', /Line/],
    ['', /columns file and part/],
  ])('is refused with the line and what to write: %j', (text, message) => {
    expect(() => readOwnSplit(text)).toThrow(message);
  });

  it.each([
    `file,part\na.png,\u001b[2J${'x'.repeat(5000)}\n`,
    `file,part,frame\na.png,training,\u001b[2J${'1'.repeat(5000)}\n`,
    `file,part\n\u001b[2J${'x'.repeat(5000)},training\n\u001b[2J${'x'.repeat(5000)},training\n`,
  ])('is refused with the start of a cell, and nothing that a terminal obeys', (text) => {
    const message = catchMessage(() => readOwnSplit(text));
    expect(message).toMatch(/^Lines? 2/);
    expect(message).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(message.length).toBeLessThan(200);
  });
});

function catchMessage(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  return '';
}
