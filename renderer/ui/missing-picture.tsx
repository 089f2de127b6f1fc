import { ImageOff } from 'lucide-react';
import { classNames } from '../class-names.ts';
import styles from './missing-picture.module.css';

/** In the place of a small picture that could not be made; why, the viewer says. */
export function MissingPicture({ className }: { readonly className?: string | undefined }) {
  return (
    <span
      role="img"
      aria-label="No small picture"
      title="The small picture could not be made. Open the slice to see why."
      className={classNames(className, styles.missing)}
      data-thumbnail="missing"
    >
      <ImageOff size={18} strokeWidth={1.5} aria-hidden />
    </span>
  );
}
