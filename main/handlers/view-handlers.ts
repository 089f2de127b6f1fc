import type { Handlers } from '../../src/contract/contract.ts';
import type { AppContext } from '../app-context.ts';
import { findReviewView, keepReviewView } from '../services/review-view.ts';

/** Slices as they are drawn, and where each reader left the open project. */
export function viewHandlers(app: AppContext): Pick<Handlers, 'slice.pixels' | 'view.get' | 'view.keep'> {
  const reader = (): string => app.preferences.get().readerName;
  return {
    'slice.pixels': async ({ sliceId, ...how }) => app.projects.require().pictures.delivered(sliceId, how),
    'view.get': async () => ({ view: findReviewView(app.projects.require().context, reader()) }),
    'view.keep': async (view) => {
      // The last word of a window that closes may come after its project did.
      const project = app.projects.current();
      if (project) keepReviewView(project.context, reader(), view);
      return {};
    },
  };
}
