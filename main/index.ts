import path from 'node:path';
import { app, type BrowserWindow, protocol, session } from 'electron';
import type { AppEvent } from '../src/contract/contract.ts';
import { TRAINING_JOBS } from '../src/contract/shared.ts';
import type { AppContext } from './app-context.ts';
import { createAppProtocol } from './app-protocol.ts';
import { toCallError } from './call-error.ts';
import { captureWindow } from './capture-window.ts';
import { folderFromArguments } from './command-line.ts';
import { createComputeClient } from './compute/compute-client.ts';
import { forkUtilityProcess } from './compute/fork-utility-process.ts';
import { openCrashLog } from './crash-log.ts';
import { createDeliveries } from './deliveries.ts';
import { systemDialogs } from './dialogs.ts';
import { createHandlers } from './handlers.ts';
import { sendEvent, serveCalls } from './ipc.ts';
import { createJobs } from './jobs.ts';
import { letFillScreen, lockContents, lockSession, switchOffNetworkFeatures } from './lock-down.ts';
import { setMenu } from './menu.ts';
import { openPreferences } from './preferences.ts';
import { createProjectHolder } from './project-holder.ts';
import { createQuiet } from './quiet.ts';
import { tellWithoutNames } from './reader-view.ts';
import { openRecentProjects } from './recent-projects.ts';
import { listRendererFiles } from './renderer-files.ts';
import { createShutDown } from './shut-down.ts';
import { openSigningKey } from './signing-key.ts';
import { systemVault } from './system-vault.ts';
import { createTensorflowProbe } from './tensorflow-status.ts';
import { thumbnailFolder } from './user-data.ts';
import { focusWindow, openMainWindow, watchShown } from './window.ts';
import { createWindowCrashes } from './window-crashes.ts';

const OUT = path.join(import.meta.dirname, '..');
const SCHEME = { scheme: 'overread', privileges: { standard: true, secure: true, supportFetchAPI: true } };
/** In memory only: nothing of a page or a picture is left in a browser's cache on the disk. */
const PARTITION = 'overread-window';

/** So long a window is quiet before decoders compile, a second of a core each: longer than a large list takes to be drawn. */
const MAKE_READY_MS = 600;
/** And before TensorFlow is loaded, when nothing was predicted until then: what a person opens first comes first. */
const CHECK_TENSORFLOW_MS = 3000;

const folderAsked = folderFromArguments(process.argv, process.defaultApp === true, process.cwd());

if (app.requestSingleInstanceLock({ folder: folderAsked })) start();
else app.quit();

function start(): void {
  protocol.registerSchemesAsPrivileged([SCHEME]);
  switchOffNetworkFeatures();
  // Development and tests as root start without it, where Chromium's sandbox cannot run.
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
  app.on('web-contents-created', (_event, contents) => lockContents(contents));
  app.on('session-created', (made) => lockSession(made, app.isPackaged));
  void app.whenReady().then(run);
}

