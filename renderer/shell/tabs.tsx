import type { KeyboardEvent } from 'react';
import { showTab, TABS, type Tab, useApp } from '../state/app-store.ts';
import styles from './tabs.module.css';

const WORDS: Record<Tab, string> = {
  review: 'Review',
  dataset: 'Data set',
  training: 'Training',
  evaluation: 'Evaluation',
  readers: 'Readers',
  audit: 'Audit',
};

function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
  if (step === 0) return;
  event.stopPropagation();
  const tabs = [...event.currentTarget.querySelectorAll<HTMLElement>('[role="tab"]')];
  const at = tabs.indexOf(document.activeElement as HTMLElement);
  tabs[(at + step + tabs.length) % tabs.length]?.focus();
}

/** The screens of a project. */
export function Tabs() {
  const current = useApp((state) => state.tab);
  return (
    <div className={styles.tabs} role="tablist" aria-label="Screens" onKeyDown={moveFocus}>
      {TABS.map((tab) => (
        <button
          key={tab}
          type="button"
          role="tab"
          className={styles.tab}
          aria-selected={tab === current}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => showTab(tab)}
        >
          {WORDS[tab]}
        </button>
      ))}
    </div>
  );
}
