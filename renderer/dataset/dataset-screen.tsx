import { Download, Snowflake } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { DatasetVersion } from '../../src/contract/dataset-methods.ts';
import { freezeVersion } from '../actions/freezing.ts';
import { useApp } from '../state/app-store.ts';
import { type DatasetDraft, loadDataset, useDataset } from '../state/dataset-store.ts';
import { openDialog } from '../state/dialog-store.ts';
import { loadedValue } from '../state/loadable.ts';
import { Button } from '../ui/button.tsx';
import { TextField } from '../ui/field.tsx';
import { Loaded } from '../ui/loading.tsx';
import { Notice } from '../ui/notice.tsx';
import { Card, Page } from '../ui/page.tsx';
import tableStyles from '../ui/table.module.css';
import { countWord, shortHash, timeWord } from '../words.ts';
import { Changes } from './changes.tsx';
import { CountsBar } from './counts-bar.tsx';
import styles from './dataset-screen.module.css';
import { GroupCards } from './group-cards.tsx';
import { Shortcuts } from './shortcuts.tsx';

function FreezeForm({ draft }: { readonly draft: DatasetDraft }) {
  const readOnly = useApp((state) => state.project?.readOnly ?? true);
  const [note, setNote] = useState('');
  const [busy, setBusy] = useState(false);
  const off = draft.blocked !== null || draft.unchanged || readOnly || busy;
  const submit = async () => {
    setBusy(true);
    if (await freezeVersion(note)) setNote('');
    setBusy(false);
  };
  return (
    <form
      className={styles.freeze}
      onSubmit={(event) => {
        event.preventDefault();
        if (!off) void submit();
      }}
    >
      <TextField
        label="Note (optional)"
        value={note}
        maxLength={2000}
        placeholder="What is different in this version"
        onChange={(event) => setNote(event.target.value)}
      />
      <Button type="submit" look="primary" size="l" icon={Snowflake} disabled={off} className={styles.submit}>
        Freeze version
      </Button>
    </form>
  );
}

function Draft({ draft }: { readonly draft: DatasetDraft }) {
  const since = draft.comparedWith === null ? 'the source labels' : draft.comparedWith;
  return (
    <>
      <Card title="Labels as they are now">
        <div className={styles.column}>
          <CountsBar counts={draft.counts} />
          {draft.partial && (
            <Notice tone="info">
              After reading: what anybody makes of a slice that you are still to read or to go on from is counted and
              listed here once you have. Until then it stands as it came; a frozen version holds what it is.
            </Notice>
          )}
          {draft.disputed > 0 && (
            <Notice tone="warning">
              {countWord(draft.disputed, 'slice')} in dispute: readers disagree, so a freeze leaves{' '}
              {draft.disputed === 1 ? 'it' : 'them'} out until somebody adjudicates (Readers).
            </Notice>
          )}
          {draft.blocked && <Notice tone="warning">{draft.blocked}</Notice>}
          {draft.unchanged && (
            <Notice tone="info">{draft.comparedWith} holds exactly this. There is nothing new to freeze.</Notice>
          )}
          <FreezeForm draft={draft} />
        </div>
      </Card>
      <Card
        title={`Changed since ${since}`}
        aside={<span className={styles.fine}>{countWord(draft.changes.length, 'slice')}</span>}
        flush
      >
        <Changes changes={draft.changes} />
      </Card>
    </>
  );
}

function Versions({ versions }: { readonly versions: readonly DatasetVersion[] }) {
  if (versions.length === 0) {
    return <p className={styles.none}>None yet. A frozen version is what a training run learns from.</p>;
  }
  return (
    <div className={tableStyles.wrap}>
      <table className={tableStyles.table}>
        <thead>
          <tr>
            <th>Version</th>
            <th>Frozen</th>
            <th className={tableStyles.number}>Haemorrhage</th>
            <th className={tableStyles.number}>None</th>
            <th className={tableStyles.number}>Unsure</th>
            <th className={tableStyles.number}>Excluded</th>
            <th className={tableStyles.number}>Corrected</th>
            <th>Manifest</th>
            <th>
              <span className="spoken-only">What can be done</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {versions.map(({ id, name, note, createdMs, counts, corrected, manifestSha256 }) => (
            <tr key={id}>
              <td>
                <strong>{name}</strong>
                {note && <p className={tableStyles.fine}>{note}</p>}
              </td>
              <td className={tableStyles.fine}>{timeWord(createdMs)}</td>
              <td className={tableStyles.number}>{counts.haemorrhage}</td>
              <td className={tableStyles.number}>{counts.none}</td>
              <td className={tableStyles.number}>{counts.unsure}</td>
              <td className={tableStyles.number}>{counts.excluded}</td>
              <td className={tableStyles.number}>{corrected}</td>
              <td>
                <code title={manifestSha256}>{shortHash(manifestSha256)}</code>
              </td>
              <td>
                <div className={tableStyles.actions}>
                  <Button
                    icon={Download}
                    aria-label={`Export ${name}`}
                    onClick={() => openDialog({ kind: 'export-dataset', datasetId: id, name })}
                  >
                    Export
                  </Button>
                </div>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** What the labels are now, what changed, and the versions frozen so far. */
export function DatasetScreen() {
  const { draft, versions } = useDataset();
  useEffect(() => void loadDataset(), []);
  return (
    <Page title="Data set">
      <Loaded of={draft} what="labels" onRetry={() => void loadDataset()}>
        {(value) => <Draft draft={value} />}
      </Loaded>
      <GroupCards />
      <Card title="Frozen versions" flush>
        <Loaded of={versions} what="versions" onRetry={() => void loadDataset()}>
          {(value) => <Versions versions={value} />}
        </Loaded>
      </Card>
      <Shortcuts version={loadedValue(versions)?.[0]} />
    </Page>
  );
}
