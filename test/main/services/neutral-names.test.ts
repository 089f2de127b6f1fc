import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import type { AppContext } from '../../../main/app-context.ts';
import { toCallError } from '../../../main/call-error.ts';
import { purgeHandlers } from '../../../main/handlers/purge-handlers.ts';
import { tellWithoutNames } from '../../../main/reader-view.ts';
import { missingFor, nameless, namelessError, untoldError } from '../../../main/services/neutral-names.ts';
import { presentSlice } from '../../../main/services/present-slice.ts';
import type { Viewer } from '../../../main/services/reader-sight.ts';
import { recordRead } from '../../../main/services/record-read.ts';
import { ServiceError } from '../../../main/services/service-error.ts';
import { sourceNames, sourceWords } from '../../../main/services/source-names.ts';
import { type ProjectFixture, projectFixture } from '../../support/project-fixture.ts';

const ADA: Viewer = { reader: 'Ada', readsBlind: false };
const SLICE = /slice [0-9a-z]{7}/g;

let project: ProjectFixture;
beforeEach(() => {
  project = projectFixture({ slices: 4, labels: ['haemorrhage', 'haemorrhage', 'none', 'none'], readingMode: 'on' });
});
afterEach(() => {
  vi.restoreAllMocks();
  project.remove();
});

const nameFiles = (sql: string): void => project.ctx.store.db.exec(`UPDATE files SET relative_path = ${sql}`);

test('files called by a number are told apart from numbers, and no name is looked for in another’s words', () => {
  nameFiles("CASE id WHEN 1 THEN '1' WHEN 2 THEN '2' WHEN 3 THEN '30' ELSE 'slice' END");
  const told = nameless(project.ctx, ADA, '"30" could not be read after 1.5 s; "1", "2" and "slice" are gone: 130.');
  expect(told.replace(SLICE, '*')).toBe('"*" could not be read after 1.5 s; "*", "*" and "*" are gone: 130.');
});

test('a file’s name is found with either separator, and a hidden source’s in quotation marks', () => {
  nameFiles("'bleed/' || id || '.png'");
  project.ctx.store.db.exec(`UPDATE sources SET name = 'bleed', root = '/data/bleed'`);
  const told = nameless(project.ctx, ADA, 'D:\\bleed\\1.png of "bleed" is not in "/data/bleed" any more.');
  expect(told.replace(SLICE, '*')).toBe('D:\\* of "Source 1" is not in "folder of source 1" any more.');
});

test('of a list the names of all files are asked for once', () => {
  nameFiles("'bleed/' || id || '.png'");
  const spy = vi.spyOn(project.ctx.store.db, 'allAtOnce');
  const timesAsked = () => spy.mock.calls.filter(([, sql]) => sql.includes('relative_path')).length;
  const missing = [1, 2, 3, 4].map((id) => ({ file: `bleed/${id}.png`, message: `"bleed/${id}.png" is gone.` }));
  const told = missingFor(project.ctx, ADA, missing);
  expect(JSON.stringify(told)).not.toContain('bleed');
  expect(told.every(({ file, message }) => message === `"${file}" is gone.`)).toBe(true);
  expect(timesAsked()).toBe(1);
  missingFor(project.ctx, ADA, []);
  expect(timesAsked()).toBe(1);
});

