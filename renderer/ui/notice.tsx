import { CircleAlert, Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { classNames } from '../class-names.ts';
import styles from './notice.module.css';

const ICONS = { info: Info, warning: TriangleAlert, problem: CircleAlert };

interface NoticeProps {
  readonly tone: keyof typeof ICONS;
  readonly children: ReactNode;
  readonly action?: ReactNode;
  /** Across the whole width, without a frame. */
  readonly bar?: boolean;
}

/** Something that stays in view: a warning, a remedy, a reason. */
export function Notice({ tone, children, action, bar = false }: NoticeProps) {
  const Icon = ICONS[tone];
  return (
    <div
      className={classNames(styles.notice, styles[tone], bar && styles.bar)}
      role={tone === 'problem' ? 'alert' : 'status'}
    >
      <Icon size={16} strokeWidth={1.75} aria-hidden className={styles.icon} />
      <div className={styles.text}>{children}</div>
      {action}
    </div>
  );
}
