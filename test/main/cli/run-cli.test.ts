import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { decode } from 'fast-png';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openProject } from '../../../main/services/open-project.ts';
import { Connection } from '../../../main/store/connection.ts';
import { parseCsv } from '../../../src/dataset/parse-csv.ts';
import { bundleComputeHosts, REAL_HOSTS } from '../../support/compute-hosts.ts';
import { smallPhantomPng, writePhantomSeries } from '../../support/phantom-files.ts';
import { runCliHere } from '../../support/run-cli-here.ts';

// One project from import to audit, command by command, with real hosts and a LeNet trained for a moment.
const folder = mkdtempSync(path.join(os.tmpdir(), 'overread-cli-'));
let hostsFolder = '';

beforeAll(async () => {
  hostsFolder = await bundleComputeHosts('cli', REAL_HOSTS);
  for (const [name, kind] of [
    ['bleed', 'intraparenchymal'],
    ['normal', 'none'],
  ] as const) {
    mkdirSync(path.join(folder, 'set', name), { recursive: true });
    for (let n = 0; n < 10; n += 1) {
      writeFileSync(path.join(folder, 'set', name, `${n}.png`), smallPhantomPng(100 + n + name.length * 50, kind));
    }
  }
  writeFileSync(path.join(folder, 'set', 'normal', 'broken.png'), 'this is no picture');
  await writePhantomSeries(path.join(folder, 'study', 'series'), { seed: 5, slices: 3 });
  writeFileSync(path.join(folder, 'study', 'broken.dcm'), Buffer.concat([Buffer.alloc(128), Buffer.from('DICMxxxx')]));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function overread(args: string[], signal?: AbortSignal) {
  return runCliHere(args, { folder, hostsFolder, ...(signal && { signal }) });
}

/** A command under --json: its exit code and the one document on stdout. */
async function json(args: string[]) {
  const { code, stdout, stderr } = await overread([...args, '--json']);
  return { code, value: JSON.parse(stdout), stderr };
}

test('wrong use ends with 2 and says what to write', async () => {
  for (const args of [
    ['no-such-command'],
    ['import', 'set'],
    ['train', '--project', 'P', '--rounds', '0'],
    ['train', '--project', 'P', '--architecture', 'resnet'],
    ['audit', 'verify'],
    ['audit', 'verify', '--csv', 'a.csv', '--head', 'nonsense'],
  ]) {
    const { code, stdout, stderr } = await overread(args);
    expect(code, args.join(' ')).toBe(2);
    expect(stdout).toBe('');
    expect(stderr.length).toBeGreaterThan(10);
    expect(stderr).not.toMatch(/unexpected|\bat /);
    const document = await json(args);
    expect(document).toMatchObject({ code: 2, value: { error: { code: 'wrong-use', message: expect.any(String) } } });
  }
  const help = await overread(['--help']);
  expect(help.code).toBe(0);
  expect(help.stdout).toContain('Exit codes');
});

test('a project that is not there ends with 3, in words and as a document', async () => {
  const { code, value, stderr } = await json(['evaluate', '--project', 'nowhere']);
  expect(code).toBe(3);
  expect(value.error.code).toBe('no-project');
  expect(stderr).toContain('nowhere');
});

test('import makes the project, takes the good ones, and lists the bad one', async () => {
  const nothing = await json(['import', 'set', '--project', 'P', '--all-or-nothing']);
  expect(nothing).toMatchObject({ code: 3, value: { error: { code: 'problems' } } });
  expect(nothing.value.problems).toMatchObject([{ code: 'unreadable-image', file: 'normal/broken.png' }]);
  mkdirSync(path.join(folder, 'no-pictures'));
  const empty = await json(['import', 'no-pictures', '--project', 'P']);
  expect(empty).toMatchObject({ code: 3, value: { error: { code: 'nothing-to-import' } } });
  expect(empty.value.problems).toHaveLength(1);
  const { code, value, stderr } = await json(['import', 'set', '--project', 'P']);
  expect(code).toBe(1);
  expect(value).toMatchObject({ slices: 20, layout: 'class-folders', good: { haemorrhage: 10, none: 10 } });
  expect(value.problems).toHaveLength(1);
  expect(stderr).toContain('broken.png');
});

test('import of a folder that is not there makes no project', async () => {
  const { code, value } = await json(['import', 'nowhere', '--project', 'made']);
  expect(code).toBe(3);
  expect(value.error).toMatchObject({ code: 'no-folder', message: expect.stringContaining('nowhere') });
  expect(existsSync(path.join(folder, 'made'))).toBe(false);
});

test('train freezes the labels as they stand, trains, measures and promotes the first model', async () => {
  const { code, value } = await json(['train', '--project', 'P', '--rounds', '1', '--seed', '3', '--reader', 'A']);
  expect(code).toBe(0);
  expect(value).toMatchObject({ status: 'finished', seed: 3, dataset: { name: 'v1' }, promoted: true });
  expect(value.epochs).toHaveLength(1);
  expect(value.evaluation.n).toBe(value.evaluation.slices.length);
  const measured = await json(['evaluate', '--project', 'P']);
  expect(measured.code).toBe(0);
  expect(measured.value.accuracy).toEqual(value.evaluation.accuracy);
  const text = await overread(['evaluate', '--project', 'P']);
  expect(text.stdout).toMatch(/accuracy +\d+\.\d % \(\d+ of \d+/);
});

test('model-card writes the page, the table and the JSON, and never over another card', async () => {
  const args = ['model-card', '--project', 'P', '--out', 'card'];
  const { code, value } = await json([...args, '--prevalence', '0.2', '--reader', 'A']);
  expect(code).toBe(0);
  expect(value.files).toEqual(['model-card.json', 'figures.csv', 'model-card.html']);
  const page = readFileSync(path.join(folder, 'card', 'model-card.html'));
  expect(value.cardSha256).toBe(createHash('sha256').update(page).digest('hex'));
  expect(JSON.parse(readFileSync(path.join(folder, 'card', 'model-card.json'), 'utf8'))).toEqual(value.card);
  expect(value.card).toMatchObject({ prevalence: 0.2, flow: { files: { count: 21 }, slices: { count: 20 } } });
  expect(value.card.sources[0].refused).toEqual([{ words: 'unreadable image', count: 1 }]);
  expect(await json(args)).toMatchObject({ code: 3, value: { error: { code: 'card-exists' } } });
  expect((await json([...args, '--prevalence', '20'])).code).toBe(2);
});

test('predict writes one row for each frame, refusals with their reason, and heatmaps in the slices’ own size', async () => {
  const asked = ['predict', 'study', '--project', 'P', '--identifiers', 'originals'];
  const { code, value } = await json([...asked, '--csv', 'p.csv', '--heatmaps', 'heat']);
  expect(code).toBe(1);
  expect(value.warnings.join(' ')).toMatch(/PNG/i);
  const [header, ...rows] = parseCsv(readFileSync(path.join(folder, 'p.csv'), 'utf8'));
  expect(header?.fields.slice(0, 6)).toEqual(['file', 'study', 'file_sha256', 'frame', 'probability', 'call']);
  expect(rows.map(({ fields }) => fields[0])).toEqual([
    'broken.dcm',
    'series/slice-01.dcm',
    'series/slice-02.dcm',
    'series/slice-03.dcm',
  ]);
  expect(rows[0]?.fields[4]).toBe('');
  expect(rows[0]?.fields[10]?.length).toBeGreaterThan(10);
  for (const { fields } of rows.slice(1)) {
    const probability = Number(fields[4]);
    expect(probability).toBeGreaterThanOrEqual(0);
    expect(fields[5]).toBe(probability >= 0.5 ? '1' : '0');
  }
  const png = decode(readFileSync(path.join(folder, 'heat', 'series', 'slice-01.dcm-0.png')));
  expect(png).toMatchObject({ width: 96, channels: 3 });
  const odd = path.join(folder, 'odd', 'two\nlines, "quoted".png');
  mkdirSync(path.dirname(odd));
  writeFileSync(odd, smallPhantomPng(900, 'none'));
  const ofOdd = ['predict', 'odd', '--project', 'P', '--csv', 'odd.csv', '--identifiers', 'originals'];
  expect((await json(ofOdd)).code).toBe(0);
  const oddRows = parseCsv(readFileSync(path.join(folder, 'odd.csv'), 'utf8'));
  expect(oddRows.map(({ fields }) => fields[0])).toEqual(['file', path.basename(odd)]);
  const again = await json([...asked, '--csv', 'again.csv']);
  expect(again.value.rows).toEqual(value.rows);
});

test('predict names files by their hashes unless asked otherwise, and still says on the screen which file it refused', async () => {
  const args = ['predict', 'study', '--project', 'P', '--csv', 'q.csv', '--heatmaps', 'hashed'];
  const { value, stderr } = await json(args);
  expect(stderr).toContain('broken.dcm: ');
  const slice = path.join(folder, 'study', 'series', 'slice-01.dcm');
  const sha256 = createHash('sha256').update(readFileSync(slice)).digest('hex');
  const [, ...rows] = parseCsv(readFileSync(path.join(folder, 'q.csv'), 'utf8'));
  expect(rows.map(({ fields }) => fields[0])).toEqual(['', '', '', '']);
  expect(rows[1]?.fields.slice(1, 4)).toEqual([expect.stringMatching(/^study-[0-9a-f]{20}$/), sha256, '0']);
  expect(rows[0]?.fields.slice(8, 11)).toEqual(['refused', expect.stringMatching(/^[a-z-]+$/), '']);
  expect(readdirSync(path.join(folder, 'hashed'))).toContain(`${sha256}-0.png`);
  const written = [readFileSync(path.join(folder, 'q.csv'), 'utf8'), JSON.stringify(value.rows)];
  for (const text of written) expect(text).not.toContain('slice-0');
});

test('heatmap-check gives a figure for each method and block, and predict draws the method asked for', async () => {
  const { code, value } = await json(['heatmap-check', '--project', 'P', '--slices', '1', '--seed', '4']);
  expect(code).toBe(0);
  expect(value).toMatchObject({ seed: 4, slices: 1, missing: 0 });
  // Compact has four convolutions, each with its norm, and a dense layer.
  expect(
    value.methods.map((checked: { method: string; steps: unknown[]; verdict: string }) => [
      checked.method,
      checked.steps.length,
      checked.verdict,
    ]),
  ).toEqual([
    ['grad-cam', 5, 'unsettled'],
    ['grad-cam-plus-plus', 5, 'unsettled'],
    ['occlusion', 5, 'unsettled'],
  ]);
  const args = ['predict', 'study', '--project', 'P', '--csv', 'o.csv', '--heatmaps', 'occluded'];
  await json([...args, '--identifiers', 'originals', '--heatmap-method', 'occlusion']);
  const drawn = (into: string): Buffer => readFileSync(path.join(folder, into, 'series', 'slice-01.dcm-0.png'));
  expect(drawn('occluded').equals(drawn('heat'))).toBe(false);
  const { value: wrong } = await json([
    'predict',
    'study',
    '--project',
    'P',
    '--csv',
    'x',
    '--heatmap-method',
    'magic',
  ]);
  expect(wrong.error.message).toContain('magic');
});

test('correct records one read for each row and lists the rows that cannot be', async () => {
  const table = [
    'file,frame,label,reason',
    'bleed/0.png,0,none,"no bleed, on second look"',
    'normal/1.png,,unsure,',
    'normal/2.png,0,0,agrees',
    'nowhere.png,0,1,',
    'normal/3.png,0,perhaps,',
    'normal/4.png,7,1,',
  ];
  writeFileSync(path.join(folder, 'c.csv'), table.join('\r\n'));
  const { code, value } = await json(['correct', '--project', 'P', '--csv', 'c.csv', '--reader', 'Dr B']);
  expect(code).toBe(1);
  expect(value).toMatchObject({ reads: 3, changed: 2 });
  expect(value.refused.map(({ row }: { row: number }) => row)).toEqual([5, 6, 7]);
  writeFileSync(path.join(folder, 'bad.csv'), 'a,b\n1,2\n');
  expect(await json(['correct', '--project', 'P', '--csv', 'bad.csv', '--reader', 'B'])).toMatchObject({
    code: 3,
    value: { error: { code: 'wrong-columns' } },
  });
});

test('dataset freeze and export give what imports again to the same manifest', async () => {
  const frozen = await json(['dataset', 'freeze', '--project', 'P', '--note', 'after reads']);
  expect(frozen.value).toMatchObject({ name: 'v2', counts: { haemorrhage: 9, none: 10, unsure: 1 }, corrected: 2 });
  const exported = await json(['dataset', 'export', '--project', 'P', '--out', 'exports']);
  expect(exported).toMatchObject({ code: 0, value: { slices: 19, manifestSha256: frozen.value.manifestSha256 } });
  const back = await json(['import', exported.value.folder, '--project', 'Q']);
  expect(back.code).toBe(0);
  const again = await json(['dataset', 'freeze', '--project', 'Q']);
  expect(again.value.manifestSha256).toBe(frozen.value.manifestSha256);
  const list = await json(['dataset', 'list', '--project', 'P']);
  expect(list.value.versions.map(({ name }: { name: string }) => name)).toEqual(['v2', 'v1']);
});

test('promote needs a model that is there, and names those there are', async () => {
  const wrong = await json(['promote', '--project', 'P', '--model', 'compact-9']);
  expect(wrong).toMatchObject({ code: 3, value: { error: { message: expect.stringContaining('compact-1') } } });
  expect(await json(['promote', '--project', 'P', '--model', 'compact-1', '--note', 'still the best'])).toMatchObject({
    code: 0,
    value: { name: 'compact-1', current: true },
  });
});

test('audit export and verify: from the project, from the CSV alone, against a kept head, and after a change', async () => {
  const exported = await json(['audit', 'export', '--project', 'P', '--out', 'audit.csv']);
  expect(exported.code).toBe(0);
  const { entries, headHash } = exported.value;
  const whole = { code: 0, value: { kind: 'whole' } };
  expect(await json(['audit', 'verify', '--project', 'P', '--head', `${entries}:${headHash}`])).toMatchObject(whole);
  expect(await json(['audit', 'verify', '--csv', 'audit.csv'])).toMatchObject({
    ...whole,
    value: { kind: 'whole', entries, headHash },
  });
  const text = readFileSync(path.join(folder, 'audit.csv'), 'utf8');
  expect(text).toContain('Dr B');
  expect(text).not.toContain('bleed/0.png');
  writeFileSync(path.join(folder, 'tampered.csv'), text.replace('Dr B', 'Dr C'));
  const place = text.split('\r\n').findIndex((line) => line.includes('Dr B'));
  expect(place).toBeGreaterThan(1);
  expect(await json(['audit', 'verify', '--csv', 'tampered.csv'])).toMatchObject({
    code: 3,
    value: { kind: 'broken', sequence: place },
  });
  const said = await overread(['audit', 'verify', '--csv', 'tampered.csv']);
  expect(said.stdout).toContain(
    `The log is broken at entry ${place}. Entry ${place} was changed: its column reader is not what the entry says.`,
  );
  const cut = text.trimEnd().split('\r\n').slice(0, -1).join('\r\n');
  writeFileSync(path.join(folder, 'cut.csv'), `${cut}\r\n`);
  const short = await json(['audit', 'verify', '--csv', 'cut.csv', '--head', `${entries}:${headHash}`]);
  expect(short).toMatchObject({ code: 3, value: { kind: 'broken', sequence: entries } });
});

test('audit verify names the entry that was changed in a project’s database', async () => {
  cpSync(path.join(folder, 'P'), path.join(folder, 'changed'), { recursive: true });
  const database = new Connection(path.join(folder, 'changed', 'project.db'));
  database.exec(`DROP TRIGGER audit_keep; DROP TRIGGER audit_stay; DROP TRIGGER IF EXISTS audit_not_replaced;
    UPDATE audit SET entry_json = replace(entry_json, 'source-added', 'source-moved') WHERE sequence = 2;`);
  database.close();
  expect(await json(['audit', 'verify', '--project', 'changed'])).toMatchObject({
    code: 3,
    value: { kind: 'broken', sequence: 2 },
  });
  const said = await overread(['audit', 'verify', '--project', 'changed']);
  expect(said.code).toBe(3);
  expect(said.stdout).toContain(
    'The log is broken at entry 2. Entry 2 was changed: its hash is not that of what it says.',
  );
});

test('decode writes raw values and one line for each file', async () => {
  const files = ['study/series/slice-01.dcm', 'study/broken.dcm', 'nowhere.dcm', 'set/bleed/0.png'];
  const { code, stdout } = await overread(['decode', ...files, '--out', 'raw', '--json']);
  expect(code).toBe(1);
  const lines = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines.map(({ file, status }) => [file, status])).toEqual([
    [files[0], 'ok'],
    [files[1], 'refused'],
    [files[2], 'refused'],
    [files[3], 'ok'],
  ]);
  expect(Object.keys(lines[0])).toEqual(
    'file status rows columns samples dtype transferSyntax ms out reason'.split(' '),
  );
  const raw = readFileSync(lines[0].out);
  expect(raw.length).toBe(lines[0].rows * lines[0].columns * 2);
  expect(createHash('sha256').update(raw).digest('hex')).toMatch(/^[0-9a-f]{64}$/);
});

test('a project that somebody else writes is read, and not written', async () => {
  const held = openProject({ folder: path.join(folder, 'P') }, { appVersion: 'test' });
  try {
    for (const args of [
      ['train', '--project', 'P'],
      ['correct', '--project', 'P', '--csv', 'c.csv', '--reader', 'B'],
      ['dataset', 'freeze', '--project', 'P'],
      ['import', 'set', '--project', 'P'],
    ]) {
      expect(await json(args), args.join(' ')).toMatchObject({
        code: 3,
        value: { error: { code: 'project-read-only' } },
      });
    }
    expect((await json(['dataset', 'list', '--project', 'P'])).code).toBe(0);
    expect((await json(['evaluate', '--project', 'P'])).code).toBe(0);
  } finally {
    held.store.close();
  }
});

test('Ctrl-C ends a command with 3, keeps the project whole, and stops a training with what it learnt', async () => {
  const interrupted = new AbortController();
  interrupted.abort();
  const { code, stderr } = await overread(['import', 'set', '--project', 'R'], interrupted.signal);
  expect(code).toBe(3);
  expect(stderr).toContain('Cancelled');
  expect((await json(['audit', 'verify', '--project', 'R'])).value).toMatchObject({ kind: 'whole' });
});

test('a demo that is broken off leaves nothing, so that it can be started again', async () => {
  const interrupted = new AbortController();
  interrupted.abort();
  expect((await overread(['demo', '--project', 'D'], interrupted.signal)).code).toBe(3);
  expect(existsSync(path.join(folder, 'D'))).toBe(false);
});
