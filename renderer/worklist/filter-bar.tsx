import { X } from 'lucide-react';
import { clearFilters, narrow } from '../actions/narrowing.ts';
import { useHidesAi } from '../state/use-hides-ai.ts';
import { useWorklist } from '../state/worklist-store.ts';
import { Key } from '../ui/button.tsx';
import { keepFocus, leaveField } from '../ui/keep-focus.ts';
import styles from './filter-bar.module.css';
import { BLIND_FILTER, type FilterChoice, filterChoices, isChosen, tellsHidden } from './filter-choices.ts';
import { useFilterCounts } from './use-filter-counts.ts';

const GROUPS = ['Reading', 'Model', 'Label', 'Series'] as const;

function AddFilter({ choices }: { readonly choices: readonly FilterChoice[] }) {
  const blind = useHidesAi();
  return (
    <select
      className={styles.add}
      aria-label="Add a filter"
      value=""
      title={blind ? BLIND_FILTER : 'Narrow the list'}
      onChange={(event) => {
        leaveField();
        const chosen = choices.find(({ key }) => key === event.target.value);
        if (chosen) narrow(chosen.on);
      }}
    >
      <option value="">Filter…</option>
      {GROUPS.map((group) => {
        const own = choices.filter((choice) => choice.group === group);
        const hidden = blind && tellsHidden(group);
        if (own.length === 0) return null;
        return (
          <optgroup key={group} label={hidden ? `${group} (off: blind-first hides it)` : group} disabled={hidden}>
            {own.map(({ key, word, count }) => (
              <option key={key} value={key}>
                {hidden ? word : `${word} (${count.toLocaleString('en-GB')})`}
              </option>
            ))}
          </optgroup>
        );
      })}
    </select>
  );
}

function Chip({
  word,
  count,
  onRemove,
}: {
  readonly word: string;
  readonly count: number;
  readonly onRemove: () => void;
}) {
  return (
    <li>
      <button type="button" className={styles.chip} title={word} onMouseDown={keepFocus} onClick={onRemove}>
        <span className="spoken-only">Remove the filter </span>
        <span className={styles.word}>{word}</span>
        <span className="spoken-only">, </span>
        <span className={styles.count}>{count.toLocaleString('en-GB')}</span>
        <span className="spoken-only">{count === 1 ? ' slice' : ' slices'}</span>
        <X size={12} strokeWidth={2} aria-hidden />
      </button>
    </li>
  );
}

/** What the list can be narrowed to, and what it is narrowed to now. Escape takes all of it off. */
export function FilterBar() {
  const filters = useWorklist((state) => state.filters);
  const titles = useWorklist((state) => state.titles);
  const queue = useWorklist((state) => state.queue);
  const listed = useWorklist((state) => state.order.length);
  const choices = filterChoices(useFilterCounts(), titles).filter(({ group }) => queue === null || group !== 'Reading');
  const chosen = choices.filter((choice) => isChosen(choice, filters));
  const searched = filters.search.trim() !== '';
  return (
    <div className={styles.bar}>
      <AddFilter choices={choices} />
      {(chosen.length > 0 || searched) && (
        <ul className={styles.chips} aria-label="Filters">
          {chosen.map(({ key, word, count, off }) => (
            <Chip key={key} word={word} count={count} onRemove={() => narrow(off)} />
          ))}
          {searched && (
            <Chip word={`“${filters.search.trim()}”`} count={listed} onRemove={() => narrow({ search: '' })} />
          )}
          <li>
            <button type="button" className={styles.clear} onMouseDown={keepFocus} onClick={clearFilters}>
              Clear <Key>Esc</Key>
            </button>
          </li>
        </ul>
      )}
    </div>
  );
}
