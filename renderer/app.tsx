import { loadAppState } from './actions/start-up.ts';
import styles from './app.module.css';
import { AuditScreen } from './audit/audit-screen.tsx';
import { DatasetScreen } from './dataset/dataset-screen.tsx';
import { EvaluationScreen } from './evaluation/evaluation-screen.tsx';
import { ReadersScreen } from './readers/readers-screen.tsx';
import { ReviewScreen } from './review/review-screen.tsx';
import { Bars } from './shell/bars.tsx';
import { Dialogs } from './shell/dialogs.tsx';
import { TopBar } from './shell/top-bar.tsx';
import { DropZone } from './start/drop-zone.tsx';
import { StartScreen } from './start/start-screen.tsx';
import { useApp } from './state/app-store.ts';
import { TrainingScreen } from './training/training-screen.tsx';
import { Button } from './ui/button.tsx';
import { Notice } from './ui/notice.tsx';
import { Toasts } from './ui/toasts.tsx';

function Screen() {
  const { startup, project, tab } = useApp();
  if (startup.kind === 'starting') return <p className={styles.starting}>Starting…</p>;
  if (startup.kind === 'failed') {
    return (
      <div className={styles.failed}>
        <Notice tone="problem" action={<Button onClick={() => void loadAppState()}>Try again</Button>}>
          Overread could not start: {startup.message}
        </Notice>
      </div>
    );
  }
  if (!project) return <StartScreen />;
  switch (tab) {
    case 'review':
      return <ReviewScreen />;
    case 'dataset':
      return <DatasetScreen />;
    case 'training':
      return <TrainingScreen />;
    case 'evaluation':
      return <EvaluationScreen />;
    case 'readers':
      return <ReadersScreen />;
    case 'audit':
      return <AuditScreen />;
  }
}

/** The whole window. */
export function App() {
  return (
    <DropZone>
      <div className={styles.app}>
        <TopBar />
        <Bars />
        <main className={styles.main}>
          <Screen />
        </main>
        <Toasts />
        <Dialogs />
      </div>
    </DropZone>
  );
}
