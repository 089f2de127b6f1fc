import { FlaskConical, FolderOpen, FolderPlus, Library } from 'lucide-react';
import { chooseFolder, openProject, startDemo } from '../actions/folders.ts';
import { useApp } from '../state/app-store.ts';
import { openDialog } from '../state/dialog-store.ts';
import { useJobs } from '../state/jobs-store.ts';
import { Button } from '../ui/button.tsx';
import { timeWord } from '../words.ts';
import styles from './start-screen.module.css';

const WAYS = [
  {
    icon: FolderOpen,
    title: 'Open study folder',
    text: 'DICOM and PNG slices, read where they are.',
    run: () => chooseFolder('study'),
  },
  {
    icon: Library,
    title: 'Import labelled set',
    text: 'A folder with a CSV of labels, or one sub-folder per class.',
    run: () => chooseFolder('labelled-set'),
  },
  {
    icon: FlaskConical,
    title: 'Try the demo study',
    text: 'Synthetic heads, a model trained in about a minute.',
    run: startDemo,
  },
];

function Ways() {
  const demoRuns = useJobs((state) => state.jobs.some(({ kind }) => kind === 'demo'));
  return (
    <div className={styles.ways}>
      {WAYS.map(({ icon: Icon, title, text, run }) => (
        <button key={title} type="button" className={styles.way} disabled={demoRuns} onClick={() => void run()}>
          <Icon size={22} strokeWidth={1.5} aria-hidden />
          <span className={styles.wayTitle}>{title}</span>
          <span className={styles.wayText}>{text}</span>
        </button>
      ))}
    </div>
  );
}

function RecentProjects() {
  const recent = useApp((state) => state.recentProjects);
  return (
    <section className={styles.recent} aria-label="Recent projects">
      <header className={styles.recentHeader}>
        <h2>Recent projects</h2>
        <div className={styles.buttons}>
          <Button icon={FolderPlus} look="quiet" onClick={() => openDialog({ kind: 'new-project', next: null })}>
            New project
          </Button>
          <Button icon={FolderOpen} look="quiet" onClick={() => void chooseFolder('open-project')}>
            Open project
          </Button>
        </div>
      </header>
      {recent.length === 0 ? (
        <p className={styles.none}>
          None yet. A project keeps your reads, models and audit log in one folder; slices stay where they are.
        </p>
      ) : (
        <ul>
          {recent.map(({ folder, name, openedMs, found }) => (
            <li key={folder}>
              <button
                type="button"
                className={styles.project}
                disabled={!found}
                onClick={() => void openProject(folder)}
              >
                <span className={styles.projectName}>{name}</span>
                <span className={styles.projectTime}>{found ? timeWord(openedMs) : 'Not found there'}</span>
                <span className={styles.projectFolder}>{folder}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** What stands in the window while no project is open. */
export function StartScreen() {
  const version = useApp((state) => state.appVersion);
  return (
    <section className={styles.start} aria-label="Start">
      <div className={styles.inner}>
        <header className={styles.header}>
          <h1>Overread</h1>
          <p>A second reader for haemorrhage on head CT, on your own computer.</p>
        </header>
        <Ways />
        <p className={styles.drop}>You can also drop a folder anywhere in this window.</p>
        <RecentProjects />
        <footer className={styles.footer}>
          Version {version}. Nothing leaves this computer.
          <Button look="quiet" onClick={() => openDialog({ kind: 'notices' })}>
            Third-party notices
          </Button>
        </footer>
      </div>
    </section>
  );
}
