import { beforeEach, describe, expect, it } from 'vitest';
import { paletteEntries } from '../../../renderer/palette/palette-entries.ts';
import type { PaletteEntry } from '../../../renderer/palette/palette-entry.ts';
import { rankEntries } from '../../../renderer/palette/rank-entries.ts';
import { useApp } from '../../../renderer/state/app-store.ts';
import { clearDataset, useDataset } from '../../../renderer/state/dataset-store.ts';
import { clearTraining, useTraining } from '../../../renderer/state/training-store.ts';
import { useViewer } from '../../../renderer/state/viewer-store.ts';
import { clearWorklist, setQueue, showWorklist, useWorklist } from '../../../renderer/state/worklist-store.ts';
import type { ProjectSummary } from '../../../src/contract/project-methods.ts';
import type { WorklistItem } from '../../../src/contract/review-methods.ts';
import { fakeModel } from '../support/fake-figures.ts';
import { item, prediction } from '../support/worklist-items.ts';

const PROJECT: ProjectSummary = {
  ...{ folder: '/p', name: 'P', readOnly: false, readOnlyReason: null, synthetic: false, createdMs: 0 },
  ...{ readingMode: 'off', sources: [], currentModel: null, doubtWidth: 0.25 },
};

function list(visible: WorklistItem['visible']): void {
  const items = [0.2, 0.9].map((probability, at) => item(at + 1, { prediction: prediction(probability), visible }));
  const series = [0, 1].map((index) => ({ index, title: `Series ${index}`, remarks: [], slices: 1 }));
  const facts = { sourceId: 1, kind: 'study' as const, name: 's', synthetic: false };
  showWorklist({ ...facts, series, items, refused: [], warnings: [] });
}
const OPEN = { ai: true, truth: true, ownReads: true, othersReads: true };
const BLIND = { ...OPEN, ai: false, truth: false };

beforeEach(() => {
  useApp.setState({ project: PROJECT, tab: 'review' });
  useViewer.setState({ picture: { kind: 'none' } });
  clearWorklist();
  clearDataset();
  clearTraining();
  list(OPEN);
});

const found = (typed: string): readonly PaletteEntry[] => rankEntries(paletteEntries(), typed, []);
const first = (typed: string): string | undefined => found(typed)[0]?.title;
function chosen(typed: string): PaletteEntry {
  const [entry] = found(typed);
  if (!entry) throw new Error(`Nothing is called ${typed}.`);
  return entry;
}

