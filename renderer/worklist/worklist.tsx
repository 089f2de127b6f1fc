import { CheckCheck, FolderOpen, RefreshCw, SearchX } from 'lucide-react';
import type { ProjectSummary } from '../../src/contract/project-methods.ts';
import { chooseFolder } from '../actions/folders.ts';
import { BLIND_SORT, readSource, reloadWorklist, sortList } from '../actions/listing.ts';
import { clearFilters, narrow } from '../actions/narrowing.ts';
import { useApp } from '../state/app-store.ts';
import { leftBySource } from '../state/reread-queue.ts';
import { useHidesAi } from '../state/use-hides-ai.ts';
import { isFiltered } from '../state/worklist-filters.ts';
import { arrangeWorklist, useWorklist } from '../state/worklist-store.ts';
import { SORTS, type Sort } from '../state/worklist-view.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { Segmented } from '../ui/field.tsx';
import { leaveField } from '../ui/keep-focus.ts';
import { Loaded } from '../ui/loading.tsx';
import { countWord } from '../words.ts';
import { BulkBar } from './bulk-bar.tsx';
import { Counters } from './counters.tsx';
import { FilterBar } from './filter-bar.tsx';
import { QueueBar } from './queue-bar.tsx';
import { SearchField } from './search-field.tsx';
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
  const sourceId = useWorklist((state) => state.sourceId);
  const queue = useWorklist((state) => state.queue);
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
  const sort = useWorklist((state) => state.sort);
  const status = useWorklist((state) => state.filters.status);
  const newResults = useWorklist((state) => state.newResults);
  const queue = useWorklist((state) => state.queue);
  const blind = useHidesAi();
  return (
    <div className={styles.controls}>
      <Segmented
        label="Show"
        value={status === 'read' ? 'all' : status}
        options={[
          { value: 'all' as const, word: 'All' },
          { value: 'unread' as const, word: queue ? 'To read' : 'Unread' },
        ]}
        onChange={(status) => narrow({ status })}
      />
      <select
        className={styles.sort}
        aria-label="Sort by"
        value={queue ? 'queue' : sort}
        disabled={queue !== null}
        title={blind ? BLIND_SORT : 'Sort by'}
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

/** Nothing is listed: because the source has nothing, because all is read, or because nothing fits the filters. */
function NothingListed({ slices }: { readonly slices: number }) {
  const filters = useWorklist((state) => state.filters);
  if (slices === 0) {
    return (
      <EmptyState
        icon={FolderOpen}
        title="No slice to show"
        actions={<Button onClick={() => void chooseFolder('study')}>Open another folder</Button>}
      >
        No file in this folder could be read as a slice.
      </EmptyState>
    );
  }
  const onlyUnread = filters.status === 'unread' && !isFiltered({ ...filters, status: 'all' });
  if (onlyUnread) {
    return (
      <EmptyState
        icon={CheckCheck}
        title="Every slice is read"
        actions={<Button onClick={() => narrow({ status: 'all' })}>Show all</Button>}
      />
    );
  }
  return (
    <EmptyState
      icon={SearchX}
      title="No slice fits"
      actions={
        <Button keyHint="Esc" onClick={clearFilters}>
          Clear the filters
        </Button>
      }
    >
      Nothing in this list fits all that it is narrowed to.
    </EmptyState>
  );
}

/** The list of slices at the left of the review. */
export function WorklistPanel() {
  const worklist = useWorklist((state) => state.worklist);
  const listed = useWorklist((state) => state.order.length);
  return (
    <section className={styles.panel} aria-label="Worklist">
      <header className={styles.header}>
        <QueueBar />
        <SourceChoice />
        <SearchField />
        <Controls />
        <FilterBar />
      </header>
      <div className={styles.list}>
        <Loaded of={worklist} what="slices" onRetry={() => void reloadWorklist()}>
          {(value) => (listed > 0 ? <SliceList worklist={value} /> : <NothingListed slices={value.items.length} />)}
        </Loaded>
      </div>
      <BulkBar />
      <Counters />
    </section>
  );
}