function run(): void {
  const userData = app.getPath('userData');
  const log = openCrashLog(path.join(userData, 'logs'), app.getVersion());
  let window: BrowserWindow | null = null;
  const theWindow = (): BrowserWindow | null => window;
  const dialogs = systemDialogs(theWindow);
  const fail = (where: string, error: unknown): void => {
    log.note(where, error);
    dialogs.tellFailure(toCallError(error).message, log.file);
  };
  process.on('uncaughtException', (error) => fail('uncaughtException', error));
  process.on('unhandledRejection', (error) => fail('unhandledRejection', error));

  // First of all: the page's process starts while the rest is made ready, all before anything can be asked.
  const windowSession = session.fromPartition(PARTITION);
  letFillScreen(windowSession, theWindow);
  windowSession.protocol.handle(
    SCHEME.scheme,
    createAppProtocol({
      files: listRendererFiles(path.join(OUT, 'renderer'), !app.isPackaged),
      thumbnails: () => projects.current()?.pictures.thumbnail ?? null,
      told: (error) => told(error),
      onFailure: log.note,
    }),
  );
  const opened = openMainWindow(windowSession);
  window = opened;
  // Node loads what requests are answered with when it is first touched, in a tenth of a second: while the page's process starts.
  setImmediate(() => typeof Response);

  const emit = (event: AppEvent): void => sendEvent(window, event, log.note);
  watchShown(opened, (shown) => emit({ kind: 'window-shown', shown }));
  const jobs = createJobs({
    emit: (job) => emit({ kind: 'job', job }),
    told: (error) => told(error),
    onFailure: (error, job) => log.note(`job ${job.kind}`, error),
  });
  const quiet = createQuiet(() => jobs.list().some(({ status }) => status === 'running'));
  const deliveries = createDeliveries();
  const compute = createComputeClient({
    fork: (host, ...rest) => {
      // Where TensorFlow is missing, the first prediction fails; why is asked behind it, not only when it is quiet.
      if (host === 'predict') setImmediate(() => void checkTensorflow(context, emit));
      return forkUtilityProcess(host, ...rest);
    },
    onDecodeChild: deliveries.childStarted,
    whenQuiet: (act) => quiet.once(MAKE_READY_MS, act),
    hostsFolder: path.join(import.meta.dirname, 'compute'),
  });
  const recentProjects = openRecentProjects(userData);
  const preferences = openPreferences(userData);
  const signing = openSigningKey(userData, systemVault());
  const projects = createProjectHolder({
    compute,
    jobs,
    recentProjects,
    preferences,
    signing,
    emit,
    appVersion: app.getVersion(),
    thumbnailFolder: thumbnailFolder(userData),
    onFailure: log.note,
  });
  const told = tellWithoutNames({ preferences, projects });
  const context: AppContext = {
    appVersion: app.getVersion(),
    noticesFile: path.join(OUT, 'assets', 'notices.json'),
    preferences,
    recentProjects,
    jobs,
    compute,
    dialogs,
    signing,
    captureWindow: (area) => captureWindow(theWindow(), area),
    projects,
    tensorflow: createTensorflowProbe(compute),
    projectsFolder: path.join(documentsFolder(), 'Overread'),
    thumbnailFolder: thumbnailFolder(userData),
    studyToOpen: folderAsked,
    emit,
  };

  serveCalls({
    handlers: createHandlers(context),
    window: theWindow,
    onFailure: log.note,
    onCall: quiet.asked,
  });
  setMenu(app.isPackaged);

  const shutDown = createShutDown({
    isTraining: () => TRAINING_JOBS.some(jobs.isRunning),
    confirm: dialogs.confirmQuitWhileTraining,
    end: async () => {
      await projects.close();
      compute.close();
    },
  });
  app.on('before-quit', (event) => shutDown.onBeforeQuit(event));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => shutDown.now());
  app.on('window-all-closed', () => app.quit());
  app.on('second-instance', (_event, _argv, _cwd, data) => {
    if (window) focusWindow(window);
    const folder = typeof data === 'object' && data !== null && 'folder' in data ? data.folder : null;
    if (typeof folder === 'string') emit({ kind: 'open-folder', folder });
  });

  opened.on('close', (event) => shutDown.onWindowClose(event));
  opened.on('closed', () => {
    window = null;
  });
  const windowCrashes = createWindowCrashes({
    reload: () => {
      if (!opened.isDestroyed()) opened.reload();
    },
    tell: () => dialogs.tellFailure("The window's process ended, and was started again.", log.file),
    ask: () => dialogs.askAfterCrashes(log.file),
    quit: () => shutDown.now(),
    nowMs: () => performance.now(),
  });
  opened.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    if (reason === 'clean-exit') return;
    log.note(`render-process-gone ${reason} ${exitCode}`, new Error());
    void windowCrashes.note();
  });
  app.on('child-process-gone', (_event, { type, reason, exitCode, serviceName }) => {
    if (reason !== 'clean-exit' && reason !== 'killed') {
      log.note(`child-process-gone ${type} ${serviceName ?? ''} ${reason} ${exitCode}`, new Error());
    }
  });
  opened.webContents.on('did-finish-load', () => deliveries.pageLoaded(opened.webContents));
  opened.webContents.once('did-finish-load', () =>
    quiet.once(CHECK_TENSORFLOW_MS, () => void checkTensorflow(context, emit)),
  );
}

/** Loads TensorFlow, two seconds of a core, before somebody needs it; a late no reaches the window as a change of the project's state. */
async function checkTensorflow(context: AppContext, emit: (event: AppEvent) => void): Promise<void> {
  const status = await context.tensorflow.check();
  if (!status.ok) emit({ kind: 'tensorflow', ...status });
}

/** The person's documents folder; their home where the system names none. */
function documentsFolder(): string {
  try {
    return app.getPath('documents');
  } catch {
    return app.getPath('home');
  }
}
