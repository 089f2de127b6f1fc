import {
  Camera,
  Columns2,
  Contrast,
  EyeOff,
  Flame,
  FlipHorizontal2,
  Maximize,
  Minimize,
  RefreshCw,
  RotateCw,
  Scan,
} from 'lucide-react';
import { useSyncExternalStore } from 'react';
import { toggleFullScreen } from '../actions/full-screen.ts';
import { toggleBlind } from '../actions/reading.ts';
import { useApp } from '../state/app-store.ts';
import { openDialog } from '../state/dialog-store.ts';
import { usePreferences } from '../state/preferences-store.ts';
import { useViewer } from '../state/viewer-store.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { CineControls } from './cine-controls.tsx';
import { ToolButtons } from './tool-buttons.tsx';
import styles from './toolbar.module.css';
import { ViewMenu } from './view-menu.tsx';
import { toggleCompare, toggleHeatmap } from './viewer-commands.ts';
import { WindowBar } from './window-bar.tsx';

function followFullScreen(changed: () => void): () => void {
  document.addEventListener('fullscreenchange', changed);
  return () => document.removeEventListener('fullscreenchange', changed);
}

function FullScreenButton() {
  const on = useSyncExternalStore(followFullScreen, () => document.fullscreenElement !== null);
  const label = on ? 'Leave full screen' : 'Full screen';
  return (
    <IconButton
      icon={on ? Minimize : Maximize}
      label={label}
      title={`${label} (F11${on ? ', Escape' : ''})`}
      aria-pressed={on}
      onClick={() => void toggleFullScreen()}
    />
  );
}

/** How the picture lies on the screen. */
function ViewButtons() {
  const commands = useViewer((state) => state.commands);
  const { compareOn } = usePreferences();
  return (
    <div className={styles.group}>
      <IconButton icon={Scan} label="Fit to window" onClick={() => commands?.fit()} />
      <IconButton icon={Contrast} label="Invert" title="Invert (I)" onClick={() => commands?.toggleInvert()} />
      <IconButton
        icon={FlipHorizontal2}
        label="Flip horizontally"
        title="Flip horizontally (F)"
        onClick={() => commands?.flip('horizontal')}
      />
      <IconButton icon={RotateCw} label="Turn right" title="Turn right (.)" onClick={() => commands?.turn(90)} />
      <IconButton icon={RefreshCw} label="Reset view" title="Reset view (R)" onClick={() => commands?.reset()} />
      <ViewMenu />
      <span className={styles.rule} />
      <CineControls />
      <IconButton
        icon={Columns2}
        label="Compare side by side"
        title="Compare side by side (S)"
        aria-pressed={compareOn}
        onClick={() => void toggleCompare()}
      />
      <IconButton
        icon={Camera}
        label="Save picture"
        title="Save the picture as PNG (Ctrl+S)"
        onClick={() => openDialog({ kind: 'save-picture' })}
      />
      <FullScreenButton />
    </div>
  );
}

/** What of the model is seen. */
function ModelButtons() {
  const { heatmapOn, blindFirst } = usePreferences();
  const open = useApp((state) => state.project?.readingMode === 'off');
  return (
    <div className={styles.group}>
      <Button
        icon={Flame}
        look="quiet"
        aria-pressed={heatmapOn}
        aria-label="Heatmap"
        title="Heatmap (H)"
        className={styles.toggle}
        onClick={() => void toggleHeatmap()}
      >
        <span className={styles.word}>Heatmap</span>
      </Button>
      <Button
        icon={EyeOff}
        look="quiet"
        aria-pressed={!open || blindFirst}
        aria-label="Blind-first"
        title={
          open
            ? "Blind-first: read before the model's answer is shown (B)"
            : 'This project is read blind-first. B reveals the slice on the screen, on record.'
        }
        className={styles.toggle}
        onClick={() => void toggleBlind()}
      >
        <span className={styles.word}>Blind-first</span>
      </Button>
    </div>
  );
}

/** Above the picture: tools, how it lies, windows, what of the model is seen. Wraps where the window is narrow. */
export function Toolbar() {
  const picture = useViewer((state) => state.picture);
  const metadata = picture.kind === 'ready' ? picture.metadata : null;
  return (
    <section className={styles.toolbar} aria-label="Picture tools">
      <div className={styles.row}>
        <ToolButtons />
        <span className={styles.rule} />
        <ViewButtons />
        <span className={styles.rule} />
        <ModelButtons />
      </div>
      <WindowBar metadata={metadata} />
    </section>
  );
}
