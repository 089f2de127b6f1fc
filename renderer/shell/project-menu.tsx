import { ChevronDown } from 'lucide-react';
import { useRef } from 'react';
import type { Command } from '../keys/key-bindings.ts';
import { runCommand } from '../keys/run-command.ts';
import { useKeyHint } from '../keys/use-key-hint.ts';
import { useApp } from '../state/app-store.ts';
import { SyntheticBadge } from '../ui/badge.tsx';
import { KeyHint } from '../ui/button.tsx';
import { menuArrows } from '../ui/menu-arrows.ts';
import styles from './project-menu.module.css';

const ITEMS: readonly { readonly word: string; readonly command: Command }[] = [
  { word: 'Open study folder…', command: 'open-study' },
  { word: 'Import labelled set…', command: 'import-set' },
  { word: 'How slices are read…', command: 'reading-mode' },
  { word: 'Try the demo study', command: 'demo' },
  { word: 'New project…', command: 'new-project' },
  { word: 'Open another project…', command: 'open-project' },
  { word: 'Back up now', command: 'back-up' },
  { word: 'Restore a backup…', command: 'restore-backup' },
  { word: 'Close project', command: 'close-project' },
  { word: 'Purge…', command: 'purge' },
  { word: 'Third-party notices', command: 'notices' },
];

function MenuItem({ word, command, onChosen }: (typeof ITEMS)[number] & { readonly onChosen: () => void }) {
  const keyHint = useKeyHint(command);
  return (
    <button
      type="button"
      role="menuitem"
      className={styles.item}
      onClick={() => {
        onChosen();
        runCommand(command);
      }}
    >
      {word}
      {keyHint && <KeyHint>{keyHint}</KeyHint>}
    </button>
  );
}

/** The open project's name, and what can be done with it. */
export function ProjectMenu() {
  const project = useApp((state) => state.project);
  const menu = useRef<HTMLDivElement>(null);
  if (!project) return null;
  return (
    <>
      <button
        type="button"
        className={styles.button}
        popoverTarget="project-menu"
        aria-haspopup="menu"
        aria-label={`Project ${project.name}`}
        title={project.folder}
      >
        <span className={styles.name}>{project.name}</span>
        <ChevronDown size={14} strokeWidth={1.75} aria-hidden />
      </button>
      {project.synthetic && <SyntheticBadge />}
      <div
        ref={menu}
        id="project-menu"
        popover="auto"
        role="menu"
        aria-label="Project"
        className={styles.menu}
        onKeyDown={menuArrows}
        onToggle={(event) => event.newState === 'open' && menu.current?.querySelector('button')?.focus()}
      >
        {ITEMS.map((item) => (
          <MenuItem key={item.command} {...item} onChosen={() => menu.current?.hidePopover()} />
        ))}
      </div>
    </>
  );
}
