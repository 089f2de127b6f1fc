import { recomputedWords } from '../../src/audit/recomputed-words.ts';
import type { Moment } from '../../src/contract/audit-methods.ts';
import { HEATMAP_METHOD_WORDS } from '../../src/explanation/heatmap-method.ts';
import type { RecordedView } from '../../src/viewing/recorded-view.ts';
import { call } from '../api.ts';
import { closeDialog } from '../state/dialog-store.ts';
import { useLoaded } from '../state/use-loaded.ts';
import { Dialog } from '../ui/dialog.tsx';
import { Loaded } from '../ui/loading.tsx';
import { Notice } from '../ui/notice.tsx';
import { StillPicture } from '../viewer/still-picture.tsx';
import { labelWord, timeWord } from '../words.ts';
import styles from './moment-dialog.module.css';

/** What an entry of the log tells of, shown again as far as it can be. */
export function MomentDialog({ entry }: { readonly entry: string }) {
  const { loaded: moment, reload } = useLoaded(() => call('audit.moment', { entry }), entry);
  return (
    <Dialog title="The moment of an entry" width="l" onClose={closeDialog}>
      <Loaded of={moment} what="the entry" onRetry={reload}>
        {(value) => <Shown moment={value} />}
      </Loaded>
    </Dialog>
  );
}

function Shown({ moment }: { readonly moment: Moment }) {
  const { line, slice, prediction, recomputed, view } = moment;
  const differs = recomputed.kind === 'computed' && !recomputed.equal;
  return (
    <div className={styles.moment}>
      {slice?.sliceId != null && (
        <StillPicture
          className={styles.picture}
          sliceId={slice.sliceId}
          label={`The slice of entry ${line.sequence}`}
          view={view}
          modelId={prediction?.modelId ?? null}
        />
      )}
      <div className={styles.facts}>
        <p>
          Entry {line.sequence}, {timeWord(line.time)}
          {line.reader !== null && `, ${line.reader}`}
        </p>
        <p>{line.summary}</p>
        {slice?.why != null && <Notice tone="warning">The slice cannot be shown: {slice.why}</Notice>}
        {prediction && (
          <p>
            Recorded: {prediction.model} said {prediction.probability} (threshold {prediction.threshold}):{' '}
            {labelWord(prediction.call)}.
          </p>
        )}
        {slice && <Notice tone={differs ? 'problem' : 'info'}>{recomputedWords(recomputed)}</Notice>}
        {slice && <ViewFacts view={view} />}
        <p className={styles.fine}>
          {slice && (
            <>
              <code>{slice.study}</code>
              <br />
              File <code>{slice.fileSha256}</code>, frame {slice.frame + 1}
              <br />
            </>
          )}
          Entry’s hash <code>{line.hash}</code>
        </p>
      </div>
    </div>
  );
}

function ViewFacts({ view }: { readonly view: RecordedView | null }) {
  if (view === null) return <p>Window, zoom and heatmap: not recorded with this entry, or closed to you.</p>;
  const { windowCenter, windowWidth, table, invert, view: place, heatmap } = view;
  const turned = [
    invert && 'inverted',
    place.hflip && 'flipped left to right',
    place.vflip && 'flipped upside down',
    place.rotation !== 0 && `turned by ${place.rotation}°`,
  ].filter((word) => word !== false);
  return (
    <p>
      {table === null
        ? `Window ${Math.round(windowCenter)} / ${Math.round(windowWidth)}`
        : `The file’s own table ${table + 1}`}
      , zoom {place.scale.toFixed(2)}
      {turned.map((word) => `, ${word}`)}.{' '}
      {heatmap === null
        ? 'No heatmap lay over it.'
        : `Heatmap: ${HEATMAP_METHOD_WORDS[heatmap.method]}, ${Math.round(heatmap.opacity * 100)} % opaque.`}
    </p>
  );
}
