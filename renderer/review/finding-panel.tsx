import { MarkList } from '../marks/mark-list.tsx';
import { AdjudicationPanel } from '../readers/adjudication-panel.tsx';
import { useWorklist } from '../state/worklist-store.ts';
import styles from './finding-panel.module.css';
import { HeatmapSection } from './heatmap-section.tsx';
import { History } from './history.tsx';
import { ModelFinding } from './model-finding.tsx';
import { ReadForm } from './read-form.tsx';
import { SaveLine } from './save-line.tsx';
import { SeriesRemarks } from './series-remarks.tsx';
import { StudySection } from './study-section.tsx';

/** What the model says of the slice on the screen, and what the reader says. Each part follows the slice by itself. */
export function FindingPanel() {
  const selected = useWorklist((state) => state.selectedId !== null);
  return (
    <section className={styles.panel} aria-label="Finding">
      <div className={styles.scroll}>
        {!selected ? (
          <p className={styles.none}>No slice is selected.</p>
        ) : (
          <>
            <ModelFinding />
            <AdjudicationPanel />
            <ReadForm />
            <SeriesRemarks />
            <StudySection />
            <MarkList />
            <HeatmapSection />
            <History />
          </>
        )}
      </div>
      <SaveLine />
    </section>
  );
}
