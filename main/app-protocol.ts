import { APP_ORIGIN } from '../src/contract/contract.ts';
import type { ImageMetadata } from '../src/contract/review-methods.ts';
import { type HeatmapMethod, heatmapMethodSchema } from '../src/explanation/heatmap-method.ts';
import { type TrainableLabel, trainableLabelSchema } from '../src/review/label.ts';
import { toCallError } from './call-error.ts';
import { CONTENT_SECURITY_POLICY } from './content-security-policy.ts';
import { createNewestSlice, type NewestSlice } from './newest-slice.ts';
import type { RendererFile } from './renderer-files.ts';

type Bytes = Uint8Array<ArrayBuffer>;

export interface ShownSlice {
  readonly metadata: ImageMetadata;
  /** Little-endian samples, row-major; RGBA bytes for colour. */
  readonly body: Bytes;
}

export interface ShownHeatmap {
  readonly metadata: {
    rows: number;
    columns: number;
    modelId: number;
    method: HeatmapMethod;
    answer: TrainableLabel;
    probability: number;
    scale: 'model' | 'slice';
  };
  /** One byte per pixel of the slice, 255 = full heat. */
  readonly heat: Uint8Array;
  /** 1 for each pixel inside the head. */
  readonly head: Uint8Array;
}

/** Where the pictures come from while a project is open. */
export interface Pictures {
  pixels(sliceId: number): Promise<ShownSlice>;
  thumbnail(sliceId: number): Promise<Bytes>;
  heatmap(
    sliceId: number,
    modelId: number,
    method: HeatmapMethod,
    signal?: AbortSignal,
    answer?: TrainableLabel,
  ): Promise<ShownHeatmap>;
}

export interface AppProtocolOptions {
  readonly files: ReadonlyMap<string, RendererFile>;
  /** Null while no project is open. */
  readonly pictures: () => Pictures | null;
  readonly onFailure: (route: string, error: unknown) => void;
}

const COMMON_HEADERS = {
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'x-content-type-options': 'nosniff',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  // Pictures of patients are in no cache of the browser's.
  'cache-control': 'no-store',
};

const PICTURE_ROUTE =
  /^\/(?:(pixels|thumbnails)\/([1-9]\d{0,14})|heatmaps\/([1-9]\d{0,14})\/([1-9]\d{0,14})(?:\/([a-z-]{1,40})(?:\/([a-z-]{1,40}))?)?)$/;

function answer(status: number, type: string, body: Bytes | string, headers: Record<string, string> = {}): Response {
  return new Response(body, { status, headers: { ...COMMON_HEADERS, 'content-type': type, ...headers } });
}

function refuse(status: number, code: string, message: string): Response {
  return answer(status, 'application/json', JSON.stringify({ code, message, details: null }));
}

const asHeader = (value: unknown): string => encodeURIComponent(JSON.stringify(value));

async function answerPicture(pictures: Pictures, match: RegExpExecArray, newest: NewestSlice): Promise<Response> {
  const [, kind, sliceId, heatmapSliceId, modelId, method = 'grad-cam', answered = 'haemorrhage'] = match;
  if (kind === 'pixels') {
    const { metadata, body } = await pictures.pixels(Number(sliceId));
    return answer(200, 'application/octet-stream', body, { 'x-overread-image': asHeader(metadata) });
  }
  if (kind === 'thumbnails') return answer(200, 'image/png', await pictures.thumbnail(Number(sliceId)));
  const known = heatmapMethodSchema.safeParse(method);
  const explained = trainableLabelSchema.safeParse(answered);
  if (!known.success || !explained.success) return refuse(404, 'not-found', 'There is no such heatmap.');
  // An occlusion map takes long enough to be given up for the next slice.
  const signal = known.data === 'occlusion' ? newest.signalFor(Number(heatmapSliceId)) : undefined;
  const shown = await pictures.heatmap(Number(heatmapSliceId), Number(modelId), known.data, signal, explained.data);
  const body = new Uint8Array(shown.heat.length + shown.head.length);
  body.set(shown.heat);
  body.set(shown.head, shown.heat.length);
  return answer(200, 'application/octet-stream', body, { 'x-overread-heatmap': asHeader(shown.metadata) });
}

/** The path of a request to our own origin, as it was written; null for any other origin, credentials, port or query. */
function routeOf(url: string): string | null {
  const path = url.slice(APP_ORIGIN.length);
  if (!url.startsWith(`${APP_ORIGIN}/`)) return null;
  return path.replace(/#.*$/s, '');
}

/** Answers requests of the `overread` scheme: the page's own files, and the pictures of the open project. */
export function createAppProtocol(options: AppProtocolOptions): (request: Request) => Promise<Response> {
  const { files, pictures, onFailure } = options;
  const newest = createNewestSlice();
  return async (request) => {
    const route = routeOf(request.url);
    if (route === null) return refuse(403, 'bad-origin', 'Only the page of Overread is served.');
    if (request.method !== 'GET') return refuse(405, 'bad-method', 'Only GET is answered.');
    const file = files.get(route);
    if (file) return answer(200, file.type, file.read());
    const match = PICTURE_ROUTE.exec(route);
    if (!match) return refuse(404, 'not-found', 'There is no such page.');
    const source = pictures();
    if (!source) return refuse(409, 'no-project', 'No project is open. Open one first.');
    try {
      return await answerPicture(source, match, newest);
    } catch (error) {
      const { code, message } = toCallError(error);
      if (code === 'internal') onFailure(route.replace(/\d+/g, 'n'), error);
      return refuse(code === 'internal' ? 500 : 422, code, message);
    }
  };
}
