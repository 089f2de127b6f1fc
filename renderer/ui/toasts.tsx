import { CircleAlert, CircleCheck, Info, X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { classNames } from '../class-names.ts';
import { dismissToast, type Toast, useToasts } from '../state/toast-store.ts';
import { IconButton } from './button.tsx';
import styles from './toasts.module.css';

const ICONS = { done: CircleCheck, info: Info, problem: CircleAlert };

/** Long enough to read two sentences. */
const SHOWN_MS = 7000;

/** What was said in passing, newest last, in the corner where nothing is clicked. */
export function Toasts() {
  const toasts = useToasts((state) => state.toasts);
  return (
    <div className={styles.stack} role="log" aria-label="Messages" aria-live="polite">
      {toasts.map((toast) => (
        <Message key={toast.id} {...toast} />
      ))}
    </div>
  );
}

/** One that passes stays while the pointer or the focus is on any, so that it can be read to its end and reached by Tab. */
function Message({ id, tone, text }: Toast) {
  const own = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (tone === 'problem') return;
    const end = (): void => {
      if (own.current?.parentElement?.matches(':hover, :focus-within')) timer = setTimeout(end, SHOWN_MS);
      else dismissToast(id);
    };
    let timer = setTimeout(end, SHOWN_MS);
    return () => clearTimeout(timer);
  }, [id, tone]);
  const Icon = ICONS[tone];
  return (
    <div ref={own} className={classNames(styles.toast, tone === 'problem' && styles.problem)}>
      <Icon size={16} strokeWidth={1.75} aria-hidden />
      <span className={styles.text}>{text}</span>
      <IconButton icon={X} label="Dismiss" onClick={() => dismissToast(id)} />
    </div>
  );
}
