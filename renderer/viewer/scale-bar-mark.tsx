import type { ImageMetadata } from '../../src/contract/review-methods.ts';
import { scaleBar, scaleBarWord } from '../../src/viewing/scale-bar.ts';
import { useViewer } from '../state/viewer-store.ts';
import styles from './overlays.module.css';

/** A bar as long on the screen as it says, at this zoom; nothing where the file gives no spacing. */
export function ScaleBarMark({ metadata }: { readonly metadata: ImageMetadata }) {
  const viewport = useViewer((state) => state.viewport);
  const bar = viewport && scaleBar(viewport.scale, metadata, viewport.element.width / 4);
  if (!bar) return null;
  const word = scaleBarWord(bar.lengthMm);
  return (
    <div className={styles.scale} data-testid="scale-bar" data-mm={bar.lengthMm} data-px={bar.lengthPx}>
      <span>{word}</span>
      <span className={styles.bar} style={{ width: bar.lengthPx }} />
    </div>
  );
}
