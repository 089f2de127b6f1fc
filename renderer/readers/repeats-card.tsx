import { useState } from 'react';
import type { ReaderReport } from '../../src/contract/reader-methods.ts';
import type { RepeatSettings } from '../../src/review/hidden-repeats.ts';
import { setRepeats } from '../actions/readers.ts';
import { useApp } from '../state/app-store.ts';
import { Button } from '../ui/button.tsx';
import { TextField } from '../ui/field.tsx';
import { Notice } from '../ui/notice.tsx';
import { Card } from '../ui/page.tsx';
import { AgreementTable } from './agreement-table.tsx';
import styles from './readers.module.css';

function Settings({ settings }: { readonly settings: RepeatSettings }) {
  const readOnly = useApp((state) => state.project?.readOnly ?? true);
  const [percent, setPercent] = useState(String(Math.round(settings.share * 100)));
  const [afterReads, setAfterReads] = useState(String(settings.afterReads));
  const [afterMinutes, setAfterMinutes] = useState(String(settings.afterMinutes));
  const wanted = {
    share: Number(percent) / 100,
    afterReads: Number(afterReads),
    afterMinutes: Number(afterMinutes),
  };
  const sound =
    wanted.share >= 0 && wanted.share <= 0.5 && Number.isInteger(wanted.afterReads) && wanted.afterReads >= 1;
  const changed = (Object.keys(wanted) as (keyof typeof wanted)[]).some((key) => wanted[key] !== settings[key]);
  return (
    <form
      className={styles.fields}
      onSubmit={(event) => {
        event.preventDefault();
        void setRepeats(wanted);
      }}
    >
      <TextField
        label="Slices that come again (%)"
        type="number"
        min={0}
        max={50}
        value={percent}
        onChange={(event) => setPercent(event.target.value)}
      />
      <TextField
        label="After so many other slices"
        type="number"
        min={1}
        max={10000}
        value={afterReads}
        onChange={(event) => setAfterReads(event.target.value)}
      />
      <TextField
        label="And so many minutes"
        type="number"
        min={0}
        max={100000}
        value={afterMinutes}
        onChange={(event) => setAfterMinutes(event.target.value)}
      />
      <Button type="submit" size="l" disabled={readOnly || !sound || !(wanted.afterMinutes >= 0) || !changed}>
        Set
      </Button>
    </form>
  );
}

/** Hidden repeats: how many come, and how each reader agrees with themselves. */
export function RepeatsCard({
  report,
  settings,
}: {
  readonly report: ReaderReport;
  readonly settings: RepeatSettings | null;
}) {
  const open = useApp((state) => state.project?.readingMode === 'off');
  const repeated = report.readers.filter(({ repeats }) => repeats.n + repeats.leftOut + repeats.undone > 0);
  return (
    <Card title="Hidden repeats" flush>
      <div className={`${styles.column} ${styles.padded}`}>
        <p className={styles.about}>
          Some slices that a reader has read come again as unread, with their earlier read hidden. The repeat measures
          the reader and changes no label.
        </p>
        {open && (
          <Notice tone="info">
            This project shows labels and file names at once, so a repeat would stand out: none comes until it is read
            blind-first.
          </Notice>
        )}
        {settings && <Settings key={JSON.stringify(settings)} settings={settings} />}
      </div>
      {repeated.length > 0 && (
        <AgreementTable
          label="First read against repeat"
          rows={repeated.map(({ name, repeats }) => ({
            name,
            agreement: repeats,
            leftOut: repeats.undone > 0 ? `${repeats.undone} taken back` : '',
          }))}
        />
      )}
    </Card>
  );
}
