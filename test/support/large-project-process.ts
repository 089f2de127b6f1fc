import { makeLargeProject } from './large-project.ts';

// Makes a project of many slices: large-project-process.ts FOLDER SLICES. Prints what it made as JSON.
const [folder, slices] = process.argv.slice(2);
if (folder === undefined || !(Number(slices) > 0)) throw new Error('usage: large-project-process FOLDER SLICES');
process.stdout.write(`${JSON.stringify(makeLargeProject(folder, Number(slices)))}\n`);
