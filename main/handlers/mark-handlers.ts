import type { Handlers } from '../../src/contract/contract.ts';
import type { AppContext } from '../app-context.ts';
import { viewerOf } from '../reader-view.ts';
import { exportMarks, markFiles } from '../services/export-marks.ts';
import { measuredPicture } from '../services/measured-picture.ts';
import { marksInSight, removeMark, saveMark } from '../services/record-mark.ts';

type MarkHandlers = Pick<Handlers, 'mark.list' | 'mark.save' | 'mark.remove' | 'mark.export'>;

/** Marks of the reader in the window. */
export function markHandlers(app: AppContext): MarkHandlers {
  const project = () => app.projects.require();
  const reader = (): string => app.preferences.get().readerName;
  return {
    'mark.list': async ({ sourceId }) => ({
      marks: marksInSight(project().context, { sourceId, viewer: viewerOf(app) }),
    }),
    'mark.save': async (mark) => {
      const { context, pictures } = project();
      const whose = reader();
      const picture = measuredPicture(await pictures.pixels(mark.sliceId));
      return saveMark(context, { ...mark, reader: whose }, picture);
    },
    'mark.remove': async ({ markId }) => removeMark(project().context, { markId, reader: reader() }),
    'mark.export': async ({ folder }) => {
      const { context } = project();
      const whose = reader();
      const chosen = folder ?? (await app.dialogs.chooseFolder('export'));
      if (chosen === null) return { csv: null, json: null, marks: 0 };
      const files = markFiles(chosen, context.clock());
      // Readers do not see each other's marks, so each exports their own.
      return { ...files, ...exportMarks(context, { ...files, of: whose, reader: whose }) };
    },
  };
}
