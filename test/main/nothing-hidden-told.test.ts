import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AppContext } from '../../main/app-context.ts';
import { answerCall } from '../../main/call.ts';
import { createHandlers } from '../../main/handlers.ts';
import { createJobs } from '../../main/jobs.ts';
import { openPreferences } from '../../main/preferences.ts';
import { tellWithoutNames } from '../../main/reader-view.ts';
import { createPictures } from '../../main/services/pictures.ts';
import {
  type AppEvent,
  contract,
  type Handlers,
  type MethodName,
  type MethodOutput,
} from '../../src/contract/contract.ts';
import type { ProjectFixture } from '../support/project-fixture.ts';
import { refusingCompute, twinWorld, type World } from '../support/twin-worlds.ts';

// Every method of the contract, asked by a reader who reads blind, in two worlds that differ in nothing but what is hidden from them:
// the answer, the error, the job's messages and the events must be the same in both.

/** Methods that are not asked, and why. */
const NOT_ASKED = {
  'presentation.reveal': 'shows the AI on purpose',
  'presentation.listed': 'shows AI and labels on purpose',
  'evaluation.unveil': 'shows them on purpose',
  'read.record': 'shows the AI by the read; see reader-view.test.ts',
  'dataset.export': 'writes all labels for whoever runs the study',
  'report.export': 'the same',
  'model.exportCard': 'the same',
  'testSet.seal': 'seals what labels allow for whoever runs the study; what the roles show of it is asked',
  'audit.verify': 'recomputes hashes, which differ',
  'project.create': 'opens another project',
  'project.open': 'opens another project',
  'project.close': 'closes it',
  'purge.project': 'takes it off the disk',
  'backup.make': 'copies the database as it is',
  'backup.restore': 'opens another project',
  'demo.start': 'makes another project',
  'app.notices': 'reads a file of the app',
  'view.keep': 'keeps what the window says of itself',
  'read.bulk': 'shows the AI by the reads; what it would do is asked (read.bulk-preview)',
  'study.open': 'reads a folder that the person chose',
  'import.check': 'the same',
  'source.relocate': 'the same',
  'audit.checkReport': 'reads a report that the person chose',
} as const satisfies Partial<Record<MethodName, string>>;
type Asked = Exclude<MethodName, keyof typeof NOT_ASKED>;

const SLICES = [1, 2, 3, 5, 13, 15, 17, 18];
const STUDY = 'study-00000000000000000001';
/** Of the two slices that were opened as a study. */
const OPENED_STUDY = 'study-00000000000000000002';
const perSlice = <T extends object>(rest: T) => SLICES.map((sliceId) => ({ sliceId, ...rest }));
const preview = { architecture: 'lenet', preprocessing: {}, augmentation: {}, seed: 1 };
const training = { datasetId: 1, architecture: 'lenet', settings: {}, sourceIds: null };
const crossValidation = {
  ...{ datasetId: 1, architectures: ['lenet'], settings: {} },
  ...{ folds: 2, repeats: 1, grouping: 'near-duplicates' },
};
const unsaid = { bleeds: [], confidence: null, note: null };
const bleeds = [{ type: 'subdural', side: 'left' }];
const shape = { kind: 'probe', points: [{ x: 1, y: 1 }] };

