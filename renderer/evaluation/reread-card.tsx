import { ListChecks } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { CrossValidationResult } from '../../src/contract/cross-validation-methods.ts';
import { openQueue, openSlice } from '../actions/listing.ts';
import { recordListed } from '../actions/record-listed.ts';
import { messageOf } from '../api.ts';
import { say } from '../state/toast-store.ts';
import { Button } from '../ui/button.tsx';
import { Segmented } from '../ui/field.tsx';
import { LabelMark } from '../ui/label-mark.tsx';
import { Loaded } from '../ui/loading.tsx';
import { Card } from '../ui/page.tsx';
import tableStyles from '../ui/table.module.css';
import { countWord, lastPart, probabilityWord } from '../words.ts';
import type { EvaluationView } from './evaluation-view.ts';
import styles from './reread-card.module.css';
import { type RereadBasis, type RereadEntry, type RereadKind, rereadList } from './reread-lists.ts';
import { useSourceNames } from './source-names.ts';
import { useCurrentLabels } from './use-current-labels.ts';

const WORDS: Record<RereadKind, { readonly option: string; readonly queue: string; readonly about: string }> = {
  suspect: {
    option: 'Suspect labels',
    queue: 'suspect labels',
    about:
      'Labels most likely to be wrong, by confident learning: networks that did not learn from the slice are sure of the other label. Most suspect first.',
  },
  uncertain: {
    option: 'Most uncertain',
    queue: 'most uncertain',
    about: 'Slices whose probability lies nearest to the threshold.',
  },
  disagreement: {
    option: 'Disagreement',
    queue: 'disagreement',
    about: 'Slices whose call differs from the label that stands now, the most confident call first.',
  },
};

/** Rows that are drawn; the queue holds all. */
const MOST_ROWS = 12;

async function reread(
  kind: RereadKind,
  { modelId, by }: EvaluationView,
  entries: readonly RereadEntry[],
): Promise<void> {
  const slices = entries.map(({ sliceId, sourceId }) => ({ sliceId, sourceId }));
  try {
    await recordListed(
      modelId,
      slices.map(({ sliceId }) => sliceId),
    );
    await openQueue({ title: WORDS[kind].queue, by, slices, reread: new Set() });
  } catch (error) {
    say('problem', `The queue could not be opened: ${messageOf(error)}`);
  }
}

function Rows({ entries, kind }: { readonly entries: readonly RereadEntry[]; readonly kind: RereadKind }) {
  const names = useSourceNames();
  return (
    <table className={tableStyles.table} aria-label={WORDS[kind].option}>
      <thead>
        <tr>
          <th>Slice</th>
          <th>Source</th>
          <th>Label now</th>
          <th className={tableStyles.number}>Probability of haemorrhage</th>
        </tr>
      </thead>
      <tbody>
        {entries.slice(0, MOST_ROWS).map(({ sliceId, sourceId, file, label, probability }) => (
          <tr key={sliceId}>
            <td>
              <button
                type="button"
                className={tableStyles.link}
                title={file}
                onClick={() => void openSlice(sourceId, sliceId)}
              >
                {lastPart(file)}
              </button>
            </td>
            <td className={tableStyles.fine}>{names.get(sourceId) ?? sourceId}</td>
            <td>
              <LabelMark label={label} named />
            </td>
            <td className={tableStyles.number}>{probabilityWord(probability)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function List({ basis, kind }: { readonly basis: RereadBasis; readonly kind: RereadKind }) {
  const entries = useMemo(() => rereadList(kind, basis), [kind, basis]);
  const sources = new Set(entries.map(({ sourceId }) => sourceId)).size;
  if (entries.length === 0) return <p className={styles.about}>{WORDS[kind].about} There is none.</p>;
  return (
    <>
      <div className={styles.line}>
        <p className={styles.about}>
          {WORDS[kind].about}
          {sources > 1 && ` They lie in ${sources} sources; the queue is read source by source.`}
        </p>
        <Button icon={ListChecks} onClick={() => void reread(kind, basis.view, entries)}>
          Re-read {countWord(entries.length, 'slice')}
        </Button>
      </div>
      <Rows entries={entries} kind={kind} />
      {entries.length > MOST_ROWS && (
        <p className={styles.about}>
          The first {MOST_ROWS} of {entries.length}; the queue has all of them.
        </p>
      )}
    </>
  );
}

interface RereadCardProps {
  readonly view: EvaluationView;
  readonly result: CrossValidationResult | null;
  readonly threshold: number;
}

/** The labels and slices that are worth reading again, each list with the queue that it opens in review. */
export function RereadCard({ view, result, threshold }: RereadCardProps) {
  const [kind, setKind] = useState<RereadKind>('suspect');
  const sourceIds = useMemo(
    () => [...new Set(view.slices.map(({ sourceId }) => sourceId))].sort((a, b) => a - b),
    [view],
  );
  const [current, retry] = useCurrentLabels(sourceIds);
  return (
    <Card
      title="Worth reading again"
      flush
      aside={
        <Segmented
          label="List"
          value={kind}
          options={(['suspect', 'uncertain', 'disagreement'] as const).map((value) => ({
            value,
            word: WORDS[value].option,
          }))}
          onChange={setKind}
        />
      }
    >
      <Loaded of={current} what="labels" onRetry={retry}>
        {(labels) => <List basis={{ view, result, threshold, current: labels }} kind={kind} />}
      </Loaded>
    </Card>
  );
}
