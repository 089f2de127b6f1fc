import { type BrowserWindow, dialog, type OpenDialogOptions } from 'electron';
import type { MethodInput } from '../src/contract/contract.ts';

type Purpose = MethodInput<'dialog.choose-folder'>['purpose'];

/** The questions that main asks the person. */
export interface Dialogs {
  /** Null when the person cancels. */
  chooseFolder(purpose: Purpose): Promise<string | null>;
  /** Where to save a PNG file of this name; null when the person cancels. */
  choosePictureFile(name: string): Promise<string | null>;
  /** A file that was exported before; null when the person cancels. */
  chooseExportedFile(): Promise<string | null>;
  /** An audit report that was exported before; null when the person cancels. */
  chooseReport(): Promise<string | null>;
  /** Whether to quit although a network is being trained. */
  confirmQuitWhileTraining(): Promise<boolean>;
  /** Says that the window's process ends again and again. Whether to show it once more; else the app is to quit. */
  askAfterCrashes(logFile: string): Promise<boolean>;
  /** Says that something failed that nobody foresaw; waits for nobody. */
  tellFailure(message: string, logFile: string): void;
}

const WORDS: Readonly<Record<Purpose, OpenDialogOptions>> = {
  'new-project': { title: 'Where shall the new project be kept?', buttonLabel: 'Create here' },
  'open-project': { title: 'Open a project folder', buttonLabel: 'Open project' },
  study: { title: 'Open a study folder', buttonLabel: 'Open study' },
  'labelled-set': { title: 'Choose the folder of a labelled set', buttonLabel: 'Check set' },
  export: { title: 'Where shall the export be written?', buttonLabel: 'Export here' },
};

/** The system's own dialogs, attached to the window. */
export function systemDialogs(window: () => BrowserWindow | null): Dialogs {
  let telling = false;
  const showMessage = (options: Electron.MessageBoxOptions): Promise<Electron.MessageBoxReturnValue> => {
    const parent = window();
    return parent && !parent.isDestroyed() ? dialog.showMessageBox(parent, options) : dialog.showMessageBox(options);
  };
  const choose = async (options: OpenDialogOptions): Promise<string | null> => {
    const parent = window();
    const { canceled, filePaths } = await (parent
      ? dialog.showOpenDialog(parent, options)
      : dialog.showOpenDialog(options));
    return canceled ? null : (filePaths[0] ?? null);
  };
  return {
    chooseFolder: (purpose) => {
      const creates = purpose === 'new-project' || purpose === 'export';
      return choose({
        ...WORDS[purpose],
        properties: creates ? ['openDirectory', 'createDirectory'] : ['openDirectory'],
      });
    },
    choosePictureFile: async (name) => {
      const options = { title: 'Save the picture', defaultPath: name, filters: [{ name: 'PNG', extensions: ['png'] }] };
      const parent = window();
      const { canceled, filePath } = await (parent
        ? dialog.showSaveDialog(parent, options)
        : dialog.showSaveDialog(options));
      return canceled || filePath === '' ? null : filePath;
    },
    chooseExportedFile: () =>
      choose({
        title: 'Choose a file that Overread exported',
        buttonLabel: 'Read its head',
        properties: ['openFile'],
      }),
    chooseReport: () =>
      choose({
        title: 'Choose an audit report that Overread exported',
        buttonLabel: 'Check report',
        filters: [{ name: 'Audit report (CSV)', extensions: ['csv'] }],
        properties: ['openFile'],
      }),
    confirmQuitWhileTraining: async () => {
      const { response } = await showMessage({
        type: 'question',
        message: 'A network is being trained.',
        detail: 'Quitting stops the run after the step at hand. What it learnt until then is kept.',
        buttons: ['Stop and quit', 'Go on training'],
        defaultId: 1,
        cancelId: 1,
      });
      return response === 0;
    },
    askAfterCrashes: async (logFile) => {
      // No parent: the window has no process, and a sheet on it would not be seen.
      const { response } = await dialog.showMessageBox({
        type: 'error',
        message: 'Overread cannot show its window: its process ended four times within a minute.',
        detail:
          'What was saved is safe. Close other programs to free memory, update the graphics driver, or start Overread with ' +
          `--disable-gpu. If it comes back, the log says more: ${logFile}.`,
        buttons: ['Quit', 'Try once more'],
        defaultId: 0,
        cancelId: 0,
      });
      return response === 1;
    },
    tellFailure: (message, logFile) => {
      if (telling) return;
      telling = true;
      void showMessage({
        type: 'error',
        message: 'Something unexpected happened in Overread.',
        detail: `${message}\n\nWhat was saved is safe. Restart the app if something does not react. The log is in ${logFile}.`,
        buttons: ['OK'],
      }).finally(() => {
        telling = false;
      });
    },
  };
}
