import type { MethodAgreement } from '../../src/contract/heatmap-methods.ts';
import type { HeatmapMethod } from '../../src/explanation/heatmap-method.ts';
import type { TrainableLabel } from '../../src/review/label.ts';
import { type DisplayImage, toDisplayImage } from '../../src/study/display-image.ts';
import type { ShownSlice } from '../../src/study/shown-slice.ts';
import type { ComputeClient } from '../compute/compute-client.ts';
import { createByteCache } from './byte-cache.ts';
import { heatmapAgreement } from './heatmap-agreement.ts';
import { locateSlice, requireSameBytes, type SlicePlace } from './locate-slice.ts';
import { createPixelHashNotes } from './pixel-hash-notes.ts';
import type { ServiceContext } from './service-context.ts';
import { type AnsweredSlice, showSlice } from './show-slice.ts';
import { createSliceExplainer } from './slice-explainer.ts';
import { type SliceHeatmap, sliceHeatmap } from './slice-heatmap.ts';
import { createThumbnailFolder } from './thumbnail-folder.ts';

/** The pictures of an open project. Each rejects in words that a person can act on. */
export interface SlicePictures {
  pixels(sliceId: number): Promise<ShownSlice>;
  /** The same for the window that waits under a ticket (see Delivery). */
  delivered(sliceId: number, how: { readonly ticket: string | null; readonly ahead: boolean }): Promise<AnsweredSlice>;
  /** A slice as it is drawn, decoded in the background. */
  display(sliceId: number): Promise<DisplayImage>;
  /** A small PNG; from memory, from the disk, or made now behind whatever a person waits for. */
  thumbnail(sliceId: number): Promise<Uint8Array<ArrayBuffer>>;
  /** Where a method says that the model looked, for haemorrhage where no answer is named. */
  heatmap(
    sliceId: number,
    modelId: number,
    method: HeatmapMethod,
    signal?: AbortSignal,
    answer?: TrainableLabel,
  ): Promise<SliceHeatmap>;
  /** How far the methods agree on a slice. */
  agreement(sliceId: number, modelId: number, signal?: AbortSignal): Promise<MethodAgreement[]>;
  clear(): void;
}

export interface PicturesOptions {
  readonly context: ServiceContext;
  readonly compute: ComputeClient;
  /** Where thumbnails are kept between sessions, by the hash of their file; null to keep none. */
  readonly thumbnailFolder: string | null;
}

const THUMBNAIL_BYTES = 32 * 1024 * 1024;

/** Pictures; the window keeps the decoded ones. */
export function createPictures({ context, compute, thumbnailFolder }: PicturesOptions): SlicePictures {
  const notes = createPixelHashNotes(context);
  const thumbnails = createByteCache(THUMBNAIL_BYTES);
  const folder = thumbnailFolder && createThumbnailFolder(thumbnailFolder);
  /** The slice that was decoded last: the marks on one slice are measured one after the other. */
  let newest: { readonly key: string; readonly slice: Promise<ShownSlice> } | null = null;
  /** Small pictures that are asked for and not here yet. */
  const underway = new Map<string, Promise<Uint8Array<ArrayBuffer>>>();
  const explainer = createSliceExplainer(context, compute);

  const display = async (sliceId: number): Promise<DisplayImage> => {
    const place = locateSlice(context, sliceId);
    const { path: file, frame } = place;
    const decoded = await compute.request('decode', { path: file, frame }, { priority: 'background' });
    requireSameBytes(place, decoded.sha256);
    return toDisplayImage(decoded.header, frame, decoded.image, decoded.tables);
  };
  const makeThumbnail = async (place: SlicePlace): Promise<Uint8Array<ArrayBuffer>> => {
    const { path: file, frame } = place;
    const made = await compute.request('list-thumbnail', { path: file, frame }, { priority: 'idle' });
    requireSameBytes(place, made.sha256);
    return made.png;
  };
  const decodeHere = async (sliceId: number): Promise<ShownSlice> => {
    const { metadata, body } = await showSlice(context, compute, notes, sliceId, { ticket: null });
    if (!body) throw new Error('A slice that nobody waits for came without its pixels.');
    return { metadata, body };
  };
  const keepThumbnail = async (key: string, place: SlicePlace): Promise<Uint8Array<ArrayBuffer>> => {
    const stored = folder ? await folder.read(key) : null;
    const made = stored ?? (await makeThumbnail(place));
    thumbnails.set(key, made);
    if (folder && !stored) await folder.keep(key, made);
    return made;
  };
  return {
    pixels: async (sliceId) => {
      const { sha256, frame } = locateSlice(context, sliceId);
      const key = `${sha256}-${frame}`;
      if (newest?.key === key) return newest.slice;
      const slice = decodeHere(sliceId);
      newest = { key, slice };
      slice.catch(() => {
        if (newest?.slice === slice) newest = null;
      });
      return slice;
    },
    delivered: (sliceId, { ticket, ahead }) =>
      showSlice(context, compute, notes, sliceId, { ticket, priority: ahead ? 'background' : 'interactive' }),
    display,
    thumbnail: async (sliceId) => {
      const place = locateSlice(context, sliceId);
      const key = `${place.sha256}-${place.frame}`;
      const remembered = thumbnails.get(key);
      if (remembered) return remembered;
      const known = underway.get(key);
      if (known) return known;
      const making = keepThumbnail(key, place).finally(() => underway.delete(key));
      underway.set(key, making);
      return making;
    },
    heatmap: (sliceId, modelId, method, signal, answer) =>
      sliceHeatmap(context, explainer, { sliceId, modelId }, method, signal, answer),
    agreement: (sliceId, modelId, signal) => heatmapAgreement(explainer, { sliceId, modelId }, signal),
    clear: () => {
      explainer.clear();
      notes.clear();
      newest = null;
      thumbnails.clear();
    },
  };
}
