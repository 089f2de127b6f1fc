import path from 'node:path';
import type { Handlers } from '../../src/contract/contract.ts';
import type { AppContext } from '../app-context.ts';
import { viewerOf } from '../reader-view.ts';
import { auditMoment } from '../services/audit-moment.ts';
import { auditPage } from '../services/audit-page.ts';
import { auditReportName, exportAudit } from '../services/export-audit.ts';
import { verifyAudit } from '../services/verify-audit.ts';

/** The log: timeline, verification, report. */
export function auditHandlers(
  app: AppContext,
): Pick<Handlers, 'audit.page' | 'audit.moment' | 'audit.verify' | 'audit.export'> {
  return {
    'audit.page': async (page) => auditPage(app.projects.require().context, page, viewerOf(app)),
    'audit.moment': async ({ entry }) => auditMoment(app.projects.require().context, app.compute, entry, viewerOf(app)),
    'audit.verify': async () => verifyAudit(app.projects.require().context),
    'audit.export': async ({ folder }) => {
      const { context } = app.projects.require();
      const chosen = folder ?? (await app.dialogs.chooseFolder('export'));
      if (chosen === null) return { path: null, entries: 0, headHash: '' };
      const file = path.join(path.resolve(chosen), auditReportName(context.clock()));
      return exportAudit(context, { path: file, reader: app.preferences.get().readerName });
    },
  };
}
