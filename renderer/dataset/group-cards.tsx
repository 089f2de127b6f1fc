import { useEffect } from 'react';
import { loadGroups, useGroups } from '../state/groups-store.ts';
import { Loaded } from '../ui/loading.tsx';
import { NearDuplicatesCard } from './near-duplicates-card.tsx';
import { RolesCard } from './roles-card.tsx';

/** What hangs together, and what may be used for what. */
export function GroupCards() {
  const { duplicates, roles } = useGroups();
  useEffect(() => void loadGroups(), []);
  return (
    <>
      <Loaded of={roles} what="roles" onRetry={() => void loadGroups()}>
        {(value) => <RolesCard roles={value} />}
      </Loaded>
      <Loaded of={duplicates} what="near-duplicates" onRetry={() => void loadGroups()}>
        {(value) => <NearDuplicatesCard report={value} />}
      </Loaded>
    </>
  );
}
