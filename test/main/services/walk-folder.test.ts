import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { walkFolder } from '../../../main/services/walk-folder.ts';
import { projectFixture } from '../../support/project-fixture.ts';

test('a project inside a folder is passed over, for reading its files would drop the locks on them', async () => {
  const project = projectFixture();
  const parent = path.dirname(project.folder);
  writeFileSync(path.join(parent, 'slice.png'), 'x');
  expect((await walkFolder(parent)).files.map((file) => file.relativePath)).toEqual(['slice.png']);
  expect((await walkFolder(project.folder)).files).toEqual([]);
  project.remove();
});

describe.skipIf(process.platform === 'win32')('a folder from outside', () => {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'overread-walk-')));
  const study = path.join(folder, 'study');
  mkdirSync(path.join(study, 'ct'), { recursive: true });
  afterAll(() => rmSync(folder, { recursive: true }));

  test('links that lead out of it are named and not followed; those inside are', async () => {
    writeFileSync(path.join(folder, 'secret.png'), 'x');
    writeFileSync(path.join(study, 'ct', '1.png'), 'x');
    symlinkSync(path.join(folder, 'secret.png'), path.join(study, 'a-file.png'));
    symlinkSync(folder, path.join(study, 'b-folder'));
    symlinkSync('../ct/1.png', path.join(study, 'ct', '2.png'));
    symlinkSync('..', path.join(study, 'ct', 'loop'));
    const walked = await walkFolder(study);
    expect(walked.files.map((file) => file.relativePath)).toEqual(['ct/1.png', 'ct/2.png']);
    expect(walked.unreadable.map((file) => file.relativePath).sort()).toEqual(['a-file.png', 'b-folder']);
    expect(walked.unreadable[0]?.message).toContain('leads out of the folder');
  });

  test('pipes and devices are passed over, very long names are read', async () => {
    const odd = path.join(folder, 'odd');
    mkdirSync(odd);
    execFileSync('mkfifo', [path.join(odd, 'pipe.png')]);
    symlinkSync('/dev/zero', path.join(odd, 'zero.png'));
    const long = `${'n'.repeat(251)}.png`;
    writeFileSync(path.join(odd, long), 'x');
    const walked = await walkFolder(odd);
    expect(walked.files.map((file) => file.relativePath)).toEqual([long]);
    expect(walked.unreadable.map((file) => file.relativePath)).toEqual(['zero.png']);
  });

  test.each(['\\\\server\\share', '//server/share', '\\\\.\\C:'])('%s is refused without a look', async (name) => {
    await expect(walkFolder(name)).rejects.toMatchObject({ code: 'network-folder' });
  });
});
