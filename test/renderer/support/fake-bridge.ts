import type { AppEvent, Handlers } from '../../../src/contract/contract.ts';
import type { DatasetVersion, LabelChange } from '../../../src/contract/dataset-methods.ts';
import type { ImportReport } from '../../../src/contract/import-methods.ts';
import type { Preferences, ProjectSummary } from '../../../src/contract/project-methods.ts';
import type { Read, WorklistItem } from '../../../src/contract/review-methods.ts';
import type { Job, Prediction } from '../../../src/contract/shared.ts';
import { DEFAULT_MOUSE } from '../../../src/input/mouse-profile.ts';
import type { Label } from '../../../src/review/label.ts';
import { verdictBetween, withFigures } from '../../../src/statistics/with-figures.ts';
import { previewPictures } from '../../../src/training/preview-pictures.ts';
import { recipeFor } from '../../../src/training/recipe.ts';
import { VIEWER_DEFAULTS } from '../../../src/viewing/viewer-preferences.ts';
import { fakeCrossValidation, fakeCrossValidationResult } from './fake-cross-validation.ts';
import { FAKE_COUNTS, fakeEvaluation, fakeHeatmapCheck, fakeModel, fakeRun } from './fake-figures.ts';
import { fakeDuplicates, fakeRoles } from './fake-groups.ts';
import { fakeHead } from './fake-head.ts';
import { fakeShortcuts } from './fake-shortcuts.ts';
import { FAKE_SLICES, type FakeSlice, fakeHeat, fakeItem, fakeMetadata, fakePixels, THRESHOLD } from './fake-slices.ts';

/** What the page's address asks for: `?start`, `?empty`, `?no-tensorflow`, `?blind`, `?slow`. */
const asked = new URLSearchParams(location.search);
const listeners = new Set<(event: unknown) => void>();
const items = new Map<number, WorklistItem>(FAKE_SLICES.map((slice) => [slice.id, fakeItem(slice)]));
const reads: Read[] = [];
const presentations: number[] = [];
const undone: Read[] = [];
let sequence = 40;

/** Calls in the order they came, for whoever looks. */
const calls: { readonly method: string; readonly input: unknown }[] = [];

function push(event: AppEvent): void {
  for (const listener of listeners) listener(event);
}

let preferences: Preferences = {
  readerName: 'Dr A. Reader',
  advanceAfterRead: false,
  blindFirst: asked.has('blind'),
  heatmapOpacity: 0.5,
  heatmapOn: true,
  heatmapMethod: 'grad-cam',
  contourOn: true,
  contourThreshold: 0.5,
  keyOverrides: {},
  ...DEFAULT_MOUSE,
  recentCommands: [],
  ...VIEWER_DEFAULTS,
};

function shownSlice(sliceId: number): FakeSlice {
  const slice = FAKE_SLICES.find(({ id }) => id === sliceId);
  if (!slice) throw new Error(`There is no slice ${sliceId}.`);
  return slice;
}

function predictionOf(slice: FakeSlice): Prediction {
  const { probability } = slice;
  const call = probability >= THRESHOLD ? 'haemorrhage' : 'none';
  return { modelId: 2, modelName: 'lenet-2', probability, threshold: THRESHOLD, call, cannotTell: false };
}

function source(id: number, kind: 'labelled-set' | 'study', name: string): ProjectSummary['sources'][number] {
  const own = [...items.values()].filter(({ sliceId }) => FAKE_SLICES.find((s) => s.id === sliceId)?.sourceId === id);
  const unread = own.filter(({ read }) => !read).length;
  const rest = { slices: own.length, refused: id === 2 ? 2 : 0, unread, synthetic: false, addedMs: id };
  return { id, kind, name, root: `/data/${name}`, rootFound: true, ...rest };
}

