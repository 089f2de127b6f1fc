import type { LucideIcon } from 'lucide-react';
import type { ComponentProps, ReactNode } from 'react';
import { classNames } from '../class-names.ts';
import styles from './button.module.css';
import { keepFocus } from './keep-focus.ts';

interface ButtonProps extends Omit<ComponentProps<'button'>, 'children'> {
  readonly children?: ReactNode;
  readonly icon?: LucideIcon | undefined;
  readonly look?: 'plain' | 'primary' | 'quiet';
  readonly size?: 'm' | 'l';
  /** The key that does the same. */
  readonly keyHint?: string | undefined;
}

/** The button of the whole app. */
export function Button({ children, icon: Icon, look = 'plain', size = 'm', keyHint, className, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      onMouseDown={keepFocus}
      {...rest}
      className={classNames(styles.button, styles[look], styles[size], className)}
    >
      {Icon && <Icon size={15} strokeWidth={1.75} aria-hidden />}
      {children}
      {keyHint && <Key>{keyHint}</Key>}
    </button>
  );
}

interface IconButtonProps extends Omit<ComponentProps<'button'>, 'children' | 'aria-label'> {
  readonly icon: LucideIcon;
  /** What it does; its name for assistive technology and its tooltip. */
  readonly label: string;
}

/** A button that is an icon alone. */
export function IconButton({ icon: Icon, label, className, title, ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      onMouseDown={keepFocus}
      aria-label={label}
      title={title ?? label}
      {...rest}
      className={classNames(styles.button, styles.quiet, styles.icon, className)}
    >
      <Icon size={16} strokeWidth={1.75} aria-hidden />
    </button>
  );
}

interface KeyProps {
  readonly children: ReactNode;
  /** Whether it is read aloud; on a button it is not: the key overlay lists them all. */
  readonly spoken?: boolean;
}

/** A key, drawn as one. */
export function Key({ children, spoken = false }: KeyProps) {
  return (
    <kbd className={styles.key} aria-hidden={!spoken}>
      {children}
    </kbd>
  );
}