describe('what is found', () => {
  it.each([
    ['sort', 'Sort the list by suspicion'],
    ['suspicion', 'Sort the list by suspicion'],
    ['disagreement', 'Sort the list by disagreement'],
    ['uncertainty', 'Sort the list by uncertainty'],
    ['filter', 'Filter by reading: Read'],
    ['filter unread', 'Filter by reading: Unread'],
    ['filter disagreement', 'Filter by model: Read differs from the model'],
    ['filter label', 'Filter by label: Unsure'],
    ['called', 'Filter by model: Called haemorrhage'],
    ['filter series', 'Filter by series: Series 0'],
    ['export', 'Export my keys'],
    ['csv', 'Export the audit report as CSV'],
    ['colour map', 'Heatmap colours: Ember'],
    ['viridis', 'Heatmap colours: Viridis'],
    ['opacity', 'Heatmap opacity: 25 %'],
    ['occlusion', 'Heatmap method: Occlusion'],
    ['class', 'Heatmap for haemorrhage'],
    ['threshold', 'Hot edge from 25 % of full heat'],
    ['beside heatmap', 'Heatmap beside the picture'],
    ['verify', 'Verify the audit log'],
    ['freeze', 'Freeze a data set version'],
    ['start training', 'Start training with the options of the new run'],
    ['edit windows', 'Edit windows'],
    ['adjudicate', 'Adjudicate what readers disagree on'],
    ['model card', 'Export a model card'],
    ['purge', 'Purge a study or the project'],
  ])('“%s” finds “%s” first', (typed, title) => {
    expect(first(typed)).toBe(title);
  });

  it('has every export, of each model and version too', () => {
    useDataset.setState({ versions: { kind: 'ready', value: [] } });
    const all = found('export').map(({ title }) => title);
    expect(all.filter((title) => title.startsWith('Export')).sort()).toEqual([
      'Export DICOM structured reports',
      'Export a data set version',
      'Export a model card',
      'Export my keys',
      'Export my marks',
      'Export reads and figures of the readers',
      'Export study calls',
      'Export the audit report as CSV',
      'Export the public key of signed exports',
    ]);
    expect(chosen('export data set version').why).toBe('No version is frozen yet.');
  });

  it('has what can be done with each model', () => {
    const [current, other] = [fakeModel(2, true, 20), { ...fakeModel(3, false, 21), weightsFound: false }];
    useTraining.setState({ models: { kind: 'ready', value: [current, other] } });
    const of = ({ name }: typeof current) =>
      found(name)
        .filter(({ group }) => group === 'Model')
        .map(({ title, why }) => [title, why]);
    expect(of(current).sort()).toEqual([
      [`Evaluate ${current.name}`, null],
      [`Export the model card of ${current.name}`, null],
    ]);
    expect(of(other).sort()).toEqual([
      [`Compare ${other.name} with the current model`, 'Its weights are gone.'],
      [`Evaluate ${other.name}`, 'Its weights are gone.'],
      [`Export the model card of ${other.name}`, null],
    ]);
  });

  it('has no two entries of one name', () => {
    const ids = paletteEntries().map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe('what is chosen', () => {
  it('sorts and narrows the list, and takes off what it is narrowed to', () => {
    chosen('sort suspicion').run();
    expect(useWorklist.getState().order).toEqual([2, 1]);
    chosen('called haemorrhage').run();
    expect(useWorklist.getState().filters.call).toBe('haemorrhage');
    expect(first('take off called')).toBe('Take off the filter by model: Called haemorrhage');
    chosen('take off called').run();
    expect(useWorklist.getState().filters.call).toBeNull();
  });

  it('tells nothing that is hidden from a blind reader, and does nothing of it', () => {
    list(BLIND);
    const telling = [
      ...['sort suspicion', 'sort uncertainty', 'sort disagreement', 'filter disagreement', 'filter model tell'],
      ...['called haemorrhage', 'called no haemorrhage', 'filter label unsure', 'filter label no label'],
    ].map(chosen);
    for (const entry of telling) {
      expect([entry.title, entry.why]).toEqual([entry.title, expect.stringMatching(/^Blind-first: /)]);
      entry.run();
    }
    const { sort, order, filters } = useWorklist.getState();
    expect({ sort, order }).toEqual({ sort: 'order', order: [1, 2] });
    expect(filters).toMatchObject({ disagreement: false, uncertain: false, label: null, call: null });
    expect(['filter unread', 'filter series 1', 'acquisition'].map((typed) => chosen(typed).why)).toEqual([
      null,
      null,
      null,
    ]);
  });

  it('says why it cannot be', () => {
    expect(chosen('edit windows').why).toBe('No picture is on the screen.');
    expect(chosen('model card').why).toBe('The list is still being read.');
    setQueue({ title: 'q', by: 'b', slices: [], reread: new Set() });
    expect(chosen('sort suspicion').why).toBe('A queue has an order of its own.');
    useApp.setState({ tab: 'audit' });
    expect(['filter unread', 'viridis', 'sort suspicion'].map((typed) => chosen(typed).why)).toEqual(
      Array.from({ length: 3 }, () => 'Only on the Review screen.'),
    );
    useApp.setState({ project: { ...PROJECT, readOnly: true, readOnlyReason: 'Another window has it.' } });
    expect([chosen('freeze').why, chosen('start training').why]).toEqual(
      Array.from({ length: 2 }, () => 'Another window has it.'),
    );
    useApp.setState({ project: null });
    expect([chosen('freeze').why, chosen('model card').why]).toEqual(
      Array.from({ length: 2 }, () => 'No project is open.'),
    );
  });
});
