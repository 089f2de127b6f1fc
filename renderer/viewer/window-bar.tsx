import { Pencil } from 'lucide-react';
import { type KeyboardEvent, useState } from 'react';
import type { ImageMetadata } from '../../src/contract/review-methods.ts';
import { typedWindowNumber } from '../../src/viewing/named-window.ts';
import type { Command } from '../keys/key-bindings.ts';
import { useKeyHint, useKeyTitle } from '../keys/use-key-hint.ts';
import { usePreferences } from '../state/preferences-store.ts';
import { say } from '../state/toast-store.ts';
import { laidOutPicture, useViewer, type ViewportFacts } from '../state/viewer-store.ts';
import { IconButton, KeyHint } from '../ui/button.tsx';
import { keepFocus } from '../ui/keep-focus.ts';
import { FileWindows } from './file-windows.tsx';
import { isApplied, type OfferedWindow, offeredWindows, windowListOf } from './offered-windows.ts';
import { whyNoHounsfield } from './probe.ts';
import { editWindows } from './viewer-commands.ts';
import styles from './window-bar.module.css';

const written = (value: number): string => String(Math.round(value * 10) / 10);

function apply({ applied }: OfferedWindow): void {
  useViewer.getState().commands?.setWindow(applied.center, applied.width);
}

/** The commands of the windows that keys can ask for, in the order of the list. */
const WINDOW_COMMANDS = [
  'window-1',
  'window-2',
  'window-3',
  'window-4',
  'window-5',
  'window-6',
  'window-7',
  'window-8',
  'window-9',
] as const satisfies readonly Command[];

interface PresetProps {
  readonly window: OfferedWindow;
  /** Null for a window beyond those that have keys. */
  readonly command: Command | null;
  readonly unit: string;
  readonly chosen: boolean;
}

function Preset({ window, command, unit, chosen }: PresetProps) {
  const { name, listed } = window;
  const keyHint = useKeyHint(command);
  const title = `${name}: width ${written(listed.width)}, level ${written(listed.center)} ${unit}`;
  return (
    <button
      type="button"
      className={styles.preset}
      aria-pressed={chosen}
      title={useKeyTitle(command, title)}
      onMouseDown={keepFocus}
      onClick={() => apply(window)}
    >
      {name}
      {keyHint && <KeyHint>{keyHint}</KeyHint>}
    </button>
  );
}

interface PresetsProps {
  readonly metadata: ImageMetadata;
  readonly viewport: ViewportFacts | null;
}

function Presets({ metadata, viewport }: PresetsProps) {
  const preferences = usePreferences();
  const unit = windowListOf(metadata) === 'huWindows' ? 'HU' : '% of the range';
  return (
    <fieldset className={styles.presets} aria-label={unit === 'HU' ? 'CT windows' : 'Windows in per cent'}>
      {offeredWindows(metadata, preferences).map((window, index) => (
        <Preset
          key={window.id}
          window={window}
          command={WINDOW_COMMANDS[index] ?? null}
          unit={unit}
          chosen={viewport !== null && isApplied(window, viewport)}
        />
      ))}
    </fieldset>
  );
}

interface NumberFieldProps {
  readonly what: 'width' | 'center';
  readonly letter: string;
  readonly label: string;
  readonly value: number;
  readonly onValue: (value: number) => void;
}

/** One number of the window: Enter or leaving the field takes it, Escape takes it back. */
function NumberField({ what, letter, label, value, onValue }: NumberFieldProps) {
  const [text, setText] = useState<string | null>(null);
  const read = text === null ? null : typedWindowNumber(text, what);
  const take = (): void => {
    setText(null);
    // What was typed for a picture that has gone meanwhile is dropped.
    if (useViewer.getState().picture.kind !== 'ready') return;
    if (read?.kind === 'number' && text !== written(value)) onValue(read.value);
    if (read?.kind === 'wrong') say('info', read.why);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.key === 'Escape') setText(null);
    if (event.key === 'Enter' && read?.kind !== 'wrong') event.currentTarget.blur();
  };
  return (
    <label className={styles.number} title={`${label}, Enter to apply`}>
      {letter}
      <input
        type="text"
        inputMode="decimal"
        size={5}
        aria-label={label}
        aria-invalid={read?.kind === 'wrong'}
        value={text ?? written(value)}
        onFocus={(event) => event.target.select()}
        onChange={(event) => setText(event.target.value)}
        onBlur={take}
        onKeyDown={onKeyDown}
      />
    </label>
  );
}

function unitWord(unit: ImageMetadata['unit']): string {
  switch (unit) {
    case 'HU':
      return 'HU';
    case 'grey':
    case 'colour':
      return 'levels';
    case 'stored':
      return 'stored';
  }
}

function Numbers({ metadata, viewport }: { readonly metadata: ImageMetadata; readonly viewport: ViewportFacts }) {
  const { windowCenter, windowWidth } = viewport;
  const commands = useViewer((state) => state.commands);
  const unit = unitWord(metadata.unit);
  return (
    <div className={styles.numbers}>
      <NumberField
        what="width"
        letter="W"
        label={`Window width in ${unit}`}
        value={windowWidth}
        onValue={(width) => commands?.setWindow(null, width)}
      />
      <NumberField
        what="center"
        letter="L"
        label={`Window level in ${unit}`}
        value={windowCenter}
        onValue={(center) => commands?.setWindow(center, null)}
      />
      <span className={styles.unit}>{unit}</span>
    </div>
  );
}

/** Windows of a picture: the reader's own by name and key, the file's, and both numbers to type. It waits while a picture is loaded. */
export function WindowBar() {
  const metadata = useViewer(({ picture }) => laidOutPicture(picture)?.metadata ?? null);
  const waits = useViewer(({ picture }) => picture.kind === 'loading');
  const viewport = useViewer((state) => state.viewport);
  if (!metadata) return <div className={styles.bar} />;
  return (
    <div className={styles.bar} inert={waits}>
      <Presets metadata={metadata} viewport={viewport} />
      <FileWindows metadata={metadata} />
      {viewport && <Numbers metadata={metadata} viewport={viewport} />}
      <IconButton icon={Pencil} label="Edit windows" onClick={editWindows} />
      {whyNoHounsfield(metadata.unit) !== null && (
        <span className={styles.plain} data-testid="no-hounsfield">
          Not HU
        </span>
      )}
    </div>
  );
}