/** What each is asked: the compiler refuses a method without it. Those that change the project come last. */
const QUESTIONS: Readonly<Record<Asked, readonly object[]>> = {
  'app.state': [{}],
  'keys.export': [{}],
  'dialog.choose-folder': [{ purpose: 'study' }],
  'project.summary': [{}],
  'job.list': [{}],
  'job.cancel': [{ jobId: 'none' }],
  'worklist.get': [{ sourceId: 1 }, { sourceId: 2 }],
  'worklist.item': SLICES.map((sliceId) => ({ sourceId: sliceId > 16 ? 2 : 1, sliceId })),
  'worklist.next': [{ from: null, unread: SLICES }, ...SLICES.map((from) => ({ from, unread: SLICES }))],
  'read.bulk-preview': [{ sliceIds: SLICES }],
  'reads.changes': [{}],
  'slice.history': perSlice({}),
  'study.list': [{ sourceId: 1 }, { sourceId: 2 }],
  'study.export': [{ folder: null }],
  'slice.pixels': perSlice({}),
  'slice.heatmap': perSlice({ modelId: 1, method: 'grad-cam', answer: 'haemorrhage' }),
  'heatmap.agreement': perSlice({ modelId: 1 }),
  'heatmap-check.get': [{ modelId: 1 }],
  'mark.list': [{ sourceId: 1 }, { sourceId: 2 }],
  'mark.export': [{ folder: null }],
  'dataset.draft': [{}],
  'dataset.list': [{}],
  'dataset.pictures': [{ datasetId: 1 }],
  'dataset.shortcuts': [{ datasetId: 1 }],
  'training.preview': Array.from({ length: 18 }, (_, place) => ({ ...preview, place })),
  'training.runs': [{}],
  'training.stop': [{ runId: 1 }],
  'model.list': [{}],
  'model.evaluate': [{ modelId: 1 }],
  'model.evaluateSource': [{ modelId: 1, sourceId: 1 }],
  'model.compare': [{ candidateId: 2, baselineId: 1 }],
  'duplicates.list': [{}],
  'roles.get': [{}],
  'testSet.look': [{ testSetId: 1, look: 1 }],
  'crossValidation.list': [{}],
  'crossValidation.result': [{ id: 1, prevalence: null }],
  'reader.list': [{}],
  'readers.report': [{ reads: 'first' }, { reads: 'last' }],
  'readers.export': [{ folder: null, reads: 'first' }],
  'repeats.get': [{}],
  'adjudication.queue': [{ opening: false }],
  'audit.page': [{ beforeSequence: null, limit: 200 }],
  'audit.moment': Array.from({ length: 30 }, (_, index) => ({ entry: String(index + 1) })),
  'audit.readHead': [{ file: null }],
  'audit.export': [{ folder: null }],
  'purge.studies': [{}],
  'purge.study-loss': [{ study: STUDY }],
  'purge.project-loss': [{}],
  'backup.list': [{ folder: '/nowhere' }],
  'signing.get': [{}],
  'signing.exportKey': [{ folder: null }],
  'view.get': [{}],
  'picture.save': perSlice({ area: { x: 0, y: 0, width: 8, height: 8 }, withOverlay: true, heatmap: null }),
  // From here on they change something, or start a job.
  'preferences.set': [{ advanceAfterRead: true }],
  'signing.set': [{ enabled: false }],
  'signing.move': [{ place: 'file' }],
  'project.setDoubt': [{ width: 0.2 }],
  'repeats.set': [{ share: 0, afterReads: 1, afterMinutes: 0 }],
  'duplicates.judge': [{ pairId: 1, verdict: 'confirmed' }],
  'mark.save': perSlice({ markId: null, shape }),
  'mark.remove': [{ markId: 1 }],
  'prediction.start': [{ sourceId: 1, modelId: null }],
  'heatmap-check.start': [{ modelId: 1 }],
  'dataset.audit-shortcuts': [{ datasetId: 1 }],
  'duplicates.search': [{}],
  'dataset.freeze': [{ note: null }],
  'testSet.open': [{ testSetId: 1 }],
  'training.start': [training],
  'training.continue': [{ runId: 1 }],
  'training.discard': [{ runId: 1 }],
  'crossValidation.start': [crossValidation],
  'crossValidation.continue': [{ id: 1 }],
  'import.commit': [{ token: 'none' }],
  'import.discard': [{ token: 'none' }],
  'model.promote': [{ modelId: 2, note: null }],
  'project.setReadingMode': [{ mode: 'on', confirmed: true }],
  'presentation.begin': perSlice({ predictionVisible: true }),
  'study.call': [
    { ...unsaid, study: STUDY, label: 'haemorrhage', predictionVisible: false },
    { ...unsaid, study: OPENED_STUDY, label: 'none', predictionVisible: false },
    { ...unsaid, study: OPENED_STUDY, label: 'none', bleeds, predictionVisible: false },
    { study: OPENED_STUDY, label: 'haemorrhage', bleeds, confidence: 4, note: 'rim', predictionVisible: true },
  ],
  // Both study calls, then a read; and back.
  'act.undo': [{}, {}, {}],
  'act.redo': [{}, {}, {}],
  'reader.signIn': [{ name: 'Ada' }],
  'reader.signOut': [{}],
  'purge.study': [{ study: STUDY, confirmed: STUDY }],
};

interface Seat {
  readonly project: ProjectFixture;
  ask(method: MethodName, input: object): Promise<unknown>;
}

/** Ada before the window of a world. */
function seatIn(world: World): Seat {
  const project = twinWorld(world);
  const { ctx: context } = project;
  const preferences = openPreferences(project.folder);
  preferences.set({ readerName: 'Ada' });
  const events: AppEvent[] = [];
  const emit = (event: AppEvent): void => void events.push(event);
  const open = { context, pictures: createPictures({ context, compute: refusingCompute, thumbnailFolder: null }) };
  const projects = { require: () => open, current: () => open, showing: () => undefined };
  const told = tellWithoutNames({ preferences, projects } as unknown as AppContext);
  const jobs = createJobs({ emit: (job) => emit({ kind: 'job', job }), told });
  const nobody = async (): Promise<null> => null;
  const signing = { enabled: false, key: null, hasKeyStore: false, file: '/nowhere' };
  const app = {
    ...{ appVersion: '0.1.0', preferences, jobs, emit, compute: refusingCompute, studyToOpen: null },
    ...{ projectsFolder: '/nowhere', thumbnailFolder: path.join(project.folder, 'thumbnails') },
    recentProjects: { list: () => [] },
    dialogs: { chooseFolder: nobody, choosePictureFile: nobody, chooseExportedFile: nobody },
    captureWindow: async () => new Uint8Array(8),
    signing: { state: () => signing, setEnabled: () => signing, setPlace: () => signing, publicPem: () => null },
    projects,
    tensorflow: { known: async () => ({ ok: true, message: '' }) },
  } as unknown as AppContext;
  const handlers: Handlers = createHandlers(app);
  const ask = async (method: MethodName, input: object): Promise<unknown> => {
    events.length = 0;
    const told = await answerCall(handlers, method, input, () => undefined);
    const reply = told.kind === 'text' ? { kind: 'ok', value: JSON.parse(told.json) } : told;
    await jobs.idle();
    const folder = path.dirname(project.folder);
    return comparable({ reply, events }, (text) => text.replaceAll(folder, '/folder'));
  };
  return { project, ask };
}

