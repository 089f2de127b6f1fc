import { ScanSearch } from 'lucide-react';
import { useEffect } from 'react';
import type { DatasetVersion } from '../../src/contract/dataset-methods.ts';
import type { DatasetShortcuts } from '../../src/contract/shortcut-methods.ts';
import { useApp } from '../state/app-store.ts';
import { jobShare } from '../state/jobs.ts';
import { useJobs } from '../state/jobs-store.ts';
import { loadShortcuts, measureShortcuts, reloadShortcuts, useShortcuts } from '../state/shortcuts-store.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { Loaded } from '../ui/loading.tsx';
import { Notice } from '../ui/notice.tsx';
import { Card } from '../ui/page.tsx';
import { Progress } from '../ui/progress.tsx';
import { GreyLevels } from './grey-levels.tsx';
import { SampleSlices } from './sample-slices.tsx';
import { ShortcutClassifier } from './shortcut-classifier.tsx';
import styles from './shortcuts.module.css';

/** Starts the measurement, or shows how far it is. */
function Measure({ datasetId, word }: { readonly datasetId: number; readonly word: string }) {
  const readOnly = useApp((state) => state.project?.readOnly ?? true);
  const job = useJobs((state) => state.jobs.find(({ kind }) => kind === 'audit-shortcuts'));
  if (job) {
    return (
      <div className={styles.progress}>
        <span>{job.total > 0 ? `${job.done} of ${job.total} slices` : 'Starting'}</span>
        <Progress share={jobShare(job)} label="Measuring the slices" />
      </div>
    );
  }
  return (
    <Button disabled={readOnly} onClick={() => void measureShortcuts(datasetId)}>
      {word}
    </Button>
  );
}

function Found({ shortcuts }: { readonly shortcuts: DatasetShortcuts }) {
  const { audit, blocked, distributions, datasetId, datasetName } = shortcuts;
  return (
    <>
      <Card title="What gives the label away" aside={<Measure datasetId={datasetId} word="Measure again" />}>
        {audit === null ? (
          <Notice tone="warning">No figures: {blocked}</Notice>
        ) : (
          <div className={styles.column}>
            <p className={styles.lead}>
              Two small classifiers that see neither place nor shape, measured on {audit.n} slices of {datasetName} in{' '}
              {audit.groupCount} groups, each slice predicted by a fit to the other folds ({audit.folds} folds). A
              network that is not provably better than both may have learnt no more than they have.
            </p>
            {audit.missing.length > 0 && (
              <Notice tone="warning">
                Not measured: {audit.missing.map(({ file, message }) => `${file} (${message})`).join('; ')}
              </Notice>
            )}
            <div className={styles.pair}>
              {audit.classifiers.map((classifier) => (
                <ShortcutClassifier key={classifier.name} classifier={classifier} />
              ))}
            </div>
          </div>
        )}
      </Card>
      <GreyLevels distributions={distributions} />
      <SampleSlices distributions={distributions} />
    </>
  );
}

/** What gives the labels of the newest version away, and how its pictures are distributed. */
export function Shortcuts({ version }: { readonly version: DatasetVersion | undefined }) {
  const id = version?.id;
  const shortcuts = useShortcuts((state) => state.shortcuts);
  useEffect(() => {
    if (id !== undefined) void loadShortcuts(id);
  }, [id]);
  if (!version) return null;
  return (
    <Loaded of={shortcuts} what="measurements" onRetry={() => void reloadShortcuts()}>
      {(value) =>
        value === null ? (
          <Card title="What gives the label away">
            <EmptyState
              icon={ScanSearch}
              title={`${version.name} is not measured yet`}
              level={3}
              actions={<Measure datasetId={version.id} word="Measure the slices" />}
            >
              Measures grey levels, sizes and colour of every slice, and how far they alone tell the label.
            </EmptyState>
          </Card>
        ) : (
          <Found shortcuts={value} />
        )
      }
    </Loaded>
  );
}
