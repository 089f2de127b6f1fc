import { useEffect, useState } from 'react';
import type { ProjectLoss, StudyLoss } from '../../src/contract/purge-methods.ts';
import { takeProject } from '../actions/folders.ts';
import { reloadWorklist } from '../actions/listing.ts';
import { forgetSearchesAndKeep } from '../actions/resume.ts';
import { call, messageOf } from '../api.ts';
import { useApp } from '../state/app-store.ts';
import { clearAudit } from '../state/audit-store.ts';
import { clearDataset } from '../state/dataset-store.ts';
import { closeDialog } from '../state/dialog-store.ts';
import { clearRunMaterial } from '../state/run-form-store.ts';
import { say } from '../state/toast-store.ts';
import { clearWorklist, useWorklist } from '../state/worklist-store.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import styles from '../ui/dialog-body.module.css';
import { SelectField, TextField } from '../ui/field.tsx';
import { Notice } from '../ui/notice.tsx';
import { clearHeatmaps } from '../viewer/heatmap.ts';
import { pictures } from '../viewer/picture-cache.ts';
import { countWord } from '../words.ts';

const WHOLE = 'project';

type Loss =
  | { readonly kind: 'study'; readonly loss: StudyLoss }
  | { readonly kind: 'project'; readonly loss: ProjectLoss };

const nameOf = ({ kind, loss }: Loss): string => (kind === 'study' ? loss.study : loss.name);

/** Deletes a study, or the whole project, for good: first says what is lost, then asks for its name. */
export function PurgeDialog() {
  const [studies, setStudies] = useState<readonly { study: string; source: string; slices: number }[]>([]);
  const [chosen, setChosen] = useState('');
  const [asked, setAsked] = useState<Loss | null>(null);
  const [typed, setTyped] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const readOnly = useApp((state) => state.project?.readOnly ?? true);

  const trying = async (work: () => Promise<void>) => {
    setBusy(true);
    setProblem(null);
    try {
      await work();
    } catch (error) {
      setProblem(messageOf(error));
    }
    setBusy(false);
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked for once
  useEffect(() => {
    void trying(async () => setStudies((await call('purge.studies', {})).studies));
  }, []);
  const ask = () =>
    trying(async () => {
      setTyped('');
      setAsked(
        chosen === WHOLE
          ? { kind: 'project', loss: await call('purge.project-loss', {}) }
          : { kind: 'study', loss: await call('purge.study-loss', { study: chosen }) },
      );
    });
  const purge = (what: Loss) =>
    trying(() => (what.kind === 'study' ? purgeStudy(what.loss, typed) : purgeProject(typed)));

  return (
    <Dialog
      title="Purge"
      onClose={closeDialog}
      actions={
        <>
          <Button look="quiet" onClick={closeDialog}>
            Cancel
          </Button>
          {asked === null ? (
            <Button look="primary" disabled={busy || readOnly || chosen === ''} onClick={() => void ask()}>
              Say what is lost
            </Button>
          ) : (
            <Button look="primary" disabled={busy || typed.trim() !== nameOf(asked)} onClick={() => void purge(asked)}>
              Delete for good
            </Button>
          )}
        </>
      }
    >
      <div className={styles.body}>
        <SelectField
          label="What is to be deleted"
          value={chosen}
          onChange={(event) => {
            setChosen(event.target.value);
            setAsked(null);
          }}
        >
          <option value="">Choose…</option>
          {studies.map(({ study, source, slices }) => (
            <option key={study} value={study}>
              {source}, {countWord(slices, 'slice')}, {study}
            </option>
          ))}
          <option value={WHOLE}>The whole project</option>
        </SelectField>
        {readOnly && <Notice tone="warning">This project is open for reading only, so nothing can be deleted.</Notice>}
        {asked && <LossWords asked={asked} />}
        {asked && (
          <TextField
            label={`To go on, type ${nameOf(asked)}`}
            value={typed}
            autoComplete="off"
            onChange={(event) => setTyped(event.target.value)}
          />
        )}
        {problem && <Notice tone="problem">{problem}</Notice>}
      </div>
    </Dialog>
  );
}

function LossWords({ asked }: { readonly asked: Loss }) {
  const stay =
    'The files of the pictures in their own folders, and what was exported before, stay: delete them yourself.';
  if (asked.kind === 'project') {
    const { entries, sources, slices, reads, models, backups } = asked.loss;
    return (
      <Notice tone="warning">
        Lost for good: the log of {countWord(entries, 'entry', 'entries')}, {countWord(sources, 'source')} with{' '}
        {countWord(slices, 'slice')}, {countWord(reads, 'act')} of readers, {countWord(models, 'model')},{' '}
        {countWord(backups, 'backup')}. Nothing of the project is left. {stay}
      </Notice>
    );
  }
  const { slices, predictions, labels, reads, marks, versions, backups } = asked.loss;
  return (
    <Notice tone="warning">
      Lost for good: names, headers and small pictures of {countWord(slices, 'slice')}, {countWord(labels, 'label')},{' '}
      {countWord(predictions, 'prediction')}
      {backups > 0 && `, and ${countWord(backups, 'backup')} of the project, which hold it`}. By pseudonym and hash the
      log and the database keep {countWord(reads, 'act')} of readers and {countWord(marks, 'act')} on marks, with the
      words that readers typed.{' '}
      {versions.length > 0 && `${versions.join(', ')} can be trained on, measured or exported in full no more. `}
      {stay}
    </Notice>
  );
}

async function purgeStudy({ study }: StudyLoss, confirmed: string): Promise<void> {
  // It may be a name, and the window would write it back.
  await forgetSearchesAndKeep();
  const { slices, scrubbed } = await call('purge.study', { study, confirmed });
  pictures.clear();
  clearHeatmaps();
  clearAudit();
  clearDataset();
  clearRunMaterial();
  const { sourceId } = useWorklist.getState();
  const project = await call('project.summary', {});
  takeProject(project);
  if (project.sources.some(({ id }) => id === sourceId)) await reloadWorklist();
  else clearWorklist();
  closeDialog();
  if (scrubbed) return say('done', `Purged ${countWord(slices, 'slice')}.`);
  say(
    'problem',
    'Purged, but somebody else reads this project: what was deleted still lies in its write-ahead log until they close it.',
  );
}

async function purgeProject(confirmed: string): Promise<void> {
  const { left } = await call('purge.project', { confirmed });
  closeDialog();
  takeProject(null);
  useApp.setState({ recentProjects: (await call('app.state', {})).recentProjects });
  if (left.length === 0) say('done', 'Nothing is left of the project.');
  else say('problem', `This could not be deleted, delete it yourself: ${left.join(', ')}`);
}
