import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { callInPage } from '../support/call-in-page.ts';
import { oraclePython } from '../support/dicom-corpus.ts';
import { launchApp } from '../support/launch-app.ts';
import { smallPhantomPng } from '../support/phantom-files.ts';
import { runOverread } from '../support/run-overread.ts';
import { CT_SLICES, makeCtFolders } from './ct-folders.ts';
import { fullMemory } from './full-memory.ts';
import { type GoneThrough, goThrough } from './go-through.ts';
import type { ResidentMemory } from './resident-memory.ts';
import { CHOOSING_MS } from './viewer-steps.ts';

export interface ViewerPlaces {
  readonly cacheFolder: string;
  /** Where the bench's programs lie. */
  readonly benchFolder: string;
  /** The built ct-decode-process.ts, and Electron, which runs it as Node. */
  readonly decodeProgram: string;
  readonly electron: string;
}

/** A program that decodes a folder, and its first arguments. */
type Decoder = readonly [string, ...string[]];

/** How one folder of 300 CT slices is opened. */
interface Opened {
  /** From the call that opens the folder to the first slice drawn. */
  readonly firstPictureMs: number;
  /** To all headers read and every slice listed. */
  readonly allHeadersMs: number;
  /** All slices read and decoded by our code, on as many processes as there are cores, and sent nowhere. */
  readonly decodeMs: number;
  /** The same with the hashes of file and pixels, as the app decodes. */
  readonly hashedMs: number;
  /** All slices read, decoded and in the window, asked for by as many at a time as there are cores. */
  readonly inWindowMs: number;
  /** pydicom on as many processes: read and decoded. */
  readonly pydicomMs: number;
}

/** How one folder of 300 CT slices is opened and gone through. */
export interface FolderFigures extends Opened, GoneThrough {}

export interface ViewerFigures extends ResidentMemory {
  readonly plain: FolderFigures;
  readonly jpeg2000: FolderFigures;
}

/** One run of the real app on both folders. */
export async function runViewer(places: ViewerPlaces): Promise<ViewerFigures> {
  const python = oraclePython();
  if (python === null) throw new Error('pydicom cannot be set up here.');
  const folders = makeCtFolders(places.cacheFolder, python, places.benchFolder);
  const peer = [python, '-B', path.join(places.benchFolder, 'ct_peer.py')] as const;
  const ours = [places.electron, places.decodeProgram] as const;
  const project = mkdtempSync(path.join(os.tmpdir(), 'overread-bench-viewer-'));
  try {
    tell('training');
    await trainSmallModel(project);
    const [forPlain, forJpeg2000] = [path.join(project, 'P'), path.join(project, 'Q')];
    // Each folder is gone through in a project that holds no other.
    cpSync(forPlain, forJpeg2000, { recursive: true });
    const plain = await openFolder(ours, peer, path.join(project, 'a'), folders.plain);
    const jpeg2000 = await openFolder(ours, peer, path.join(project, 'b'), folders.jpeg2000);
    const plainThrough = await goThrough(forPlain, folders.plain, tell);
    const jpeg2000Through = await goThrough(forJpeg2000, folders.jpeg2000, tell);
    tell('memory');
    const memory = await fullMemory(forPlain, folders);
    return { plain: { ...plain, ...plainThrough }, jpeg2000: { ...jpeg2000, ...jpeg2000Through }, ...memory };
  } finally {
    rmSync(project, { recursive: true, force: true });
  }
}

/** Says on stderr what is measured, and when. */
function tell(what: string): void {
  process.stderr.write(`${(performance.now() / 1000).toFixed(1)} s: ${what}\n`);
}

/** A project with a network that says something, be it worth nothing: heatmaps need one. */
async function trainSmallModel(folder: string): Promise<void> {
  const set = path.join(folder, 'set');
  for (const [name, kind] of [['yes', 'intraparenchymal'] as const, ['no', 'none'] as const]) {
    mkdirSync(path.join(set, name), { recursive: true });
    for (let at = 0; at < 12; at += 1) {
      writeFileSync(path.join(set, name, `${at}.png`), smallPhantomPng(name === 'yes' ? at : 100 + at, kind));
    }
  }
  for (const args of [
    ['import', set, '--project', path.join(folder, 'P'), '--reading', 'off'],
    ['train', '--project', path.join(folder, 'P'), '--architecture', 'lenet', '--rounds', '1'],
  ]) {
    const { code, stderr } = await runOverread(args, folder);
    if (code !== 0) throw new Error(`overread ${args[0]} ended with ${code}: ${stderr}`);
  }
}

