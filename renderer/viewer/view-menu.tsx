import { Captions, Ellipsis, FlipVertical2, type LucideIcon, RotateCcw, Square, ZoomIn, ZoomOut } from 'lucide-react';
import { useRef } from 'react';
import { usePreferences } from '../state/preferences-store.ts';
import { useViewer, type ViewportCommands } from '../state/viewer-store.ts';
import { IconButton, Key } from '../ui/button.tsx';
import { menuArrows } from '../ui/menu-arrows.ts';
import { placePopover } from '../ui/place-popover.ts';
import styles from './toolbar.module.css';
import { toggleOverlays } from './viewer-commands.ts';

interface Item {
  readonly word: string;
  readonly icon: LucideIcon;
  readonly keys?: readonly string[];
  readonly run: (commands: ViewportCommands) => unknown;
}

const ITEMS: readonly Item[] = [
  { word: 'Zoom in', icon: ZoomIn, run: (commands) => commands.zoomBy(1.25) },
  { word: 'Zoom out', icon: ZoomOut, run: (commands) => commands.zoomBy(1 / 1.25) },
  { word: 'Pixel for pixel (1:1)', icon: Square, run: (commands) => commands.zoomToPixels() },
  {
    word: 'Flip vertically',
    icon: FlipVertical2,
    keys: ['Shift', 'F'],
    run: (commands) => commands.flip('vertical'),
  },
  { word: 'Turn left', icon: RotateCcw, keys: [','], run: (commands) => commands.turn(-90) },
];

/** What is needed less often. */
export function ViewMenu() {
  const commands = useViewer((state) => state.commands);
  const overlaysOn = usePreferences((state) => state.overlaysOn);
  const menu = useRef<HTMLDivElement>(null);
  const done = (run: () => unknown): void => {
    menu.current?.hidePopover();
    run();
  };
  return (
    <>
      <IconButton icon={Ellipsis} label="More of the view" popoverTarget="view-menu" aria-haspopup="menu" />
      <div
        ref={menu}
        id="view-menu"
        popover="auto"
        role="menu"
        aria-label="View"
        className={styles.menu}
        onBeforeToggle={placePopover}
        onKeyDown={menuArrows}
      >
        {ITEMS.map(({ word, icon: Icon, keys, run }) => (
          <button
            key={word}
            type="button"
            role="menuitem"
            className={styles.item}
            onClick={() => done(() => commands && run(commands))}
          >
            <Icon size={15} strokeWidth={1.75} aria-hidden />
            {word}
            {keys?.map((key) => (
              <Key key={key}>{key}</Key>
            ))}
          </button>
        ))}
        <button
          type="button"
          role="menuitemcheckbox"
          aria-checked={overlaysOn}
          className={styles.item}
          onClick={() => done(toggleOverlays)}
        >
          <Captions size={15} strokeWidth={1.75} aria-hidden />
          {overlaysOn ? 'Hide text in the corners' : 'Show text in the corners'}
          <Key>Shift</Key>
          <Key>I</Key>
        </button>
      </div>
    </>
  );
}
