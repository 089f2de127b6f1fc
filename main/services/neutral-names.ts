import { fileNames } from '../store/slices.ts';
import { findSource } from '../store/sources.ts';
import { hidesNothing, sightOf, type Viewer } from './reader-sight.ts';
import type { ServiceContext } from './service-context.ts';
import { sourceNames } from './source-names.ts';

interface NamedSlice {
  readonly sliceId: number;
  readonly file: string;
}

/** Calls these slices by a drawn number where their files' names may tell what is hidden from the viewer. */
export function namingFor(
  ctx: ServiceContext,
  viewer: Viewer,
  sliceIds: readonly number[],
): <T extends NamedSlice>(slice: T) => T {
  const sight = sightOf(ctx, viewer, sliceIds);
  return (slice) => (sight(slice.sliceId).truth ? slice : { ...slice, file: sight(slice.sliceId).neutralFile });
}

/**
 * What is told of whole projects (an error, how a job ended), with files called by a drawn number where their names may tell what
 * is hidden from the viewer.
 */
export function nameless(ctx: ServiceContext, viewer: Viewer, text: string): string {
  if (hidesNothing(ctx, viewer)) return text;
  const { db } = ctx.store;
  const told = fileNames(db)
    .filter(({ file }) => text.includes(file))
    .sort((a, b) => b.file.length - a.file.length);
  const sight = sightOf(
    ctx,
    viewer,
    told.map(({ sliceId }) => sliceId),
  );
  let words = text;
  for (const { sliceId, file } of told) {
    if (!sight(sliceId).truth) words = words.replaceAll(file, sight(sliceId).neutralFile);
  }
  for (const [id, { root }] of sourceNames(ctx, viewer)) {
    const real = findSource(db, id)?.root;
    if (real !== undefined && real !== root) words = words.replaceAll(real, root);
  }
  return words;
}

/** An error in such words. */
export function namelessError(ctx: ServiceContext, viewer: Viewer, error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { name, stack = '' } = error;
  const message = nameless(ctx, viewer, error.message);
  if (message === error.message) return error;
  const copy: Error = Object.create(Object.getPrototypeOf(error));
  return Object.assign(copy, error, { name, message, stack: stack.replaceAll(error.message, message) });
}

interface Missing {
  readonly file: string;
  readonly message: string;
}

/** Files that could not be read, so named. */
export function missingFor(ctx: ServiceContext, viewer: Viewer, missing: readonly Missing[]): Missing[] {
  return missing.map(({ file, message }) => ({
    file: nameless(ctx, viewer, file),
    message: nameless(ctx, viewer, message),
  }));
}
