import { spawnSync } from 'node:child_process';
import { PROJECT_ROOT } from '../setup/paths.mjs';
import { npmCommand } from '../setup/run.mjs';
import { UNKNOWN_VERSION } from './collect-notices.mjs';

/**
 * The software bill of materials (CycloneDX JSON) of what is shipped: npm's own, made from the lock file alone, cut to the
 * packages that are shipped, with the native components added.
 * @param {import('./collect-notices.mjs').Notice[]} shipped
 * @returns {object}
 */
export function makeSbom(shipped) {
  const bom = npmSbom();
  const names = new Set(
    shipped.filter(({ kind }) => kind !== 'native').map(({ name, version }) => `${name}@${version}`),
  );
  const packages = bom.components.filter(({ name, version }) => names.has(`${name}@${version}`)).map(asShipped);
  const missing = [...names].filter((name) => !packages.some((part) => `${part.name}@${part.version}` === name));
  if (missing.length > 0) throw new Error(`Not in the lock file: ${missing.join(', ')}`);
  const natives = shipped.filter(({ kind }) => kind === 'native').map(nativeComponent);
  const application = { ...bom.metadata.component, name: 'overread' };
  const refs = new Set([application['bom-ref'], ...packages.map((part) => part['bom-ref'])]);
  const dependencies = bom.dependencies
    .filter(({ ref }) => refs.has(ref))
    .map(({ ref, dependsOn = [] }) => ({ ref, dependsOn: dependsOn.filter((other) => refs.has(other)) }));
  const own = dependencies.find(({ ref }) => ref === application['bom-ref']);
  own?.dependsOn.push(...natives.map((part) => part['bom-ref']));
  return {
    ...bom,
    metadata: { ...bom.metadata, lifecycles: [{ phase: 'build' }], component: application },
    components: [...packages, ...natives],
    dependencies: [...dependencies, ...natives.map((part) => ({ ref: part['bom-ref'], dependsOn: [] }))],
  };
}

function npmSbom() {
  const npm = npmCommand(['sbom', '--package-lock-only', '--sbom-format=cyclonedx', '--sbom-type=application']);
  const result = spawnSync(npm.command, npm.args, {
    cwd: PROJECT_ROOT,
    shell: npm.shell,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (result.status !== 0) throw new Error(`npm sbom ended with code ${result.status}: ${result.stderr}`);
  return JSON.parse(result.stdout);
}

/** A package that is bundled is required, whatever the lock file calls it; and it is no longer a thing of development. */
function asShipped(component) {
  const properties = component.properties?.filter(({ name }) => name !== 'cdx:npm:package:development');
  return { ...component, scope: 'required', ...(properties && { properties }) };
}

function nativeComponent({ name, version, licence }) {
  const isExpression = licence.includes(' AND ');
  return {
    'bom-ref': `native:${name}${version === null ? '' : `@${version}`}`,
    type: 'library',
    name,
    ...(version === null ? { description: UNKNOWN_VERSION } : { version }),
    scope: 'required',
    licenses: [isExpression ? { expression: licence } : { license: { id: licence } }],
  };
}
