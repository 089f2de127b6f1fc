import { useEffect, useRef, useState } from 'react';
import { movedView, slicePoint, type View } from '../../src/viewing/view.ts';
import { PictureMarks } from '../marks/picture-marks.tsx';
import { useCompare } from '../state/compare-store.ts';
import { usePreferences } from '../state/preferences-store.ts';
import { useViewer } from '../state/viewer-store.ts';
import styles from './lens.module.css';
import type { Picture } from './picture.ts';
import { pictures } from './picture-cache.ts';
import { PictureCanvas } from './picture-canvas.ts';
import { readProbe } from './probe.ts';
import { useLensKeys } from './use-lens-keys.ts';

const SIDE_PX = 220;
const POWER = 2.5;

/** A lens under the pointer while it is held, or where the keys hold it: the slice's own pixels in the chosen window, with what lies over them. */
export function Lens({ sliceId }: { readonly sliceId: number }) {
  const held = useViewer((state) => state.lens !== null);
  return held ? <HeldLens sliceId={sliceId} /> : null;
}

function HeldLens({ sliceId }: { readonly sliceId: number }) {
  const ref = useRef<HTMLDivElement>(null);
  const canvas = useRef<PictureCanvas | null>(null);
  const [drawn, setDrawn] = useState<{ readonly picture: Picture; readonly view: View } | null>(null);
  const lens = useViewer((state) => state.lens);
  const facts = useViewer((state) => state.viewport);
  const heat = useCompare((state) => state.heat);
  useLensKeys();
  const beside = usePreferences(({ compareOn, compareWith }) => compareOn && compareWith === 'heatmap');
  useEffect(() => {
    if (!ref.current) return undefined;
    const made = new PictureCanvas(ref.current);
    canvas.current = made;
    return () => {
      canvas.current = null;
      made.dispose();
    };
  }, []);
  useEffect(() => {
    const picture = pictures.peek(sliceId);
    if (!canvas.current || !picture || !lens || !facts) return;
    const { metadata } = picture;
    const at = { x: SIDE_PX / 2, y: SIDE_PX / 2 };
    const seen = slicePoint(facts.view, metadata, facts.element, lens);
    const view = { ...facts.view, scale: facts.view.scale * POWER };
    const own = movedView(view, metadata, canvas.current.size, seen, at);
    canvas.current.show(picture, { ...facts, view: own });
    canvas.current.setHeatmap(beside ? null : heat);
    setDrawn({ picture, view: own });
    useViewer.setState({ probe: readProbe(picture, seen) });
  }, [sliceId, lens, facts, heat, beside]);
  const place = lens ? { left: lens.x - SIDE_PX / 2, top: lens.y - SIDE_PX / 2 } : {};
  return (
    <div className={styles.lens} data-testid="lens" style={place} aria-hidden>
      <div ref={ref} className={styles.picture} />
      {drawn && <PictureMarks {...drawn} element={{ width: SIDE_PX, height: SIDE_PX }} labelled={false} />}
    </div>
  );
}
