import type { ImageMetadata } from '../../src/contract/review-methods.ts';
import { classNames } from '../class-names.ts';
import { useViewer } from '../state/viewer-store.ts';
import { useWorklist } from '../state/worklist-store.ts';
import { SyntheticBadge } from '../ui/badge.tsx';
import { FileWindows } from './file-windows.tsx';
import styles from './overlays.module.css';

function Place() {
  const { selectedId, items, numbers, worklist } = useWorklist();
  const item = selectedId === null ? undefined : items.get(selectedId);
  if (!item || worklist.kind !== 'ready') return null;
  const series = worklist.value.series.find(({ index }) => index === item.seriesIndex);
  const place = numbers.get(item.sliceId);
  return (
    <div className={classNames(styles.corner, styles.topLeft)}>
      <p className={styles.strong}>
        Slice {place?.number} / {place?.of}
      </p>
      {worklist.value.series.length > 1 && series && <p>{series.title}</p>}
      {worklist.value.synthetic && <SyntheticBadge />}
    </div>
  );
}

function WindowFacts({ metadata }: { readonly metadata: ImageMetadata }) {
  const viewport = useViewer((state) => state.viewport);
  if (!viewport) return null;
  return (
    <div className={classNames(styles.corner, styles.bottomLeft)}>
      <p data-testid="window">
        {viewport.table !== null
          ? `Table ${metadata.voiTables[viewport.table]?.name ?? ''}`
          : `W ${Math.round(viewport.windowWidth)} L ${Math.round(viewport.windowCenter)}${metadata.unit === 'HU' ? ' HU' : ''}`}
        {viewport.invert !== metadata.invert ? ' inverted' : ''}
      </p>
      <FileWindows metadata={metadata} />
      <p data-testid="zoom">{Math.round(viewport.scale * 100)} %</p>
    </div>
  );
}

function Probe() {
  const probe = useViewer((state) => state.probe);
  return (
    <div className={classNames(styles.corner, styles.bottomRight)} data-testid="probe">
      {probe && (
        <>
          <p className={styles.strong}>{probe.text}</p>
          <p>
            x {probe.x} y {probe.y}
          </p>
        </>
      )}
    </div>
  );
}

/** Facts without a patient in the corners, orientation at the edges. */
export function Overlays({ metadata }: { readonly metadata: ImageMetadata }) {
  const marks = metadata.orientationMarks;
  return (
    <div className={styles.overlays}>
      <Place />
      <dl className={classNames(styles.corner, styles.topRight)} aria-label="Technique">
        {metadata.technique.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
        {metadata.warnings.map((warning) => (
          <div key={warning} className={styles.lossy}>
            {warning}
          </div>
        ))}
      </dl>
      <WindowFacts metadata={metadata} />
      <Probe />
      {marks &&
        (['top', 'right', 'bottom', 'left'] as const).map((edge) => (
          <span key={edge} className={classNames(styles.mark, styles[edge])}>
            {marks[edge]}
          </span>
        ))}
    </div>
  );
}
