import { slicesOfSources } from '../store/source-slices.ts';
import { listSources } from '../store/sources.ts';
import type { ServiceContext } from './service-context.ts';
import { ServiceError } from './service-error.ts';

/**
 * The members that came from some sources alone.
 * @param sourceIds null for all sources
 */
export function ofSources<M extends { readonly members: readonly { readonly sliceId: number }[] }>(
  context: ServiceContext,
  whole: M,
  sourceIds: readonly number[] | null,
): M {
  if (sourceIds === null) return whole;
  const own = slicesOfSources(context.store.db, sourceIds);
  return { ...whole, members: whole.members.filter(({ sliceId }) => own.has(sliceId)) };
}

/**
 * The source of a name or an id.
 * @throws ServiceError `no-source`, naming those there are
 */
export function findSourceNamed(
  context: ServiceContext,
  given: string,
): { readonly id: number; readonly name: string } {
  const sources = listSources(context.store.db);
  const named = sources.filter(({ id, name }) => name === given || String(id) === given);
  const [found] = named;
  if (found && named.length === 1) return found;
  const names = sources.map(({ id, name }) => `${name} (${id})`).join(', ');
  throw new ServiceError(
    'no-source',
    named.length > 1
      ? `Several sources are called "${given}"; say which by its number: ${names}.`
      : `There is no source "${given}" in this project. There are: ${names}.`,
  );
}
