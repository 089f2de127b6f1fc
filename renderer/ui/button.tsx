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
      {keyHint && <KeyHint>{keyHint}</KeyHint>}
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

/** The key that does what a button does. Drawn, and no part of its text or name: the key overlay lists them all. */
export function KeyHint({ children }: { readonly children: string }) {
  return <kbd className={styles.key} data-key={children} aria-hidden />;
}

/** A key, drawn as one. */
export function Key({ children }: { readonly children: ReactNode }) {
  return <kbd className={styles.key}>{children}</kbd>;
}
