import { FolderOpen, FolderSearch, Hourglass, Library } from 'lucide-react';
import type { Job } from '../../src/contract/shared.ts';
import { chooseFolder, relocateSource } from '../actions/folders.ts';
import { useApp } from '../state/app-store.ts';
import { jobShare, jobWord } from '../state/jobs.ts';
import { useJobs } from '../state/jobs-store.ts';
import { useWorklist } from '../state/worklist-store.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { Notice } from '../ui/notice.tsx';
import { Progress } from '../ui/progress.tsx';
import { ComparePane } from '../viewer/compare-pane.tsx';
import { SliceStrip } from '../viewer/slice-strip.tsx';
import { Toolbar } from '../viewer/toolbar.tsx';
import { Viewer } from '../viewer/viewer.tsx';
import { durationWord } from '../words.ts';
import { WorklistPanel } from '../worklist/worklist.tsx';
import { FindingPanel } from './finding-panel.tsx';
import styles from './review-screen.module.css';

function SourceNotices() {
  const sourceId = useWorklist((state) => state.sourceId);
  const worklist = useWorklist((state) => state.worklist);
  const source = useApp((state) => state.project?.sources.find(({ id }) => id === sourceId));
  return (
    <>
      {source && !source.rootFound && (
        <Notice
          tone="problem"
          bar
          action={
            <Button icon={FolderSearch} onClick={() => void relocateSource(source.id, source.kind)}>
              Point to its new place
            </Button>
          }
        >
          The folder {source.root} is not there any more. Slices that were not read before cannot be shown.
        </Notice>
      )}
      {worklist.kind === 'ready' &&
        worklist.value.warnings.map((warning) => (
          <Notice key={warning} tone="warning" bar>
            {warning}
          </Notice>
        ))}
    </>
  );
}

/** What is being made or looked through, while there is no slice to show. */
function Preparing({ job }: { readonly job: Job }) {
  return (
    <EmptyState icon={Hourglass} title={jobWord(job.kind)}>
      <div className={styles.preparing}>
        <p>{job.message}</p>
        <Progress share={jobShare(job)} label={jobWord(job.kind)} />
        <p>{job.etaMs === null ? 'A moment' : `${durationWord(job.etaMs)} left`}</p>
      </div>
    </EmptyState>
  );
}

function NothingYet() {
  const job = useJobs((state) => state.jobs.find(({ kind }) => kind === 'demo' || kind === 'open-study'));
  if (job) return <Preparing job={job} />;
  return (
    <EmptyState
      icon={FolderOpen}
      title="Nothing to read yet"
      actions={
        <>
          <Button look="primary" icon={FolderOpen} onClick={() => void chooseFolder('study')}>
            Open study folder
          </Button>
          <Button icon={Library} onClick={() => void chooseFolder('labelled-set')}>
            Import labelled set
          </Button>
        </>
      }
    >
      Open a folder of slices to read, or import a labelled set to train on. Files stay where they are.
    </EmptyState>
  );
}

/** The reading place: list, picture, finding. */
export function ReviewScreen() {
  const sources = useApp((state) => state.project?.sources.length ?? 0);
  if (sources === 0) return <NothingYet />;
  return (
    <section className={styles.review} aria-label="Review">
      <h1 className="spoken-only">Review</h1>
      <WorklistPanel />
      <div className={styles.middle}>
        <SourceNotices />
        <Toolbar />
        <div className={styles.picture}>
          <div className={styles.panes} data-capture-area="">
            <Viewer />
            <ComparePane />
          </div>
          <SliceStrip />
        </div>
      </div>
      <FindingPanel />
    </section>
  );
}
