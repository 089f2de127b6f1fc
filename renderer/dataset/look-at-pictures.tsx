import { useState } from 'react';
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

/** Every picture, page by page: only at the last one can the person say that no name is burnt into any. */
export function LookAtPictures({ sliceIds, seen, onSeen }: LookAtPicturesProps) {
  const [page, setPage] = useState(0);
  const [furthest, setFurthest] = useState(0);
  const pages = Math.max(1, Math.ceil(sliceIds.length / PER_PAGE));
  const turnTo = (next: number): void => {
    setPage(next);
    setFurthest(Math.max(furthest, next));
  };
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
          />
        ))}
      </div>
      <div className={styles.bar}>
        <Button disabled={page === 0} onClick={() => turnTo(page - 1)}>
          Back
        </Button>
        <span>
          Page {page + 1} of {pages}
        </span>
        <Button disabled={page + 1 >= pages} onClick={() => turnTo(page + 1)}>
          Next pictures
        </Button>
      </div>
      <Checkbox
        label={`I looked at all ${sliceIds.length} pictures, and no name is burnt into any`}
        checked={seen}
        disabled={furthest + 1 < pages}
        onChange={(event) => onSeen(event.target.checked)}
      />
    </>
  );
}
