import type { Label } from '../../src/review/label.ts';
import { classNames } from '../class-names.ts';
import { labelWord } from '../words.ts';
import styles from './label-mark.module.css';

function shape(label: Label | null) {
  switch (label) {
    case 'haemorrhage':
      return <path d="M6 0.5 11.5 6 6 11.5 0.5 6Z" fill="currentColor" />;
    case 'none':
      return <circle cx="6" cy="6" r="4.5" fill="none" stroke="currentColor" strokeWidth="1.5" />;
    case 'unsure':
      return (
        <path
          d="M3.6 4.2a2.4 2.4 0 1 1 3.5 2.2C6.3 6.8 6 7.3 6 8M6 10.2v.6"
          fill="none"
          stroke="currentColor"
          strokeWidth="1.5"
          strokeLinecap="round"
        />
      );
    case 'excluded':
      return (
        <path d="M2.5 2.5l7 7M9.5 2.5l-7 7" fill="none" stroke="currentColor" strokeWidth="1.5" strokeLinecap="round" />
      );
    case null:
      return <circle cx="6" cy="6" r="1" fill="currentColor" />;
  }
}

/** A label as a shape of its own: diamond haemorrhage, ring none, question mark unsure, cross excluded, dot no label. */
export function LabelMark({ label, named = false }: { readonly label: Label | null; readonly named?: boolean }) {
  return (
    <span className={classNames(styles.mark, label === 'haemorrhage' && styles.suspicious)} title={labelWord(label)}>
      <svg width="12" height="12" viewBox="0 0 12 12" aria-hidden>
        {shape(label)}
      </svg>
      {named && <span>{labelWord(label)}</span>}
    </span>
  );
}
