import { headText } from '../../src/audit/audit-head.ts';
import { call, messageOf } from '../api.ts';
import { loadAudit } from '../state/audit-store.ts';
import { say } from '../state/toast-store.ts';
import { countWord } from '../words.ts';

/** Writes the whole log as CSV into a folder that main asks for. */
export async function exportReport(): Promise<void> {
  try {
    const { path, entries, headHash } = await call('audit.export', { folder: null });
    if (path === null) return;
    say(
      'done',
      `Wrote ${countWord(entries, 'entry', 'entries')} to ${path}. Keep its head: ${headText({ entries, headHash })}`,
    );
    await loadAudit();
  } catch (error) {
    say('problem', `The report was not written: ${messageOf(error)}`);
  }
}

/** Writes what each reader says of each study, as a table. */
export async function exportStudies(): Promise<void> {
  try {
    const { path, calls } = await call('study.export', { folder: null });
    if (path === null) return;
    say('done', `Wrote ${countWord(calls, 'study call')} to ${path}.`);
    await loadAudit();
  } catch (error) {
    say('problem', `The study calls were not written: ${messageOf(error)}`);
  }
}

/** Writes the public half of the key that signs exports. */
export async function exportPublicKey(): Promise<void> {
  try {
    const { path } = await call('signing.exportKey', { folder: null });
    if (path !== null) say('done', `Wrote the public key to ${path}.`);
  } catch (error) {
    say('problem', `The public key was not written: ${messageOf(error)}`);
  }
}
