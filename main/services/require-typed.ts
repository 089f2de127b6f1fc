import { ServiceError } from './service-error.ts';

/**
 * What cannot be undone is confirmed by typing what it is done to.
 * @throws ServiceError `not-confirmed`
 */
export function requireTyped(typed: string, wanted: string): void {
  if (typed.trim() === wanted) return;
  throw new ServiceError('not-confirmed', `Nothing was deleted. To go on, give "${wanted}" exactly.`);
}
