import type { ReadOutcome } from '../src/contract/review-methods.ts';
import type { AppContext } from './app-context.ts';
import { standOfRepeats } from './services/hidden-repeats.ts';
import { namelessError, untoldError } from './services/neutral-names.ts';
import { sliceSight, type Viewer } from './services/reader-sight.ts';
import type { ServiceContext } from './services/service-context.ts';
import { ownOutcome } from './services/several-readers.ts';
import { redactRead } from './services/slice-history.ts';

/** Who sits before the window. */
export function viewerOf({ preferences }: Pick<AppContext, 'preferences'>): Viewer {
  const { readerName, blindFirst } = preferences.get();
  return { reader: readerName, readsBlind: blindFirst };
}

/** Turns an error into one without the names of files that may tell what is hidden from whoever sits before the window. */
export function tellWithoutNames(app: Pick<AppContext, 'preferences' | 'projects'>): (error: unknown) => unknown {
  return (error) => {
    const project = app.projects.current();
    if (!project) return error;
    try {
      return namelessError(project.context, viewerOf(app), error);
    } catch {
      // A database that does not even tell what is hidden is what went wrong.
      return untoldError(error);
    }
  };
}

/** What a read, undo or redo answers, without the labels that stay hidden until the reader goes on and without others' reads. */
export function outcomeFor(context: ServiceContext, viewer: Viewer, outcome: ReadOutcome): ReadOutcome {
  const sight = sliceSight(context, viewer, outcome.read.sliceId);
  const own = ownOutcome(context, viewer.reader, outcome);
  const read = redactRead(own.read, { ai: sight.ai, truth: sight.othersReads });
  const stand = standOfRepeats(context, viewer.reader);
  return { ...own, read, currentLabel: sight.truth ? own.currentLabel : null, stand };
}
