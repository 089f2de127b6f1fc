import { z } from 'zod';
import type { AppEvent } from '../../src/contract/contract.ts';
import { findNames, type KnownNames, renamed } from '../../src/dataset/find-names.ts';
import { fileNames } from '../store/slices.ts';
import { listSources } from '../store/sources.ts';
import { hidesNothing, neutralFiles, sightOf, type Viewer } from './reader-sight.ts';
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
  const neutralFile = neutralFiles(ctx);
  return (slice) => (sight(slice.sliceId).truth ? slice : { ...slice, file: neutralFile(slice.sliceId) });
}

/** Texts in other words, each of them. */
type Reword = (texts: readonly string[]) => string[];

/** What a name means: slices whose file is so called, or a source's folder or name in the viewer's words. */
type Meant =
  | { readonly kind: 'slices'; readonly sliceIds: readonly number[] }
  | { readonly kind: 'words'; readonly words: string };

/**
 * What is told of whole projects (an error, how a job ended), with files called by a drawn number where their names may tell what
 * is hidden from the viewer, and sources as the viewer knows them. The names are asked for once, with the first text.
 */
export function namelessFor(ctx: ServiceContext, viewer: Viewer): Reword {
  let known: KnownNames<Meant> | null | undefined;
  return (texts) => {
    if (texts.every((text) => text === '')) return [...texts];
    if (known === undefined) known = hidesNothing(ctx, viewer) ? null : namesOf(ctx, viewer);
    const names = known;
    if (names === null) return [...texts];
    const found = texts.map((text) => findNames(text, names));
    const sliceIds = found.flat().flatMap(({ meant }) => (meant.kind === 'slices' ? meant.sliceIds : []));
    const sight = sightOf(ctx, viewer, [...new Set(sliceIds)]);
    const neutralFile = neutralFiles(ctx);
    const words = (meant: Meant): string | null => {
      if (meant.kind === 'words') return meant.words;
      const hidden = meant.sliceIds.find((sliceId) => !sight(sliceId).truth);
      return hidden === undefined ? null : neutralFile(hidden);
    };
    return texts.map((text, index) => renamed(text, found[index] ?? [], words));
  };
}

/** One text so. */
export function nameless(ctx: ServiceContext, viewer: Viewer, text: string): string {
  return namelessFor(ctx, viewer)([text])[0] ?? '';
}

/** With `/` in all paths. */
function namesOf(ctx: ServiceContext, viewer: Viewer): KnownNames<Meant> {
  const { db } = ctx.store;
  const spelt = (name: string): string => name.replaceAll('\\', '/');
  const files = new Map<string, { kind: 'slices'; sliceIds: number[] }>();
  for (const { sliceId, file } of fileNames(db)) {
    const same = files.get(spelt(file));
    if (same) same.sliceIds.push(sliceId);
    else files.set(spelt(file), { kind: 'slices', sliceIds: [sliceId] });
  }
  const folders = new Map<string, Meant>();
  const titles = new Map<string, Meant>();
  const shown = sourceNames(ctx, viewer);
  for (const { id, name, root } of listSources(db)) {
    const seen = shown.get(id);
    if (!seen || seen.root === root) continue;
    folders.set(spelt(root), { kind: 'words', words: seen.root });
    // Of two sources of one name it is not known which is meant.
    if (seen.name !== name)
      titles.set(spelt(name), { kind: 'words', words: titles.has(spelt(name)) ? 'a source' : seen.name });
  }
  let longest = 0;
  for (const names of [files, folders, titles])
    for (const name of names.keys()) longest = Math.max(longest, name.length);
  const known = { file: files, folder: folders, title: titles };
  return { of: (kind, name) => known[kind].get(name), longest };
}

/** An error in such words. */
export function namelessError(ctx: ServiceContext, viewer: Viewer, error: unknown): unknown {
  if (typeof error === 'string') return nameless(ctx, viewer, error);
  if (!(error instanceof Error)) return error;
  const { message, stack = '' } = error;
  const file = 'file' in error && typeof error.file === 'string' ? error.file : null;
  const issues = error instanceof z.ZodError ? error.issues : [];
  const texts = [
    message,
    stack,
    file ?? '',
    ...issues.flatMap((issue) => [issue.message, ...issue.path.filter(isText)]),
  ];
  const told = namelessFor(ctx, viewer)(texts);
  if (told.every((text, index) => text === texts[index])) return error;
  const [toldMessage = '', toldStack = '', toldFile = '', ...ofIssues] = told;
  const next = (): string => ofIssues.shift() ?? '';
  const toldIssues = issues.map((issue) => ({
    ...issue,
    message: next(),
    path: issue.path.map((step) => (isText(step) ? next() : step)),
  }));
  return copyOf(error, {
    ...{ message: toldMessage, stack: toldStack },
    ...(file !== null && { file: toldFile }),
    ...(error instanceof z.ZodError && { issues: toldIssues }),
  });
}

const isText = (step: PropertyKey): step is string => typeof step === 'string';

const UNTOLD =
  'What went wrong cannot be told in full, since the project does not say what is hidden from you. Close the project and open it again; if it comes back, go back to a copy.';

/** An error of the same kind and code that tells nothing else. */
export function untoldError(error: unknown): unknown {
  if (!(error instanceof Error)) return new Error(UNTOLD);
  const told = { message: UNTOLD, stack: `${error.name}: ${UNTOLD}` };
  return copyOf(error, {
    ...told,
    ...('file' in error && { file: null }),
    ...('cause' in error && { cause: undefined }),
    ...(error instanceof z.ZodError && { issues: [{ code: 'custom', path: [], message: UNTOLD, input: undefined }] }),
  });
}

/** With everything that the error has, enumerable or not, but for these. */
function copyOf(error: Error, changed: Readonly<Record<string, unknown>>): Error {
  const own = Object.getOwnPropertyDescriptors(error);
  const made = Object.entries(changed).map(([name, value]) => [
    name,
    { value, writable: true, configurable: true, enumerable: name === 'file' },
  ]);
  return Object.create(Object.getPrototypeOf(error), { ...own, ...Object.fromEntries(made) });
}

interface Missing {
  readonly file: string;
  readonly message: string;
}

/** Files that could not be read, so named. */
export function missingFor(ctx: ServiceContext, viewer: Viewer, missing: readonly Missing[]): Missing[] {
  const words = namelessFor(ctx, viewer)(missing.flatMap(({ file, message }) => [file, message]));
  return missing.map((one, index) => ({
    file: words[2 * index] ?? one.file,
    message: words[2 * index + 1] ?? one.message,
  }));
}

/** Runs, with why they ended as they did in such words. */
export function reasonsFor<T extends { readonly reason: string | null }>(
  ctx: ServiceContext,
  viewer: Viewer,
  runs: readonly T[],
): T[] {
  const words = namelessFor(ctx, viewer)(runs.map(({ reason }) => reason ?? ''));
  return runs.map((run, index) => (run.reason === null ? run : { ...run, reason: words[index] ?? '' }));
}

/** What is told while something runs, in such words. */
export function namelessEvent(ctx: ServiceContext, viewer: Viewer, event: AppEvent): AppEvent {
  if (event.kind === 'remark') return { ...event, message: nameless(ctx, viewer, event.message) };
  if (event.kind === 'training') return { ...event, run: reasonsFor(ctx, viewer, [event.run])[0] ?? event.run };
  return event;
}
