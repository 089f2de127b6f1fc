import { useEffect, useMemo, useState } from 'react';
import { type Compared, comparedSlice, type Placed } from '../../src/viewing/compared-slice.ts';
import type { Point } from '../../src/viewing/view.ts';
import { messageOf } from '../api.ts';
import { useCompare } from '../state/compare-store.ts';
import { usePreferences } from '../state/preferences-store.ts';
import { useWorklist } from '../state/worklist-store.ts';
import type { Picture } from './picture.ts';
import { pictures } from './picture-cache.ts';

export type ComparedState =
  | { readonly kind: 'loading' }
  | { readonly kind: 'nothing'; readonly why: string }
  | { readonly kind: 'here'; readonly picture: Picture; readonly placed: Placed; readonly apartMm: Point | null };

/** The slice that belongs beside another. */
function useComparedSlice(sliceId: number): Compared {
  const kind = usePreferences((state) => state.compareWith);
  const other = useCompare((state) => state.other);
  const { stack, items } = useWorklist();
  return useMemo(() => {
    const slices = stack.flatMap((id) => items.get(id) ?? []);
    return comparedSlice(kind, sliceId, slices, other);
  }, [kind, sliceId, stack, items, other]);
}

/** The picture that belongs beside a slice, as soon as it is here. */
export function useCompared(sliceId: number): ComparedState {
  const compared = useComparedSlice(sliceId);
  const [fetched, setFetched] = useState<{ readonly sliceId: number; readonly found: Picture | string } | null>(null);
  const wanted = compared.kind === 'slice' ? compared.sliceId : null;
  const known = wanted === null ? undefined : pictures.peek(wanted);
  useEffect(() => {
    if (wanted === null || pictures.peek(wanted)) return undefined;
    let stale = false;
    pictures
      .get(wanted)
      .then((found) => !stale && setFetched({ sliceId: wanted, found }))
      .catch((error) => !stale && setFetched({ sliceId: wanted, found: messageOf(error) }));
    return () => {
      stale = true;
    };
  }, [wanted]);
  if (compared.kind === 'nothing') return compared;
  const found = known ?? (fetched?.sliceId === wanted ? fetched.found : null);
  if (found === null) return { kind: 'loading' };
  if (typeof found === 'string') return { kind: 'nothing', why: found };
  return { kind: 'here', picture: found, placed: compared.placed, apartMm: compared.apartMm };
}
