import { useEffect } from 'react';
import { loadDataset } from '../state/dataset-store.ts';
import { loadTraining, useTraining } from '../state/training-store.ts';
import { Loaded } from '../ui/loading.tsx';
import { Card, Page } from '../ui/page.tsx';
import { InterruptedRun } from './interrupted-run.tsx';
import { ModelsTable } from './models-table.tsx';
import { NewRun } from './new-run.tsx';
import { RunView } from './run-view.tsx';
import { RunsTable } from './runs-table.tsx';
import styles from './training-screen.module.css';

/** Start a run, watch it, and see what came of the ones before. */
export function TrainingScreen() {
  const { runs, models } = useTraining();
  useEffect(() => {
    void loadTraining();
    void loadDataset();
  }, []);
  const retry = () => void loadTraining();
  return (
    <Page title="Training">
      <InterruptedRun />
      <div className={styles.top}>
        <NewRun />
        <RunView />
      </div>
      <Card title="Models" flush>
        <Loaded of={models} what="models" onRetry={retry}>
          {(value) => <ModelsTable models={value} />}
        </Loaded>
      </Card>
      <Card title="Runs" flush>
        <Loaded of={runs} what="runs" onRetry={retry}>
          {(value) => <RunsTable runs={value} />}
        </Loaded>
      </Card>
    </Page>
  );
}
