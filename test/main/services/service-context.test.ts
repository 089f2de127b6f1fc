import { afterEach, beforeEach, expect, test } from 'vitest';
import { exportAudit } from '../../../main/services/export-audit.ts';
import { appendEntry } from '../../../main/services/service-context.ts';
import { verifyAudit } from '../../../main/services/verify-audit.ts';
import { verifyAuditReport } from '../../../main/services/verify-audit-report.ts';
import { type TemporaryProject, temporaryProject } from '../../support/temporary-project.ts';

let project: TemporaryProject;
beforeEach(() => {
  project = temporaryProject();
});
afterEach(() => project.remove());

test('whoever acts has one name in the log, however it was typed, and nobody is null', () => {
  const { context } = project;
  for (const reader of ['Ada  Lovelace', ' Ada\nLovelace ', 'Ada Lovelace', '  ', null]) {
    context.store.transaction(() =>
      appendEntry(context, { event: 'source-moved', reader, sourcePseudonym: 'source-1' }),
    );
  }
  const readers = project.entries('source-moved').map(({ reader }) => reader);
  expect(readers).toEqual(['Ada Lovelace', 'Ada Lovelace', 'Ada Lovelace', null, null]);
});

test('a clock that was set back changes no order; it is said once for each time, and by whoever verifies', async () => {
  const { context, events, entries, folder } = project;
  const made = Date.parse(entries('project-created')[0]?.time ?? '');
  const append = (offsetMs: number): void => {
    const ctx = { ...context, clock: () => new Date(made + offsetMs) };
    ctx.store.transaction(() => appendEntry(ctx, { event: 'source-moved', reader: null, sourcePseudonym: 'source-1' }));
  };
  for (const offsetMs of [3_600_000, 1000, 2000, 1500]) append(offsetMs);
  expect(entries('source-moved').map(({ sequence }) => sequence)).toEqual([2, 3, 4, 5]);
  const remarks = events.flatMap((event) => (event.kind === 'remark' ? [event.message] : []));
  expect(remarks).toHaveLength(2);
  expect(remarks[0]).toMatch(/clock .* is behind the last entry of the log .*Entries keep their order.*set the clock/);
  const verdict = await verifyAudit(context);
  expect(verdict).toMatchObject({ kind: 'whole', entries: 5, clockSetBackAt: [3, 5] });
  const report = `${folder}/report.csv`;
  exportAudit({ ...context, clock: () => new Date(made + 9_000_000) }, { path: report, reader: 'Ada' });
  expect((await verifyAuditReport(report)).chain).toEqual(verdict);
});

test('a clock that goes on is not spoken of', async () => {
  const { context, events } = project;
  context.store.transaction(() =>
    appendEntry(context, { event: 'source-moved', reader: null, sourcePseudonym: 'source-1' }),
  );
  expect(events).toEqual([]);
  expect(await verifyAudit(context)).not.toHaveProperty('clockSetBackAt');
});
