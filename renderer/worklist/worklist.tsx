import { FolderOpen, ListX, RefreshCw } from 'lucide-react';
import { useMemo } from 'react';
import type { ProjectSummary } from '../../src/contract/project-methods.ts';
import { chooseFolder } from '../actions/folders.ts';
import { readSource, reloadWorklist, sortList } from '../actions/listing.ts';
import { useApp } from '../state/app-store.ts';
import { hidesAi } from '../state/blind.ts';
import { openDialog } from '../state/dialog-store.ts';
import { leftBySource, queuedItems, stillToRead } from '../state/reread-queue.ts';
import { arrangeWorklist, useWorklist } from '../state/worklist-store.ts';
import { SORTS, type Sort } from '../state/worklist-view.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { Segmented } from '../ui/field.tsx';
import { leaveField } from '../ui/keep-focus.ts';
import { Loaded } from '../ui/loading.tsx';
import { countWord } from '../words.ts';
import { QueueBar } from './queue-bar.tsx';
import { SliceList } from './slice-list.tsx';
import styles from './worklist.module.css';

const SORT_WORDS: Record<Sort, string> = {
  order: 'Order',
  suspicion: 'Suspicion',
  uncertainty: 'Uncertainty',
  disagreement: 'Disagreement',
};

const NO_SOURCES: ProjectSummary['sources'] = [];

function SourceChoice() {
  const all = useApp((state) => state.project?.sources ?? NO_SOURCES);
  const { sourceId, queue } = useWorklist();
  const left = queue ? leftBySource(queue) : null;
  const sources = left ? all.filter(({ id }) => left.has(id)) : all;
  return (
    <select
      className={styles.source}
      aria-label="Source"
      value={sourceId ?? ''}
      onChange={(event) => {
        leaveField();
        void readSource(Number(event.target.value));
      }}
    >
      {sources.map(({ id, name, kind, unread }) => (
        <option key={id} value={id}>
          {name} (
          {left
            ? `${left.get(id) ?? 0} to read again`
            : `${kind === 'study' ? 'study' : 'labelled set'}, ${unread} unread`}
          )
        </option>
      ))}
    </select>
  );
}

function Controls() {
  const { sort, filter, newResults, queue, items } = useWorklist();
  const blind = useMemo(() => hidesAi(items.values()), [items]);
  return (
    <div className={styles.controls}>
      <Segmented
        label="Show"
        value={filter}
        options={[
          { value: 'all', word: 'All' },
          { value: 'unread', word: queue ? 'To read' : 'Unread' },
        ]}
        onChange={(value) => arrangeWorklist({ filter: value })}
      />
      <select
        className={styles.sort}
        aria-label="Sort by"
        value={queue ? 'queue' : sort}
        disabled={queue !== null}
        title={blind ? 'Blind-first: only the acquisition order tells nothing of the model' : 'Sort by'}
        onChange={(event) => {
          leaveField();
          sortList(SORTS.find((name) => name === event.target.value) ?? 'order');
        }}
      >
        {queue && <option value="queue">Queue</option>}
        {SORTS.map((name) => (
          <option key={name} value={name} disabled={blind && name !== 'order'}>
            {SORT_WORDS[name]}
          </option>
        ))}
      </select>
      {newResults > 0 && sort !== 'order' && !queue && (
        <Button icon={RefreshCw} look="quiet" className={styles.again} onClick={() => arrangeWorklist({})}>
          {countWord(newResults, 'new result')}: sort again
        </Button>
      )}
    </div>
  );
}

function Counts() {
  const { items, worklist, queue } = useWorklist();
  const counts = useMemo(() => {
    const all = queue ? queuedItems(queue, items, 'all', new Set()) : [...items.keys()];
    return { all: all.length, unread: all.filter(stillToRead({ queue, items })).length };
  }, [items, queue]);
  const refused = worklist.kind === 'ready' ? worklist.value.refused.length : 0;
  return (
    <div className={styles.counts}>
      <span>
        {counts.all - counts.unread} of {counts.all} {queue ? 'read again' : 'read'}
      </span>
      {refused > 0 && (
        <button type="button" className={styles.refused} onClick={() => openDialog({ kind: 'refused-files' })}>
          <ListX size={14} strokeWidth={1.75} aria-hidden />
          {countWord(refused, 'file')} refused
        </button>
      )}
    </div>
  );
}

/** The list of slices at the left of the review. */
export function WorklistPanel() {
  const { worklist, order } = useWorklist();
  return (
    <section className={styles.panel} aria-label="Worklist">
      <header className={styles.header}>
        <QueueBar />
        <SourceChoice />
        <Controls />
      </header>
      <div className={styles.list}>
        <Loaded of={worklist} what="slices" onRetry={() => void reloadWorklist()}>
          {(value) =>
            order.length > 0 ? (
              <SliceList worklist={value} />
            ) : (
              <EmptyState
                icon={FolderOpen}
                title={value.items.length > 0 ? 'Every slice is read' : 'No slice to show'}
                actions={
                  value.items.length > 0 ? (
                    <Button onClick={() => arrangeWorklist({ filter: 'all' })}>Show all</Button>
                  ) : (
                    <Button onClick={() => void chooseFolder('study')}>Open another folder</Button>
                  )
                }
              >
                {value.items.length === 0 && 'No file in this folder could be read as a slice.'}
              </EmptyState>
            )
          }
        </Loaded>
      </div>
      <Counts />
    </section>
  );
}
