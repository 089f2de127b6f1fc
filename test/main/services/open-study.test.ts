import { cpSync, mkdirSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ComputeClient } from '../../../main/compute/compute-client.ts';
import { listWorklist } from '../../../main/services/list-worklist.ts';
import { locateSlice, SliceNotFound } from '../../../main/services/locate-slice.ts';
import { openStudy } from '../../../main/services/open-study.ts';
import { presentSlice } from '../../../main/services/present-slice.ts';
import { relocateSource } from '../../../main/services/relocate-source.ts';
import { countRow } from '../../../main/store/row-types.ts';
import { listSources } from '../../../main/store/sources.ts';
import { worklistSchema } from '../../../src/contract/review-methods.ts';
import { decodeCompute } from '../../support/decode-compute.ts';
import { smallPhantomDicom, smallPhantomPng, writePhantomSeries } from '../../support/phantom-files.ts';
import { type TemporaryProject, temporaryProject } from '../../support/temporary-project.ts';

let compute: ComputeClient;
let project: TemporaryProject;
let study: string;

beforeAll(async () => {
  compute = await decodeCompute('open-study');
});
afterAll(() => compute.close());
beforeEach(() => {
  project = temporaryProject();
  study = path.join(project.folder, 'study');
  mkdirSync(study);
});
afterEach(() => project.remove());

const open = () => openStudy(project.context, compute, { folder: study, reader: 'Ada' });
const write = (file: string, content: string | Uint8Array): void => {
  mkdirSync(path.dirname(path.join(study, file)), { recursive: true });
  writeFileSync(path.join(study, file), content);
};
/** As the window has it; main does not parse it again. */
const worklist = (sourceId: number) => {
  const list = listWorklist(project.context, { sourceId });
  expect(list).toEqual(worklistSchema.parse(list));
  return list;
};
const rowsOf = (table: string): number =>
  project.context.store.db.one(countRow, `SELECT count(*) AS n FROM ${table}`).n;

/** The real decoding children, with every path that was inspected written down. */
const counting = (): { compute: Pick<ComputeClient, 'request'>; inspected: string[] } => {
  const inspected: string[] = [];
  const request: ComputeClient['request'] = (name, input, options) => {
    if ('path' in input) inspected.push(path.basename(input.path));
    return compute.request(name, input, options);
  };
  return { compute: { request }, inspected };
};

