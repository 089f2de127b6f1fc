import { FolderOpen, Library } from 'lucide-react';
import { type DragEvent, type ReactNode, useState } from 'react';
import { openFolder } from '../actions/folders.ts';
import { classNames } from '../class-names.ts';
import type { FolderPurpose } from '../state/dialog-store.ts';
import { say } from '../state/toast-store.ts';
import styles from './drop-zone.module.css';

const TARGETS = [
  { purpose: 'study', icon: FolderOpen, title: 'Open as study', text: 'Slices to read' },
  {
    purpose: 'labelled-set',
    icon: Library,
    title: 'Import as labelled set',
    text: 'Slices with a CSV, or class folders',
  },
] as const;

function carriesFiles(event: DragEvent): boolean {
  return event.dataTransfer.types.includes('Files');
}

function take(event: DragEvent, purpose: FolderPurpose): void {
  const [file] = event.dataTransfer.files;
  const path = file ? window.overread.pathForFile(file) : '';
  if (path !== '') void openFolder(purpose, path);
  else say('problem', 'That has no place on this computer’s disk; drop a folder from it.');
}

/** Takes a folder dropped anywhere. Beside the two targets it is opened as a study. */
export function DropZone({ children }: { readonly children: ReactNode }) {
  const [over, setOver] = useState<FolderPurpose | null>(null);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the whole window takes drops; the buttons do the same by key
    <div
      className={styles.zone}
      onDragEnter={(event) => carriesFiles(event) && setOver((before) => before ?? 'study')}
      onDragOver={(event) => carriesFiles(event) && event.preventDefault()}
      onDragLeave={(event) => event.relatedTarget === null && setOver(null)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(null);
        take(event, over ?? 'study');
      }}
    >
      {children}
      {over !== null && (
        <div className={styles.overlay}>
          {TARGETS.map(({ purpose, icon: Icon, title, text }) => (
            // biome-ignore lint/a11y/noStaticElementInteractions: a drop target
            <div
              key={purpose}
              className={classNames(styles.target, over === purpose && styles.over)}
              onDragEnter={() => setOver(purpose)}
            >
              <Icon size={28} strokeWidth={1.5} aria-hidden />
              <strong>{title}</strong>
              <span>{text}</span>
            </div>
          ))}
        </div>
      )}
    </div>
  );
}
