import { APP_ORIGIN } from '../src/contract/contract.ts';
import { toCallError } from './call-error.ts';
import { CONTENT_SECURITY_POLICY } from './content-security-policy.ts';
import type { RendererFile } from './renderer-files.ts';

type Bytes = Uint8Array<ArrayBuffer>;

export interface AppProtocolOptions {
  readonly files: ReadonlyMap<string, RendererFile>;
  /** Makes the small picture of a slice; null while no project is open. */
  readonly thumbnails: () => ((sliceId: number) => Promise<Bytes>) | null;
  /** An error as it may be told. */
  readonly told?: (error: unknown) => unknown;
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

const THUMBNAIL_ROUTE = /^\/thumbnails\/([1-9]\d{0,14})$/;

function answer(status: number, type: string, body: Bytes | string, headers: Record<string, string> = {}): Response {
  return new Response(body, { status, headers: { ...COMMON_HEADERS, 'content-type': type, ...headers } });
}

function refuse(status: number, code: string, message: string): Response {
  return answer(status, 'application/json', JSON.stringify({ code, message, details: null }));
}

/** The path of a request to our own origin, as it was written; null for any other origin, credentials, port or query. */
function routeOf(url: string): string | null {
  const path = url.slice(APP_ORIGIN.length);
  if (!url.startsWith(`${APP_ORIGIN}/`)) return null;
  return path.replace(/#.*$/s, '');
}

/** Answers requests of the `overread` scheme: the page's own files, and the small pictures of the open project. */
export function createAppProtocol(options: AppProtocolOptions): (request: Request) => Promise<Response> {
  const { files, thumbnails, told = (error) => error, onFailure } = options;
  return async (request) => {
    const route = routeOf(request.url);
    if (route === null) return refuse(403, 'bad-origin', 'Only the page of Overread is served.');
    if (request.method !== 'GET') return refuse(405, 'bad-method', 'Only GET is answered.');
    const file = files.get(route);
    if (file) return answer(200, file.type, file.read());
    const match = THUMBNAIL_ROUTE.exec(route);
    if (!match) return refuse(404, 'not-found', 'There is no such page.');
    const thumbnail = thumbnails();
    if (!thumbnail) return refuse(409, 'no-project', 'No project is open. Open one first.');
    try {
      return answer(200, 'image/png', await thumbnail(Number(match[1])));
    } catch (error) {
      const { code, message } = toCallError(told(error));
      if (code === 'internal') onFailure(route.replace(/\d+/g, 'n'), error);
      return refuse(code === 'internal' ? 500 : 422, code, message);
    }
  };
}
