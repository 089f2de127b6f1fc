import { thumbnailRoute } from '../../src/contract/contract.ts';
import { useApp } from '../state/app-store.ts';

interface ThumbnailProps {
  readonly sliceId: number;
  readonly className?: string | undefined;
}

/** A slice in small. Ids begin anew in each project, so the address names the opening too: no picture of another project. */
export function Thumbnail({ sliceId, className }: ThumbnailProps) {
  const opening = useApp((state) => state.opening);
  const source = `${thumbnailRoute(sliceId)}#${opening}`;
  return <img className={className} src={source} alt="" loading="lazy" decoding="async" />;
}
