import { rm } from 'node:fs/promises';
import path from 'node:path';
import { closeProject, createProject } from '../services/open-project.ts';
import { runDemo } from '../services/run-demo.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { evaluationText } from './figures.ts';
import { type CliSession, progressLine, readerIn } from './session.ts';

export interface DemoCommandOptions {
  readonly project: string;
  readonly rounds?: number;
  readonly reader?: string;
}

/** `demo --project P`: makes the synthetic demo in a new project and trains on it. */
export async function demoCommand(session: CliSession, options: DemoCommandOptions): Promise<ExitCode> {
  const folder = path.resolve(session.cwd, options.project);
  const context = createProject(
    { folder, name: 'Demo (synthetic)', synthetic: true, readingMode: 'off' },
    { appVersion: session.appVersion },
  );
  let made = false;
  try {
    const { sourceId, trained, studyFolder, labelledFolder } = await runDemo(
      context,
      session.compute(),
      { reader: readerIn(context, options.reader), rounds: options.rounds },
      { signal: session.signal, onProgress: progressLine(session) },
    );
    made = true;
    const { evaluation, modelId, run } = trained;
    session.say(`The demo is in ${folder}. Everything in it is synthetic.`);
    session.say(`Labelled set: ${labelledFolder}\nStudy to read: ${studyFolder}`);
    if (evaluation) session.say(evaluationText(evaluation));
    session.result({
      project: folder,
      synthetic: true,
      sourceId,
      studyFolder,
      labelledFolder,
      modelId,
      status: run.status,
      evaluation,
    });
    return EXIT.done;
  } finally {
    closeProject(context);
    // What was broken off is synthetic and of this command alone; left there, it would stand in the next one's way.
    if (!made) await rm(folder, { recursive: true, force: true });
  }
}
