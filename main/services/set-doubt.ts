import { doubtWidth, setDoubtWidth } from '../store/project.ts';
import { appendEntry, type ServiceContext } from './service-context.ts';
import { ServiceError } from './service-error.ts';

/**
 * Sets how wide the zone is in which the app says that it cannot tell. It changes what readers see from now on, so the log has it.
 * @param width see doubtZone
 * @throws ServiceError `project-read-only`
 */
export function setDoubt(context: ServiceContext, { width, reader }: { width: number; reader: string }): void {
  const { store } = context;
  if (store.readOnlyReason !== null) throw new ServiceError('project-read-only', store.readOnlyReason);
  const before = doubtWidth(store.db);
  if (before === width) return;
  store.transaction(() => {
    setDoubtWidth(store.db, width);
    appendEntry(context, { event: 'doubt-zone-set', reader, before, width });
  });
}
