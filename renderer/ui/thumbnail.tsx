import { useState } from 'react';
import { thumbnailRoute } from '../../src/contract/contract.ts';
import { useApp } from '../state/app-store.ts';
import { MissingPicture } from './missing-picture.tsx';

interface ThumbnailProps {
  readonly sliceId: number;
  readonly className?: string | undefined;
}

/** A slice in small. Ids begin anew in each project, so the address names the opening too: no picture of another project. */
export function Thumbnail({ sliceId, className }: ThumbnailProps) {
  const opening = useApp((state) => state.opening);
  const source = `${thumbnailRoute(sliceId)}#${opening}`;
  // A new address is a new picture: whether the one before could be drawn says nothing of it.
  const [failed, setFailed] = useState<string | null>(null);
  if (failed === source) return <MissingPicture className={className} />;
  return (
    <img
      key={source}
      className={className}
      src={source}
      alt=""
      loading="lazy"
      decoding="async"
      onError={() => setFailed(source)}
    />
  );
}
