import type { Distributions } from '../../src/contract/shortcut-methods.ts';
import { openSlice } from '../actions/listing.ts';
import { LabelMark } from '../ui/label-mark.tsx';
import { Card } from '../ui/page.tsx';
import { Thumbnail } from '../ui/thumbnail.tsx';
import { lastPart } from '../words.ts';
import styles from './sample-slices.module.css';

const LABELS = ['haemorrhage', 'none'] as const;

/** A few slices of each label, to see with one's own eyes what differs. */
export function SampleSlices({ distributions }: { readonly distributions: Distributions }) {
  return (
    <Card title="Some slices of each label">
      <div className={styles.pair}>
        {LABELS.map((label) => (
          <section key={label} className={styles.label}>
            <h3>
              <LabelMark label={label} named />
            </h3>
            {distributions[label].samples.length === 0 && (
              <p className={styles.fine}>
                {distributions[label].n === 0
                  ? 'None.'
                  : 'After reading: slices stand here once you have gone on from them.'}
              </p>
            )}
            <ul className={styles.grid}>
              {distributions[label].samples.map(({ sliceId, sourceId, file, frame }) => (
                <li key={sliceId}>
                  <button
                    type="button"
                    className={styles.slice}
                    aria-label={`Open ${lastPart(file)}${frame > 0 ? ` frame ${frame + 1}` : ''} in review`}
                    title={file}
                    onClick={() => void openSlice(sourceId, sliceId)}
                  >
                    <Thumbnail sliceId={sliceId} />
                  </button>
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </Card>
  );
}