/** Stand-ins of hidden slices are above these. */
const FIRST_ALIAS = 2 ** 50;
/** Of two worlds with other labels hashes differ, and ids that are drawn or timed anew. */
const DRAWN = /sha256|hash|jobId|Ms$|^time$|seed$|^project$|^details$/i;

/** An answer without what differs by chance. Which slice stands behind a stand-in is not told, so that their order does not count. */
function comparable(value: unknown, text: (words: string) => string, key = ''): unknown {
  if (DRAWN.test(key)) return key;
  if (typeof value === 'string') {
    if (key === 'entryJson') return comparable(JSON.parse(value), text);
    return text(value)
      .replace(/[0-9a-f]{64}/g, 'hash')
      .replace(/[0-9a-f]{12}…/g, 'hash')
      .replace(/seed \d+/g, 'seed');
  }
  // Sums are taken in another order.
  if (typeof value === 'number') return Number(value.toPrecision(9));
  if (value instanceof Uint8Array) return [...value];
  if (Array.isArray(value)) {
    const each = value.map((one) => comparable(one, text));
    const hides = value.some((one) => one !== null && typeof one === 'object' && Number(one.sliceId) >= FIRST_ALIAS);
    return hides ? each.map((one) => JSON.stringify(one)).sort() : each;
  }
  if (value === null || typeof value !== 'object') return value;
  const hidden = 'sliceId' in value && Number(value.sliceId) >= FIRST_ALIAS;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => !(hidden && ['sliceId', 'group'].includes(name)))
      .map(([name, one]) => [name, comparable(one, text, name)]),
  );
}

let one: Seat;
let other: Seat;
beforeAll(() => {
  one = seatIn('one');
  other = seatIn('other');
});
afterAll(() => {
  for (const { project } of [one, other]) project.remove();
});

test('every method of the contract is asked, or it is said why not', () => {
  expect([...Object.keys(QUESTIONS), ...Object.keys(NOT_ASKED)].sort()).toEqual(Object.keys(contract).sort());
});

type Value<K extends MethodName> = { readonly reply: { readonly value: MethodOutput<K> } };
const answerOf = async <K extends MethodName>(method: K, input: object): Promise<MethodOutput<K>> =>
  ((await one.ask(method, input)) as Value<K>).reply.value;

test('what Ada has read and gone on from is told: pictures under its label, by its file’s name', async () => {
  const { shortcuts } = await answerOf('dataset.shortcuts', { datasetId: 1 });
  const { haemorrhage, none } = shortcuts?.distributions ?? expect.fail('not measured');
  expect(haemorrhage.samples).toMatchObject([{ sliceId: 7, file: 'bleed/7.png' }]);
  expect(none.samples).toMatchObject([{ sliceId: 8, file: 'normal/8.png' }]);
  expect(shortcuts?.audit?.sliceIds).toEqual([7, 8]);
});

test('the preview of training goes through the slices in an order that is not that of their files', async () => {
  const shown: number[] = [];
  for (let place = 0; place < 12; place += 1) {
    const answer = await one.ask('training.preview', { ...preview, place });
    const { pictures = [0] } = (answer as { reply: { value?: { pictures: number[] } } }).reply.value ?? {};
    shown.push(...pictures);
  }
  // Those of two files that are gone are not shown.
  const there = shown.filter((sliceId) => sliceId > 0);
  expect([...there].sort((a, b) => a - b)).toEqual([3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
  expect(there).not.toEqual([3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
});

// Last, since some of them change the project.
for (const [method, inputs] of Object.entries(QUESTIONS) as [Asked, readonly object[]][]) {
  test(`${method} answers the same whatever is hidden`, async () => {
    for (const input of inputs) {
      const [here, there] = [await one.ask(method, input), await other.ask(method, input)];
      expect(there, JSON.stringify(input)).toEqual(here);
      expect(here).not.toMatchObject({ reply: { error: { code: 'bad-input' } } });
    }
  });
}

test('what is listed to Ada after all that she did is the same too', async () => {
  for (const seat of [one, other]) await seat.ask('reader.signIn', { name: 'Ada' });
  const { lines } = await answerOf('audit.page', { beforeSequence: null, limit: 200 });
  const acts = lines.map(({ event }) => event);
  for (const event of ['study-called', 'study-call-undone', 'study-call-redone']) expect(acts).toContain(event);
  for (const method of ['audit.page', 'worklist.get', 'study.list', 'slice.history', 'project.summary'] as const) {
    for (const input of QUESTIONS[method]) {
      expect(await other.ask(method, input), method).toEqual(await one.ask(method, input));
    }
  }
});
