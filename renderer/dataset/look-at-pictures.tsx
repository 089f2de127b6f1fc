import { useCallback, useEffect, useState } from 'react';
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

/**
 * Every picture, page by page: only when each was drawn can the person say that no name is burnt into any. A page is left
 * when its pictures are there, so that none is passed over.
 */
export function LookAtPictures({ sliceIds, seen, onSeen }: LookAtPicturesProps) {
  const [page, setPage] = useState(0);
  /** Whether each that is no longer waited for was drawn. */
  const [ended, setEnded] = useState<ReadonlyMap<number, boolean>>(new Map());
  const noteEnd = useCallback(
    (sliceId: number, isDrawn: boolean) => setEnded((before) => new Map(before).set(sliceId, isDrawn)),
    [],
  );
  // What was said holds for the pictures that were shown then.
  useEffect(() => () => onSeen(false), [onSeen]);
  const pages = Math.max(1, Math.ceil(sliceIds.length / PER_PAGE));
  const shown = sliceIds.slice(page * PER_PAGE, (page + 1) * PER_PAGE);
  const missing = sliceIds.filter((sliceId) => ended.get(sliceId) !== true).length;
  const failed = sliceIds.findIndex((sliceId) => ended.get(sliceId) === false);
  return (
    <>
      <Notice tone="warning">
        Headers are de-identified. Text that is burnt into a picture is not removed: look at every picture for names,
        numbers and dates.
      </Notice>
      <div className={styles.sheet}>
        {shown.map((sliceId, index) => (
          <StillPicture
            key={sliceId}
            className={styles.picture}
            sliceId={sliceId}
            label={`Picture ${page * PER_PAGE + index + 1} of ${sliceIds.length}`}
            view={null}
            modelId={null}
            onEnd={noteEnd}
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
          {failed >= 0 && `; picture ${failed + 1} on page ${Math.floor(failed / PER_PAGE) + 1} cannot be drawn`}
        </span>
        <Button
          disabled={page + 1 >= pages || shown.some((sliceId) => !ended.has(sliceId))}
          onClick={() => setPage(page + 1)}
        >
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
