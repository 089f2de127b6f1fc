import type { Model } from '../../src/contract/training-methods.ts';
import { currentModel, insertPromotion } from '../store/models.ts';
import { toModel } from './list-models.ts';
import { loadModel } from './model-reference.ts';
import type { Viewer } from './reader-sight.ts';
import { appendEntry, type ServiceContext } from './service-context.ts';

export interface PromoteRequest {
  readonly modelId: number;
  readonly reader: string;
  readonly note: string | null;
}

/** Makes a model the one that reads for the project. Its predictions are asked for by whoever shows a source. */
export function promoteModel(context: ServiceContext, request: PromoteRequest, viewer: Viewer | null = null): Model {
  const { row } = loadModel(context, request.modelId);
  context.store.transaction(() => {
    const replaced = currentModel(context.store.db)?.name ?? null;
    const promotedMs = context.clock().getTime();
    insertPromotion(context.store.db, { modelId: row.id, reader: request.reader, note: request.note, promotedMs });
    appendEntry(context, {
      event: 'model-promoted',
      reader: request.reader,
      model: row.name,
      weightsSha256: row.weightsSha256,
      replaced,
      note: request.note,
    });
  });
  return toModel(context, row, row.id, viewer);
}

/** The first model of a project reads from the start, since there is nothing to compare it with; logged like any promotion. */
export function promoteFirstModel(context: ServiceContext, modelId: number, reader: string): boolean {
  if (currentModel(context.store.db)) return false;
  promoteModel(context, { modelId, reader, note: 'First model of the project' });
  return true;
}
