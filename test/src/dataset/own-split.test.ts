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
});
