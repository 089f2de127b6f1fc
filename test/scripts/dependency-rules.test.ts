import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { cruise, type ICruiseOptions, type ICruiseResult, type IFlattenedRuleSet } from 'dependency-cruiser';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PROJECT_ROOT } from '../support/shared-data.ts';

interface RuleFile {
  readonly forbidden: { readonly name: string }[];
  readonly options: ICruiseOptions;
}

const rules: RuleFile = createRequire(import.meta.url)(path.join(PROJECT_ROOT, '.dependency-cruiser.cjs'));

/** For each rule a tree of files that breaks it, and as little else as can be. */
const BREACHES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'src-imports-nothing-of-ours': { 'src/a.ts': "import '../main/services/b.ts';", 'main/services/b.ts': '' },
  'src-is-platform-free': { 'src/a.ts': "import 'react';" },
  'src-uses-no-node-module': { 'src/a.ts': "import 'node:fs';" },
  'store-knows-src-only': { 'main/store/a.ts': "import '../services/b.ts';", 'main/services/b.ts': '' },
  'compute-knows-src-only': { 'main/compute/a.ts': "import '../store/b.ts';", 'main/store/b.ts': '' },
  'tensorflow-in-compute-only': { 'main/services/a.ts': "import '@tensorflow/tfjs-node';" },
  'services-know-store-and-compute-client': {
    'main/services/a.ts': "import '../compute/train-host.ts';",
    'main/compute/train-host.ts': '',
  },
  'services-run-without-electron': { 'main/services/a.ts': "import 'electron';" },
  'handlers-know-services-only': { 'main/handlers/a.ts': "import '../store/b.ts';", 'main/store/b.ts': '' },
  'preload-imports-electron-only': { 'main/preload.ts': "import '../src/b.ts';", 'src/b.ts': '' },
  'renderer-never-main': { 'renderer/a.ts': "import type {} from '../main/b.ts';", 'main/b.ts': '' },
  'renderer-uses-no-node-or-electron': { 'renderer/a.ts': "import 'electron';" },
  'renderer-uses-no-node-module': { 'renderer/a.ts': "import 'node:path';" },
  'product-never-test': { 'main/a.ts': "import '../test/b.ts';", 'test/b.ts': '' },
  'no-circle': { 'src/a.ts': "import './b.ts';", 'src/b.ts': "import './a.ts';" },
  'everything-resolves': { 'src/a.ts': "import './missing.ts';" },
};

/** What the layout allows, all in one tree. */
const ALLOWED = {
  'src/study/a.ts': "import { z } from 'zod'; export const schema = z.string();",
  'main/store/b.ts': "import '../../src/study/a.ts'; import 'libsql';",
  'main/compute/compute-client.ts': "import '../../src/study/a.ts';",
  'main/compute/fork-utility-process.ts': "import 'electron';",
  'main/compute/train-host.ts': "import '@tensorflow/tfjs-node';",
  'main/services/c.ts': "import '../store/b.ts'; import '../compute/compute-client.ts';",
  'main/handlers/d.ts': "import '../services/c.ts'; import '../../src/study/a.ts';",
  'main/index.ts': "import './handlers/d.ts'; import './compute/fork-utility-process.ts'; import 'electron';",
  'main/preload.ts': "import 'electron';",
  'renderer/e.tsx': "import 'react'; import '../src/study/a.ts';",
};

let folder = '';

// Inside the project, so that packages resolve as they do for the real sources.
beforeEach(() => {
  mkdirSync(path.join(PROJECT_ROOT, 'out'), { recursive: true });
  folder = mkdtempSync(path.join(PROJECT_ROOT, 'out', 'dependency-rules-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function brokenRules(files: Readonly<Record<string, string>>): Promise<string[]> {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.join(folder, path.dirname(name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  }
  const ruleSet = { forbidden: rules.forbidden } as IFlattenedRuleSet;
  const folders = ['src', 'main', 'renderer', 'test'].filter((name) =>
    Object.keys(files).some((file) => file.startsWith(`${name}/`)),
  );
  const { output } = await cruise(folders, { ...rules.options, baseDir: folder, validate: true, ruleSet });
  return (output as ICruiseResult).summary.violations.map((violation) => violation.rule.name);
}

describe('import rules', () => {
  it('has a breach for every rule', () => {
    expect(Object.keys(BREACHES).sort()).toEqual(rules.forbidden.map((rule) => rule.name).sort());
  });

  it.each(Object.entries(BREACHES))('%s bites', async (name, files) => {
    expect(await brokenRules(files)).toContain(name);
  });

  it('lets the layout of the design pass', async () => {
    expect(await brokenRules(ALLOWED)).toEqual([]);
  });
});
