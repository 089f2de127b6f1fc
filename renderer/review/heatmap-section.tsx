import { HEATMAP_METHOD_WORDS, HEATMAP_METHODS, methodMeaning } from '../../src/explanation/heatmap-method.ts';
import { changePreferences, usePreferences } from '../state/preferences-store.ts';
import { useReview } from '../state/review-store.ts';
import { useViewer } from '../state/viewer-store.ts';
import { Checkbox, Segmented } from '../ui/field.tsx';
import { leaveField } from '../ui/keep-focus.ts';
import panel from './finding-panel.module.css';
import { HeatmapAgreement } from './heatmap-agreement.tsx';
import { HeatmapCheckFigure } from './heatmap-check-figure.tsx';
import { HeatmapLook } from './heatmap-look.tsx';
import styles from './heatmap-section.module.css';
import { hotWords } from './heatmap-words.ts';

interface SliderRowProps {
  readonly label: string;
  readonly on: boolean;
  readonly onToggle: (on: boolean) => void;
  readonly sliderLabel: string;
  readonly share: number;
  readonly disabled: boolean;
  readonly onSlide: (share: number) => void;
}

/** Something to switch on, with how much of it beside. */
function SliderRow({ label, on, onToggle, sliderLabel, share, disabled, onSlide }: SliderRowProps) {
  return (
    <div className={styles.row}>
      <Checkbox label={label} checked={on} onChange={(event) => onToggle(event.target.checked)} />
      <input
        type="range"
        aria-label={sliderLabel}
        min={5}
        max={100}
        step={5}
        value={Math.round(share * 100)}
        disabled={disabled}
        onPointerUp={leaveField}
        onChange={(event) => onSlide(Number(event.target.value) / 100)}
      />
      <span className={styles.value}>{Math.round(share * 100)} %</span>
    </div>
  );
}

function Controls() {
  const { heatmapOn, heatmapOpacity, heatmapMethod, contourOn, contourThreshold } = usePreferences();
  return (
    <>
      <SliderRow
        label="Heatmap"
        on={heatmapOn}
        onToggle={(on) => void changePreferences({ heatmapOn: on })}
        sliderLabel="Heatmap opacity"
        share={heatmapOpacity}
        disabled={!heatmapOn}
        onSlide={(share) => void changePreferences({ heatmapOpacity: share })}
      />
      <SliderRow
        label="Hot edge"
        on={contourOn}
        onToggle={(on) => void changePreferences({ contourOn: on })}
        sliderLabel="Share of full heat from which on a place is hot"
        share={contourThreshold}
        disabled={!heatmapOn}
        onSlide={(share) => void changePreferences({ contourThreshold: share })}
      />
      <HeatmapLook />
      <div className={styles.methods}>
        <Segmented
          label="Heatmap method"
          options={HEATMAP_METHODS.map((value) => ({ value, word: HEATMAP_METHOD_WORDS[value] }))}
          value={heatmapMethod}
          onChange={(method) => void changePreferences({ heatmapMethod: method })}
        />
      </div>
    </>
  );
}

/** What is hot on the picture, once the map is on it. */
function HotFacts() {
  const heatmap = useViewer((state) => state.heatmap);
  const picture = useViewer((state) => state.picture);
  const threshold = usePreferences((state) => state.contourThreshold);
  if (heatmap.kind === 'loading') {
    return (
      <p className={styles.busy} role="status">
        The map is being computed…
      </p>
    );
  }
  if (heatmap.kind === 'failed') {
    return (
      <p className={styles.problem} role="alert">
        No heatmap: {heatmap.message}
      </p>
    );
  }
  if (heatmap.kind === 'none' || picture.kind !== 'ready' || picture.sliceId !== heatmap.sliceId) return null;
  const { size, remarks } = hotWords(heatmap.hot, threshold, picture.metadata);
  return (
    <>
      <p data-testid="hot-area">{size}</p>
      {remarks.length > 0 && <p className={styles.quiet}>{remarks.join(' ')}</p>}
      {heatmap.scale === 'slice' && (
        <p className={styles.quiet}>
          Full heat is the hottest place of this slice, so brightness cannot be compared between slices
          {heatmap.answer === 'haemorrhage' ? ' until the heatmaps of this model are checked' : ''}.
        </p>
      )}
    </>
  );
}

/** The heatmap's controls and what is known of the map; nothing of that while the reader is blind to the model. */
export function HeatmapSection() {
  return (
    <section className={panel.section} aria-label="Heatmap">
      <h2 className={panel.heading}>Heatmap</h2>
      <Controls />
      <Facts />
    </section>
  );
}

/** What the method means, and what is known of this slice's map. */
function Facts() {
  const presentation = useReview((state) => state.presentation);
  const heatmapOn = usePreferences((state) => state.heatmapOn);
  const heatmapMethod = usePreferences((state) => state.heatmapMethod);
  const heatmapClass = usePreferences((state) => state.heatmapClass);
  const shown = presentation.kind === 'shown' && presentation.revealed ? presentation : null;
  const modelId = shown?.prediction?.modelId ?? null;
  return (
    <div className={styles.facts}>
      <p className={styles.quiet}>{methodMeaning(heatmapMethod, heatmapClass)}</p>
      {shown && modelId !== null && heatmapOn && (
        <>
          <HotFacts />
          {heatmapClass === 'haemorrhage' ? (
            <>
              <HeatmapAgreement sliceId={shown.sliceId} modelId={modelId} method={heatmapMethod} />
              <HeatmapCheckFigure modelId={modelId} method={heatmapMethod} />
            </>
          ) : (
            <p className={styles.quiet}>
              Agreement and the check against random weights are of the maps for haemorrhage.
            </p>
          )}
        </>
      )}
    </div>
  );
}
