import { memo } from 'react';
import type { ImageMetadata } from '../../src/contract/review-methods.ts';
import type { OrientationMarks } from '../../src/study/orientation-marks.ts';
import { shownMarks } from '../../src/viewing/shown-marks.ts';
import type { View } from '../../src/viewing/view.ts';
import { classNames } from '../class-names.ts';
import { usePreferences } from '../state/preferences-store.ts';
import { useViewer } from '../state/viewer-store.ts';
import { useWorklist } from '../state/worklist-store.ts';
import { SyntheticBadge } from '../ui/badge.tsx';
import { HeatBar } from './heat-bar.tsx';
import styles from './overlays.module.css';
import { whyNoHounsfield } from './probe.ts';
import { ScaleBarMark } from './scale-bar-mark.tsx';

function Place({ sliceId }: { readonly sliceId: number }) {
  const items = useWorklist((state) => state.items);
  const numbers = useWorklist((state) => state.numbers);
  const worklist = useWorklist((state) => state.worklist);
  const capturing = useViewer((state) => state.capturing);
  const item = items.get(sliceId);
  if (!item || worklist.kind !== 'ready') return null;
  const series = worklist.value.series.find(({ index }) => index === item.seriesIndex);
  const place = numbers.get(item.sliceId);
  return (
    <div className={classNames(styles.corner, styles.topLeft)}>
      <p className={styles.strong}>
        Slice {place?.number} / {place?.of}
      </p>
      {worklist.value.series.length > 1 && series && <p>{capturing ? `Series ${series.index + 1}` : series.title}</p>}
      {worklist.value.synthetic && <SyntheticBadge />}
    </div>
  );
}

/** How a slice was turned and flipped, in words; nothing where it was not. */
function placeWord({ rotation, hflip }: View): string {
  const turned = Math.round(rotation);
  return `${turned === 0 ? '' : `, turned ${turned}°`}${hflip ? ', mirrored' : ''}`;
}

function WindowFacts({ metadata }: { readonly metadata: ImageMetadata }) {
  const viewport = useViewer((state) => state.viewport);
  const capturing = useViewer((state) => state.capturing);
  if (!viewport) return null;
  const { table } = viewport;
  return (
    <div className={classNames(styles.corner, styles.bottomLeft)}>
      <ScaleBarMark metadata={metadata} />
      <p data-testid="window">
        {table !== null
          ? `Table ${capturing ? table + 1 : (metadata.voiTables[table]?.name ?? '')}`
          : `W ${Math.round(viewport.windowWidth)} L ${Math.round(viewport.windowCenter)}${metadata.unit === 'HU' ? ' HU' : ''}`}
        {viewport.invert !== metadata.invert ? ' inverted' : ''}
      </p>
      <p data-testid="zoom">
        {Math.round(viewport.scale * 100)} %{placeWord(viewport.view)}
      </p>
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

interface OfPicture {
  readonly sliceId: number;
  readonly metadata: ImageMetadata;
}

/** Facts without a patient in the corners, orientation at the edges. What must not be overlooked stays without the corners.
 * What a file names its series is for the screen only. Not `seen`, they keep their places: laying them out anew costs a frame. */
export const Overlays = memo(function Overlays({ sliceId, metadata, seen }: OfPicture & { readonly seen: boolean }) {
  const { overlaysOn, compareOn, compareWith } = usePreferences();
  const heatBeside = compareOn && compareWith === 'heatmap';
  return (
    <div className={classNames(styles.overlays, !seen && styles.unseen)}>
      {overlaysOn && <Corners sliceId={sliceId} metadata={metadata} />}
      <div className={classNames(styles.corner, styles.topRight)}>
        {overlaysOn && <Technique metadata={metadata} />}
        <PictureWarnings warnings={metadata.warnings} />
      </div>
      <Marks metadata={metadata} />
      {!heatBeside && <HeatBar />}
    </div>
  );
});

function Technique({ metadata }: { readonly metadata: ImageMetadata }) {
  const why = whyNoHounsfield(metadata.unit);
  return (
    <>
      <dl className={styles.technique} aria-label="Technique">
        {metadata.technique.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {why !== null && <p data-testid="why-no-hounsfield">{why}</p>}
    </>
  );
}

/** What is missing of a picture, or lost in it, or cannot be measured on it. */
export function PictureWarnings({ warnings }: Pick<ImageMetadata, 'warnings'>) {
  if (warnings.length === 0) return null;
  return (
    <ul className={styles.warnings} aria-label="Warnings of the picture">
      {warnings.map((warning) => (
        <li key={warning}>{warning}</li>
      ))}
    </ul>
  );
}

function Corners({ sliceId, metadata }: OfPicture) {
  return (
    <>
      <Place sliceId={sliceId} />
      <WindowFacts metadata={metadata} />
      <Probe />
    </>
  );
}

/** The letters of the patient's sides as the slice lies on the screen. */
function Marks({ metadata }: { readonly metadata: ImageMetadata }) {
  const view = useViewer((state) => state.viewport?.view);
  if (!metadata.orientationMarks || !view) return null;
  return <OrientationLetters marks={shownMarks(metadata.orientationMarks, view)} />;
}

/** Letters at the four edges. */
export function OrientationLetters({ marks }: { readonly marks: OrientationMarks }) {
  return (['top', 'right', 'bottom', 'left'] as const).map((edge) => (
    <span key={edge} className={classNames(styles.mark, styles[edge])} data-edge={edge}>
      {marks[edge]}
    </span>
  ));
}
