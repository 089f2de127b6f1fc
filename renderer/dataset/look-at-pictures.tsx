import { useCallback, useState } from 'react';
import { Button } from '../ui/button.tsx';
import { Checkbox } from '../ui/field.tsx';
import { Notice } from '../ui/notice.tsx';
import { StillPicture } from '../viewer/still-picture.tsx';
import styles from './look-at-pictures.module.css';

const PER_PAGE = 8;

interface LookAtPicturesProps {
  readonly sliceIds: readonly number[];
  readonly seen: boolean;
  readonly onSeen: (seen: boolean) => void;
}

/** Every picture, page by page: only when each was drawn can the person say that no name is burnt into any. */
export function LookAtPictures({ sliceIds, seen, onSeen }: LookAtPicturesProps) {
  const [page, setPage] = useState(0);
  const [drawn, setDrawn] = useState<ReadonlySet<number>>(new Set());
  const noteDrawn = useCallback((sliceId: number) => setDrawn((before) => new Set(before).add(sliceId)), []);
  const pages = Math.max(1, Math.ceil(sliceIds.length / PER_PAGE));
  const missing = sliceIds.filter((sliceId) => !drawn.has(sliceId)).length;
  return (
    <>
      <Notice tone="warning">
        Headers are de-identified. Text that is burnt into a picture is not removed: look at every picture for names,
        numbers and dates.
      </Notice>
      <div className={styles.sheet}>
        {sliceIds.slice(page * PER_PAGE, (page + 1) * PER_PAGE).map((sliceId, index) => (
          <StillPicture
            key={sliceId}
            className={styles.picture}
            sliceId={sliceId}
            label={`Picture ${page * PER_PAGE + index + 1} of ${sliceIds.length}`}
            view={null}
            modelId={null}
            onDrawn={noteDrawn}
          />
        ))}
      </div>
      <div className={styles.bar}>
        <Button disabled={page === 0} onClick={() => setPage(page - 1)}>
          Back
        </Button>
        <span>
          Page {page + 1} of {pages}
          {missing > 0 && `, ${missing === 1 ? '1 picture' : `${missing} pictures`} not shown yet`}
        </span>
        <Button disabled={page + 1 >= pages} onClick={() => setPage(page + 1)}>
          Next pictures
        </Button>
      </div>
      <Checkbox
        label={`I looked at all ${sliceIds.length} pictures, and no name is burnt into any`}
        checked={seen}
        disabled={missing > 0}
        onChange={(event) => onSeen(event.target.checked)}
      />
    </>
  );
}
