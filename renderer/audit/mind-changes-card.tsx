import type { ChangeShare, MindChanges } from '../../src/review/mind-changes.ts';
import { call } from '../api.ts';
import { useReview } from '../state/review-store.ts';
import { useLoaded } from '../state/use-loaded.ts';
import { Loaded } from '../ui/loading.tsx';
import { Card } from '../ui/page.tsx';
import tableStyles from '../ui/table.module.css';
import { countWord, intervalWord, percentWord } from '../words.ts';

function Row({ what, share }: { readonly what: string; readonly share: ChangeShare }) {
  return (
    <tr>
      <td>{what}</td>
      <td className={tableStyles.number}>
        {share.k} of {share.n}
      </td>
      <td className={tableStyles.number}>{percentWord(share.value)}</td>
      <td className={tableStyles.number}>
        {intervalWord(share)}
        <div className={tableStyles.fine}>{share.n === 0 ? '' : (share.reason ?? share.method)}</div>
      </td>
    </tr>
  );
}

function Counts({ changes }: { readonly changes: MindChanges }) {
  const { blindReads, secondReads, changed, judged, helpful, harmful, neutral } = changes;
  if (blindReads === 0) return <p>No slice was read blind yet whose labels you may see.</p>;
  return (
    <>
      <p>
        {countWord(blindReads, 'blind read')}, {secondReads} read again after the AI was shown, {changed} changed.{' '}
        {judged} had the AI after them and have a source label to judge by, which is no reader’s own.
      </p>
      <table className={tableStyles.table} aria-label="Changes of mind">
        <thead>
          <tr>
            <th>Change after the AI was shown</th>
            <th className={tableStyles.number}>Reads</th>
            <th className={tableStyles.number}>Share</th>
            <th className={tableStyles.number}>95 % interval</th>
          </tr>
        </thead>
        <tbody>
          <Row what="Helpful: wrong, then right" share={helpful} />
          <Row what="Harmful: right, then wrong" share={harmful} />
          <tr>
            <td>Neither (no source label, or wrong both times)</td>
            <td className={tableStyles.number}>{neutral}</td>
            <td />
            <td />
          </tr>
        </tbody>
      </table>
    </>
  );
}

/** What the AI did to the readers' minds. Slices whose labels are still hidden from this reader are not counted: the count would tell. */
export function MindChangesCard() {
  // Counted anew after each read.
  const saving = useReview((state) => state.saving);
  const { loaded: changes, reload } = useLoaded(() => call('reads.changes', {}), saving);
  return (
    <Card title="Changes of mind">
      <Loaded of={changes} what="changes of mind" onRetry={reload}>
        {(value) => <Counts changes={value} />}
      </Loaded>
    </Card>
  );
}
