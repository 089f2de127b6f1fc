import { Search, X } from 'lucide-react';
import { narrow, SEARCH_ID } from '../actions/narrowing.ts';
import { useHidesAi } from '../state/use-hides-ai.ts';
import { useWorklist } from '../state/worklist-store.ts';
import { IconButton, Key } from '../ui/button.tsx';
import { leaveField } from '../ui/keep-focus.ts';
import styles from './search-field.module.css';

/** Finds slices by file, instance number, series and notes. Escape clears it, Enter leaves it for the list. */
export function SearchField() {
  const search = useWorklist((state) => state.filters.search);
  const blind = useHidesAi();
  return (
    <div className={styles.search}>
      <Search size={14} strokeWidth={1.75} aria-hidden />
      <input
        id={SEARCH_ID}
        type="search"
        aria-label="Search the list"
        placeholder={blind ? 'Search by number' : 'Search file, number, note'}
        title={
          blind
            ? 'Blind-first: of slices that are not read, only the number is searched; names may tell the label'
            : 'Search file name, instance number, series and notes'
        }
        value={search}
        maxLength={200}
        onChange={(event) => narrow({ search: event.target.value })}
        onKeyDown={(event) => {
          if (event.key !== 'Escape' && event.key !== 'Enter') return;
          event.preventDefault();
          event.stopPropagation();
          if (event.key === 'Escape') narrow({ search: '' });
          leaveField();
        }}
      />
      {search === '' ? (
        <Key>/</Key>
      ) : (
        <IconButton icon={X} label="Clear the search" onClick={() => narrow({ search: '' })} />
      )}
    </div>
  );
}
