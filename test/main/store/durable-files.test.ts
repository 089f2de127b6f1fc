import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  clearUnfinished,
  publishFolder,
  unfinishedPath,
  writeFileDurably,
  writeFilesDurably,
} from '../../../main/store/durable-files.ts';

/** Calls to the file system in order: what was done to which file. */
const calls = vi.hoisted((): string[] => []);
/** A call that fails, as on a disk that is full. */
const failing = vi.hoisted(() => ({ call: '' }));

vi.mock('node:fs', async (original) => {
  const fs = await original<typeof import('node:fs')>();
  const opened = new Map<number, string>();
  const nameOf = (file: unknown): string => {
    const name = typeof file === 'number' ? (opened.get(file) ?? '?') : String(file).split('/').pop();
    return String(name).replace(/^\.(.*)\.overread-.*\.partial$/, 'unfinished $1');
  };
  const note = (what: string, file: unknown): void => {
    const call = `${what} ${nameOf(file)}`;
    calls.push(call);
    if (call === failing.call) throw new Error('ENOSPC: no space left on device');
  };
  return {
    ...fs,
    openSync: (file: string, flags: string, mode?: number) => {
      note('open', file);
      const handle = fs.openSync(file, flags, mode);
      opened.set(handle, file.split('/').pop() ?? '');
      return handle;
    },
    writeFileSync: (file: number | string, data: string) => {
      note('write', file);
      fs.writeFileSync(file, data);
    },
    fsyncSync: (handle: number) => {
      note('fsync', handle);
      fs.fsyncSync(handle);
    },
    closeSync: (handle: number) => {
      note('close', handle);
      fs.closeSync(handle);
    },
    renameSync: (from: string, to: string) => {
      note('rename', from);
      fs.renameSync(from, to);
    },
  };
});

let folder: string;

beforeEach(() => {
  folder = path.join(mkdtempSync(path.join(tmpdir(), 'overread-durable-')), 'out');
  mkdirSync(folder);
  calls.length = 0;
  failing.call = '';
});
afterEach(() => rmSync(path.dirname(folder), { recursive: true, force: true }));

const inOut = (name: string): string => path.join(folder, name);
const text = (name: string): string => readFileSync(inOut(name), 'utf8');
const SYNC_OUT = ['open out', 'fsync out', 'close out'];

describe('a file that is written durably', () => {
  it('is on the disk before it takes its name, and its name before the call returns', () => {
    writeFileDurably(inOut('a.csv'), 'one');
    expect(calls).toEqual([
      'open unfinished a.csv',
      'write unfinished a.csv',
      'fsync unfinished a.csv',
      'close unfinished a.csv',
      'rename unfinished a.csv',
      ...SYNC_OUT,
    ]);
    expect(text('a.csv')).toBe('one');
  });

  it('takes its content in pieces, and the permissions that are asked for', () => {
    writeFileDurably(inOut('a.bin'), [Buffer.from('one '), Buffer.from('two')], 0o600);
    expect(text('a.bin')).toBe('one two');
    expect(statSync(inOut('a.bin')).mode & 0o777).toBe(0o600);
  });

  it.each(['write unfinished a.csv', 'fsync unfinished a.csv', 'rename unfinished a.csv'])(
    'stays the old one, with nothing beside it, where this fails: %s',
    (call) => {
      writeFileDurably(inOut('a.csv'), 'old');
      failing.call = call;
      expect(() => writeFileDurably(inOut('a.csv'), 'new')).toThrow('ENOSPC');
      expect(readdirSync(folder)).toEqual(['a.csv']);
      expect(text('a.csv')).toBe('old');
    },
  );
});

describe('files that belong together', () => {
  const both = (content: string) => ['a.json', 'b.csv'].map((name) => ({ file: inOut(name), content }));

  it('are all on the disk before one takes its name, and the last takes its own once the others have theirs', () => {
    writeFilesDurably(both('new'));
    const lastOf = (call: string): number => calls.lastIndexOf(call);
    expect(lastOf('fsync unfinished b.csv')).toBeLessThan(lastOf('rename unfinished a.json'));
    const between = calls.slice(lastOf('rename unfinished a.json') + 1, lastOf('rename unfinished b.csv'));
    expect(between).toEqual(SYNC_OUT);
    expect(calls.slice(-3)).toEqual(SYNC_OUT);
  });

  it('never leave a last one beside others of another making', () => {
    writeFilesDurably(both('old'));
    failing.call = 'rename unfinished b.csv';
    expect(() => writeFilesDurably(both('new'))).toThrow('ENOSPC');
    expect(readdirSync(folder)).toEqual(['a.json']);
  });

  it('leave the old ones as they were where the new ones cannot be written', () => {
    writeFilesDurably(both('old'));
    failing.call = 'write unfinished b.csv';
    expect(() => writeFilesDurably(both('new'))).toThrow('ENOSPC');
    expect(readdirSync(folder).map(text)).toEqual(['old', 'old']);
  });
});

describe('a folder that is published', () => {
  it('is on the disk with all below it before it takes its name', () => {
    const making = unfinishedPath(inOut('set'));
    mkdirSync(path.join(making, 'images'), { recursive: true });
    calls.length = 0;
    publishFolder(making, inOut('set'));
    expect(calls.filter((call) => !/^(open|close)/.test(call))).toEqual([
      'fsync images',
      expect.stringContaining('fsync'),
      'rename unfinished set',
      'fsync out',
    ]);
    expect(readdirSync(folder)).toEqual(['set']);
  });
});

describe('unfinished work', () => {
  it('of a process that is gone is removed, also by whoever writes there next; of one that runs it stays', () => {
    const gone = spawnSync(process.execPath, ['-e', '0']).pid;
    const mine = unfinishedPath(inOut('mine.csv'));
    const left = mine.replace(`-${process.pid}-`, `-${gone}-`).replace('mine.csv', 'left');
    mkdirSync(path.join(left, 'images'), { recursive: true });
    for (const file of [mine, inOut('my own.partial')]) writeFileSync(file, 'half');
    writeFileDurably(inOut('a.csv'), 'one');
    expect(existsSync(left)).toBe(false);
    expect(readdirSync(folder).sort()).toEqual([path.basename(mine), 'a.csv', 'my own.partial'].sort());
  });

  it('of another computer stays, since its processes are not seen from here', () => {
    const mine = unfinishedPath(inOut('theirs.csv'));
    const theirs = mine.replace(/overread-[0-9a-f]{8}-\d+/, 'overread-00000000-999999');
    writeFileSync(theirs, 'half');
    clearUnfinished(folder);
    expect(existsSync(theirs)).toBe(true);
  });
});
