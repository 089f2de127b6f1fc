import { useEffect, useRef, useState } from 'react';
import { thumbnailRoute } from '../../src/contract/contract.ts';
import { useApp } from '../state/app-store.ts';
import { useReview } from '../state/review-store.ts';
import { MissingPicture } from '../ui/missing-picture.tsx';
import { thumbnailTurns } from './thumbnail-turns.ts';

/** A row passed faster than this asks for no picture. */
const PASSING_MS = 60;

/** Calls `act` after `PASSING_MS`, and not while the reader passes over slices: a picture's frame comes first. The answer calls it off. */
function whenStayed(act: () => void): () => void {
  const look = (): void => {
    if (useReview.getState().presentation.kind === 'beginning') timer = setTimeout(look, PASSING_MS);
    else act();
  };
  let timer = setTimeout(look, PASSING_MS);
  return () => clearTimeout(timer);
}

/** A slice in small, loaded when its row stays in view; a row that is scrolled past gives its turn back. */
export function RowThumbnail({
  sliceId,
  className,
}: {
  readonly sliceId: number;
  readonly className?: string | undefined;
}) {
  const opening = useApp((state) => state.opening);
  const [source, setSource] = useState<string | null>(null);
  const [failed, setFailed] = useState(false);
  const end = useRef<() => void>(() => undefined);
  useEffect(() => {
    // Ids begin anew in each project, so the address names the opening too: no picture of another project.
    const callOff = whenStayed(() => {
      end.current = thumbnailTurns.take(() => setSource(`${thumbnailRoute(sliceId)}#${opening}`));
    });
    return () => {
      callOff();
      end.current();
      setSource(null);
      setFailed(false);
    };
  }, [sliceId, opening]);
  if (failed) return <MissingPicture className={className} />;
  if (source === null) return <span className={className} />;
  return (
    <img
      key={source}
      className={className}
      src={source}
      alt=""
      decoding="async"
      onLoad={() => end.current()}
      onError={() => {
        setFailed(true);
        end.current();
      }}
    />
  );
}
