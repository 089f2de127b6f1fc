import { shortcutAudit } from '../../src/shortcuts/shortcut-audit.ts';
import type { OperationOutput } from './protocol.ts';
import type { ParsedInput } from './serve-operations.ts';

/** The shortcut audit of measured slices. It does not look whether it was given up: then its child is ended. */
export function auditForShortcuts({
  slices,
  folds,
  network,
  networkThreshold,
}: ParsedInput<'shortcut-audit'>): OperationOutput<'shortcut-audit'> {
  try {
    return { audit: shortcutAudit(slices, folds, { network, networkThreshold }), blocked: null };
  } catch (error) {
    if (error instanceof RangeError) return { audit: null, blocked: error.message };
    throw error;
  }
}
