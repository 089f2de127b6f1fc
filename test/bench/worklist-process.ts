import { runWorklist } from './worklist.ts';

// One run of the worklist's part of the bench; its places as JSON on the command line, its figures as JSON on stdout.
process.stdout.write(`${JSON.stringify(await runWorklist(JSON.parse(process.argv[2] ?? '{}')))}\n`);
