import { AdjudicationPanel } from '../readers/adjudication-panel.tsx';
import { useWorklist } from '../state/worklist-store.ts';
import styles from './finding-panel.module.css';
import { HeatmapSection } from './heatmap-section.tsx';
import { History } from './history.tsx';
import { ModelFinding } from './model-finding.tsx';
import { ReadForm } from './read-form.tsx';
import { SaveLine } from './save-line.tsx';

/** What the model says of the slice on the screen, and what the reader says. */
export function FindingPanel() {
  const selectedId = useWorklist((state) => state.selectedId);
  return (
    <section className={styles.panel} aria-label="Finding">
      <div className={styles.scroll}>
        {selectedId === null ? (
          <p className={styles.none}>No slice is selected.</p>
        ) : (
          <>
            <ModelFinding />
            <AdjudicationPanel />
            <ReadForm />
            <HeatmapSection />
            <History />
          </>
        )}
      </div>
      <SaveLine />
    </section>
  );
}
