import { X } from 'lucide-react';
import { type ReactNode, useId, useLayoutEffect, useRef } from 'react';
import { classNames } from '../class-names.ts';
import { IconButton } from './button.tsx';
import styles from './dialog.module.css';

interface DialogProps {
  readonly title: string;
  readonly children: ReactNode;
  /** Buttons at the foot. */
  readonly actions?: ReactNode;
  readonly width?: 's' | 'm' | 'l';
  /** Whether the body is text alone: it takes the focus then, so that arrows scroll it. */
  readonly textAlone?: boolean;
  readonly onClose: () => void;
}

/** A modal dialog: the rest of the window is inert, Escape closes it, the focus goes back where it was. */
export function Dialog({ title, children, actions, width = 'm', textAlone = false, onClose }: DialogProps) {
  const ref = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  // A layout effect, so that at its end the dialog is still in the page and closing it gives the focus back.
  useLayoutEffect(() => {
    const dialog = ref.current;
    const before = document.activeElement;
    if (dialog && !dialog.open) {
      dialog.showModal();
      const field = dialog.querySelector<HTMLElement>('input:not([readonly], [hidden], [type="radio"]), textarea');
      (field ?? dialog).focus();
    }
    return () => {
      dialog?.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    };
  }, []);
  return (
    <dialog
      ref={ref}
      className={classNames(styles.dialog, styles[width])}
      aria-labelledby={titleId}
      tabIndex={-1}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <header className={styles.header}>
        <h2 id={titleId} className={styles.title}>
          {title}
        </h2>
        <IconButton icon={X} label="Close" onClick={onClose} />
      </header>
      <div className={styles.body} {...(textAlone && { tabIndex: 0, role: 'group', 'aria-label': title })}>
        {children}
      </div>
      {actions && <footer className={styles.actions}>{actions}</footer>}
    </dialog>
  );
}
