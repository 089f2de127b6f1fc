import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { bootstrapOrExit } from './bootstrap.mjs';
import { build } from './build.mjs';
import { makeSbom } from './notices/make-sbom.mjs';
import { PROJECT_ROOT } from './setup/paths.mjs';

// `npm run sbom` writes the bill of materials of what is required at run time and of what is bundled. The one that is
// shipped (`npm run package`) is cut to what was packed.

await bootstrapOrExit();
await build({ production: true, requireAll: true });
const notices = JSON.parse(readFileSync(path.join(PROJECT_ROOT, 'out', 'assets', 'notices.json'), 'utf8'));
const file = path.join(PROJECT_ROOT, 'dist', 'overread.cdx.json');
mkdirSync(path.dirname(file), { recursive: true });
writeFileSync(file, `${JSON.stringify(makeSbom(notices), null, 2)}\n`);
process.stdout.write(`sbom: ${path.relative(PROJECT_ROOT, file)}\n`);
