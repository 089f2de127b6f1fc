import { isTellingName, isTellingPath } from '../../src/dataset/telling-name.ts';
import { visibleText } from '../../src/report/visible-text.ts';
import { placesInOrder } from '../store/source-slices.ts';
import { listSources } from '../store/sources.ts';
import { hidesNothing, sightOf, type Viewer } from './reader-sight.ts';
import type { ServiceContext } from './service-context.ts';

export interface NamedSource {
  readonly name: string;
  readonly root: string;
}

/**
 * What sources are called before a viewer, by id. One whose folder is named for a class is called by its number, and its place not
 * told, while any label in it is hidden from the viewer.
 */
export function sourceNames(ctx: ServiceContext, viewer: Viewer): ReadonlyMap<number, NamedSource> {
  const hides = !hidesNothing(ctx, viewer);
  return new Map(
    listSources(ctx.store.db).map(({ id, name, root }) => {
      const telling = hides && (isTellingName(name) || isTellingPath(root));
      if (!telling || seesAllOf(ctx, viewer, id)) return [id, { name: visibleText(name), root }];
      return [id, { name: isTellingName(name) ? `Source ${id}` : visibleText(name), root: `folder of source ${id}` }];
    }),
  );
}

function seesAllOf(ctx: ServiceContext, viewer: Viewer, sourceId: number): boolean {
  const sliceIds = [...placesInOrder(ctx.store.db, sourceId)];
  const sight = sightOf(ctx, viewer, sliceIds);
  return sliceIds.every((sliceId) => sight(sliceId).truth);
}

/** What a source of this name is called before a viewer; of several so named, one whose name is hidden counts. */
export function sourceWords(ctx: ServiceContext, viewer: Viewer): (name: string) => string {
  const shown = sourceNames(ctx, viewer);
  const words = new Map<string, string>();
  for (const { id, name } of listSources(ctx.store.db)) {
    const known = words.get(name);
    const own = shown.get(id)?.name ?? name;
    if (known === undefined || known === visibleText(name)) words.set(name, own);
  }
  return (name) => words.get(name) ?? name;
}
