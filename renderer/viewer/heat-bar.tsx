import { useEffect, useRef } from 'react';
import { methodInSentence } from '../../src/explanation/heatmap-method.ts';
import { heatTable } from '../../src/viewing/heat-colour-maps.ts';
import { usePreferences } from '../state/preferences-store.ts';
import { useViewer } from '../state/viewer-store.ts';
import { labelWord } from '../words.ts';
import styles from './heat-bar.module.css';

const STEPS = 256;

/** The colours of heat with their numbers, drawn as they lie over black; nothing while no heat is drawn. */
export function HeatBar() {
  const ref = useRef<HTMLCanvasElement>(null);
  const heatmap = useViewer((state) => state.heatmap);
  const { heatmapColours, heatmapFloor, heatmapOpacity } = usePreferences();
  const here = heatmap.kind === 'here';
  useEffect(() => {
    const context = here ? ref.current?.getContext('2d') : null;
    if (!context) return;
    const table = heatTable(heatmapColours, heatmapFloor);
    context.fillStyle = '#000000';
    context.fillRect(0, 0, 1, STEPS);
    for (let heat = 0; heat < STEPS; heat += 1) {
      const [red, green, blue, alpha] = table.subarray(heat * 4, heat * 4 + 4);
      context.fillStyle = `rgb(${red} ${green} ${blue} / ${((alpha ?? 0) / 255) * heatmapOpacity})`;
      context.fillRect(0, STEPS - 1 - heat, 1, 1);
    }
  }, [here, heatmapColours, heatmapFloor, heatmapOpacity]);
  if (heatmap.kind !== 'here') return null;
  const floor = Math.round(heatmapFloor * 100);
  return (
    <figure className={styles.bar} data-testid="heat-bar">
      <figcaption>
        {methodInSentence(heatmap.method)}: {labelWord(heatmap.answer).toLowerCase()}
      </figcaption>
      <div className={styles.scale}>
        <canvas ref={ref} width={1} height={STEPS} aria-hidden />
        <span className={styles.most}>100 %</span>
        <span className={styles.middle}>50 %</span>
        <span className={styles.least}>0</span>
        {floor > 0 && <span className={styles.floor} style={{ bottom: `calc(${floor}% - 1px)` }} aria-hidden />}
      </div>
      <p>
        of full heat{floor > 0 ? `, from ${floor} %` : ''}
        {heatmap.scale === 'slice' ? ' (this slice’s own peak)' : ''}
      </p>
    </figure>
  );
}
