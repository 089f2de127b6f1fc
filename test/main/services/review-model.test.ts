import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { bulkRead, stepBack } from '../../../main/services/bulk-read.ts';
import { presentSlice } from '../../../main/services/present-slice.ts';
import { recordRead, recordUnshownRead } from '../../../main/services/record-read.ts';
import { verifyAudit } from '../../../main/services/verify-audit.ts';
import { auditEntries } from '../../../main/store/audit-log.ts';
import type { Label } from '../../../src/review/label.ts';
import { type ProjectFixture, projectFixture } from '../../support/project-fixture.ts';

const SLICES = 5;
const SOURCE: readonly (Label | null)[] = ['none', 'haemorrhage', 'none', null, null];
const CALLS: readonly (Label | null)[] = ['haemorrhage', 'none', null, null, null];

type Step =
  | { readonly kind: 'read'; readonly slice: number; readonly label: Label }
  | { readonly kind: 'agree'; readonly slice: number }
  | { readonly kind: 'correct'; readonly slice: number; readonly label: Label }
  | { readonly kind: 'bulk'; readonly slices: readonly number[]; readonly label: Label }
  | { readonly kind: 'undo' }
  | { readonly kind: 'redo' };

/** What a review is, told as simply as can be: acts done, acts taken back, and the labels that follow from them. */
class Model {
  private done: { readonly slices: readonly number[]; readonly label: Label }[] = [];
  private undone: typeof this.done = [];

  act(slices: readonly number[], label: Label): void {
    this.done.push({ slices, label });
    this.undone = [];
  }
  /** False where there is nothing to take back. */
  undo(): boolean {
    const last = this.done.pop();
    if (last) this.undone.push(last);
    return last !== undefined;
  }
  redo(): boolean {
    const last = this.undone.pop();
    if (last) this.done.push(last);
    return last !== undefined;
  }
  labels(): (Label | null)[] {
    return SOURCE.map(
      (source, index) => this.done.findLast(({ slices }) => slices.includes(index + 1))?.label ?? source,
    );
  }
  canStep(): { canUndo: boolean; canRedo: boolean } {
    return { canUndo: this.done.length > 0, canRedo: this.undone.length > 0 };
  }
}

const labels = fc.constantFrom<Label>('haemorrhage', 'none', 'unsure', 'excluded');
const slice = fc.integer({ min: 1, max: SLICES });
const steps: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constant('read' as const), slice, label: labels }),
  fc.record({ kind: fc.constant('agree' as const), slice }),
  fc.record({ kind: fc.constant('correct' as const), slice, label: labels }),
  fc.record({ kind: fc.constant('bulk' as const), slices: fc.uniqueArray(slice, { minLength: 1 }), label: labels }),
  { arbitrary: fc.record({ kind: fc.constant('undo' as const) }), weight: 3 },
  { arbitrary: fc.record({ kind: fc.constant('redo' as const) }), weight: 2 },
);

async function take({ ctx }: ProjectFixture, step: Step): Promise<unknown> {
  const who = { reader: 'Ada', modelId: 1 };
  switch (step.kind) {
    case 'read':
    case 'agree': {
      const { presentationId } = presentSlice(ctx, { ...who, sliceId: step.slice, predictionVisible: true });
      const intent = step.kind === 'agree' ? 'agree' : step.label;
      return recordRead(ctx, { presentationId: presentationId ?? 0, intent, reason: null, confidence: null });
    }
    case 'correct':
      return recordUnshownRead(ctx, { ...who, sliceId: step.slice, label: step.label, reason: 'table' });
    case 'bulk':
      return bulkRead(ctx, { ...who, sliceIds: step.slices, label: step.label, reason: null });
    case 'undo':
    case 'redo':
      return stepBack(ctx, { reader: 'Ada' }, step.kind);
  }
}

/** The same step in the model; false where it is to be refused. */
function model(known: Model, step: Step): boolean {
  switch (step.kind) {
    case 'undo':
      return known.undo();
    case 'redo':
      return known.redo();
    case 'agree': {
      const call = CALLS[step.slice - 1];
      if (call) known.act([step.slice], call);
      return Boolean(call);
    }
    case 'bulk':
      known.act(step.slices, step.label);
      return true;
    default:
      known.act([step.slice], step.label);
      return true;
  }
}

function storedLabels({ ctx }: ProjectFixture): (Label | null)[] {
  const row = z.object({ id: z.number(), label: z.string().nullable() });
  const stored = ctx.store.db.all(row, 'SELECT slice_id AS id, label FROM current_labels');
  return SOURCE.map((_, index) => (stored.find(({ id }) => id === index + 1)?.label ?? null) as Label | null);
}

test('a review of any steps agrees with a simple model of it, and its log only grows', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(steps, { minLength: 1, maxLength: 25 }), async (taken) => {
      const project = projectFixture({
        slices: SLICES,
        labels: ['none', 'haemorrhage', 'none'],
        probabilities: [0.9, 0.2],
      });
      try {
        const known = new Model();
        let log = auditEntries(project.ctx.store.db);
        for (const step of taken) {
          const allowed = model(known, step);
          const outcome = await take(project, step).then(
            (value) => ({ value }),
            (error: unknown) => ({ error }),
          );
          expect('value' in outcome, JSON.stringify(step)).toBe(allowed);
          expect(storedLabels(project)).toEqual(known.labels());
          if ('value' in outcome && step.kind !== 'bulk') expect(outcome.value).toMatchObject(known.canStep());
          const grown = auditEntries(project.ctx.store.db);
          expect(grown.slice(0, log.length)).toEqual(log);
          expect(grown.length > log.length).toBe(allowed);
          log = grown;
        }
        expect(await verifyAudit(project.ctx)).toMatchObject({ kind: 'whole', entries: log.length });
      } finally {
        project.remove();
      }
    }),
    { seed: 20261128, numRuns: 40 },
  );
}, 180_000);