describe('an error in other words', () => {
  beforeEach(() => nameFiles("'bleed/' || id || '.png'"));

  test('keeps its class, its code and what cannot be enumerated', () => {
    const cause = new Error('why');
    const error = new ServiceError('changed', '"bleed/1.png" has changed for $& $1.');
    error.cause = cause;
    Object.defineProperty(error, 'kept', { value: 1, enumerable: false });
    const told = namelessError(project.ctx, ADA, error);
    expect(told).toBeInstanceOf(ServiceError);
    expect(told).toMatchObject({ code: 'changed', cause, kept: 1, name: 'ServiceError' });
    expect((told as Error).message.replace(SLICE, '*')).toBe('"*" has changed for $& $1.');
    expect((told as Error).stack).toContain((told as Error).message);
    expect((told as Error).stack).not.toContain('bleed');
  });

  test('of a record that does not fit is still one of those, also where only its file’s name tells', () => {
    const failed = z.object({ 'bleed/1.png': z.number() }).safeParse({}).error ?? expect.fail('it fits');
    const told = namelessError(project.ctx, ADA, Object.assign(failed, { file: 'bleed/2.png' }));
    expect(told).toBeInstanceOf(z.ZodError);
    const { code, message, details } = toCallError(told);
    expect(code).toBe('unreadable');
    expect(`${message} ${details}`).not.toContain('bleed');
  });

  test('says nothing but its class and code where it cannot be known what is hidden', () => {
    const error = Object.assign(new ServiceError('changed', '"bleed/1.png" has changed.'), { file: 'bleed/1.png' });
    error.cause = new Error('bleed/1.png');
    const told = untoldError(error);
    expect(told).toBeInstanceOf(ServiceError);
    expect(told).toMatchObject({ code: 'changed', name: 'ServiceError' });
    const { message, stack, cause, file } = told as Error & { file: unknown };
    expect(JSON.stringify({ message, stack, cause, file })).not.toContain('bleed');
    expect(message).toContain('open it again');
    const failed = z.object({ 'bleed/1.png': z.number() }).safeParse({}).error;
    const { code, message: said } = toCallError(untoldError(failed));
    expect(code).toBe('unreadable');
    expect(said).not.toContain('bleed');
  });

  test('comes out of the window’s guard so where the project cannot be asked', () => {
    const preferences = { get: () => ({ readerName: 'Ada', blindFirst: false }) };
    const shut = { store: { db: { get: () => expect.fail('shut'), all: () => expect.fail('shut') } } };
    const projects = { current: () => ({ context: shut }) };
    const told = tellWithoutNames({ preferences, projects } as unknown as AppContext);
    const { code, message } = toCallError(told(new ServiceError('changed', '"bleed/1.png" has changed.')));
    expect(code).toBe('changed');
    expect(message).not.toContain('bleed');
  });
});

test('sources keep their names where nothing is hidden, without a look at their slices', () => {
  project.ctx.store.db.exec(`UPDATE sources SET name = 'bleed'`);
  expect(sourceNames(project.ctx, ADA).get(1)?.name).toBe('Source 1');
  project.ctx.store.db.exec(`INSERT INTO reading_modes (mode, seed, set_ms) VALUES ('off', 7, 0)`);
  const asked = vi.spyOn(project.ctx.store.db, 'all');
  expect(sourceNames(project.ctx, ADA).get(1)?.name).toBe('bleed');
  expect(asked).toHaveBeenCalledTimes(1);
});

describe('two sources of one name, of which one is seen', () => {
  beforeEach(() => {
    project.ctx.store.db.exec(`UPDATE sources SET name = 'bleed';
      INSERT INTO sources SELECT 2, kind, name, 'source-2', '/other', NULL, 0, added_ms FROM sources WHERE id = 1;
      UPDATE slices SET study_pseudonym = 'study-2' WHERE id = 4;
      UPDATE files SET source_id = 2 WHERE id = 4; UPDATE source_slices SET source_id = 2 WHERE slice_id = 4`);
    const shown = { sliceId: 4, reader: 'Ada', modelId: 1, predictionVisible: false };
    const { presentationId } = presentSlice(project.ctx, shown);
    recordRead(project.ctx, { presentationId: presentationId ?? 0, intent: 'none', reason: null, confidence: 3 });
    presentSlice(project.ctx, { ...shown, sliceId: 1 });
  });

  test('are told apart by what they are, and one word for both is the hidden one’s', () => {
    expect([...sourceNames(project.ctx, ADA).values()].map(({ name }) => name)).toEqual(['Source 1', 'bleed']);
    expect(sourceWords(project.ctx, ADA)('bleed')).toBe('Source 1');
  });

  test('are told apart in the list of studies, which asks for the names once', async () => {
    const preferences = { get: () => ({ readerName: 'Ada', blindFirst: false }) };
    const projects = { require: () => ({ context: project.ctx }) };
    const asked = vi.spyOn(project.ctx.store.db, 'all');
    const { studies } = await purgeHandlers({ preferences, projects } as unknown as AppContext)['purge.studies']({});
    expect(studies.map(({ source }) => source)).toEqual(['Source 1', 'bleed']);
    expect(asked.mock.calls.filter(([, sql]) => sql.includes('FROM sources ORDER BY'))).toHaveLength(1);
  });
});
