import type { ImageMetadata } from '../../src/contract/review-methods.ts';
import { MOST_LOOKS, type StoredLook } from '../../src/contract/view-methods.ts';
import type { DisplayWindow } from '../../src/study/window.ts';
import { percentOfWindow, windowOfPercent } from '../../src/viewing/named-window.ts';
import { fullRange } from './offered-windows.ts';
import type { Look } from './picture-canvas.ts';

type Shape = StoredLook['shape'];

/** How a series was last looked at. */
export interface KeptLook {
  readonly look: Look;
  /** Whether the reader chose the window; else each slice comes in its own. */
  readonly windowChosen: boolean;
  /** Whether the slice is to fit its element, however large that is. */
  readonly fits: boolean;
  readonly metadata: Shape;
  /** What 0 to 100 per cent of the picture were that it was left on; absent where the unit of the window is that of every slice. */
  readonly range?: DisplayWindow | undefined;
}

/** A picture's range, where its window is to be kept in per cent of it: grey ones open by the bits that each uses. */
export function rangeToKeep(metadata: ImageMetadata): DisplayWindow | undefined {
  return metadata.unit === 'grey' ? fullRange(metadata) : undefined;
}

/** The chosen window of a look on another picture of its group. */
export function keptWindow({ look, range }: KeptLook, metadata: ImageMetadata): Look {
  const here = rangeToKeep(metadata);
  if (range === undefined || here === undefined) return look;
  const kept = { center: look.windowCenter, width: look.windowWidth };
  const { center, width } = windowOfPercent(percentOfWindow(kept, range), here);
  return { ...look, windowCenter: center, windowWidth: width };
}

function shapeOf({ rows, columns, unit, rowSpacingMm, columnSpacingMm, color }: Shape): Shape {
  return { rows, columns, unit, rowSpacingMm, columnSpacingMm, color };
}

/** Whether window, zoom and place can be kept from one picture to the next. */
function alike(a: Shape, b: Shape): boolean {
  const [one, other] = [shapeOf(a), shapeOf(b)];
  return Object.entries(one).every(([key, value]) => other[key as keyof Shape] === value);
}

/** Whether a look is another than the one that pictures come in. */
function isChanged({ look, windowChosen, fits }: KeptLook): boolean {
  return windowChosen || !fits || look.view.rotation !== 0 || look.view.hflip || look.view.vflip;
}

/** Keeps the look of each group (a series) until it is reset, the project is left, or its pictures are of another shape. */
export class LookMemory {
  private readonly kept = new Map<string, KeptLook>();

  /** The look of a group, where a picture of it can be shown in it. */
  get(group: string, metadata: ImageMetadata): KeptLook | null {
    const known = this.kept.get(group);
    return known && alike(known.metadata, metadata) ? known : null;
  }

  set(group: string, kept: KeptLook): void {
    // At the end: the order is that of the last changes.
    this.kept.delete(group);
    this.kept.set(group, kept);
  }

  forget(group: string): void {
    this.kept.delete(group);
  }

  clear(): void {
    this.kept.clear();
  }

  /** What is to be found again after a restart: the looks that a reader changed last. */
  stored(): StoredLook[] {
    return [...this.kept]
      .filter(([, kept]) => isChanged(kept))
      .slice(-MOST_LOOKS)
      .map(([group, { look, windowChosen, fits, metadata, range }]) => {
        const { windowCenter, windowWidth, table, invert, view } = look;
        return {
          ...{ group, windowChosen, fits, shape: shapeOf(metadata), range },
          look: { windowCenter, windowWidth, table, invert, view },
        };
      });
  }

  /** Takes looks as they were stored. */
  restore(looks: readonly StoredLook[]): void {
    for (const { group, look, windowChosen, fits, shape, range } of looks) {
      this.set(group, { look, windowChosen, fits, metadata: shape, range });
    }
  }
}

/** The looks of the open project: they outlive the viewport, which goes with its tab. */
export const looks = new LookMemory();
