// Stands in for Electron's default_app, which the fallback runtime lacks: opens the app folder named on the command
// line, so that `electron [-r module] [flags] <app folder> [arguments]` works as it does with the official binary.
const { app, dialog } = require('electron');
const fs = require('node:fs');
const path = require('node:path');
const { pathToFileURL } = require('node:url');

/** The modules to load first, and the app folder. */
function readArguments([first, ...rest], modules = []) {
  if (first === '-r' || first === '--require') return readArguments(rest.slice(1), [...modules, rest[0]]);
  if (first === undefined || !first.startsWith('-')) return { modules, named: first };
  return readArguments(rest, modules);
}

function fail(message) {
  process.stderr.write(`${message}\n`);
  if (process.env.DISPLAY) dialog.showErrorBox('Overread', message);
  process.exit(1);
}

function openApp(target) {
  const folder = path.resolve(target);
  const file = path.join(folder, 'package.json');
  if (!fs.existsSync(file)) return fail(`No app at ${folder}: there is no package.json.`);
  const manifest = JSON.parse(fs.readFileSync(file, 'utf8'));
  process.defaultApp = true;
  const name = manifest.productName ?? manifest.name;
  if (name) {
    app.setName(name);
    if (process.platform === 'linux') app.setDesktopName?.(manifest.desktopName ?? `${name}.desktop`);
  }
  if (manifest.version) app.setVersion?.(manifest.version);
  app.setAppPath(folder);
  if (!app.commandLine.hasSwitch('user-data-dir'))
    app.setPath('userData', path.join(app.getPath('appData'), app.getName()));
  const main = path.join(folder, manifest.main ?? 'index.js');
  if (!fs.existsSync(main)) return fail(`The app at ${folder} is not built: ${main} is missing.`);
  if (main.endsWith('.mjs')) return import(pathToFileURL(main).href);
  return require(main);
}

const { modules, named } = readArguments(process.argv.slice(1));
for (const file of modules) require(path.resolve(file));
if (named === undefined) fail('Name the app folder to open.');
else openApp(named);
