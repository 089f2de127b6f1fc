import type { MethodInput } from '../../src/contract/contract.ts';
import { readerKey } from '../../src/review/reader-key.ts';
import { call, messageOf } from '../api.ts';
import { useApp } from '../state/app-store.ts';
import { openDialog } from '../state/dialog-store.ts';
import { loadReport, useReaders } from '../state/readers-store.ts';
import { say } from '../state/toast-store.ts';
import { openQueue } from './listing.ts';
import { setReader } from './reading.ts';

/** Asks who reads where that is not plain: nobody is named, several readers are known, or the one named is not among them. */
export async function askWhoReads(): Promise<void> {
  try {
    const { readers, current } = await call('reader.list', {});
    const known = readers.find(({ name }) => readerKey(name) === readerKey(current));
    // Acts are kept under the spelling of the project: with another one, nothing of one's own would be found.
    if (known) await setReader(known.name);
    const plain = current !== '' && (readers.length === 0 || (readers.length === 1 && known !== undefined));
    if (!plain) openDialog({ kind: 'sign-in' });
  } catch (error) {
    say('problem', `Who reads here could not be found out: ${messageOf(error)}`);
  }
}

/** Asks who reads while a place is opened. Until that is known nothing is on record as shown: it would be to whoever read last. */
export async function askingWhoReads(opening: Promise<void>): Promise<void> {
  useApp.setState({ readerKnown: false });
  const asking = askWhoReads().finally(() => useApp.setState({ readerKnown: true }));
  await Promise.all([opening, asking]);
}

/** Opens what readers disagree on in review. From then on it is on record that this person has their reads before them. */
export async function adjudicate(): Promise<void> {
  try {
    const { cases } = await call('adjudication.queue', { opening: true });
    useReaders.setState({ cases });
    const open = cases.filter(({ decision }) => decision === null);
    if (open.length === 0) return say('info', 'No slice is in dispute.');
    const slices = open.map(({ sliceId, sourceId }) => ({ sliceId, sourceId }));
    await openQueue({ title: 'in dispute', by: 'readers who disagree', slices, reread: new Set(), adjudication: true });
  } catch (error) {
    say('problem', `The adjudication queue could not be opened: ${messageOf(error)}`);
  }
}

/** Keeps how hidden repeats are drawn. */
export async function setRepeats(settings: MethodInput<'repeats.set'>): Promise<void> {
  try {
    useReaders.setState({ repeats: await call('repeats.set', settings) });
    say('done', 'Hidden repeats are set; it is in the audit log.');
  } catch (error) {
    say('problem', `Hidden repeats were not set: ${messageOf(error)}`);
  }
}

/** Writes the figures and every read into a folder that the person chooses. */
export async function exportReaders(): Promise<void> {
  try {
    const { files } = await call('readers.export', { folder: null, reads: useReaders.getState().reads });
    if (files.length === 0) return;
    say('done', `Wrote ${files.join(' and ')}.`);
    await loadReport();
  } catch (error) {
    say('problem', `The reads were not written: ${messageOf(error)}`);
  }
}
