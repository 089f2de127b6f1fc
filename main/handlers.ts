import type { Handlers, MethodName } from '../src/contract/contract.ts';
import type { AppContext } from './app-context.ts';
import { auditHandlers } from './handlers/audit-handlers.ts';
import { backupHandlers } from './handlers/backup-handlers.ts';
import { crossValidationHandlers } from './handlers/cross-validation-handlers.ts';
import { datasetHandlers } from './handlers/dataset-handlers.ts';
import { demoHandlers } from './handlers/demo-handlers.ts';
import { duplicateHandlers } from './handlers/duplicate-handlers.ts';
import { exportHandlers } from './handlers/export-handlers.ts';
import { heatmapHandlers } from './handlers/heatmap-handlers.ts';
import { importHandlers } from './handlers/import-handlers.ts';
import { markHandlers } from './handlers/mark-handlers.ts';
import { modelCardHandlers } from './handlers/model-card-handlers.ts';
import { noticeHandlers } from './handlers/notice-handlers.ts';
import { projectHandlers } from './handlers/project-handlers.ts';
import { purgeHandlers } from './handlers/purge-handlers.ts';
import { readerHandlers } from './handlers/reader-handlers.ts';
import { reviewHandlers } from './handlers/review-handlers.ts';
import { shortcutHandlers } from './handlers/shortcut-handlers.ts';
import { signingHandlers } from './handlers/signing-handlers.ts';
import { studyHandlers } from './handlers/study-handlers.ts';
import { testSetHandlers } from './handlers/test-set-handlers.ts';
import { trainingHandlers } from './handlers/training-handlers.ts';
import { viewHandlers } from './handlers/view-handlers.ts';
import { tellWithoutNames } from './reader-view.ts';

/**
 * One handler for each method of the contract; the compiler refuses a missing one. What goes wrong is told without names of files
 * that may tell what is hidden from whoever sits before the window.
 */
export function createHandlers(app: AppContext): Handlers {
  const handlers = allHandlers(app);
  const told = tellWithoutNames(app);
  const names = Object.keys(handlers) as MethodName[];
  const quiet = names.map((name) => [
    name,
    async (input: never) => {
      try {
        return await handlers[name](input);
      } catch (error) {
        throw told(error);
      }
    },
  ]);
  return Object.fromEntries(quiet);
}

function allHandlers(app: AppContext): Handlers {
  return {
    ...projectHandlers(app),
    ...demoHandlers(app),
    ...importHandlers(app),
    ...reviewHandlers(app),
    ...studyHandlers(app),
    ...markHandlers(app),
    ...datasetHandlers(app),
    ...shortcutHandlers(app),
    ...trainingHandlers(app),
    ...duplicateHandlers(app),
    ...testSetHandlers(app),
    ...heatmapHandlers(app),
    ...crossValidationHandlers(app),
    ...modelCardHandlers(app),
    ...readerHandlers(app),
    ...exportHandlers(app),
    ...auditHandlers(app),
    ...purgeHandlers(app),
    ...backupHandlers(app),
    ...signingHandlers(app),
    ...viewHandlers(app),
    ...noticeHandlers(app),
  };
}
