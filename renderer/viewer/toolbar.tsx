import { Camera, Contrast, EyeOff, Flame, type LucideIcon, RotateCcw, ZoomIn, ZoomOut } from 'lucide-react';
import type { ImageMetadata } from '../../src/contract/review-methods.ts';
import { WINDOW_PRESETS, type WindowPreset } from '../../src/study/window-presets.ts';
import { toggleBlind } from '../actions/reading.ts';
import type { Command } from '../keys/key-bindings.ts';
import { runCommand } from '../keys/run-command.ts';
import { useKeyHint, useKeyTitle } from '../keys/use-key-hint.ts';
import { useApp } from '../state/app-store.ts';
import { usePreferences } from '../state/preferences-store.ts';
import { useViewer } from '../state/viewer-store.ts';
import { Button, IconButton, KeyHint } from '../ui/button.tsx';
import { keepFocus } from '../ui/keep-focus.ts';
import { whyNoHounsfield } from './probe.ts';
import styles from './toolbar.module.css';
import { applyCtWindow, toggleHeatmap } from './viewer-commands.ts';

const WINDOW_COMMANDS = ['window-1', 'window-2', 'window-3', 'window-4', 'window-5', 'window-6'] as const;

interface CtWindowProps {
  readonly preset: WindowPreset;
  readonly index: number;
  readonly chosen: boolean;
}

function CtWindow({ preset: { label, widthHu, centerHu }, index, chosen }: CtWindowProps) {
  const command = WINDOW_COMMANDS[index] ?? 'window-1';
  const keyHint = useKeyHint(command);
  return (
    <button
      type="button"
      className={styles.window}
      aria-pressed={chosen}
      title={useKeyTitle(command, `${label}: width ${widthHu}, level ${centerHu} HU`)}
      onMouseDown={keepFocus}
      onClick={() => applyCtWindow(index)}
    >
      {label}
      {keyHint && <KeyHint>{keyHint}</KeyHint>}
    </button>
  );
}

function CtWindows() {
  const viewport = useViewer((state) => state.viewport);
  return (
    <fieldset className={styles.windows} aria-label="CT windows">
      {WINDOW_PRESETS.map((preset, index) => (
        <CtWindow
          key={preset.id}
          preset={preset}
          index={index}
          chosen={
            viewport !== null &&
            viewport.table === null &&
            Math.round(viewport.windowCenter) === preset.centerHu &&
            Math.round(viewport.windowWidth) === preset.widthHu
          }
        />
      ))}
    </fieldset>
  );
}

function Windows({ metadata }: { readonly metadata: ImageMetadata | null }) {
  if (!metadata) return <div className={styles.windows} />;
  const why = whyNoHounsfield(metadata.unit);
  if (why === null) return <CtWindows />;
  return (
    <p className={styles.plain} title={why} data-testid="no-hounsfield">
      {why}
    </p>
  );
}

interface CommandButtonProps {
  readonly icon: LucideIcon;
  readonly label: string;
  readonly command: Command;
}

/** A button that does what a key does, and says which. */
function CommandButton({ icon, label, command }: CommandButtonProps) {
  return (
    <IconButton icon={icon} label={label} title={useKeyTitle(command, label)} onClick={() => runCommand(command)} />
  );
}

/** Above the picture: windows, picture tools, what of the model is seen. */
export function Toolbar() {
  const picture = useViewer((state) => state.picture);
  const heatmapTitle = useKeyTitle('heatmap', 'Heatmap');
  const { heatmapOn, blindFirst } = usePreferences();
  const open = useApp((state) => state.project?.readingMode === 'off');
  const blindTitle = useKeyTitle(
    'blind',
    open
      ? "Blind-first: read before the model's answer is shown"
      : 'This project is read blind-first. Reveal the slice on the screen, on record',
  );
  const metadata = picture.kind === 'ready' ? picture.metadata : null;
  return (
    <div className={styles.toolbar} role="toolbar" aria-label="Picture tools">
      <Windows metadata={metadata} />
      <div className={styles.tools}>
        <CommandButton icon={ZoomOut} label="Zoom out" command="zoom-out" />
        <CommandButton icon={ZoomIn} label="Zoom in" command="zoom-in" />
        <CommandButton icon={Contrast} label="Invert" command="invert" />
        <CommandButton icon={RotateCcw} label="Reset view" command="reset" />
        <CommandButton icon={Camera} label="Save picture" command="save-picture" />
        <span className={styles.rule} />
        <Button
          icon={Flame}
          look="quiet"
          aria-pressed={heatmapOn}
          aria-label="Heatmap"
          title={heatmapTitle}
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
          title={blindTitle}
          className={styles.toggle}
          onClick={() => void toggleBlind()}
        >
          <span className={styles.word}>Blind-first</span>
        </Button>
      </div>
    </div>
  );
}
