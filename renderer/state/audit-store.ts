import { create } from 'zustand';
import type { AuditLine, ChainVerdict, CheckedReport, KeptHead } from '../../src/contract/audit-methods.ts';
import { call, messageOf } from '../api.ts';
import { sameOpening } from './app-store.ts';
import type { Loadable } from './loadable.ts';

interface AuditState {
  readonly page: Loadable<{ readonly total: number; readonly lines: readonly AuditLine[] }>;
  readonly verdict: Loadable<ChainVerdict>;
  /** Of a report that was chosen. */
  readonly report: Loadable<CheckedReport>;
}

const PAGE = 100;

const EMPTY: AuditState = { page: { kind: 'idle' }, verdict: { kind: 'idle' }, report: { kind: 'idle' } };

export const useAudit = create<AuditState>()(() => EMPTY);

export function clearAudit(): void {
  useAudit.setState(EMPTY);
}

/** Lines with older ones added at the end; newest first, no line twice. */
export function withOlderLines(lines: readonly AuditLine[], older: readonly AuditLine[]): readonly AuditLine[] {
  const known = new Set(lines.map(({ sequence }) => sequence));
  return [...lines, ...older.filter(({ sequence }) => !known.has(sequence))].sort((a, b) => b.sequence - a.sequence);
}

/** Reads the newest page again. */
export async function loadAudit(): Promise<void> {
  const here = sameOpening();
  useAudit.setState(({ page }) => ({ page: page.kind === 'ready' ? page : { kind: 'loading' } }));
  try {
    const { total, lines } = await call('audit.page', { beforeSequence: null, limit: PAGE });
    if (here()) useAudit.setState({ page: { kind: 'ready', value: { total, lines: withOlderLines([], lines) } } });
  } catch (error) {
    if (here()) useAudit.setState({ page: { kind: 'failed', message: messageOf(error) } });
  }
}

/** Adds the page before the oldest line shown. Throws CallFailed. */
export async function loadOlderAudit(): Promise<void> {
  const here = sameOpening();
  const { page } = useAudit.getState();
  const oldest = page.kind === 'ready' ? page.value.lines.at(-1) : undefined;
  if (page.kind !== 'ready' || !oldest) return;
  const { total, lines } = await call('audit.page', { beforeSequence: oldest.sequence, limit: PAGE });
  if (!here()) return;
  useAudit.setState({ page: { kind: 'ready', value: { total, lines: withOlderLines(page.value.lines, lines) } } });
}

/** Goes through the whole chain. @param kept a head that somebody kept: the log must still have it */
export async function verifyAudit(kept: KeptHead | null = null): Promise<void> {
  const here = sameOpening();
  useAudit.setState({ verdict: { kind: 'loading' } });
  try {
    const verdict = await call('audit.verify', { kept });
    if (here()) useAudit.setState({ verdict: { kind: 'ready', value: verdict } });
  } catch (error) {
    if (here()) useAudit.setState({ verdict: { kind: 'failed', message: messageOf(error) } });
  }
}

/** Asks for a report and goes through it, of whatever project it is. @param kept a head that somebody kept: the report must still have it */
export async function checkReport(kept: KeptHead | null = null): Promise<void> {
  const here = sameOpening();
  const { report: before } = useAudit.getState();
  useAudit.setState({ report: { kind: 'loading' } });
  try {
    const report = await call('audit.checkReport', { kept });
    if (here()) useAudit.setState({ report: report === null ? before : { kind: 'ready', value: report } });
  } catch (error) {
    if (here()) useAudit.setState({ report: { kind: 'failed', message: messageOf(error) } });
  }
}
