import type { DatasetShortcuts, ShortcutAudit } from '../../src/contract/shortcut-methods.ts';
import { missingFor } from './neutral-names.ts';
import { sightOf, type Viewer } from './reader-sight.ts';
import type { ServiceContext } from './service-context.ts';

/**
 * A shortcut audit as a viewer may see it: of single slices only what is not hidden from them, since the classifiers' answers
 * follow the labels. The figures stay.
 */
export function auditFor(ctx: ServiceContext, viewer: Viewer, audit: ShortcutAudit): ShortcutAudit {
  const sight = sightOf(ctx, viewer, audit.sliceIds);
  const isOpen = audit.sliceIds.map((sliceId) => sight(sliceId).ai && sight(sliceId).truth);
  const openOnes = <T>(list: readonly T[]): T[] => list.filter((_, index) => isOpen[index]);
  return {
    ...audit,
    sliceIds: openOnes(audit.sliceIds),
    classifiers: audit.classifiers.map((one) => ({ ...one, probabilities: one.probabilities.map(openOnes) })),
    missing: missingFor(ctx, viewer, audit.missing),
  };
}

/** What gives a version's labels away, without the pictures under a label that is hidden from the viewer. */
export function shortcutsFor(ctx: ServiceContext, viewer: Viewer, shortcuts: DatasetShortcuts): DatasetShortcuts {
  const { haemorrhage, none } = shortcuts.distributions;
  const sight = sightOf(
    ctx,
    viewer,
    [...haemorrhage.samples, ...none.samples].map(({ sliceId }) => sliceId),
  );
  const openOnes = <T extends typeof none>(distribution: T): T => ({
    ...distribution,
    // The frozen label may be another reader's.
    samples: distribution.samples.filter(({ sliceId }) => sight(sliceId).truth && sight(sliceId).othersReads),
  });
  return {
    ...shortcuts,
    audit: shortcuts.audit && auditFor(ctx, viewer, shortcuts.audit),
    distributions: { haemorrhage: openOnes(haemorrhage), none: openOnes(none) },
  };
}
