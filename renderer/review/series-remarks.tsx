import { TriangleAlert } from 'lucide-react';
import { useWorklist } from '../state/worklist-store.ts';
import panel from './finding-panel.module.css';
import styles from './series-remarks.module.css';

/** What is irregular about the series of the slice on the screen, in full and whatever the list is sorted or narrowed by. */
export function SeriesRemarks() {
  const series = useWorklist(({ worklist, items, selectedId }) => {
    const index = selectedId === null ? undefined : items.get(selectedId)?.seriesIndex;
    return worklist.kind === 'ready' ? worklist.value.series.find((one) => one.index === index) : undefined;
  });
  if (!series || series.remarks.length === 0) return null;
  return (
    <section className={panel.section} aria-label="Irregular in this series">
      <h2 className={panel.heading}>
        Irregular in this series
        <TriangleAlert size={14} strokeWidth={1.75} aria-hidden className={styles.warning} />
      </h2>
      <ul className={styles.remarks}>
        {series.remarks.map((remark) => (
          <li key={remark}>{remark}</li>
        ))}
      </ul>
    </section>
  );
}
