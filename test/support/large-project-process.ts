import { addManySlices, makeLargeProject } from './large-project.ts';

// Makes a project of many slices, or adds them to one: large-project-process.ts make|add FOLDER SLICES. Prints what it made as JSON.
const [what, folder, slices] = process.argv.slice(2);
const act = { make: makeLargeProject, add: addManySlices }[what ?? ''];
if (!act || folder === undefined || !(Number(slices) > 0)) {
  throw new Error('usage: large-project-process make|add FOLDER SLICES');
}
process.stdout.write(`${JSON.stringify(act(folder, Number(slices)))}\n`);
