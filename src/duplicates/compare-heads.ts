import { detailAgreement } from './detail-agreement.ts';
import { maskedCorrelation } from './masked-correlation.ts';
import { COARSE_SIDE, HEAD_MASKS, MIDDLE_SIDE, type OrderedHead } from './ordered-head.ts';
import { createTemplate, type RegistrationTemplate, refineWarp } from './register.ts';
import { THUMBNAIL_SIDE } from './thumbnail.ts';
import { IDENTITY_WARP, sampleWarped, type Warp } from './warp.ts';

/** A head that others are brought to, coarse to fine; the fine template is made when first needed. */
export interface HeadTemplate {
  readonly head: OrderedHead;
  readonly coarse: RegistrationTemplate;
  readonly middle: RegistrationTemplate;
  fine(): RegistrationTemplate;
}

export function createHeadTemplate(head: OrderedHead): HeadTemplate {
  let fine: RegistrationTemplate | undefined;
  return {
    head,
    coarse: createTemplate(head.coarse, COARSE_SIDE, HEAD_MASKS.coarse),
    middle: createTemplate(head.middle, MIDDLE_SIDE, HEAD_MASKS.middle),
    fine: () => {
      fine ??= createTemplate(head.fine, THUMBNAIL_SIDE, HEAD_MASKS.fine);
      return fine;
    },
  };
}

export interface HeadComparison {
  /** Where a place of the template's head lies in the other. */
  readonly warp: Warp;
  /** Rank correlation of the aligned heads at 32 x 32 (16 x 16 where that is low), skull and all, in [-1, 1]. */
  readonly likeness: number;
  /** See `detailAgreement`; 0 where the heads are so unlike that it was not looked at. */
  readonly agreement: number;
  /** The other head's grey brought to the template; undefined where `agreement` was not looked at. */
  readonly alignedGrey: Float32Array | undefined;
}

/** Heads less alike than this when aligned are not looked at closer. Copies of phantoms reach 0.9 and more. */
const WORTH_A_LOOK = 0.8;

/** Bring one head to another by an affine warp and tell how alike they are. */
export function compareHeads(template: HeadTemplate, other: OrderedHead): HeadComparison {
  const coarse = refineWarp(template.coarse, other.coarse, IDENTITY_WARP, 8);
  const coarseLikeness = likenessAt(template.coarse, other.coarse, coarse);
  if (coarseLikeness < WORTH_A_LOOK) return unlike(coarse, coarseLikeness);
  const middle = refineWarp(template.middle, other.middle, coarse, 6);
  const likeness = likenessAt(template.middle, other.middle, middle);
  if (likeness < WORTH_A_LOOK || !isPlausible(middle)) return unlike(middle, likeness);
  const warp = refineWarp(template.fine(), other.fine, middle, 5);
  if (!isPlausible(warp)) return unlike(warp, likeness);
  const alignedGrey = sampleWarped(other.grey, THUMBNAIL_SIDE, warp);
  return { warp, likeness, agreement: detailAgreement(template.head.grey, alignedGrey), alignedGrey };
}

function unlike(warp: Warp, likeness: number): HeadComparison {
  return { warp, likeness, agreement: 0, alignedGrey: undefined };
}

function likenessAt({ levels, side, mask }: RegistrationTemplate, other: Float32Array, warp: Warp): number {
  return maskedCorrelation(levels, sampleWarped(other, side, warp), mask).correlation;
}

/** Scaled by less than 1.6 either way, hardly turned or sheared, and not pushed far: what a crop can do to a head's box. */
function isPlausible({ xx, xy, x0, yx, yy, y0 }: Warp): boolean {
  const scaled = [xx, yy].every((scale) => scale > 1 / 1.6 && scale < 1.6);
  return scaled && Math.abs(xy) < 0.2 && Math.abs(yx) < 0.2 && Math.abs(x0) < 0.6 && Math.abs(y0) < 0.6;
}