/** Opens a folder in a new project of a freshly started app, and decodes it beside pydicom once that has ended. */
async function openFolder(ours: Decoder, peer: Decoder, project: string, study: string): Promise<Opened> {
  tell(`opening ${path.basename(study)}`);
  const inApp = await openInApp(project, study);
  return {
    ...inApp,
    decodeMs: decodingMs(ours, study),
    pydicomMs: decodingMs(peer, study),
    hashedMs: decodingMs(ours, study, 'hashed'),
  };
}

async function openInApp(project: string, study: string) {
  const launched = await launchApp();
  try {
    const { page } = launched;
    await callInPage(page, 'preferences.set', { readerName: 'Bench' });
    await callInPage(page, 'project.create', { folder: project, name: 'Bench', readingMode: 'off' });
    await page.addInitScript(hearDeliveries);
    await page.reload();
    await page.getByRole('tab', { name: 'Review' }).waitFor();
    // Nobody finds a folder in less time; the decoding processes start with the project.
    await page.waitForTimeout(CHOOSING_MS);
    const times = await page.evaluate(timeOpening, [study, CT_SLICES] as const);
    const { sources } = await callInPage(page, 'project.summary');
    const { items } = await callInPage(page, 'worklist.get', { sourceId: sources[0]?.id });
    const sliceIds = items.map(({ sliceId }) => sliceId);
    const inWindowMs = await page.evaluate(timeDecoding, [sliceIds, os.availableParallelism()] as const);
    return { ...times, inWindowMs };
  } finally {
    await launched.close();
  }
}

async function timeOpening([folder, slices]: readonly [string, number]) {
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  const begun = performance.now();
  await window.overread.call('study.open', { folder });
  while (!document.querySelector('[data-testid=viewport][data-state=ready]')) await frame();
  const firstPictureMs = performance.now() - begun;
  const isBusy = async () => {
    const { value } = (await window.overread.call('job.list', {})) as { value: { jobs: { status: string }[] } };
    return value.jobs.some(({ status }) => status === 'running');
  };
  while (await isBusy()) await new Promise((resolve) => setTimeout(resolve, 20));
  const allHeadersMs = performance.now() - begun;
  const summary = (await window.overread.call('project.summary', {})) as { value: { sources: { slices: number }[] } };
  const listed = summary.value.sources[0]?.slices ?? 0;
  if (listed < slices) throw new Error(`Of ${slices} slices ${listed} were listed.`);
  return { firstPictureMs, allHeadersMs };
}

/** Hears what decoding processes send to the page, beside the page itself (see src/contract/delivery.ts). */
function hearDeliveries(): void {
  const delivered = new Map<string, (body: Uint8Array) => void>();
  Object.assign(window, { delivered });
  window.addEventListener('message', ({ data, ports }) => {
    if (data !== 'overread:delivery') return;
    for (const port of ports)
      port.addEventListener('message', (event) => delivered.get(event.data.ticket)?.(event.data.body));
  });
}

async function timeDecoding([sliceIds, atOnce]: readonly [readonly number[], number]): Promise<number> {
  const waiting = [...sliceIds];
  const begun = performance.now();
  const { delivered } = window as unknown as { delivered: Map<string, (body: Uint8Array) => void> };
  const work = async () => {
    for (let sliceId = waiting.pop(); sliceId !== undefined; sliceId = waiting.pop()) {
      const ticket = crypto.randomUUID();
      const arrival = new Promise<Uint8Array>((resolve) => delivered.set(ticket, resolve));
      const reply = (await window.overread.call('slice.pixels', { sliceId, ticket })) as {
        kind: string;
        value: { metadata: { rows: number; columns: number }; body: Uint8Array | null };
      };
      if (reply.kind !== 'ok') throw new Error(JSON.stringify(reply));
      const body = reply.value.body ?? (await arrival);
      const { rows, columns } = reply.value.metadata;
      if (body.byteLength < rows * columns) throw new Error('A slice came short.');
      delivered.delete(ticket);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return performance.now() - begun;
}

function decodingMs([program, ...args]: Decoder, study: string, ...how: readonly string[]): number {
  const all = [...args, study, String(os.availableParallelism()), ...how];
  const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1' };
  const { ms } = JSON.parse(execFileSync(program, all, { encoding: 'utf8', env })) as { ms: number };
  return ms;
}
