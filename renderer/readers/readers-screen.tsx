import { Download, UsersRound } from 'lucide-react';
import { useEffect } from 'react';
import type { ReaderReport } from '../../src/contract/reader-methods.ts';
import { exportReaders } from '../actions/readers.ts';
import { openDialog } from '../state/dialog-store.ts';
import { usePreferences } from '../state/preferences-store.ts';
import { loadReport, useReaders, type WhichRead } from '../state/readers-store.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { Segmented } from '../ui/field.tsx';
import { Loaded } from '../ui/loading.tsx';
import { Notice } from '../ui/notice.tsx';
import { Card, Page } from '../ui/page.tsx';
import { countWord } from '../words.ts';
import { AdjudicationCard } from './adjudication-card.tsx';
import { type AgreementRow, AgreementTable } from './agreement-table.tsx';
import styles from './readers.module.css';
import { AccuracyTable, ReadersTable, TimesTable } from './readers-table.tsx';
import { RepeatsCard } from './repeats-card.tsx';

const WHICH: readonly { readonly value: WhichRead; readonly word: string }[] = [
  { value: 'first', word: 'First reads' },
  { value: 'last', word: 'Reads that stand' },
];

function fleissWords({ fleiss }: Pick<ReaderReport, 'fleiss'>, what: string): string | null {
  if (fleiss === null) return null;
  const { value, low, high, n, reason } = fleiss.figure;
  if (value === null) return `Fleiss' kappa of all ${fleiss.readers} readers: ${reason}`;
  const interval = low === null || high === null ? reason : `95 % CI ${low.toFixed(3)} to ${high.toFixed(3)}`;
  return `Fleiss' kappa of all ${fleiss.readers} readers: ${value.toFixed(3)} (${interval}; ${n} ${what}).`;
}

function pairRows({ pairs }: Pick<ReaderReport, 'pairs'>): AgreementRow[] {
  return pairs.map((pair) => ({
    name: `${pair.first} and ${pair.second}`,
    agreement: pair,
    labelsSeen: pair.labelsSeen,
  }));
}

/** Of whole studies, where somebody has called one. */
function StudyAgreement({ studies }: Pick<ReaderReport, 'studies'>) {
  if (studies.called === 0) return null;
  const words = fleissWords(studies, 'studies');
  return (
    <Card title="Agreement between readers on studies" flush>
      <p className={`${styles.about} ${styles.padded}`}>
        {countWord(studies.called, 'study', 'studies')} called. With several readers, studies that you have not called
        yourself are in no figure here.
      </p>
      {studies.pairs.length > 0 && <AgreementTable label="Pair of readers, by study" rows={pairRows(studies)} />}
      {words !== null && <p className={`${styles.about} ${styles.padded}`}>{words}</p>}
    </Card>
  );
}

function Agreement({ report }: { readonly report: ReaderReport }) {
  const words = fleissWords(report, 'slices');
  return (
    <Card title="Agreement between readers" flush>
      {report.pairs.length === 0 ? (
        <p className={`${styles.about} ${styles.padded}`}>
          Once two readers have read the same slices, their agreement stands here.
        </p>
      ) : (
        <AgreementTable label="Pair of readers" rows={pairRows(report)} />
      )}
      {words !== null && <p className={`${styles.about} ${styles.padded}`}>{words}</p>}
    </Card>
  );
}

function Report({ report }: { readonly report: ReaderReport }) {
  const { reads, repeats } = useReaders();
  if (report.readers.length === 0) {
    return (
      <EmptyState
        icon={UsersRound}
        title="Nobody has read here yet"
        actions={<Button onClick={() => openDialog({ kind: 'sign-in' })}>Sign in</Button>}
      >
        Each reader signs in by name and sees their own reads alone. What they agree on is measured here.
      </EmptyState>
    );
  }
  return (
    <>
      {report.closed > 0 && (
        <Notice tone="info">
          After reading: {countWord(report.closed, 'slice')} that you are still to read or to go on from{' '}
          {report.closed === 1 ? 'is' : 'are'} in no figure here, so that none tells what others made of{' '}
          {report.closed === 1 ? 'it' : 'them'}. The export holds all reads.
        </Notice>
      )}
      <Card
        title="Each reader"
        flush
        aside={
          <div className={styles.aside}>
            <Segmented
              label="Of several reads of a slice"
              value={reads}
              options={WHICH}
              onChange={(value) => void loadReport(value)}
            />
            <Button icon={Download} onClick={() => void exportReaders()}>
              Export CSV and JSON
            </Button>
          </div>
        }
      >
        <ReadersTable report={report} />
      </Card>
      <Card title="Against the source labels, with the AI and without" flush>
        <AccuracyTable report={report} />
      </Card>
      <Agreement report={report} />
      <StudyAgreement studies={report.studies} />
      <AdjudicationCard report={report} />
      <RepeatsCard report={report} settings={repeats} />
      <Card title="Reading times" flush>
        <TimesTable report={report} />
      </Card>
    </>
  );
}

/** Who reads, how they agree with each other and with themselves, and what is to be adjudicated. */
export function ReadersScreen() {
  const report = useReaders((state) => state.report);
  const readerName = usePreferences((state) => state.readerName);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was shown to the reader before is gone
  useEffect(() => void loadReport(), [readerName]);
  return (
    <Page title="Readers">
      <Loaded of={report} what="readers" onRetry={() => void loadReport()}>
        {(value) => <Report report={value} />}
      </Loaded>
    </Page>
  );
}
