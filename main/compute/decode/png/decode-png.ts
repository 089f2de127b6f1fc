import type { DecodedFrame } from '../../../../src/study/decoded-frame.ts';
import type { FileHeader } from '../../../../src/study/file-header.ts';
import { fillMissing } from '../fill-missing.ts';
import { DecodeRefusal } from '../refusal.ts';
import { type PngChunks, readPngChunks } from './png-chunks.ts';
import { channelsOf, pngRowsThere, readPngSamples } from './png-scanlines.ts';

/** Samples of one pixel after a palette and tRNS are written out. */
function decodedChannels(chunks: PngChunks): 1 | 2 | 3 | 4 {
  const transparent = chunks.transparency !== null;
  if (chunks.colour === 'PALETTE' || chunks.colour === 'RGB') return transparent ? 4 : 3;
  if (chunks.colour === 'GREY') return transparent ? 2 : 1;
  return channelsOf(chunks);
}

function headerOf(chunks: PngChunks, rowsThere: number): FileHeader {
  const bits = chunks.depth === 16 ? 16 : 8;
  return {
    format: 'png',
    rows: chunks.rows,
    columns: chunks.columns,
    samples: decodedChannels(chunks),
    bitsAllocated: bits,
    bitsStored: bits,
    signed: false,
    photometric: chunks.colour,
    transferSyntaxUid: null,
    lossy: false,
    lossyRatio: null,
    modality: null,
    sopClassUid: null,
    sopInstanceUid: null,
    studyUid: null,
    seriesUid: null,
    frameOfReferenceUid: null,
    patientId: null,
    seriesNumber: null,
    seriesDescription: null,
    studyDescription: null,
    studyDate: null,
    bodyPart: null,
    pixelPaddingValue: null,
    pixelPaddingLimit: null,
    overlays: false,
    signFromBits: null,
    framesMissing: 0,
    palette: null,
    frames: [
      {
        positionMm: null,
        orientation: null,
        spacingMm: null,
        pixelAspect: null,
        sliceThicknessMm: null,
        gantryTiltDegrees: null,
        rescale: null,
        windows: [],
        voiFunction: 'linear',
        instanceNumber: null,
        acquisitionNumber: null,
        imageType: [],
        rowsMissing: chunks.rows - rowsThere,
        coarseness: 1,
      },
    ],
  };
}

/**
 * The header of a PNG: palette and 1-, 2- and 4-bit pictures are described as what they decode to (8 bits). Only one that was
 * cut off is unpacked.
 * @throws DecodeRefusal
 */
export function inspectPng(bytes: Uint8Array): FileHeader {
  const chunks = readPngChunks(bytes);
  return headerOf(chunks, pngRowsThere(chunks));
}

function expandPalette(indices: ArrayLike<number>, chunks: PngChunks): Uint8Array {
  const palette = chunks.palette ?? new Uint8Array(0);
  const channels = decodedChannels(chunks);
  const colours = new Uint8Array(indices.length * channels);
  for (let pixel = 0; pixel < indices.length; pixel += 1) {
    const index = indices[pixel] as number;
    if (index * 3 >= palette.length) {
      throw new DecodeRefusal('corrupt', `The PNG uses colour ${index}, which its palette lacks. Export it again.`);
    }
    colours.set(palette.subarray(index * 3, index * 3 + 3), pixel * channels);
    if (channels === 4) colours[pixel * 4 + 3] = chunks.transparency?.[index] ?? 255;
  }
  return colours;
}

/** Adds the alpha that tRNS describes: nothing for its one colour, full for the others. */
function addAlpha<T extends Uint8Array | Uint16Array>(samples: T, target: T, key: Uint8Array, channels: number): T {
  const opaque = samples instanceof Uint16Array ? 65_535 : 255;
  const colour = Array.from({ length: channels }, (_, c) => ((key[c * 2] ?? 0) << 8) | (key[c * 2 + 1] ?? 0));
  const pixels = samples.length / channels;
  for (let pixel = 0; pixel < pixels; pixel += 1) {
    let transparent = true;
    for (let channel = 0; channel < channels; channel += 1) {
      const value = samples[pixel * channels + channel] as number;
      target[pixel * (channels + 1) + channel] = value;
      transparent &&= value === colour[channel];
    }
    target[pixel * (channels + 1) + channels] = transparent ? 0 : opaque;
  }
  return target;
}

function expand(samples: Uint8Array | Uint16Array, chunks: PngChunks): Uint8Array | Uint16Array {
  if (chunks.colour === 'PALETTE') return expandPalette(samples, chunks);
  const channels = channelsOf(chunks);
  let expanded = samples;
  if (chunks.transparency !== null && (chunks.colour === 'GREY' || chunks.colour === 'RGB')) {
    const length = (samples.length / channels) * (channels + 1);
    expanded =
      samples instanceof Uint16Array
        ? addAlpha(samples, new Uint16Array(length), chunks.transparency, channels)
        : addAlpha(samples, new Uint8Array(length), chunks.transparency, channels);
  }
  if (chunks.depth >= 8) return expanded;
  const scale = 255 / (2 ** chunks.depth - 1);
  const stride = decodedChannels(chunks);
  return expanded.map((value, index) => (stride === 2 && index % 2 === 1 ? value : value * scale));
}

/**
 * Decodes a PNG of any colour type and depth. Palette becomes RGB or RGBA, tRNS becomes alpha, 1, 2 and 4 bits are
 * scaled to 0..255, 16 bits are kept. Rows that a cut-off file lacks are dark. Gamma and colour profiles are not applied.
 * @throws DecodeRefusal
 */
export function decodePng(bytes: Uint8Array): { header: FileHeader; image: DecodedFrame } {
  const chunks = readPngChunks(bytes);
  const { rows, columns } = chunks;
  const { samples: stored, rowsThere } = readPngSamples(chunks);
  const image = { rows, columns, samples: decodedChannels(chunks), pixels: expand(stored, chunks) };
  fillMissing(image.pixels, image, rowsThere);
  return { header: headerOf(chunks, rowsThere), image };
}
