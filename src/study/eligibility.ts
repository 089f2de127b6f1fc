import { normalOf } from './direction.ts';
import type { FileHeader, FrameHeader } from './file-header.ts';
import { truncationWords } from './picture-warnings.ts';

export type NotPredictableCode =
  | 'truncated'
  | 'other-modality'
  | 'secondary-capture'
  | 'colour'
  | 'localizer'
  | 'projection'
  | 'orientation-unknown'
  | 'not-axial'
  | 'no-hu'
  | 'other-body-part';

/** Whether a slice may be shown to the network. One that may not is shown to the reader, with the reason. */
export type Predictability =
  | { readonly kind: 'predictable' }
  | { readonly kind: 'not-predictable'; readonly code: NotPredictableCode; readonly message: string };

/** Secondary Capture and its multi-frame forms. */
const SECONDARY_CAPTURE = '1.2.840.10008.5.1.4.1.1.7';
/** Largest angle between the slice's normal and the head-foot axis: gantries tilt up to 30 degrees. */
const MAX_TILT_DEGREES = 32;
const HEAD = /HEAD|BRAIN|SKULL|CEREB|CRANI/i;
/** Body Part Examined values (PS3.16 annex L) that are surely not the head. */
const ELSEWHERE =
  /CHEST|THORAX|LUNG|HEART|ABDOMEN|PELVIS|LIVER|KIDNEY|SPINE|HIP|KNEE|LEG|FOOT|ANKLE|ARM|HAND|WRIST|ELBOW|SHOULDER|EXTREMITY|FEMUR|COLON|AORTA/i;

function refused(code: NotPredictableCode, message: string): Predictability {
  return { kind: 'not-predictable', code, message };
}

/** Whether a frame is a scout by its own word or its series' name. */
export function isScout(header: FileHeader, frame: FrameHeader): boolean {
  const words = [...frame.imageType, (header.seriesDescription ?? '').toUpperCase()];
  return words.some((word) => /LOCALI[SZ]ER|SCOUT|TOPOGRAM|SURVIEW/.test(word));
}

function byGeometry(header: FileHeader, frame: FrameHeader): Predictability {
  if (isScout(header, frame)) {
    return refused('localizer', 'A scout (localizer), not a slice: shown, not predicted.');
  }
  if (frame.imageType.some((word) => /^(MIP|MINIP|VRT|SSD|PROJECTION IMAGE|VOLUME_RENDER)$/.test(word))) {
    return refused('projection', 'A projection or rendering, not a slice: shown, not predicted.');
  }
  if (frame.orientation === null) {
    if (frame.imageType.includes('AXIAL')) return { kind: 'predictable' };
    return refused('orientation-unknown', 'The file does not say how the slice lies: shown, not predicted.');
  }
  const cosine = Math.min(1, Math.abs(normalOf(frame.orientation)[2]));
  const degrees = (Math.acos(cosine) * 180) / Math.PI;
  if (degrees > MAX_TILT_DEGREES) {
    return refused('not-axial', `Not an axial slice (${Math.round(degrees)} degrees off): shown, not predicted.`);
  }
  return { kind: 'predictable' };
}

/**
 * Whether a frame is an axial CT slice of the head, as far as its file tells; a PNG always counts as one, for it tells
 * nothing.
 */
export function predictability(header: FileHeader, frame: FrameHeader): Predictability {
  if (header.format === 'png') return { kind: 'predictable' };
  const truncated = truncationWords(header, frame);
  if (truncated !== null) return refused('truncated', `${truncated}: shown, not predicted, not trained on.`);
  if (header.modality !== 'CT') {
    return refused('other-modality', `Modality ${header.modality ?? 'unknown'}, not CT: shown, not predicted.`);
  }
  if (header.sopClassUid?.startsWith(SECONDARY_CAPTURE)) {
    return refused('secondary-capture', 'A secondary capture (screen shot), not a slice: shown, not predicted.');
  }
  if (header.samples !== 1 || header.palette !== null) {
    return refused('colour', 'A colour picture, not a CT slice: shown, not predicted.');
  }
  const geometry = byGeometry(header, frame);
  if (geometry.kind === 'not-predictable') return geometry;
  if (!frame.rescale?.toHu) {
    return refused('no-hu', 'The file does not say how its values become HU: shown, not predicted.');
  }
  if (header.bodyPart !== null && ELSEWHERE.test(header.bodyPart) && !HEAD.test(header.bodyPart)) {
    return refused('other-body-part', `Body part ${header.bodyPart}, not the head: shown, not predicted.`);
  }
  return { kind: 'predictable' };
}
