import type { DuplicateReport, NearDuplicate } from '../../src/contract/duplicate-methods.ts';
import { namingFor } from './neutral-names.ts';
import type { Viewer } from './reader-sight.ts';
import type { ServiceContext } from './service-context.ts';

/** A pair under neutral names where file names may tell what is hidden from the viewer. */
export function pairFor(ctx: ServiceContext, viewer: Viewer, pair: NearDuplicate): NearDuplicate {
  const name = namingFor(ctx, viewer, [pair.a.sliceId, pair.b.sliceId]);
  return { ...pair, a: name(pair.a), b: name(pair.b) };
}

/** All pairs so. */
export function duplicatesFor(ctx: ServiceContext, viewer: Viewer, report: DuplicateReport): DuplicateReport {
  const leaks = report.split?.leaks ?? [];
  const name = namingFor(
    ctx,
    viewer,
    [...report.pairs, ...leaks].flatMap(({ a, b }) => [a.sliceId, b.sliceId]),
  );
  return {
    ...report,
    pairs: report.pairs.map((pair) => ({ ...pair, a: name(pair.a), b: name(pair.b) })),
    split: report.split && {
      ...report.split,
      leaks: leaks.map((leak) => ({ ...leak, a: name(leak.a), b: name(leak.b) })),
    },
  };
}
