import { ChevronDown, Pause, Play } from 'lucide-react';
import { CINE_MODES, LEAST_FPS, MOST_FPS } from '../../src/viewing/cine.ts';
import { toggleCine } from '../actions/cine.ts';
import { useKeyTitle } from '../keys/use-key-hint.ts';
import { useCine } from '../state/cine-store.ts';
import { changePreferences, usePreferences } from '../state/preferences-store.ts';
import { IconButton } from '../ui/button.tsx';
import { Segmented } from '../ui/field.tsx';
import { leaveField } from '../ui/keep-focus.ts';
import { placePopover } from '../ui/place-popover.ts';
import styles from './toolbar.module.css';

const MODE_WORDS = { loop: 'Loop', bounce: 'Back and forth' } as const;

/** Plays the series, with its speed and its way beside. */
export function CineControls() {
  const playing = useCine((state) => state.playing);
  const { cineFps, cineMode } = usePreferences();
  const label = playing ? 'Stop the cine' : 'Play the series';
  const title = useKeyTitle('cine', label);
  return (
    <span className={styles.group} data-cine>
      <IconButton
        icon={playing ? Pause : Play}
        label={label}
        title={title}
        aria-pressed={playing}
        onClick={toggleCine}
      />
      <IconButton icon={ChevronDown} label="Cine speed" popoverTarget="cine-speed" className={styles.narrow} />
      <fieldset id="cine-speed" popover="auto" className={styles.menu} aria-label="Cine" onBeforeToggle={placePopover}>
        <div className={styles.cine}>
          <label className={styles.speed}>
            <input
              type="range"
              aria-label="Cine speed in pictures per second"
              min={LEAST_FPS}
              max={MOST_FPS}
              value={cineFps}
              onPointerUp={leaveField}
              onChange={(event) => void changePreferences({ cineFps: Number(event.target.value) })}
            />
            <span>{cineFps} per second</span>
          </label>
          <Segmented
            label="At the end"
            options={CINE_MODES.map((value) => ({ value, word: MODE_WORDS[value] }))}
            value={cineMode}
            onChange={(mode) => void changePreferences({ cineMode: mode })}
          />
        </div>
      </fieldset>
    </span>
  );
}
