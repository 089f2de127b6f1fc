import path from 'node:path';
import type { ChainVerdict, CheckedReport } from '../../src/contract/audit-methods.ts';
import type { Handlers } from '../../src/contract/contract.ts';
import type { AppContext } from '../app-context.ts';
import { viewerOf } from '../reader-view.ts';
import { auditMoment } from '../services/audit-moment.ts';
import { auditPage } from '../services/audit-page.ts';
import { checkReport } from '../services/check-report.ts';
import { auditReportFile, exportAudit } from '../services/export-audit.ts';
import { ServiceError } from '../services/service-error.ts';
import { readKeptHead, verifyAudit } from '../services/verify-audit.ts';

/** The log: timeline, verification, report. */
export function auditHandlers(
  app: AppContext,
): Pick<
  Handlers,
  'audit.page' | 'audit.moment' | 'audit.verify' | 'audit.checkReport' | 'audit.readHead' | 'audit.export'
> {
  return {
    'audit.page': async (page) => auditPage(app.projects.require().context, page, viewerOf(app)),
    'audit.moment': async ({ entry }) => auditMoment(app.projects.require().context, app.compute, entry, viewerOf(app)),
    'audit.verify': async ({ kept }) => {
      const { context } = app.projects.require();
      let verdict: ChainVerdict | null = null;
      const { finished } = app.jobs.start('verify-audit', 'Verifying the log', async ({ signal, progress }) => {
        const onProgress = (done: number, total: number): void => progress({ done, total });
        verdict = await verifyAudit(context, { kept: kept ?? undefined, signal, onProgress });
        return verdict.kind === 'whole' ? 'The log is whole.' : `The log is broken at entry ${verdict.sequence}.`;
      });
      const { status, message } = await finished;
      if (verdict !== null) return verdict;
      throw new ServiceError(status === 'cancelled' ? 'cancelled' : 'verify-failed', message);
    },
    'audit.checkReport': async ({ kept }) => {
      const file = await app.dialogs.chooseReport();
      if (file === null) return null;
      let checked: CheckedReport | null = null;
      const { finished } = app.jobs.start('check-report', 'Checking a report', async ({ signal, progress }) => {
        // Percent: bytes tell a person nothing.
        const onProgress = (done: number, total: number): void =>
          progress({ done: total === 0 ? 0 : (100 * done) / total, total: 100 });
        const ownKey = app.signing.state().key?.fingerprint ?? null;
        checked = await checkReport(file, ownKey, { kept: kept ?? undefined, signal, onProgress });
        return checked.chain.kind === 'whole' ? 'The report is whole.' : 'The report is broken.';
      });
      const { status, message } = await finished;
      if (checked !== null) return checked;
      throw new ServiceError(status === 'cancelled' ? 'cancelled' : 'verify-failed', message);
    },
    'audit.readHead': async ({ file }) => {
      const chosen = file ?? (await app.dialogs.chooseExportedFile());
      return { head: chosen === null ? null : readKeptHead(path.resolve(chosen)) };
    },
    'audit.export': async ({ folder }) => {
      const { context } = app.projects.require();
      const chosen = folder ?? (await app.dialogs.chooseFolder('export'));
      if (chosen === null) return { path: null, entries: 0, headHash: '' };
      const file = auditReportFile(chosen, context.clock());
      return exportAudit(context, { path: file, reader: app.preferences.get().readerName });
    },
  };
}
