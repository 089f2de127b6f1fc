import type { DuplicateReport } from '../../src/contract/duplicate-methods.ts';
import { Notice } from '../ui/notice.tsx';
import { countWord, lastPart } from '../words.ts';

const NAMED = 5;

/** How slices hang together, and whether the split made last keeps them together. */
export function LeakageLine({ report }: { readonly report: DuplicateReport }) {
  const { groups, sharedGroups, slicesInSharedGroups, split } = report;
  return (
    <>
      <p>
        <strong>Leakage:</strong> {countWord(groups, 'group')}, {sharedGroups} of more than one slice
        {sharedGroups > 0 && ` (${countWord(slicesInSharedGroups, 'slice')})`};{' '}
        {split === null
          ? 'no split has been made yet.'
          : `pairs across the parts of the split of ${split.datasetName}: ${split.leaks.length}.`}
      </p>
      {split !== null && split.leaks.length > 0 && (
        <Notice tone="warning">
          The next training run deals a new split, because this one leaks:{' '}
          {split.leaks
            .slice(0, NAMED)
            .map(
              ({ a, b, partOfA, partOfB, why }) =>
                `${lastPart(a.file)} (${partOfA}) and ${lastPart(b.file)} (${partOfB}), ${why}`,
            )
            .join('; ')}
          {split.leaks.length > NAMED && `; and ${split.leaks.length - NAMED} more`}. Models that learnt from it are
          measured too kindly.
        </Notice>
      )}
    </>
  );
}
