import { defaultPreprocessing } from '../prediction/network-input.ts';
import type { Preprocessing } from '../prediction/preprocessing.ts';
import type { Architecture } from './architecture.ts';

/** How slices are made ready for an architecture when nobody says otherwise. */
export function preprocessingFor(architecture: Architecture): Preprocessing {
  return defaultPreprocessing(architecture.resizeSide, architecture.name === 'compact' ? 'aligned-head' : undefined);
}
