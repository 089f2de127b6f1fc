import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { presentSlice } from '../../../main/services/present-slice.ts';
import { recordRead } from '../../../main/services/record-read.ts';
import { damagePages } from '../../support/damage-pages.ts';
import { type ProjectFixture, projectFixture } from '../../support/project-fixture.ts';
import { runCliHere } from '../../support/run-cli-here.ts';

let project: ProjectFixture;
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'overread-cli-backup-'));
  project = projectFixture({ slices: 2, labels: ['none'] });
});
afterEach(() => {
  project.remove();
  rmSync(folder, { recursive: true, force: true });
});

/** Runs a command of the project under --json. */
async function overread(...args: string[]) {
  const { code, stdout, stderr } = await runCliHere([...args, '--project', project.folder, '--json'], {
    folder,
    hostsFolder: folder,
  });
  return { code, out: JSON.parse(stdout), stderr };
}

function read(sliceId: number): void {
  const shown = presentSlice(project.ctx, { sliceId, reader: 'Ada', modelId: null, predictionVisible: false });
  const presentationId = shown.presentationId ?? 0;
  recordRead(project.ctx, { presentationId, intent: 'haemorrhage', reason: null, confidence: null });
}

describe('backup and restore on the command line', () => {
  test('back up beside a window that works on the project, list, say what would be lost, and restore once confirmed', async () => {
    const made = await overread('backup');
    expect(made).toMatchObject({ code: 0, out: { kept: 10 } });
    read(1);
    const name = path.basename(made.out.path);
    expect((await overread('restore')).out.backups).toMatchObject([{ name, lost: { entries: 1, acts: 1 } }]);
    const unconfirmed = await overread('restore', '--backup', name);
    expect(unconfirmed.code).toBe(2);
    expect(unconfirmed.stderr).toMatch(
      /1 made since would be undone, 1 of them reads.*backed up first\. Add --confirm/,
    );
    const held = await overread('restore', '--backup', name, '--confirm');
    expect(held).toMatchObject({ code: 3, out: { error: { code: 'project-in-use' } } });
    expect(held.stderr).toContain(`process ${process.pid}`);
    project.ctx.store.close();
    const restored = await overread('restore', '--backup', name, '--confirm', '--reader', 'Ada');
    expect(restored).toMatchObject({ code: 0, out: { backup: name, salvaged: null } });
    expect(readdirSync(path.join(project.folder, 'backups')).sort()).toEqual([name, restored.out.kept].sort());
    expect((await overread('audit', 'verify')).out).toMatchObject({ kind: 'whole', entries: 3 });
  });

  test('tell of a damaged project what is wrong, what to do, and do it', async () => {
    const { out } = await overread('backup');
    project.ctx.store.close();
    damagePages(project.folder, 'files');
    const refused = await overread('audit', 'verify');
    expect(refused).toMatchObject({ code: 3, out: { error: { code: 'project-damaged' } } });
    expect(refused.stderr).toContain('overread restore');
    expect((await overread('doctor')).code).toBe(3);
    const name = path.basename(out.path);
    expect(await overread('restore', '--backup', name, '--confirm')).toMatchObject({ code: 0, out: { salvaged: 2 } });
    expect((await overread('audit', 'verify')).code).toBe(0);
  });

  test('a command that writes is refused while another holds the project, and says who', async () => {
    const refused = await overread('dataset', 'freeze');
    expect(refused).toMatchObject({ code: 3, out: { error: { code: 'project-read-only' } } });
    expect(refused.stderr).toContain(`(process ${process.pid} on`);
  });
});
