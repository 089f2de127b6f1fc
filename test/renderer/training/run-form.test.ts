import { describe, expect, it } from 'vitest';
import { AUGMENTATION_FIELDS, typedWord } from '../../../renderer/training/augmentation-fields.ts';
import {
  answerField,
  answerOf,
  choicesOf,
  ctWindowsOf,
  EMPTY_FORM,
  formOf,
  type RunForm,
  rememberedOf,
  wholeAugmentation,
} from '../../../renderer/training/run-form.ts';
import { ARCHITECTURE_NAMES } from '../../../src/training/architecture.ts';

const form = (typed: Partial<RunForm>): RunForm => ({ ...EMPTY_FORM, ...typed });

function chosen(typed: Partial<RunForm>) {
  const choices = choicesOf(form(typed));
  if (choices.kind === 'bad') throw new Error(choices.why);
  return choices.value;
}

describe('a form', () => {
  it.each([
    ['lenet', 10],
    ['lenet2', 7],
    ['compact', 80],
  ])('sends the rounds of %s, and nothing that was not chosen', (architecture, rounds) => {
    expect(chosen({ architecture })).toEqual({ architecture, settings: { rounds }, preprocessing: {} });
  });

  it('sends what was typed as numbers', () => {
    const { settings } = chosen({ rounds: ' 3 ', seed: '0', learningRate: '0.0003', weightDecay: '0.02' });
    expect(settings).toEqual({ rounds: 3, seed: 0, learningRate: 0.0003, weightDecay: 0.02 });
  });

  it('sends every other choice', () => {
    const { settings, preprocessing } = chosen({
      architecture: 'lenet',
      schedule: 'cosine',
      classWeights: 'balanced',
      ensembleOf: 'folds',
      ensembleCount: '4',
      testTimeFlip: 'yes',
      cropToHead: 'yes',
      pad: 'yes',
      standardise: 'yes',
      ctWindows: '80/40, 200/80',
    });
    expect(settings).toMatchObject({
      learningRateSchedule: 'cosine',
      classWeights: 'balanced',
      ensemble: { of: 'folds', count: 4 },
      testTimeFlip: true,
    });
    expect(preprocessing).toEqual({
      framing: 'head',
      standardise: true,
      ctWindows: [
        { widthHu: 80, centerHu: 40 },
        { widthHu: 200, centerHu: 80 },
      ],
    });
    expect(chosen({ ensembleOf: 'seeds' }).settings.ensemble).toEqual({ of: 'seeds', count: 5 });
  });

  it.each([
    ['rounds', '0'],
    ['rounds', 'many'],
    ['seed', '-1'],
    ['learningRate', '0'],
    ['batchSize', '2.5'],
    ['weightDecay', '2'],
    ['labelSmoothing', '1'],
    ['rotateDegrees', '200'],
    ['flipChance', 'often'],
    ['noise', '-1'],
    ['elasticSmoothness', '0'],
    ['ctWindows', '80'],
    ['ctWindows', '80/40/2'],
  ])('says what is wrong with %s %s', (field, typed) => {
    expect(choicesOf(form({ [field]: typed }))).toMatchObject({ kind: 'bad', why: expect.stringMatching(/:/) });
  });

  it('refuses an ensemble of eleven', () => {
    expect(choicesOf(form({ ensembleOf: 'seeds', ensembleCount: '11' }))).toMatchObject({ kind: 'bad' });
  });
});

describe('augmentation in the form', () => {
  it('is what was typed over the defaults of the architecture, in its own units', () => {
    expect(chosen({ architecture: 'lenet', flipChance: '50' }).settings.augmentation).toEqual({ flipChance: 0.5 });
    const { augmentation } = chosen({
      architecture: 'compact',
      rotateDegrees: '0',
      noise: '3',
      elasticReach: '4',
    }).settings;
    expect(augmentation).not.toHaveProperty('rotateDegrees');
    expect(augmentation).toMatchObject({
      noise: 0.03,
      zoomLog: 0.12,
      elastic: { reachShare: 0.04, smoothnessShare: 0.08 },
    });
  });

  it.each(ARCHITECTURE_NAMES)(
    'shows the defaults of %s so that typing them means the same within rounding',
    (architecture) => {
      const defaults = wholeAugmentation(form({ architecture }));
      if (defaults.kind === 'bad') throw new Error(defaults.why);
      for (const field of AUGMENTATION_FIELDS) {
        if (field.key === 'elasticReach' || field.key === 'elasticSmoothness') continue;
        const stored = defaults.value[field.key] ?? 0;
        expect(field.stored(Number(typedWord(field, stored)))).toBeCloseTo(stored, 2);
      }
    },
  );
});

describe('yes and no', () => {
  it('follow the architecture until they are changed', () => {
    expect(answerOf(form({ architecture: 'compact' }), 'align')).toBe(true);
    expect(answerOf(form({ architecture: 'lenet' }), 'align')).toBe(false);
    expect(answerField(form({ architecture: 'compact' }), 'align', false)).toEqual({ align: 'no' });
    expect(answerField(form({ architecture: 'compact', align: 'no' }), 'align', true)).toEqual({ align: '' });
    expect(chosen({ architecture: 'compact', align: 'no' }).preprocessing).toEqual({ framing: 'head' });
  });
});

it('remembers what was typed but the seed, and forgets what it does not know', () => {
  const remembered = rememberedOf(form({ architecture: 'compact', rounds: '20', seed: '5' }));
  expect(remembered).toEqual({ architecture: 'compact', rounds: '20' });
  expect(formOf({ ...remembered, gone: 'x', seed: '9' })).toEqual(form({ architecture: 'compact', rounds: '20' }));
});

it('reads CT windows as radiologists say them', () => {
  expect(ctWindowsOf('')).toEqual({ kind: 'good', value: null });
  expect(ctWindowsOf('2800/600')).toEqual({ kind: 'good', value: [{ widthHu: 2800, centerHu: 600 }] });
  expect(ctWindowsOf('80/40,80/40,80/40,80/40,80/40').kind).toBe('bad');
});
