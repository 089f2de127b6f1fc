import {
  Camera,
  Columns2,
  Contrast,
  EyeOff,
  Flame,
  FlipHorizontal2,
  type LucideIcon,
  Maximize,
  Minimize,
  RefreshCw,
  RotateCw,
  Scan,
} from 'lucide-react';
import { useSyncExternalStore } from 'react';
import type { Command } from '../keys/key-bindings.ts';
import { runCommand } from '../keys/run-command.ts';
import { useKeyTitle } from '../keys/use-key-hint.ts';
import { useApp } from '../state/app-store.ts';
import { usePreferences } from '../state/preferences-store.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { CineControls } from './cine-controls.tsx';
import { ToolButtons } from './tool-buttons.tsx';
import styles from './toolbar.module.css';
import { ViewMenu } from './view-menu.tsx';
import { WindowBar } from './window-bar.tsx';

function followFullScreen(changed: () => void): () => void {
  document.addEventListener('fullscreenchange', changed);
  return () => document.removeEventListener('fullscreenchange', changed);
}

function FullScreenButton() {
  const on = useSyncExternalStore(followFullScreen, () => document.fullscreenElement !== null);
  const label = on ? 'Leave full screen' : 'Full screen';
  return <CommandButton icon={on ? Minimize : Maximize} label={label} command="full-screen" pressed={on} />;
}

interface CommandButtonProps {
  readonly icon: LucideIcon;
  readonly label: string;
  readonly command: Command;
  /** Only for what is on or off. */
  readonly pressed?: boolean;
}

/** A button that does what a key does, and says which. */
function CommandButton({ icon, label, command, pressed }: CommandButtonProps) {
  const title = useKeyTitle(command, label);
  return (
    <IconButton icon={icon} label={label} title={title} aria-pressed={pressed} onClick={() => runCommand(command)} />
  );
}

/** How the picture lies on the screen. */
function ViewButtons() {
  const { compareOn } = usePreferences();
  return (
    <div className={styles.group}>
      <CommandButton icon={Scan} label="Fit to window" command="fit" />
      <CommandButton icon={Contrast} label="Invert" command="invert" />
      <CommandButton icon={FlipHorizontal2} label="Flip horizontally" command="flip-horizontal" />
      <CommandButton icon={RotateCw} label="Turn right" command="turn-right" />
      <CommandButton icon={RefreshCw} label="Reset view" command="reset" />
      <ViewMenu />
      <span className={styles.rule} />
      <CineControls />
      <CommandButton icon={Columns2} label="Compare side by side" command="compare" pressed={compareOn} />
      <CommandButton icon={Camera} label="Save picture" command="save-picture" />
      <FullScreenButton />
    </div>
  );
}

/** What of the model is seen. */
function ModelButtons() {
  const { heatmapOn, blindFirst } = usePreferences();
  const open = useApp((state) => state.project?.readingMode === 'off');
  const heatmapTitle = useKeyTitle('heatmap', 'Heatmap');
  const blindTitle = useKeyTitle(
    'blind',
    open
      ? "Blind-first: read before the model's answer is shown"
      : 'This project is read blind-first. Reveal the slice on the screen, on record',
  );
  return (
    <div className={styles.group}>
      <Button
        icon={Flame}
        look="quiet"
        aria-pressed={heatmapOn}
        aria-label="Heatmap"
        title={heatmapTitle}
        className={styles.toggle}
        onClick={() => runCommand('heatmap')}
      >
        <span className={styles.word}>Heatmap</span>
      </Button>
      <Button
        icon={EyeOff}
        look="quiet"
        aria-pressed={!open || blindFirst}
        aria-label="Blind-first"
        title={blindTitle}
        className={styles.toggle}
        onClick={() => runCommand('blind')}
      >
        <span className={styles.word}>Blind-first</span>
      </Button>
    </div>
  );
}

/** Above the picture: tools, how it lies, windows, what of the model is seen. Wraps where the window is narrow. */
export function Toolbar() {
  return (
    <section className={styles.toolbar} aria-label="Picture tools">
      <div className={styles.row}>
        <ToolButtons />
        <span className={styles.rule} />
        <ViewButtons />
        <span className={styles.rule} />
        <ModelButtons />
      </div>
      <WindowBar />
    </section>
  );
}
