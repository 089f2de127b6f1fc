import { runViewer } from './viewer.ts';

// One run of the viewer's part of the bench; its places as JSON on the command line, its figures as JSON on stdout.
process.stdout.write(`${JSON.stringify(await runViewer(JSON.parse(process.argv[2] ?? '{}')))}\n`);
