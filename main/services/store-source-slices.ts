import type { FileHeader } from '../../src/study/file-header.ts';
import { saveFile } from '../store/files.ts';
import { saveImage } from '../store/images.ts';
import { saveSlice } from '../store/slices.ts';
import { replacePlaces, type SourcePlace, type SourceSeries } from '../store/source-slices.ts';
import type { SourceRow } from '../store/sources.ts';
import { arrangeSlices } from './arrange-slices.ts';
import { pseudonym } from './pseudonym.ts';
import type { ServiceContext } from './service-context.ts';

/** A readable picture of a source. */
export interface SourceImage {
  readonly relativePath: string;
  readonly byteLength: number;
  readonly modifiedMs: number;
  readonly sha256: string;
  readonly header: FileHeader;
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
 * @returns slice ids by SHA-256 and frame (`sliceKey`), and how many places the source has now
 */
export function storeSourceSlices(
  context: ServiceContext,
  source: Pick<SourceRow, 'id' | 'pseudonym'>,
  images: readonly SourceImage[],
  options: StoreOptions = {},
): Map<string, number> {
  const { db } = context.store;
  const { wanted = () => true, pixelSha256Of = () => null } = options;
  const sliceIds = new Map<string, number>();
  const places: SourcePlace[] = [];
  const series: SourceSeries[] = [];
  const fileIds = new Map<string, number>();
  for (const image of images) {
    const { relativePath, byteLength, modifiedMs, sha256, header } = image;
    saveImage(db, { sha256, byteLength, header });
    const row = { sourceId: source.id, relativePath, byteLength, modifiedMs, sha256 };
    fileIds.set(relativePath, saveFile(db, { ...row, refusalCode: null, refusalMessage: null }));
  }
  for (const arranged of arrangeSlices(images)) {
    const slices = arranged.slices.filter(({ file, frame }) => wanted(file.sha256, frame));
    const [first] = slices;
    if (!first) continue;
    const names = pseudonymsOf(context, source, first.file.header);
    const seriesIndex = series.length;
    series.push({
      seriesIndex,
      seriesPseudonym: names.seriesPseudonym,
      title: arranged.title,
      remarks: arranged.remarks,
    });
    slices.forEach(({ file, frame }, sliceIndex) => {
      const sliceId = saveSlice(db, {
        sha256: file.sha256,
        frame,
        pixelSha256: pixelSha256Of(file.sha256, frame),
        ...names,
        ...reasonNotToPredict(file.header, frame),
      });
      sliceIds.set(`${file.sha256}:${frame}`, sliceId);
      places.push({ sliceId, fileId: fileIds.get(file.relativePath) ?? 0, seriesIndex, sliceIndex });
    });
  }
  replacePlaces(db, source.id, places, series);
  return sliceIds;
}

/** Pseudonyms of patient, study and series. Files without UIDs (every PNG) belong to the source's own study and series. */
function pseudonymsOf(context: ServiceContext, source: Pick<SourceRow, 'pseudonym'>, header: FileHeader) {
  const patientId = header.patientId?.trim() ?? '';
  const study = header.studyUid ?? source.pseudonym;
  return {
    patientPseudonym: EMPTY_PATIENT_ID.test(patientId) ? null : pseudonym(context.store, 'patient', patientId),
    studyPseudonym: pseudonym(context.store, 'study', study),
    seriesPseudonym: pseudonym(context.store, 'series', `${study} ${header.seriesUid ?? 'pictures'}`),
  };
}

function reasonNotToPredict(_header: FileHeader, _frame: number) {
  return { notPredictableCode: null, notPredictableMessage: null };
}
