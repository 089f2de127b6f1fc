import type { ShortcutAudit } from '../../src/contract/shortcut-methods.ts';
import { DEFAULT_THRESHOLD } from '../../src/prediction/call.ts';
import type { TrainableLabel } from '../../src/review/label.ts';
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

/** Longest time that the classifiers may take over many thousand slices. */
const AUDIT_BOUND_MS = 30 * 60_000;

/**
 * The shortcut audit of slices on the folds given, beside a network's out-of-fold probabilities where there are some. Slices
 * that cannot be read any more are named in `missing` and left out everywhere, so that both are measured on the same.
 * @throws ServiceError `no-shortcut-audit` where the rest cannot be audited, with the reason; ComputeError
 */
export async function auditShortcuts(
  context: ServiceContext,
  compute: Pick<ComputeClient, 'request'>,
  request: AuditRequest,
  options: AuditOptions = {},
): Promise<ShortcutAudit> {
  const sliceIds = request.members.map(({ sliceId }) => sliceId);
  const measured = await measureSlices(context, compute, sliceIds, options);
  return auditMeasured(compute, request, measured, options);
}

/** {@link auditShortcuts} of slices that were measured before. */
export async function auditMeasured(
  compute: Pick<ComputeClient, 'request'>,
  { members, folds, network }: AuditRequest,
  { statistics, failures }: MeasuredSlices,
  { networkThreshold = DEFAULT_THRESHOLD, signal }: Omit<AuditOptions, 'onProgress'> = {},
): Promise<ShortcutAudit> {
  for (const list of [...folds, ...(network ?? [])]) {
    if (list.length !== members.length)
      throw notAudited(`a list of ${list.length} does not fit ${members.length} slices`);
  }
  const kept = members.flatMap(({ sliceId, label, group }, index) => {
    const own = statistics.get(sliceId);
    return own ? [{ index, slice: { sliceId, label, group, statistics: own } }] : [];
  });
  const keptOf = (list: readonly number[]): number[] => kept.map(({ index }) => list[index] ?? Number.NaN);
  const { audit, blocked } = await compute.request(
    'shortcut-audit',
    {
      slices: kept.map(({ slice }) => slice),
      folds: folds.map(keptOf),
      network: network?.map(keptOf) ?? null,
      networkThreshold,
    },
    { signal, priority: 'background', timeoutMs: AUDIT_BOUND_MS },
  );
  if (audit === null) throw notAudited(blocked ?? 'no reason is known');
  return { ...audit, missing: failures.map(({ file, message }) => ({ file, message })) };
}

function notAudited(reason: string): ServiceError {
  return new ServiceError('no-shortcut-audit', `What gives the label away cannot be measured: ${reason}`);
}
