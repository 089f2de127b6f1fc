import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bundleComputeHosts, REAL_HOSTS } from '../../support/compute-hosts.ts';
import { heads, writeLabelledPngs } from '../../support/labelled-pngs.ts';
import { runCliHere } from '../../support/run-cli-here.ts';
import { PROJECT_ROOT } from '../../support/shared-data.ts';

// The walk-through of docs/reader-study.md: its commands, as they stand there, on a small set of synthetic heads.
const document = readFileSync(path.join(PROJECT_ROOT, 'docs', 'reader-study.md'), 'utf8');
const folder = mkdtempSync(path.join(os.tmpdir(), 'overread-study-'));
const SLICES = 12;
let hostsFolder = '';

beforeAll(async () => {
  hostsFolder = await bundleComputeHosts('reader-study', REAL_HOSTS);
  writeLabelledPngs(path.join(folder, 'head-ct'), heads(1, SLICES));
  // Bob calls every third slice otherwise than Ann.
  for (const [name, differs] of [
    ['ann', false],
    ['bob', true],
  ] as const) {
    const label = (n: number) => ((n % 2 === 0) === !(differs && n % 3 === 0) ? 'haemorrhage' : 'none');
    const rows = Array.from({ length: SLICES }, (_, n) => `head_ct/${String(n).padStart(3, '0')}.png,${label(n)}`);
    writeFileSync(path.join(folder, `${name}.csv`), `file,label\n${rows.join('\n')}\n`);
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The words of a command as a shell would part them; without the program's name. */
const wordsOf = (command: string): string[] =>
  [...command.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? '').slice(1);

/** Every command of the document, in its order. */
const commands = [...document.matchAll(/(?:^\s*|`)(overread [^`\n]+?)(?:`|\s*$)/gm)].map(
  ([, command]) => command ?? '',
);

async function run(command: string): Promise<string> {
  const { code, stdout, stderr } = await runCliHere(wordsOf(command), { folder, hostsFolder });
  expect(code, `${command}: ${stderr}`).toBe(0);
  return stdout;
}

test('every command of the walk-through does what it is there for, in its order', async () => {
  const correct = commands.find((command) => command.startsWith('overread correct')) ?? '';
  expect(commands.map((command) => wordsOf(command)[0])).toEqual([
    ...['import', 'agreement', 'agreement', 'agreement', 'correct', 'reads', 'dataset', 'audit', 'audit'],
  ]);
  const said = new Map<string, string>();
  for (const command of commands) {
    if (command === correct) continue;
    said.set(command, await run(command));
    if (!command.startsWith('overread import')) continue;
    const inProject = `${correct} --project study.overread`;
    await run(inProject);
    await run(inProject.replace('ann.csv', 'bob.csv').replace('--reader Ann', '--reader Bob'));
  }
  const agreement = said.get('overread agreement --project study.overread') ?? '';
  expect(agreement).toContain(`agreement ${((SLICES - 4) / SLICES).toFixed(3)} (`);
  // What the document shows of it is what it looks like, figures apart.
  const shown = /```\n( *Ann and Bob:[\s\S]*?)```/.exec(document)?.[1] ?? '';
  const lines = shown.split('\n').flatMap((line) => line.trim() || []);
  expect(lines).toHaveLength(5);
  const looks = agreement.split('\n').map((line) => line.trim().replace(/-?\d+(\.\d+)?/g, '#'));
  for (const line of lines) expect(looks).toContain(line.replace(/-?\d+(\.\d+)?/g, '#'));
  expect(said.get(commands.at(-1) ?? '')).toContain('whole');
});
