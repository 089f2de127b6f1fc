import { writeSync } from 'node:fs';
import { openProject } from '../../main/services/open-project.ts';
import { presentSlice } from '../../main/services/present-slice.ts';
import { recordRead, redoRead, undoRead } from '../../main/services/record-read.ts';
import type { ServiceContext } from '../../main/services/service-context.ts';
import type { Label } from '../../src/review/label.ts';

// A process to be killed: `node reading-process.cjs PROJECT hold|read FIRST`. It says `open write` or `open read-only`; when
// asked to read it then reads slices without end and says the id of each act after the act was acknowledged.

const LABELS: readonly Label[] = ['haemorrhage', 'none', 'unsure', 'excluded'];
const SLICES = 3;

function act(ctx: ServiceContext, turn: number): number {
  const reader = turn % 2 === 0 ? 'Ada' : 'Ben';
  const { presentationId, canUndo, canRedo } = presentSlice(ctx, {
    sliceId: (turn % SLICES) + 1,
    reader,
    modelId: 1,
    predictionVisible: turn % 5 !== 0,
  });
  if (turn % 7 === 3 && canUndo) return undoRead(ctx, { reader }).read.id;
  if (turn % 7 === 5 && canRedo) return redoRead(ctx, { reader }).read.id;
  const intent = LABELS[(turn * 5) % LABELS.length] ?? 'none';
  const reason = `turn ${turn}`;
  return recordRead(ctx, { presentationId: presentationId ?? 0, intent, reason, confidence: null }).read.id;
}

const [folder = '', task = '', first = '0'] = process.argv.slice(2);
const ctx = openProject({ folder }, { appVersion: '0.1.0', computer: 'reading-room' });
writeSync(1, `open ${ctx.store.readOnly ? 'read-only' : 'write'}\n`);
if (task === 'read') {
  for (let turn = Number(first); ; turn += 1) writeSync(1, `${act(ctx, turn)}\n`);
}
setInterval(() => {}, 1000);
