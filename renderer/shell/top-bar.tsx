import { Keyboard, Search } from 'lucide-react';
import { runCommand } from '../keys/run-command.ts';
import { useKeyTitle } from '../keys/use-key-hint.ts';
import { ReaderSwitch } from '../readers/reader-switch.tsx';
import { useApp } from '../state/app-store.ts';
import { IconButton } from '../ui/button.tsx';
import { JobStrip } from './job-strip.tsx';
import { ProjectMenu } from './project-menu.tsx';
import { Tabs } from './tabs.tsx';
import styles from './top-bar.module.css';

/** Project, screens, jobs, and what this program is not. */
export function TopBar() {
  const keysTitle = useKeyTitle('keys', 'Keys');
  const paletteTitle = useKeyTitle('palette', 'Find a command');
  const open = useApp((state) => state.project !== null);
  return (
    <header className={styles.bar}>
      <span className={styles.brand}>Overread</span>
      <ProjectMenu />
      {open && <Tabs />}
      <JobStrip />
      {open && <ReaderSwitch />}
      <p className={styles.limits}>
        Research use only
        <br />
        Not a medical device
      </p>
      <IconButton icon={Search} label="Find a command" title={paletteTitle} onClick={() => runCommand('palette')} />
      <IconButton icon={Keyboard} label="Keys" title={keysTitle} onClick={() => runCommand('keys')} />
    </header>
  );
}
