import { HEAT_COLOUR_MAPS, HEAT_COLOUR_WORDS, type HeatColourMap } from '../../src/viewing/heat-colour-maps.ts';
import { changePreferences, usePreferences } from '../state/preferences-store.ts';
import { Segmented } from '../ui/field.tsx';
import { leaveField } from '../ui/keep-focus.ts';
import { heatmapPlace, putHeatmap } from '../viewer/viewer-commands.ts';
import styles from './heatmap-section.module.css';

/** The share of full heat below which nothing is drawn. */
function Floor() {
  const { heatmapFloor, heatmapOn } = usePreferences();
  const percent = Math.round(heatmapFloor * 100);
  return (
    <div className={styles.row}>
      <span className={styles.name}>Draw from</span>
      <input
        type="range"
        aria-label="Share of full heat below which nothing is drawn"
        min={0}
        max={95}
        step={5}
        value={percent}
        disabled={!heatmapOn}
        onPointerUp={leaveField}
        onChange={(event) => void changePreferences({ heatmapFloor: Number(event.target.value) / 100 })}
      />
      <span className={styles.value}>{percent} %</span>
    </div>
  );
}

function Colours() {
  const { heatmapColours, heatmapOn } = usePreferences();
  return (
    <label className={styles.pair}>
      <span className={styles.name}>Colours</span>
      <select
        className={styles.select}
        value={heatmapColours}
        disabled={!heatmapOn}
        onChange={(event) => {
          void changePreferences({ heatmapColours: event.target.value as HeatColourMap });
          event.target.blur();
        }}
      >
        {HEAT_COLOUR_MAPS.map((map) => (
          <option key={map} value={map}>
            {HEAT_COLOUR_WORDS[map]}
          </option>
        ))}
      </select>
    </label>
  );
}

/** How the map is drawn, which answer it speaks for, and where it lies. */
export function HeatmapLook() {
  const { heatmapClass, compareOn, compareWith } = usePreferences();
  return (
    <>
      <Floor />
      <Colours />
      <div className={styles.choices}>
        <Segmented
          label="Where the heatmap is"
          options={[
            { value: 'over', word: 'Over the picture' },
            { value: 'beside', word: 'Beside' },
          ]}
          value={heatmapPlace({ compareOn, compareWith })}
          onChange={(place) => void putHeatmap(place)}
        />
        <Segmented
          label="Answer that the heatmap speaks for"
          options={[
            { value: 'haemorrhage', word: 'For haemorrhage' },
            { value: 'none', word: 'For none' },
          ]}
          value={heatmapClass}
          onChange={(answer) => void changePreferences({ heatmapClass: answer })}
        />
      </div>
    </>
  );
}
