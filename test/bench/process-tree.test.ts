import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { processTree } from './process-tree.ts';

const FILLED_MIB = 64;
/** A process that starts another, which fills memory, tells its id and waits for its end. */
const INNER = `const kept = Buffer.alloc(${FILLED_MIB} << 20, 1); console.log(process.pid); process.stdin.on('end', () => kept.length).resume();`;
const OUTER = `require('child_process').spawn(process.execPath, ['-e', process.argv[1], '--', '--ty' + 'pe=inner'], { stdio: 'inherit' });`;

describe.skipIf(process.platform !== 'linux')('the memory of a process and all that came of it', () => {
  it('holds what a child started, whole and in its part of what is shared, and nothing else', async () => {
    const outer = spawn(process.execPath, ['-e', OUTER, INNER], { stdio: ['pipe', 'pipe', 'inherit'] });
    try {
      const [line] = (await once(outer.stdout, 'data')) as [Buffer];
      const tree = processTree(outer.pid ?? 0);
      expect(tree.map(({ pid }) => pid)).toEqual([outer.pid, Number(String(line))]);
      const [parent, inner] = tree;
      expect(parent?.type).toBe('node');
      expect(inner?.type).toBe('inner');
      expect(inner?.rssKib).toBeGreaterThan(FILLED_MIB * 1024);
      // Node's own program is in both, and counts half in each.
      expect(inner?.pssKib).toBeGreaterThan(FILLED_MIB * 1024);
      expect(inner?.pssKib).toBeLessThan((inner?.rssKib ?? 0) - 1024);
    } finally {
      outer.stdin.end();
    }
  });

  it('is nothing of a process that has ended', async () => {
    const ended = spawn(process.execPath, ['-e', '']);
    await once(ended, 'exit');
    expect(processTree(ended.pid ?? 0)).toEqual([]);
  });
});