function project(): ProjectSummary {
  return {
    folder: '/home/reader/Overread/Head CT',
    name: 'Head CT',
    readOnly: false,
    readOnlyReason: null,
    synthetic: asked.has('synthetic'),
    createdMs: 0,
    readingMode: 'off',
    sources: asked.has('empty') ? [] : [source(1, 'labelled-set', 'head-ct'), source(2, 'study', 'CT head 2024-03')],
    currentModel: asked.has('empty') ? null : { id: 2, name: 'lenet-2' },
    doubtWidth: 0.25,
  };
}

let open: ProjectSummary | null = asked.has('start') ? null : project();

const jobs: Job[] = asked.has('busy')
  ? [
      {
        jobId: 'job-1',
        kind: 'predict',
        status: 'running',
        message: 'Predicting head-ct',
        done: 47,
        total: 120,
        etaMs: 21_000,
      },
      {
        jobId: 'job-2',
        kind: 'train',
        status: 'running',
        message: 'Training lenet, round 4 of 10',
        done: 4,
        total: 10,
        etaMs: 95_000,
      },
    ]
  : [];

const REPORT: ImportReport = {
  token: 'token',
  root: '/data/head-ct',
  layout: 'csv',
  labelOrigin: 'labels.csv',
  good: { haemorrhage: 98, none: 99 },
  known: 0,
  problems: [
    { code: 'missing-file', row: 14, file: 'head_ct/012.png', message: 'The file is not there.' },
    { code: 'unknown-label', row: 57, file: 'head_ct/055.png', message: 'The label “maybe” is not 0 or 1, yes or no.' },
    { code: 'unreadable-image', row: 120, file: 'head_ct/118.png', message: 'The PNG ends early.' },
  ],
};

const versions: DatasetVersion[] = [1, 2].map((id) => ({
  id,
  name: `v${id}`,
  note: id === 2 ? 'After the first over-read' : null,
  manifestSha256: 'ab12cd34ef56'.repeat(6).slice(0, 64),
  createdMs: Date.parse('2026-11-20T09:00:00') + id * 5_400_000,
  counts: FAKE_COUNTS,
  corrected: id === 1 ? 0 : 6,
  disputed: 0,
}));

const changes: LabelChange[] = [3, 8, 21, 40].map((sliceId, place) => ({
  sliceId,
  sourceId: 1,
  file: items.get(sliceId)?.file ?? '',
  frame: 0,
  before: place % 2 === 0 ? 'haemorrhage' : 'none',
  after: (['none', 'haemorrhage', 'unsure', 'excluded'] as const)[place] ?? null,
  sourceLabel: place % 2 === 0 ? 'haemorrhage' : 'none',
  reader: 'Dr A. Reader',
  reason: place === 0 ? 'Calcified choroid plexus, not blood' : null,
}));

function history(sliceId: number): Read[] {
  return reads.filter((read) => read.sliceId === sliceId);
}

function append(sliceId: number, kind: Read['kind'], labelAfter: Label | null, rest: Partial<Read>) {
  const item = items.get(sliceId);
  if (!item) throw new Error(`No slice ${sliceId}`);
  sequence += 1;
  const read: Read = {
    id: reads.length + 1,
    sliceId,
    kind,
    targetReadId: null,
    batchId: null,
    reader: preferences.readerName,
    labelBefore: item.currentLabel,
    labelAfter,
    agreesWithModel: null,
    predictionSeen: true,
    reason: null,
    confidence: null,
    recordedMs: Date.now(),
    auditSequence: sequence,
    adjudication: false,
    ...rest,
  };
  reads.push(read);
  items.set(sliceId, { ...item, currentLabel: labelAfter, read: kind !== 'undo' });
  return {
    read,
    currentLabel: labelAfter,
    sliceRead: kind !== 'undo',
    stand: '',
    canUndo: reads.some((candidate) => candidate.kind === 'read' && !undone.includes(candidate)),
    batch: null,
    canRedo: undone.length > 0,
  };
}

const sliceOf = (sliceId: number) => FAKE_SLICES.find(({ id }) => id === sliceId);

