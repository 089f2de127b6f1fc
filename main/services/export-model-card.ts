import { existsSync } from 'node:fs';
import path from 'node:path';
import { canonicalJson } from '../../src/audit/canonical-json.ts';
import type { CrossValidationResult } from '../../src/contract/cross-validation-methods.ts';
import { type ModelCard, modelCard } from '../../src/report/model-card.ts';
import { modelCardCsv } from '../../src/report/model-card-csv.ts';
import { modelCardHtml } from '../../src/report/model-card-html.ts';
import { withFigures } from '../../src/statistics/with-figures.ts';
import type { ComputeClient } from '../compute/compute-client.ts';
import { sha256OfText } from '../store/audit-log.ts';
import { cardEvidence } from './card-evidence.ts';
import { gatherCardFacts } from './card-facts.ts';
import { type EvaluateOptions, evaluateModel } from './evaluate-model.ts';
import { loadModel } from './model-reference.ts';
import { requireOutside } from './require-outside.ts';
import { appendEntry, type ServiceContext } from './service-context.ts';
import { ServiceError } from './service-error.ts';
import { writeExportFolder } from './write-export-folder.ts';

export interface ExportCardRequest {
  readonly modelId: number;
  /** Where the three files go; made where it is not there. */
  readonly folder: string;
  /** Share with haemorrhage where the model is to be used (0..1, ends excluded); null leaves PPV and NPV open. */
  readonly prevalence: number | null;
  readonly reader: string | null;
  /** Another cross-validation than the newest finished one of the model's data set version. */
  readonly crossValidation?: CrossValidationResult | undefined;
}

export interface ExportedCard {
  readonly folder: string;
  /** SHA-256 of model-card.html. */
  readonly cardSha256: string;
  readonly card: ModelCard;
}

/** The files of a card, the page last: where it is, the others are. */
export const CARD_FILES = ['model-card.json', 'figures.csv', 'model-card.html'] as const;

/**
 * Measures a model and writes its card: model-card.html, figures.csv and model-card.json, none in the place of another card.
 * A folder that is not there yet appears with all three or not at all. The log names their hashes; a card that cannot be logged does not stay.
 * @throws ServiceError `no-model`, `weights-missing`, `project-read-only`, `card-exists`, `inside-project`; the signal's reason
 */
export async function exportModelCard(
  context: ServiceContext,
  compute: ComputeClient,
  request: ExportCardRequest,
  options: EvaluateOptions = {},
): Promise<ExportedCard> {
  const folder = path.resolve(request.folder);
  requireOutside(context, folder);
  const model = loadModel(context, request.modelId);
  // What leaves the project is in the log, so a project that cannot be written exports nothing.
  const { readOnlyReason } = context.store;
  if (readOnlyReason !== null) throw new ServiceError('project-read-only', readOnlyReason);
  requireNoCard(folder);
  const { modelId, reader, prevalence } = request;
  const evaluation = await evaluateModel(context, compute, { modelId, splitId: null, reader }, options);
  options.signal?.throwIfAborted();
  const evidence = cardEvidence(
    context,
    { modelId: model.row.id, datasetVersionId: model.run.datasetVersionId },
    prevalence,
    request.crossValidation,
  );
  const card = modelCard(gatherCardFacts(context, model, withFigures(evaluation), evidence, prevalence));
  const texts = [canonicalJson(card), modelCardCsv(card), modelCardHtml(card)] as const;
  const cardSha256 = sha256OfText(texts[2]);
  const files = CARD_FILES.map((name, index) => ({ name, content: texts[index] ?? '' }));
  // Measuring takes minutes: another card may have come meanwhile.
  requireNoCard(folder);
  writeExportFolder(context, folder, files, () => logCard(context, card, texts, reader));
  context.notify({ kind: 'model-card-exported', folder, model: card.model.name, cardSha256 });
  return { folder, cardSha256, card };
}

/** A new folder's path inside `parent`: `<model>-card`, with a number after it where that is taken. */
export function freeCardFolder(context: ServiceContext, parent: string, modelId: number): string {
  const name = loadModel(context, modelId).row.name.replace(/[^A-Za-z0-9-]+/g, '-');
  for (let attempt = 1; ; attempt += 1) {
    const folder = path.join(path.resolve(parent), `${name}-card${attempt === 1 ? '' : `-${attempt}`}`);
    if (!existsSync(folder)) return folder;
  }
}

function requireNoCard(folder: string): void {
  const taken = CARD_FILES.find((name) => existsSync(path.join(folder, name)));
  if (taken === undefined) return;
  const message = `There is a ${taken} in "${folder}" already, and it stays. Choose another folder, or move it away.`;
  throw new ServiceError('card-exists', message);
}

function logCard(
  context: ServiceContext,
  { model, dataset }: ModelCard,
  [json, csv, page]: readonly [string, string, string],
  reader: string | null,
): void {
  context.store.transaction(() =>
    appendEntry(context, {
      event: 'model-card-exported',
      reader,
      ...{ model: model.name, weightsSha256: model.weightsSha256, datasetVersion: dataset.name },
      ...{ cardSha256: sha256OfText(page), figuresSha256: sha256OfText(csv), jsonSha256: sha256OfText(json) },
    }),
  );
}
