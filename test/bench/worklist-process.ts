import { runWorklist } from './worklist.ts';

// One run of the worklist's part of the bench; prints its figures as JSON.
process.stdout.write(`${JSON.stringify(await runWorklist())}\n`);