const handlers: Partial<Handlers> = {
  'app.state': async () => ({
    appVersion: '0.1.0',
    tensorflow: asked.has('no-tensorflow')
      ? { ok: false, message: 'The TensorFlow library is not there. Run “npm run doctor” and follow what it says.' }
      : { ok: true, message: '' },
    recentProjects: asked.has('first')
      ? []
      : [
          {
            folder: '/home/reader/Overread/Head CT',
            name: 'Head CT',
            openedMs: Date.parse('2026-11-21T16:20:00'),
            found: true,
          },
          {
            folder: '/media/usb/Trauma 2023',
            name: 'Trauma 2023',
            openedMs: Date.parse('2026-10-02T08:11:00'),
            found: false,
          },
        ],
    preferences,
    project: open,
    defaultProjectsFolder: asked.has('no-default') ? null : '/home/reader/Overread',
    studyToOpen: null,
  }),
  'preferences.set': async (patch) => {
    preferences = { ...preferences, ...(patch as Partial<Preferences>) };
    return preferences;
  },
  'keys.export': async () => ({ path: '/data/overread-keys.json' }),
  'dialog.choose-folder': async () => ({ path: '/data/head-ct' }),
  'project.create': async ({ name }) => {
    open = { ...project(), name, sources: [] };
    return open;
  },
  'project.open': async () => {
    open = project();
    return open;
  },
  'project.close': async () => {
    open = null;
    return {};
  },
  'project.summary': async () => project(),
  'job.list': async () => ({ jobs }),
  'job.cancel': async ({ jobId }) => {
    const job = jobs.find((candidate) => candidate.jobId === jobId);
    if (job) push({ kind: 'job', job: { ...job, status: 'cancelled' } });
    return {};
  },
  'import.check': async () => {
    setTimeout(() => push({ kind: 'import-checked', report: REPORT }), 50);
    return { jobId: 'check' };
  },
  'import.commit': async () => ({ sourceId: 1, slices: 197 }),
  'import.discard': async () => ({}),
  'study.open': async () => {
    setTimeout(() => push({ kind: 'study-opened', sourceId: 2, complete: true }), 50);
    return { jobId: 'study' };
  },
  'worklist.get': async ({ sourceId }) => {
    const own = FAKE_SLICES.filter((slice) => slice.sourceId === sourceId);
    return {
      sourceId,
      kind: sourceId === 1 ? 'labelled-set' : 'study',
      name: sourceId === 1 ? 'head-ct' : 'CT head 2024-03',
      synthetic: asked.has('synthetic'),
      series:
        sourceId === 1
          ? [{ index: 0, title: 'head-ct', remarks: [], slices: own.length }]
          : [
              { index: 0, title: 'Topogram', remarks: [], slices: 1 },
              { index: 1, title: 'Head 5.0 H30s', remarks: ['1 gap: 10 mm at 35 mm'], slices: own.length - 1 },
            ],
      items: own.map(({ id }) => items.get(id)).filter((item) => item !== undefined),
      refused:
        sourceId === 1
          ? []
          : [
              { file: 'DICOMDIR', code: 'no-pixels', message: 'A directory of files, without a picture.' },
              { file: 'series/notes.pdf', code: 'format', message: 'Neither PNG nor DICOM.' },
            ],
      warnings:
        sourceId === 2
          ? ['The model lenet-2 was made from PNG pictures; its calls on CT slices are not to be relied on.']
          : [],
    };
  },
  'worklist.item': async ({ sliceId }) => ({ item: items.get(sliceId) ?? null }),
  'prediction.start': async ({ sourceId }) => {
    const own = FAKE_SLICES.filter((slice) => slice.sourceId === sourceId && slice.kind !== 'scout');
    const predictions = own.map((slice) => ({ sliceId: slice.id, prediction: predictionOf(slice) }));
    setTimeout(() => {
      for (const { sliceId, prediction } of predictions) {
        const item = items.get(sliceId);
        if (item) items.set(sliceId, { ...item, prediction });
      }
      push({ kind: 'predicted', sourceId, predictions });
    }, 100);
    return { jobId: 'predict' };
  },
  'presentation.begin': async ({ sliceId, predictionVisible }) => {
    presentations.push(sliceId);
    const prediction = items.get(sliceId)?.prediction ?? null;
    return {
      presentationId: presentations.length,
      arm: 'open',
      aiVisible: true,
      mayReveal: true,
      prediction: predictionVisible ? prediction : null,
      history: history(sliceId),
      canUndo: reads.length > 0,
      canRedo: undone.length > 0,
    };
  },
  'presentation.reveal': async ({ presentationId }) => ({
    prediction: items.get(presentations[presentationId - 1] ?? 0)?.prediction ?? null,
  }),
  'presentation.listed': async () => ({}),
  'read.record': async ({ presentationId, intent, reason, confidence }) => {
    const sliceId = presentations[presentationId - 1] ?? 0;
    const slice = sliceOf(sliceId);
    const modelCall = slice ? predictionOf(slice).call : 'none';
    const label = intent === 'agree' ? modelCall : intent;
    undone.length = 0;
    return append(sliceId, 'read', label, { reason, confidence, agreesWithModel: label === modelCall });
  },
  'view.get': async () => ({ view: null }),
  'view.keep': async () => ({}),
  'read.bulk': async ({ sliceIds, label }) => {
    for (const sliceId of sliceIds) append(sliceId, 'read', label, {});
    setTimeout(() => push({ kind: 'bulk-read', jobId: 'bulk-read', sliceIds, label }), 100);
    return { jobId: 'bulk-read' };
  },
  'worklist.next': async ({ unread }) => ({ sliceId: unread[0] ?? null }),
  'read.bulk-preview': async ({ sliceIds }) => {
    const unread = sliceIds.filter((sliceId) => items.get(sliceId)?.read === false).length;
    return { unread, neverShown: sliceIds.length, unreadNeverShown: unread };
  },
  'act.undo': async () => {
    const target = [...reads].reverse().find((read) => read.kind === 'read' && !undone.includes(read));
    if (!target) throw new Error('Nothing to undo');
    undone.push(target);
    return { kind: 'read', outcome: append(target.sliceId, 'undo', target.labelBefore, { targetReadId: target.id }) };
  },
  'act.redo': async () => {
    const target = undone.pop();
    if (!target) throw new Error('Nothing to redo');
    return { kind: 'read', outcome: append(target.sliceId, 'redo', target.labelAfter, { targetReadId: target.id }) };
  },
  'study.list': async ({ sourceId }) => ({
    studies: [
      sourceId === 1
        ? {
            study: 'set',
            series: [0],
            slices: 120,
            whyNot: 'Pictures of a labelled set name no study.',
            standing: null,
          }
        : { study: 'head', series: [0, 1], slices: 33, whyNot: null, standing: null },
    ],
    specificity: null,
  }),
  'mark.list': async () => ({ marks: [] }),
  'mark.save': () => Promise.reject(new Error('Marks are not faked.')),
  'mark.remove': () => Promise.reject(new Error('Marks are not faked.')),
  'mark.export': async () => ({ csv: null, json: null, marks: 0 }),
  'dataset.draft': async () =>
    asked.has('empty')
      ? {
          counts: { haemorrhage: 0, none: 0, unsure: 0, excluded: 0, unlabelled: 0 },
          disputed: 0,
          comparedWith: null,
          changes: [],
          partial: false,
          blocked: 'No slice has a label yet. Import a labelled set or read some slices.',
          unchanged: false,
        }
      : {
          counts: FAKE_COUNTS,
          disputed: 0,
          comparedWith: 'v2',
          changes,
          partial: false,
          blocked: null,
          unchanged: false,
        },
  'dataset.list': async () => ({ versions: asked.has('empty') ? [] : versions }),
  'dataset.freeze': async ({ note }) => {
    const version = {
      ...(versions[1] as DatasetVersion),
      id: versions.length + 1,
      name: `v${versions.length + 1}`,
      note,
    };
    versions.push(version);
    return version;
  },
  'dataset.export': async () => ({ jobId: 'export' }),
  'duplicates.list': async () => fakeDuplicates(asked.has('empty')),
  'duplicates.search': async () => ({ jobId: 'search' }),
  'roles.get': async () => fakeRoles(asked.has('empty')),
  'dataset.shortcuts': async () => ({ shortcuts: asked.has('busy') ? null : fakeShortcuts() }),
  'dataset.audit-shortcuts': async () => ({ jobId: 'audit-shortcuts' }),
  'model.exportCard': async () => ({ jobId: 'export-card' }),
  'training.runs': async () => ({
    runs: asked.has('empty')
      ? []
      : [fakeRun(3, 10, 4, 'running'), fakeRun(2, 10, 10, 'finished'), fakeRun(1, 10, 3, 'diverged')],
  }),
  'training.start': async () => ({ runId: 3, jobId: 'train' }),
  'training.preview': async ({ architecture: name, preprocessing, augmentation, seed, place }) => {
    const { architecture } = recipeFor(name, {}, seed, preprocessing);
    const { resizeSide, channels } = architecture;
    const input = fakeHead(resizeSide, channels, place);
    const shown = previewPictures(architecture, input, augmentation, { seed, draws: 8 });
    return { file: `head_ct/${String(place).padStart(3, '0')}.png`, frame: 0, slices: 116, ...shown };
  },
  'training.stop': async () => ({}),
  'training.continue': async ({ runId }) => ({ runId, jobId: 'train' }),
  'training.discard': async () => ({}),
  'crossValidation.continue': async ({ id }) => ({ id, jobId: 'cross-validate' }),
  'model.list': async () => ({
    models: asked.has('empty') ? [] : [fakeModel(3, false, 46), fakeModel(2, true, 43)],
  }),
  'model.evaluate': async ({ modelId }) => withFigures(fakeEvaluation(modelId, 9)),
  'model.evaluateSource': async ({ modelId, sourceId }) => {
    if (sourceId === 1) throw new Error(`lenet-${modelId} learnt from every labelled slice of head-ct.`);
    return withFigures({
      ...fakeEvaluation(modelId, 9),
      evidence: { kind: 'other-source', heading: 'Source CT head 2024-03, no sealed test', sourceId },
    });
  },
  'model.compare': async ({ candidateId, baselineId }) => ({
    labelVersion: 'v2',
    candidate: fakeEvaluation(candidateId, 17),
    baseline: fakeEvaluation(baselineId, 6),
    seenByBaseline: 4,
    verdict: verdictBetween(fakeEvaluation(candidateId, 17), fakeEvaluation(baselineId, 6)),
    flipped: [5, 9, 13, 17, 31, 44].map((sliceId, place) => ({
      sliceId,
      sourceId: 1,
      file: items.get(sliceId)?.file ?? '',
      better: place < 4,
    })),
    corrections: [
      {
        version: 'v2',
        note: 'After the first over-read',
        added: 3,
        removed: 0,
        corrected: [3, 8, 21, 40].map((sliceId, place) => ({
          sliceId,
          sourceId: 1,
          file: items.get(sliceId)?.file ?? '',
          frame: 0,
          before: place % 2 === 0 ? ('haemorrhage' as const) : ('none' as const),
          after: (['none', 'haemorrhage', 'none', 'excluded'] as const)[place] ?? 'none',
          reader: 'Dr A. Reader',
          part: (['training', 'training', 'held-out', null] as const)[place] ?? null,
          baselineCall: place === 2 ? ('none' as const) : ('haemorrhage' as const),
          candidateCall: place === 0 ? ('none' as const) : ('haemorrhage' as const),
        })),
      },
    ],
  }),
  'crossValidation.start': async () => {
    const job: Job = {
      jobId: 'cross-validation',
      kind: 'cross-validate',
      status: 'running',
      message: 'Cross-validating: repeat 1, fold 2',
      done: 1,
      total: 10,
      etaMs: 420_000,
    };
    push({ kind: 'job', job });
    return { id: 4, jobId: job.jobId };
  },
  'crossValidation.list': async () => ({
    runs: asked.has('empty') ? [] : [fakeCrossValidation(3, 'finished'), fakeCrossValidation(2, 'stopped')],
  }),
  'crossValidation.result': async ({ id }) => fakeCrossValidationResult(id),
  'model.promote': async ({ modelId }) => fakeModel(modelId, true, 46),
  'heatmap.agreement': async () => ({
    pairs: [
      { first: 'grad-cam', second: 'grad-cam-plus-plus', correlation: 0.91, overlap: 0.72 },
      { first: 'grad-cam', second: 'occlusion', correlation: 0.48, overlap: 0.21 },
      { first: 'grad-cam-plus-plus', second: 'occlusion', correlation: 0.12, overlap: 0.08 },
    ],
  }),
  'slice.pixels': async ({ sliceId }) => {
    const slice = shownSlice(sliceId);
    if (sliceId === 1031) throw new Error('series/ct-030.dcm: the JPEG 2000 stream ends early.');
    const metadata = fakeMetadata(slice);
    const pixels = fakePixels(slice);
    const body = metadata.sampleType === 'uint8' ? Uint8Array.from(pixels) : new Uint8Array(pixels.slice().buffer);
    return { metadata, body };
  },
  'slice.heatmap': async ({ sliceId, modelId, method, answer }) => {
    const slice = shownSlice(sliceId);
    const { rows, columns } = fakeMetadata(slice);
    const scale = method === 'grad-cam' ? 'model' : 'slice';
    const metadata = { rows, columns, modelId, method, answer, probability: slice.probability, scale } as const;
    const heat = fakeHeat(slice);
    return { metadata, heat, head: new Uint8Array(heat.length).fill(1) };
  },
  'heatmap-check.get': async ({ modelId }) => ({ check: asked.has('checked') ? fakeHeatmapCheck(modelId) : null }),
  'heatmap-check.start': async () => ({ jobId: 'heatmap-check' }),
  'audit.page': async () => ({
    total: 140,
    lines: Array.from({ length: 24 }, (_, index) => ({
      sequence: 140 - index,
      time: new Date(Date.parse('2026-11-21T16:20:00') - index * 47_000).toISOString(),
      event: ['read', 'read', 'read-undone', 'model-promoted', 'training-ended', 'dataset-frozen'][index % 6] ?? 'read',
      reader: index % 6 < 3 ? 'Dr A. Reader' : null,
      summary:
        [
          'No haemorrhage, overrides the model (0.83); changes the label',
          'Haemorrhage, agrees with the model (0.97)',
          'Undoes entry 121',
          'lenet-2 replaces lenet-1',
          'Run 2 finished, lenet-2',
          'v2: 57 haemorrhage, 59 none, 6 corrected',
        ][index % 6] ?? '',
      hash: 'e3b0c44298fc1c14'.repeat(4),
      entryJson: '{"event":"read","format":1,"sequence":140}',
    })),
  }),
  'audit.verify': async () => ({ kind: 'whole', entries: 140, headHash: 'e3b0c44298fc1c14'.repeat(4) }),
  'backup.make': async () => ({ path: '/home/reader/p/backups/b.db', byteLength: 1, kept: 10 }),
  'backup.list': async ({ folder }) => ({ folder, fault: null, backups: [] }),
  'backup.restore': async () => ({ project: project(), kept: null, salvaged: null }),
  'audit.export': async () => ({
    path: '/home/reader/audit.csv',
    entries: 140,
    headHash: 'e3b0c44298fc1c14'.repeat(4),
  }),
};

async function answer(method: string, input: unknown): Promise<unknown> {
  calls.push({ method, input });
  const handler = handlers[method as keyof Handlers] as ((input: unknown) => Promise<unknown>) | undefined;
  try {
    if (!handler) throw new Error(`${method} is not there yet.`);
    return { kind: 'ok', value: await handler(input) };
  } catch (error) {
    return { kind: 'error', error: { code: 'fake', message: (error as Error).message, details: null } };
  }
}

const bridge = {
  call: answer,
  onEvent: (listener: (event: unknown) => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  pathForFile: (file: File) => `/dropped/${file.name}`,
};
Object.assign(window, { overread: bridge, fake: { push, calls } });
