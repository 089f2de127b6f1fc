import path from 'node:path';
import type { DownMessage, UpMessage } from '../../main/compute/compute-child.ts';
import { readLabelledSet } from '../../main/services/read-labelled-set.ts';
import { verifyAuditReport } from '../../main/services/verify-audit-report.ts';
import { walkFolder } from '../../main/services/walk-folder.ts';

// Reads tables as the import and `audit verify` do, in a process that can be watched and ended.

async function answer({ operation, input }: DownMessage & { kind: 'request' }): Promise<unknown> {
  const folder = String(input);
  if (operation === 'verify') return (await verifyAuditReport(path.join(folder, 'report.csv'))).chain;
  return readLabelledSet(await walkFolder(folder));
}

const post = (message: UpMessage): void => void process.send?.(message);

process.on('disconnect', () => process.exit(0));
process.on('message', (message: DownMessage) => {
  if (message.kind !== 'request') return;
  const { id } = message;
  answer(message).then(
    (output) => post({ kind: 'result', id, output }),
    (error: unknown) => post({ kind: 'error', id, code: 'failed', message: String(error) }),
  );
});
