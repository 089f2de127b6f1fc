import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { closeProject, openProject } from '../../../main/services/open-project.ts';
import { auditEntries } from '../../../main/store/audit-log.ts';
import { findModelByName } from '../../../main/store/models.ts';
import { auditEntrySchema } from '../../../src/audit/audit-entry.ts';
import { countParameters } from '../../../src/training/layer-shapes.ts';
import { recipeFor } from '../../../src/training/recipe.ts';
import { bundleComputeHosts, REAL_HOSTS } from '../../support/compute-hosts.ts';
import { smallPhantomPng } from '../../support/phantom-files.ts';
import { runCliHere } from '../../support/run-cli-here.ts';

// Every option from the command line to the stored model, with real hosts and networks trained for a moment.
const folder = mkdtempSync(path.join(os.tmpdir(), 'overread-options-'));
let hostsFolder = '';

beforeAll(async () => {
  hostsFolder = await bundleComputeHosts('train-options', REAL_HOSTS);
  for (const [name, kind] of [
    ['bleed', 'intraparenchymal'],
    ['normal', 'none'],
  ] as const) {
    mkdirSync(path.join(folder, 'set', name), { recursive: true });
    for (let n = 0; n < 14; n += 1) {
      writeFileSync(path.join(folder, 'set', name, `${n}.png`), smallPhantomPng(300 + n + name.length * 50, kind));
    }
  }
  expect((await json('import', 'set')).code).toBe(0);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function json(...args: string[]) {
  const { code, stdout } = await runCliHere([...args, '--project', 'P', '--json'], { folder, hostsFolder });
  return { code, value: JSON.parse(stdout) };
}

const ALL = [
  ...['train', '--architecture', 'compact', '--rounds', '2', '--seed', '4', '--reader', 'A'],
  ...['--ensemble', 'folds:2', '--class-weights', 'balanced', '--test-time-flip', '--mirror-difference'],
  ...[
    '--augment',
    '{"flipChance":0.5,"cropShare":0.1,"noise":0.02,"elastic":{"reachShare":0.02,"smoothnessShare":0.1}}',
  ],
  ...['--ct-windows', '80/40,200/80', '--framing', 'head', '--settings', '{"batchSize":8}'],
];

test('every option is trained with, stored, written into the log, and makes the same model again', async () => {
  const first = await json(...ALL);
  expect(first.code).toBe(0);
  const recipe = recipeFor(
    'compact',
    {
      rounds: 2,
      batchSize: 8,
      ensemble: { of: 'folds', count: 2 },
      classWeights: 'balanced',
      testTimeFlip: true,
      augmentation: {
        flipChance: 0.5,
        cropShare: 0.1,
        noise: 0.02,
        elastic: { reachShare: 0.02, smoothnessShare: 0.1 },
      },
    },
    4,
    {
      framing: 'head',
      mirrorDifference: true,
      ctWindows: [
        { centerHu: 40, widthHu: 80 },
        { centerHu: 80, widthHu: 200 },
      ],
    },
  );
  expect(first.value.recipe).toEqual(recipe);
  expect(first.value.epochs.map(({ member, epoch }: { member: number; epoch: number }) => [member, epoch])).toEqual([
    [1, 1],
    [1, 2],
    [2, 1],
    [2, 2],
  ]);
  expect(first.value.evaluation.n).toBeGreaterThan(0);
  const again = await json(...ALL);
  const project = openProject({ folder: path.join(folder, 'P') }, { appVersion: 'test' });
  try {
    const { db } = project.store;
    const started = auditEntries(db)
      .map(({ entryJson }) => auditEntrySchema.parse(JSON.parse(entryJson)))
      .find(({ event }) => event === 'training-started');
    expect(started).toMatchObject({ recipe });
    const model = findModelByName(db, 'compact-1');
    expect(model?.weightsSha256).toBe(findModelByName(db, `compact-${again.value.runId}`)?.weightsSha256);
    const bytes = readFileSync(path.join(folder, 'P', model?.weightsFile ?? ''));
    // Two networks of 4 bytes a weight, their statistics (352 more numbers) and the header.
    expect(bytes.length).toBeGreaterThan(2 * 4 * (countParameters(recipe.architecture) + 352));
    expect(bytes.length).toBeLessThan(2 * 4 * (countParameters(recipe.architecture) + 352) + 10_000);
    expect(model?.temperature).toBeGreaterThan(0);
    expect(model?.temperatureFit).toMatchObject({ n: expect.any(Number), haemorrhages: expect.any(Number) });
    expect(model?.temperatureFit?.nllAfter).toBeLessThanOrEqual((model?.temperatureFit?.nllBefore ?? 0) + 1e-9);
  } finally {
    closeProject(project);
  }
});

test('a measured model says what its temperature does to the probabilities, which stay as the network gave them', async () => {
  const { value } = await json('evaluate', '--model', 'compact-1');
  const { temperature, calibration, figures } = value;
  expect(calibration.before.brier).toBeCloseTo(figures.brier.value, 12);
  expect(calibration.before.ece).toBeCloseTo(figures.ece.value, 12);
  expect(calibration.after.brier).not.toBe(calibration.before.brier);
  expect(temperature.n).toBeGreaterThan(0);
});

test('more folds than heads are refused in words, and no run is left behind', async () => {
  // The version with few slices: 10 folds of fewer groups of a label.
  const { code, value } = await json('train', '--architecture', 'compact', '--rounds', '1', '--ensemble', 'folds:10');
  expect(code).toBe(3);
  expect(value.error).toMatchObject({ code: 'too-few-slices', message: expect.stringMatching(/Only \d groups/) });
  expect((await json('audit', 'verify')).value).toMatchObject({ kind: 'whole' });
});
