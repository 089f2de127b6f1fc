import { CircleAlert, CircleCheck, Info, X } from 'lucide-react';
import { classNames } from '../class-names.ts';
import { dismissToast, useToasts } from '../state/toast-store.ts';
import { IconButton } from './button.tsx';
import styles from './toasts.module.css';

const ICONS = { done: CircleCheck, info: Info, problem: CircleAlert };

/** What was said in passing, newest last, in the corner where nothing is clicked. */
export function Toasts() {
  const toasts = useToasts((state) => state.toasts);
  return (
    <div className={styles.stack} role="log" aria-label="Messages" aria-live="polite">
      {toasts.map(({ id, tone, text }) => {
        const Icon = ICONS[tone];
        return (
          <div key={id} className={classNames(styles.toast, tone === 'problem' && styles.problem)}>
            <Icon size={16} strokeWidth={1.75} aria-hidden />
            <span className={styles.text}>{text}</span>
            <IconButton icon={X} label="Dismiss" onClick={() => dismissToast(id)} />
          </div>
        );
      })}
    </div>
  );
}
