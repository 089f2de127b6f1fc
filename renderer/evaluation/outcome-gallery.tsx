import { useMemo, useState } from 'react';
import type { Outcome } from '../../src/statistics/confusion.ts';
import { openSlice } from '../actions/listing.ts';
import { useEvaluation } from '../state/evaluation-store.ts';
import { Button } from '../ui/button.tsx';
import { Checkbox } from '../ui/field.tsx';
import { Card } from '../ui/page.tsx';
import { labelWord, lastPart, probabilityWord } from '../words.ts';
import { type EvaluationView, groupSizes, type SliceInCell, slicesInCell } from './evaluation-view.ts';
import { HeatThumbnail } from './heat-thumbnail.tsx';
import styles from './outcome-gallery.module.css';
import { OUTCOMES } from './outcomes.ts';
import { useSourceNames } from './source-names.ts';

/** As many slices as are drawn at once; more come when asked for, so that thousands do not stall the page. */
const PAGE = 48;

interface TileProps {
  readonly entry: SliceInCell;
  readonly repeats: number;
  readonly heatModelId: number | null;
  readonly sourceName: string;
  readonly groupSize: number;
}

function Tile({ entry, repeats, heatModelId, sourceName, groupSize }: TileProps) {
  const { slice, times } = entry;
  const { sliceId, sourceId, file, frame, probability, label, group } = slice;
  const name = `${lastPart(file)}${frame > 0 ? ` frame ${frame + 1}` : ''}`;
  const inRepeats = repeats > 1 ? `, in ${times} of ${repeats} repeats` : '';
  const words = `labelled ${labelWord(label).toLowerCase()}, probability ${probabilityWord(probability)}${inRepeats}`;
  return (
    <li>
      <button
        type="button"
        className={styles.slice}
        aria-label={`Open ${name} in review: ${words}, ${sourceName}`}
        title={`${file}\n${sourceName}, group ${group}`}
        onClick={() => void openSlice(sourceId, sliceId)}
      >
        <HeatThumbnail sliceId={sliceId} modelId={heatModelId} />
        <span className={styles.caption}>
          <span className={styles.file}>{name}</span>
          <span>{probabilityWord(probability)}</span>
        </span>
        <span className={styles.source}>
          {labelWord(label)}, {sourceName}
          {repeats > 1 && `, ${times} of ${repeats} repeats`}
        </span>
        {groupSize > 1 && <span className={styles.source}>one of {groupSize} of its group</span>}
      </button>
    </li>
  );
}

interface GalleryProps {
  readonly view: EvaluationView;
  readonly outcome: Outcome;
  readonly threshold: number | null;
  readonly heat: boolean;
}

function Gallery({ view, outcome, threshold, heat }: GalleryProps) {
  const [most, setMost] = useState(PAGE);
  const names = useSourceNames();
  const sizes = useMemo(() => groupSizes(view), [view]);
  const own = useMemo(() => slicesInCell(view, outcome, threshold), [view, outcome, threshold]);
  const { word, order } = OUTCOMES[outcome];
  return (
    <Card
      title={`${OUTCOMES[outcome].many} (${own.length})`}
      aside={<span className={styles.fine}>{own.length > 1 && order}</span>}
    >
      {own.length === 0 ? (
        <p className={styles.fine}>None.</p>
      ) : (
        <ul className={styles.grid} aria-label={word}>
          {own.slice(0, most).map((entry) => (
            <Tile
              key={entry.slice.sliceId}
              entry={entry}
              repeats={view.measured.length}
              heatModelId={heat ? view.modelId : null}
              sourceName={names.get(entry.slice.sourceId) ?? `source ${entry.slice.sourceId}`}
              groupSize={sizes.get(entry.slice.group) ?? 1}
            />
          ))}
        </ul>
      )}
      {own.length > most && (
        <Button className={styles.more} onClick={() => setMost(most + PAGE)}>
          Show {Math.min(PAGE, own.length - most)} more of {own.length}
        </Button>
      )}
    </Card>
  );
}

function HeatChoice({
  view,
  heat,
  onChange,
}: {
  readonly view: EvaluationView;
  readonly heat: boolean;
  readonly onChange: (heat: boolean) => void;
}) {
  if (view.modelId === null) {
    return (
      <p className={styles.fine}>
        No heatmaps: out-of-fold predictions come from many networks, which are not kept after their folds.
      </p>
    );
  }
  return (
    <Checkbox
      label="Heatmaps over the slices (the network's attention, not the bleed)"
      checked={heat}
      onChange={(event) => onChange(event.target.checked)}
    />
  );
}

/** The slices of the chosen cell, or both kinds of error; each opens in review. */
export function OutcomeGallery({
  view,
  threshold,
}: {
  readonly view: EvaluationView;
  readonly threshold: number | null;
}) {
  const cell = useEvaluation((state) => state.cell);
  const [heat, setHeat] = useState(true);
  const outcomes: readonly Outcome[] = cell === null ? ['false-negative', 'false-positive'] : [cell];
  return (
    <>
      <HeatChoice view={view} heat={heat} onChange={setHeat} />
      {outcomes.map((outcome) => (
        <Gallery key={outcome} view={view} outcome={outcome} threshold={threshold} heat={heat} />
      ))}
    </>
  );
}
