import { useState } from 'react';
import type { Notice } from '../../src/contract/notice-methods.ts';
import { call } from '../api.ts';
import { closeDialog } from '../state/dialog-store.ts';
import { useLoaded } from '../state/use-loaded.ts';
import { Dialog } from '../ui/dialog.tsx';
import { Loaded } from '../ui/loading.tsx';
import styles from './notices-dialog.module.css';

/** A licence; its text, which may be long, comes into the page when it is opened. */
function NoticeRow({ name, version, licence, text }: Notice) {
  const [isOpen, setOpen] = useState(false);
  return (
    <details className={styles.notice} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <span className={styles.name}>
          {name} {version}
        </span>
        <span className={styles.licence}>{licence}</span>
      </summary>
      {isOpen && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by the keyboard
        <section className={styles.text} tabIndex={0} aria-label={`Licence of ${name}`}>
          {text}
        </section>
      )}
    </details>
  );
}

/** What the app is made of, with every licence. */
export function NoticesDialog() {
  const { loaded: notices, reload } = useLoaded(() => call('app.notices', {}));
  return (
    <Dialog title="Third-party notices" width="l" onClose={closeDialog}>
      <Loaded of={notices} what="notices" onRetry={reload}>
        {({ notices: parts }) => (
          <>
            <p className={styles.lead}>
              Overread is made with the work of others: {parts.length} parts, each under its own licence.
            </p>
            {parts.map((notice) => (
              <NoticeRow key={`${notice.name} ${notice.version}`} {...notice} />
            ))}
          </>
        )}
      </Loaded>
    </Dialog>
  );
}
