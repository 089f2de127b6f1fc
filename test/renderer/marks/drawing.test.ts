import { describe, expect, test } from 'vitest';
import {
  type Draft,
  type Drawing,
  draftShape,
  hovered,
  movedBy,
  pressed,
  released,
  shapeAbout,
} from '../../../renderer/marks/drawing.ts';
import { MARK_KINDS, shapeOf } from '../../../src/marks/mark-shape.ts';

const at = (x: number, y: number) => ({ x, y });
const goesOn = (drawing: Drawing): Draft => {
  if (drawing.kind !== 'goes-on') throw new Error(drawing.kind);
  return drawing.draft;
};

describe('drawing', () => {
  test('by a drag: the point where the button comes up is the second', () => {
    const draft = hovered(goesOn(pressed(null, 'length', at(1, 1), at(10, 10))), at(5, 5));
    expect(draftShape(draft)).toEqual(shapeOf('length', [at(1, 1), at(5, 5)]));
    expect(released(draft, at(9, 9), at(90, 90))).toEqual({
      kind: 'done',
      shape: shapeOf('length', [at(1, 1), at(9, 9)]),
    });
  });

  test('by clicks: a button that comes up where it went down places nothing', () => {
    const down = goesOn(pressed(null, 'length', at(1, 1), at(10, 10)));
    const up = goesOn(released(down, at(1.2, 1), at(12, 10)));
    expect(up.placed).toHaveLength(1);
    expect(pressed(up, 'length', at(7, 8), at(70, 80))).toMatchObject({ kind: 'done' });
  });

  test('an angle takes three points, the first two by a drag or by clicks', () => {
    const dragged = goesOn(released(goesOn(pressed(null, 'angle', at(1, 1), at(10, 10))), at(5, 5), at(50, 50)));
    expect(pressed(dragged, 'angle', at(9, 1), at(90, 10))).toEqual({
      kind: 'done',
      shape: shapeOf('angle', [at(1, 1), at(5, 5), at(9, 1)]),
    });
  });

  test('a probe is there at the first click', () => {
    expect(pressed(null, 'probe', at(3, 4), at(30, 40))).toMatchObject({ kind: 'done' });
  });
});

describe('moving', () => {
  const picture = { rows: 50, columns: 100 };
  const box = shapeOf('rectangle', [at(10, 10), at(30, 20)]);
  if (!box) throw new Error('No box');

  test('keeps the whole mark in the picture and its form', () => {
    expect(movedBy(box, null, at(500, -500), picture).points).toEqual([at(80, 0), at(100, 10)]);
  });

  test('moves one point alone', () => {
    expect(movedBy(box, 1, at(5, 5), picture).points).toEqual([at(10, 10), at(35, 25)]);
  });
});

test('each kind can be put about a point, with its middle there or its tip', () => {
  for (const kind of MARK_KINDS) expect(shapeAbout(kind, at(50, 50), 10)?.kind).toBe(kind);
});
