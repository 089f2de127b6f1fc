import type { ShortcutAudit } from '../../src/contract/shortcut-methods.ts';
import { DEFAULT_THRESHOLD } from '../../src/prediction/call.ts';
import type { TrainableLabel } from '../../src/review/label.ts';
import { type AuditedSlice, shortcutAudit } from '../../src/shortcuts/shortcut-audit.ts';
import type { ComputeClient } from '../compute/compute-client.ts';
import { type MeasuredSlices, type MeasureOptions, measureSlices } from './measure-slices.ts';
import type { ServiceContext } from './service-context.ts';
import { ServiceError } from './service-error.ts';

export interface AuditRequest {
  readonly members: readonly { readonly sliceId: number; readonly label: TrainableLabel; readonly group: string }[];
  /** The fold of each member, a list for each repeat. */
  readonly folds: readonly (readonly number[])[];
  /** The network's out-of-fold probabilities of haemorrhage of each member on the same folds, a list for each repeat. */
  readonly network: readonly (readonly number[])[] | null;
}

export interface AuditOptions extends MeasureOptions {
  /** Haemorrhage is called by the network at this probability and above; 0.5 unless told. */
  readonly networkThreshold?: number | undefined;
}

/**
 * The shortcut audit of slices on the folds given, beside a network's out-of-fold probabilities where there are some. Slices
 * that cannot be read any more are named in `missing` and left out everywhere, so that both are measured on the same.
 * @throws ServiceError `no-shortcut-audit` where the rest cannot be audited, with the reason
 */
export async function auditShortcuts(
  context: ServiceContext,
  compute: Pick<ComputeClient, 'request'>,
  request: AuditRequest,
  options: AuditOptions = {},
): Promise<ShortcutAudit> {
  const sliceIds = request.members.map(({ sliceId }) => sliceId);
  const measured = await measureSlices(context, compute, sliceIds, options);
  options.signal?.throwIfAborted();
  return auditMeasured(request, measured, options.networkThreshold);
}

/** {@link auditShortcuts} of slices that were measured before. */
export function auditMeasured(
  { members, folds, network }: AuditRequest,
  { statistics, failures }: MeasuredSlices,
  networkThreshold: number = DEFAULT_THRESHOLD,
): ShortcutAudit {
  for (const list of [...folds, ...(network ?? [])]) {
    if (list.length === members.length) continue;
    throw new ServiceError('no-shortcut-audit', `A list of ${list.length} does not fit ${members.length} slices.`);
  }
  const kept: number[] = [];
  const slices: AuditedSlice[] = [];
  members.forEach((member, index) => {
    const own = statistics.get(member.sliceId);
    if (!own) return;
    kept.push(index);
    slices.push({ ...member, statistics: own });
  });
  const keptOf = (list: readonly number[]): number[] => kept.map((index) => list[index] ?? Number.NaN);
  try {
    const keptNetwork = network?.map(keptOf) ?? null;
    const audit = shortcutAudit(slices, folds.map(keptOf), { network: keptNetwork, networkThreshold });
    return { ...audit, missing: failures.map(({ file, message }) => ({ file, message })) };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new ServiceError('no-shortcut-audit', `What gives the label away cannot be measured: ${error.message}`);
  }
}
