import { Camera, Contrast, EyeOff, Flame, RotateCcw, ZoomIn, ZoomOut } from 'lucide-react';
import type { ImageMetadata } from '../../src/contract/review-methods.ts';
import { WINDOW_PRESETS } from '../../src/study/window-presets.ts';
import { setBlindFirst } from '../actions/reading.ts';
import { openDialog } from '../state/dialog-store.ts';
import { usePreferences } from '../state/preferences-store.ts';
import { useViewer } from '../state/viewer-store.ts';
import { Button, IconButton, Key } from '../ui/button.tsx';
import { keepFocus } from '../ui/keep-focus.ts';
import { whyNoHounsfield } from './probe.ts';
import styles from './toolbar.module.css';
import { applyCtWindow, toggleHeatmap } from './viewer-commands.ts';

function CtWindows() {
  const viewport = useViewer((state) => state.viewport);
  return (
    <fieldset className={styles.windows} aria-label="CT windows">
      {WINDOW_PRESETS.map(({ id, label, centerHu, widthHu }, index) => {
        const chosen =
          viewport !== null &&
          Math.round(viewport.windowCenter) === centerHu &&
          Math.round(viewport.windowWidth) === widthHu;
        return (
          <button
            key={id}
            type="button"
            className={styles.window}
            aria-pressed={chosen}
            title={`${label}: width ${widthHu}, level ${centerHu} HU (key ${index + 1})`}
            onMouseDown={keepFocus}
            onClick={() => applyCtWindow(index)}
          >
            {label}
            <Key>{index + 1}</Key>
          </button>
        );
      })}
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

/** Above the picture: windows, picture tools, what of the model is seen. */
export function Toolbar() {
  const picture = useViewer((state) => state.picture);
  const commands = useViewer((state) => state.commands);
  const { heatmapOn, blindFirst } = usePreferences();
  const metadata = picture.kind === 'ready' ? picture.metadata : null;
  return (
    <div className={styles.toolbar} role="toolbar" aria-label="Picture tools">
      <Windows metadata={metadata} />
      <div className={styles.tools}>
        <IconButton icon={ZoomOut} label="Zoom out" onClick={() => commands?.zoomBy(1 / 1.25)} />
        <IconButton icon={ZoomIn} label="Zoom in" onClick={() => commands?.zoomBy(1.25)} />
        <IconButton icon={Contrast} label="Invert" title="Invert (I)" onClick={() => commands?.toggleInvert()} />
        <IconButton icon={RotateCcw} label="Reset view" title="Reset view (R)" onClick={() => commands?.reset()} />
        <IconButton
          icon={Camera}
          label="Save picture"
          title="Save the picture as PNG (Ctrl+S)"
          onClick={() => openDialog({ kind: 'save-picture' })}
        />
        <span className={styles.rule} />
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
          aria-pressed={blindFirst}
          aria-label="Blind-first"
          title="Blind-first: read before the model's answer is shown (B)"
          className={styles.toggle}
          onClick={() => void setBlindFirst(!blindFirst)}
        >
          <span className={styles.word}>Blind-first</span>
        </Button>
      </div>
    </div>
  );
}
