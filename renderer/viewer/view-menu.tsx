import { Captions, Ellipsis, FlipVertical2, type LucideIcon, RotateCcw, Square, ZoomIn, ZoomOut } from 'lucide-react';
import { useRef } from 'react';
import type { Command } from '../keys/key-bindings.ts';
import { runCommand } from '../keys/run-command.ts';
import { useKeyHint } from '../keys/use-key-hint.ts';
import { usePreferences } from '../state/preferences-store.ts';
import { IconButton, KeyHint } from '../ui/button.tsx';
import { menuArrows } from '../ui/menu-arrows.ts';
import { placePopover } from '../ui/place-popover.ts';
import styles from './toolbar.module.css';

interface Item {
  readonly word: string;
  readonly icon: LucideIcon;
  readonly command: Command;
}

const ITEMS: readonly Item[] = [
  { word: 'Zoom in', icon: ZoomIn, command: 'zoom-in' },
  { word: 'Zoom out', icon: ZoomOut, command: 'zoom-out' },
  { word: 'Pixel for pixel (1:1)', icon: Square, command: 'zoom-pixels' },
  { word: 'Flip vertically', icon: FlipVertical2, command: 'flip-vertical' },
  { word: 'Turn left', icon: RotateCcw, command: 'turn-left' },
];

interface MenuItemProps extends Item {
  readonly onChosen: () => void;
}

function MenuItem({ word, icon: Icon, command, onChosen }: MenuItemProps) {
  const keyHint = useKeyHint(command);
  const choose = (): void => {
    onChosen();
    runCommand(command);
  };
  return (
    <button type="button" role="menuitem" className={styles.item} onClick={choose}>
      <Icon size={15} strokeWidth={1.75} aria-hidden />
      {word}
      {keyHint && <KeyHint>{keyHint}</KeyHint>}
    </button>
  );
}

function CornersItem({ onChosen }: Pick<MenuItemProps, 'onChosen'>) {
  const overlaysOn = usePreferences((state) => state.overlaysOn);
  const keyHint = useKeyHint('overlays');
  const choose = (): void => {
    onChosen();
    runCommand('overlays');
  };
  return (
    <button type="button" role="menuitemcheckbox" aria-checked={overlaysOn} className={styles.item} onClick={choose}>
      <Captions size={15} strokeWidth={1.75} aria-hidden />
      {overlaysOn ? 'Hide text in the corners' : 'Show text in the corners'}
      {keyHint && <KeyHint>{keyHint}</KeyHint>}
    </button>
  );
}

/** What is needed less often. */
export function ViewMenu() {
  const menu = useRef<HTMLDivElement>(null);
  const close = (): void => menu.current?.hidePopover();
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
        {ITEMS.map((item) => (
          <MenuItem key={item.command} {...item} onChosen={close} />
        ))}
        <CornersItem onChosen={close} />
      </div>
    </>
  );
}