describe('openStudy', () => {
  it('makes one source of a folder that is opened twice at the same time, small or large', async () => {
    await writePhantomSeries(path.join(study, 'ct'), { seed: 1, slices: 3 });
    const [once, again] = await Promise.all([open(), open()]);
    expect(again.sourceId).toBe(once.sourceId);
    for (let number = 0; number < 60; number += 1) write(`large/${number}.png`, smallPhantomPng(number));
    const large = () => openStudy(project.context, compute, { folder: path.join(study, 'large'), reader: 'Ada' });
    const [first, second] = await Promise.all([large(), large()]);
    expect(second.sourceId).toBe(first.sourceId);
    expect(worklist(first.sourceId).items).toHaveLength(60);
    expect(listSources(project.context.store.db)).toHaveLength(2);
    expect(project.entries('source-added')).toHaveLength(2);
  });

  it('lists series in reading order, what is refused with its reason, and says nothing of foreign files', async () => {
    await writePhantomSeries(path.join(study, 'ct'), { seed: 1, slices: 4 });
    write('scout.dcm', smallPhantomDicom(2, 'none', { imageType: ['ORIGINAL', 'PRIMARY', 'LOCALIZER'] }));
    write('pictures/2.png', smallPhantomPng(4));
    write('pictures/10.png', smallPhantomPng(5));
    write('pictures/broken.png', smallPhantomPng(6).subarray(0, 20));
    write('photo.jpg', 'not read by Overread');
    write('report.pdf', '%PDF-1.4');
    write('README', 'about this study');
    write('.hidden.png', smallPhantomPng(7));
    const { sourceId, slices, refused } = await open();
    const list = worklist(sourceId);
    expect([slices, refused]).toEqual([7, 2]);
    expect(list.series.map(({ title, slices: count }) => [title, count])).toEqual([
      ['2: SYNTHETIC HEAD 5MM', 4],
      ['pictures', 2],
      ['2: SYNTHETIC HEAD 5MM', 1],
    ]);
    const places = list.items.slice(0, 4).map((item) => item.positionMm ?? 0);
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(list.items.slice(4, 6).map((item) => item.file)).toEqual(['pictures/2.png', 'pictures/10.png']);
    expect(list.items.map((item) => item.notPredictable?.code ?? null)).toEqual([...Array(6).fill(null), 'localizer']);
    expect(list.refused.map((file) => file.file)).toEqual(['photo.jpg', 'pictures/broken.png']);
    expect(list.refused.every((file) => file.message.length > 10)).toBe(true);
    expect(project.entries('source-added')).toMatchObject([{ reader: 'Ada', kind: 'study', slices: 7, refused: 2 }]);
    expect(project.events).toEqual([{ kind: 'study-opened', sourceId, complete: true }]);
  });

  it('says where slices are missing', async () => {
    await writePhantomSeries(study, { seed: 1, slices: 8 });
    rmSync(path.join(study, 'slice-04.dcm'));
    const { sourceId } = await open();
    expect(worklist(sourceId).series[0]?.remarks).toEqual([
      expect.stringMatching(/^A slice seems to be missing between slices 3 and 4 \(\d+\.\d mm apart, usually/),
    ]);
  });

  it('reads again only what changed, and keeps slices that are known', async () => {
    await writePhantomSeries(study, { seed: 1, slices: 4 });
    write('notes.png', 'no picture');
    const { sourceId } = await open();
    const ids = worklist(sourceId).items.map((item) => item.sliceId);

    const unchanged = counting();
    await openStudy(project.context, unchanged.compute, { folder: study });
    expect(unchanged.inspected).toEqual([]);
    expect(rowsOf('audit')).toBe(2);

    write('slice-02.dcm', smallPhantomDicom(9));
    utimesSync(path.join(study, 'slice-02.dcm'), 1, 1);
    rmSync(path.join(study, 'slice-04.dcm'));
    rmSync(path.join(study, 'notes.png'));
    const changed = counting();
    const opened = await openStudy(project.context, changed.compute, { folder: study });
    expect(changed.inspected).toEqual(['slice-02.dcm']);
    expect(opened).toEqual({ sourceId, slices: 3, refused: 0 });
    const now = worklist(sourceId);
    expect(now.refused).toEqual([]);
    expect(now.items.map((item) => item.sliceId)).toEqual(expect.arrayContaining([ids[0], ids[2]]));
    expect(now.items.map((item) => item.sliceId)).not.toContain(ids[3]);
    expect(project.entries('source-changed')).toMatchObject([{ slices: 3, refused: 0 }]);
    expect(rowsOf('slices')).toBe(5);
  });

  it('shows the first slices of a large study before the rest is read', async () => {
    for (let index = 0; index < 60; index += 1) write(`${index}.png`, smallPhantomPng(index));
    const { sourceId } = await open();
    expect(project.events.map((event) => (event.kind === 'study-opened' ? event.complete : null))).toEqual([
      false,
      true,
    ]);
    expect(worklist(sourceId).items).toHaveLength(60);
    expect(project.entries('source-added')).toHaveLength(1);
  });

  it('leaves nothing when it is cancelled, unless a reader has begun to work', async () => {
    for (let index = 0; index < 60; index += 1) write(`${index}.png`, smallPhantomPng(index));
    const cancelAfter = async (files: number, onShown?: (sourceId: number) => void): Promise<void> => {
      const abort = new AbortController();
      const onProgress = ({ done }: { done: number }): void => {
        const shown = project.events.find((event) => event.kind === 'study-opened');
        if (done >= files && shown) {
          onShown?.(shown.sourceId);
          abort.abort();
        }
      };
      const options = { signal: abort.signal, onProgress };
      await expect(openStudy(project.context, compute, { folder: study }, options)).rejects.toThrow();
    };
    await cancelAfter(40);
    const tables = ['sources', 'source_slices', 'files', 'slices', 'images', 'source_series'];
    expect(tables.map(rowsOf)).toEqual(tables.map(() => 0));
    expect(project.entries('source-added')).toEqual([]);

    project.events.length = 0;
    let presented = false;
    await cancelAfter(40, (sourceId) => {
      if (presented) return;
      presented = true;
      const sliceId = worklist(sourceId).items[0]?.sliceId ?? 0;
      presentSlice(project.context, { sliceId, reader: 'Ada', modelId: null, predictionVisible: false });
    });
    expect(project.entries('source-added')).toMatchObject([{ slices: 24 }]);
    const { slices } = await open();
    expect(slices).toBe(60);
    expect(listSources(project.context.store.db)).toHaveLength(1);
    expect(project.entries('source-changed')).toMatchObject([{ slices: 60 }]);
  });

  it('refuses a folder that is not there or has no pictures', async () => {
    await expect(openStudy(project.context, compute, { folder: path.join(study, 'gone') })).rejects.toThrow(
      /no folder/,
    );
    write('report.txt', 'text');
    await expect(open()).rejects.toThrow(/no PNG or DICOM/);
    expect(rowsOf('sources')).toBe(0);
  });
});

describe('a slice whose folder moves', () => {
  it('is named when it is gone, and found where its source is pointed to', async () => {
    await writePhantomSeries(study, { seed: 1, slices: 3 });
    const { sourceId } = await open();
    const sliceId = worklist(sourceId).items[0]?.sliceId ?? 0;
    expect(locateSlice(project.context, sliceId).path).toBe(path.join(study, 'slice-01.dcm'));

    const moved = path.join(project.folder, 'moved');
    renameSync(study, moved);
    expect(() => locateSlice(project.context, sliceId)).toThrow(SliceNotFound);
    expect(() => locateSlice(project.context, sliceId)).toThrow(/slice-01\.dcm.*point the source/);
    await expect(
      relocateSource(project.context, compute, { sourceId, root: path.join(project.folder, 'project') }),
    ).rejects.toThrow(/None of this source's files/);

    const found = await relocateSource(project.context, compute, { sourceId, root: moved, reader: 'Ada' });
    expect(found).toMatchObject({ found: 3, missing: [], changed: [] });
    expect(locateSlice(project.context, sliceId).path).toBe(path.join(moved, 'slice-01.dcm'));
    expect(project.entries('source-moved')).toMatchObject([{ reader: 'Ada' }]);
  });

  it('is not pointed to a folder whose files are others', async () => {
    await writePhantomSeries(study, { seed: 1, slices: 2 });
    const { sourceId } = await open();
    const other = path.join(project.folder, 'other');
    cpSync(study, other, { recursive: true });
    writeFileSync(path.join(other, 'slice-02.dcm'), smallPhantomDicom(9));
    await expect(relocateSource(project.context, compute, { sourceId, root: other })).rejects.toThrow(
      /slice-02\.dcm.*another file/,
    );
    expect(project.entries('source-moved')).toEqual([]);
  });

  it('is found in another source that holds the same bytes', async () => {
    await writePhantomSeries(study, { seed: 1, slices: 2 });
    const { sourceId } = await open();
    const copy = path.join(project.folder, 'copy');
    cpSync(study, copy, { recursive: true });
    await openStudy(project.context, compute, { folder: copy });
    rmSync(study, { recursive: true });
    const sliceId = worklist(sourceId).items[0]?.sliceId ?? 0;
    expect(locateSlice(project.context, sliceId).path).toBe(path.join(copy, 'slice-01.dcm'));
    expect(rowsOf('slices')).toBe(2);
  });
});
