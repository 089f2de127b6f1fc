import { ChevronDown } from 'lucide-react';
import { useRef } from 'react';
import { chooseFolder, closeProject, startDemo } from '../actions/folders.ts';
import { leaveProject } from '../actions/leaving.ts';
import { useApp } from '../state/app-store.ts';
import { openDialog } from '../state/dialog-store.ts';
import { SyntheticBadge } from '../ui/badge.tsx';
import styles from './project-menu.module.css';

const ITEMS = [
  { word: 'Open study folder…', run: () => chooseFolder('study') },
  { word: 'Import labelled set…', run: () => chooseFolder('labelled-set') },
  { word: 'How slices are read…', run: async () => openDialog({ kind: 'reading-mode' }) },
  { word: 'Try the demo study', run: () => leaveProject(startDemo) },
  { word: 'New project…', run: () => leaveProject(async () => openDialog({ kind: 'new-project', next: null })) },
  { word: 'Open another project…', run: () => leaveProject(() => chooseFolder('open-project')) },
  { word: 'Close project', run: () => leaveProject(closeProject) },
] as const;

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
      <div ref={menu} id="project-menu" popover="auto" role="menu" aria-label="Project" className={styles.menu}>
        {ITEMS.map(({ word, run }) => (
          <button
            key={word}
            type="button"
            role="menuitem"
            className={styles.item}
            onClick={() => {
              menu.current?.hidePopover();
              void run();
            }}
          >
            {word}
          </button>
        ))}
      </div>
    </>
  );
}
