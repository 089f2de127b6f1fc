import { LockKeyhole, LockKeyholeOpen } from 'lucide-react';
import type { Roles, TestSet } from '../../src/contract/test-set-methods.ts';
import { openSlice } from '../actions/listing.ts';
import { useApp } from '../state/app-store.ts';
import { openDialog } from '../state/dialog-store.ts';
import { Button } from '../ui/button.tsx';
import { LabelMark } from '../ui/label-mark.tsx';
import { Notice } from '../ui/notice.tsx';
import { Card } from '../ui/page.tsx';
import tableStyles from '../ui/table.module.css';
import { countWord, lastPart, proportionWord, shortHash, timeWord } from '../words.ts';
import styles from './roles-card.module.css';

function Counts({
  name,
  counts,
  hint,
}: {
  readonly name: string;
  readonly counts: Roles['used'];
  readonly hint: string;
}) {
  return (
    <div className={styles.role}>
      <dt>{name}</dt>
      <dd>
        <span className={styles.count}>{counts.haemorrhage + counts.none}</span>
        <span className={styles.labels}>
          <LabelMark label="haemorrhage" /> {counts.haemorrhage}
          <LabelMark label="none" /> {counts.none}
        </span>
        <p className={styles.fine}>{hint}</p>
      </dd>
    </div>
  );
}

/** Where a test set's slices came from. */
function originWords({ origin }: TestSet): string {
  if (origin.kind === 'source') return `All of ${origin.source}`;
  const of = origin.source ?? 'all unused slices';
  return `${Math.round(origin.share * 100)} % of ${of}, seed ${origin.seed}`;
}

function leftOutWords({ leftOut, predictedBefore }: TestSet): string {
  const parts = [
    [leftOut.aiSeen, 'labelled with the AI in view'],
    [leftOut.inBulk, 'labelled in bulk'],
    [leftOut.noLabel, 'without a label that scores'],
    [leftOut.sealed, 'sealed or tied to a sealed slice'],
    [leftOut.used, 'used in development'],
  ] as const;
  const words = parts.filter(([count]) => count > 0).map(([count, why]) => `${count} ${why}`);
  const before = predictedBefore > 0 ? [`${predictedBefore} had been read by a model before`] : [];
  return [...(words.length > 0 ? [`Left out: ${words.join(', ')}`] : []), ...before].join('. ');
}

function Look({ testSet, look }: { readonly testSet: TestSet; readonly look: TestSet['looks'][number] }) {
  return (
    <li>
      <button
        type="button"
        className={tableStyles.link}
        onClick={() => openDialog({ kind: 'test-look', testSet, look: look.look })}
      >
        Look {look.look}: {look.model}
      </button>{' '}
      <span className={styles.fine}>
        accuracy {proportionWord(look.accuracy)}, {timeWord(look.openedMs)}
        {look.reader !== null && `, ${look.reader}`}
      </span>
    </li>
  );
}

function TestSetRow({ testSet }: { readonly testSet: TestSet }) {
  const { readOnly = true, currentModel = null } = useApp((state) => state.project) ?? {};
  const { name, counts, manifestSha256, sealedMs, reader, looks } = testSet;
  const leftOut = leftOutWords(testSet);
  return (
    <tr>
      <td>
        <strong>{name}</strong>
        <p className={tableStyles.fine}>{originWords(testSet)}</p>
      </td>
      <td>
        <span className={styles.labels}>
          <LabelMark label="haemorrhage" /> {counts.haemorrhage}
          <LabelMark label="none" /> {counts.none}
        </span>
        {leftOut !== '' && <p className={tableStyles.fine}>{leftOut}</p>}
      </td>
      <td className={tableStyles.fine}>
        {timeWord(sealedMs)}
        {reader !== null && <p>{reader}</p>}
      </td>
      <td>
        <code title={manifestSha256}>{shortHash(manifestSha256)}</code>
      </td>
      <td>
        {looks.length === 0 ? (
          <span className={tableStyles.fine}>Never opened</span>
        ) : (
          <ol className={styles.looks}>
            {looks.map((look) => (
              <Look key={look.look} testSet={testSet} look={look} />
            ))}
          </ol>
        )}
      </td>
      <td>
        <div className={tableStyles.actions}>
          <Button
            icon={LockKeyholeOpen}
            aria-label={`Open test ${name}`}
            disabled={readOnly || currentModel === null}
            title={currentModel === null ? 'No model reads for this project yet' : undefined}
            onClick={() => openDialog({ kind: 'open-test', testSet })}
          >
            Open test…
          </Button>
        </div>
      </td>
    </tr>
  );
}

function TestSets({ testSets }: { readonly testSets: readonly TestSet[] }) {
  if (testSets.length === 0) {
    return (
      <p className={styles.fine}>
        No test set is sealed, so every result is headed “no sealed test”. Seal slices before the first training run, or
        new data that nothing has used.
      </p>
    );
  }
  return (
    <div className={tableStyles.wrap}>
      <table className={tableStyles.table} aria-label="Sealed test sets">
        <thead>
          <tr>
            <th>Test set</th>
            <th>Slices</th>
            <th>Sealed</th>
            <th>Manifest</th>
            <th>Looks</th>
            <th>
              <span className="spoken-only">What can be done</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {testSets.map((testSet) => (
            <TestSetRow key={testSet.id} testSet={testSet} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

const NAMED = 5;

function Tied({ tied }: Pick<Roles, 'tied'>) {
  if (tied.length === 0) return null;
  return (
    <Notice tone="warning">
      {countWord(tied.length, 'slice hangs', 'slices hang')} together with a sealed test set and{' '}
      {tied.length === 1 ? 'is' : 'are'} not trained on:{' '}
      {tied.slice(0, NAMED).map(({ sliceId, sourceId, file, testSet }) => (
        <span key={sliceId} className={styles.tied}>
          <button type="button" className={tableStyles.link} onClick={() => void openSlice(sourceId, sliceId)}>
            {lastPart(file)}
          </button>{' '}
          ({testSet})
        </span>
      ))}
      {tied.length > NAMED && `and ${tied.length - NAMED} more`}
    </Notice>
  );
}

/** What slices are used for: development, where every choice is made, and sealed test sets, opened after the choice. */
export function RolesCard({ roles }: { readonly roles: Roles }) {
  const readOnly = useApp((state) => state.project?.readOnly ?? true);
  const free = roles.sealable.find(({ sourceId }) => sourceId === null)?.counts ?? { haemorrhage: 0, none: 0 };
  const sealable = free.haemorrhage > 0 && free.none > 0;
  return (
    <Card
      title="Roles"
      aside={
        <Button
          icon={LockKeyhole}
          disabled={readOnly || !sealable}
          title={sealable ? undefined : 'No slices of both labels are left that nothing has used'}
          onClick={() => openDialog({ kind: 'seal', sealable: roles.sealable })}
        >
          Seal…
        </Button>
      }
    >
      <div className={styles.column}>
        <dl className={styles.roles}>
          <Counts
            name="Development"
            counts={roles.development}
            hint="Trains, validates, and every choice is made on it"
          />
          <Counts name="Used" counts={roles.used} hint="Of these: in a split, or hang together with it; never sealed" />
          <Counts name="Can be sealed" counts={free} hint="Of these: unused, and labelled without the AI in view" />
        </dl>
        <Tied tied={roles.tied} />
        <TestSets testSets={roles.testSets} />
      </div>
    </Card>
  );
}
