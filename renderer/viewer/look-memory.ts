import type { ImageMetadata } from '../../src/contract/review-methods.ts';
import type { Look } from './picture-canvas.ts';

/** How a series was last looked at. */
export interface KeptLook {
  readonly look: Look;
  /** Whether the reader chose the window; else each slice comes in its own. */
  readonly windowChosen: boolean;
  /** Whether the slice is to fit its element, however large that is. */
  readonly fits: boolean;
  readonly metadata: ImageMetadata;
}

const SHAPE = ['rows', 'columns', 'unit', 'rowSpacingMm', 'columnSpacingMm', 'color'] as const;

/** Whether window, zoom and place can be kept from one picture to the next. */
function alike(a: ImageMetadata, b: ImageMetadata): boolean {
  return SHAPE.every((key) => a[key] === b[key]);
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
    this.kept.set(group, kept);
  }

  forget(group: string): void {
    this.kept.delete(group);
  }

  clear(): void {
    this.kept.clear();
  }
}

/** The looks of the open project: they outlive the viewport, which goes with its tab. */
export const looks = new LookMemory();
