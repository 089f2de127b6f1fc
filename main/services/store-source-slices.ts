import { sliceKey } from '../../src/dataset/settle-labels.ts';
import { predictability } from '../../src/study/eligibility.ts';
import type { FileHeader } from '../../src/study/file-header.ts';
import { groupStudies } from '../../src/study/series.ts';
import { saveFile } from '../store/files.ts';
import { saveImage } from '../store/images.ts';
import { saveSlice } from '../store/slices.ts';
import { replacePlaces, type SourcePlace, type SourceSeries } from '../store/source-slices.ts';
import type { SourceRow } from '../store/sources.ts';
import { pseudonym } from './pseudonym.ts';
import { seriesRemarks, seriesTitle } from './series-text.ts';
import type { ServiceContext } from './service-context.ts';

/** A readable picture of a source. */
export interface SourceImage {
  readonly relativePath: string;
  readonly byteLength: number;
  readonly modifiedMs: number;
  readonly sha256: string;
  readonly header: FileHeader;
  /** Set where the bytes are known and the file's row is as it was: nothing is written for the file itself. */
  readonly fileId?: number | undefined;
}

/** Patient ids that say nothing, as de-identified files carry them: they tie no slices together. */
const EMPTY_PATIENT_ID = /^(anon(ymous|ymi[sz]ed)?|unknown|none|n\/?a|0+|x+|-+)?$/i;

interface StoreOptions {
  /** Which slices of the pictures are wanted; all when left out. */
  readonly wanted?: ((sha256: string, frame: number) => boolean) | undefined;
  /** Hash of the decoded pixels where they were decoded already. */
  readonly pixelSha256Of?: ((sha256: string, frame: number) => string | null) | undefined;
}

/**
 * Stores the readable pictures of a source and its reading order, in the caller's transaction. What is known already is
 * kept; the source's order is replaced.
 * @returns slice ids by SHA-256 and frame (`sliceKey`)
 */
export function storeSourceSlices(
  context: ServiceContext,
  source: Pick<SourceRow, 'id' | 'pseudonym' | 'name'>,
  images: readonly SourceImage[],
  options: StoreOptions = {},
): Map<string, number> {
  const { wanted = () => true, pixelSha256Of = () => null } = options;
  const fileIds = storeImages(context, source.id, images);
  const frames = images.flatMap((image) =>
    image.header.frames.map((_, frame) => ({ path: image.relativePath, frame, header: image.header, image })),
  );
  const sliceIds = new Map<string, number>();
  const places: SourcePlace[] = [];
  const series: SourceSeries[] = [];
  for (const study of groupStudies(frames.filter(({ image, frame }) => wanted(image.sha256, frame)))) {
    for (const arranged of study.series) {
      const seriesIndex = series.length;
      const names = seriesPseudonyms(context, source, study.key, arranged.key);
      const title = seriesTitle(study, arranged, source.name);
      series.push({ seriesIndex, seriesPseudonym: names.seriesPseudonym, title, remarks: seriesRemarks(arranged) });
      arranged.slices.forEach(({ image: { sha256 }, frame, header, path }, sliceIndex) => {
        const sliceId = saveSlice(context.store.db, {
          sha256,
          frame,
          pixelSha256: pixelSha256Of(sha256, frame),
          patientPseudonym: patientPseudonym(context, header),
          ...names,
          ...reasonNotToPredict(header, frame),
        });
        sliceIds.set(sliceKey({ fileSha256: sha256, frame }), sliceId);
        places.push({ sliceId, fileId: fileIds.get(path) ?? 0, seriesIndex, sliceIndex });
      });
    }
  }
  replacePlaces(context.store.db, source.id, places, series);
  return sliceIds;
}

/** Keeps what is known of the files' bytes and where they lie; file ids by path. */
export function storeImages(
  context: ServiceContext,
  sourceId: number,
  images: readonly SourceImage[],
): Map<string, number> {
  const { db } = context.store;
  const fileIds = new Map<string, number>();
  for (const { relativePath, byteLength, modifiedMs, sha256, header, fileId } of images) {
    if (fileId !== undefined) {
      fileIds.set(relativePath, fileId);
      continue;
    }
    saveImage(db, { sha256, byteLength, header });
    const row = { sourceId, relativePath, byteLength, modifiedMs, sha256, refusalCode: null, refusalMessage: null };
    fileIds.set(relativePath, saveFile(db, row));
  }
  return fileIds;
}

/** Study and series; what has no UID of its own (every PNG) goes by the source and the folder. */
function seriesPseudonyms(
  context: ServiceContext,
  source: Pick<SourceRow, 'pseudonym'>,
  studyKey: string,
  seriesKey: string,
): { studyPseudonym: string; seriesPseudonym: string } {
  const study = studyKey.startsWith('folder:') ? `${source.pseudonym} ${studyKey}` : studyKey;
  return {
    studyPseudonym: pseudonym(context.store, 'study', study),
    seriesPseudonym: pseudonym(context.store, 'series', `${study} ${seriesKey}`),
  };
}

function patientPseudonym(context: ServiceContext, header: FileHeader): string | null {
  const patientId = header.patientId?.trim() ?? '';
  return EMPTY_PATIENT_ID.test(patientId) ? null : pseudonym(context.store, 'patient', patientId);
}

function reasonNotToPredict(header: FileHeader, frame: number) {
  const frameHeader = header.frames[frame];
  const verdict = frameHeader ? predictability(header, frameHeader) : null;
  if (verdict?.kind !== 'not-predictable') return { notPredictableCode: null, notPredictableMessage: null };
  return { notPredictableCode: verdict.code, notPredictableMessage: verdict.message };
}
