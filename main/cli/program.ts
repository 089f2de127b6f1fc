import { Command, Option } from 'commander';
import { GROUPINGS } from '../../src/contract/cross-validation-methods.ts';
import { identifiersSchema } from '../../src/contract/export-methods.ts';
import { HEATMAP_METHODS } from '../../src/explanation/heatmap-method.ts';
import { DEFAULT_READING_MODE, readingModeSchema } from '../../src/review/reading-mode.ts';
import { ARCHITECTURE_NAMES, DEFAULT_ARCHITECTURE } from '../../src/training/architecture.ts';
import { agreementCommand } from './agreement-command.ts';
import { auditExportCommand, auditKeyCommand, auditShowCommand, auditVerifyCommand } from './audit-command.ts';
import { backupCommand } from './backup-command.ts';
import { correctCommand } from './correct-command.ts';
import { architectureList, crossValidateCommand } from './cross-validate-command.ts';
import { datasetExportCommand, datasetFreezeCommand, datasetListCommand } from './dataset-command.ts';
import { decodeCommand } from './decode-command.ts';
import { demoCommand } from './demo-command.ts';
import { doctorCommand, examineCommand } from './doctor-command.ts';
import { duplicatesCommand, judgeCommand } from './duplicates-command.ts';
import { evaluateCommand } from './evaluate-command.ts';
import type { ExitCode } from './exit-codes.ts';
import { heatmapCheckCommand } from './heatmap-check-command.ts';
import { importCommand } from './import-command.ts';
import { marksCommand } from './marks-command.ts';
import { modelCardCommand } from './model-card-command.ts';
import { predictCommand } from './predict-command.ts';
import { promoteCommand } from './promote-command.ts';
import { purgeCommand } from './purge-command.ts';
import { readsCommand } from './reads-command.ts';
import { addRecipeOptions } from './recipe-options.ts';
import { replayCommand } from './replay-command.ts';
import { reportCommand } from './report-command.ts';
import { restoreCommand } from './restore-command.ts';
import { sealCommand } from './seal-command.ts';
import type { CliSession } from './session.ts';
import { datasetShortcutsCommand } from './shortcuts-command.ts';
import { studiesCommand } from './studies-command.ts';
import { testCommand } from './test-command.ts';
import { trainCommand } from './train-command.ts';
import { shareOf, WrongUse, wholeNumber } from './wrong-use.ts';

/** Whether an export names by pseudonyms, which it does unless asked otherwise; `words` say what it names. */
const identifiersOption = (words: string): Option =>
  new Option('--identifiers <how>', words).choices(identifiersSchema.options).default('pseudonyms');

/** Runs a command's work in a session; the session knows `--json`, the exit code is kept for the process. */
export type RunInSession = (json: boolean, work: (session: CliSession) => Promise<ExitCode>) => Promise<void>;

const PROJECT = ['--project <folder>', 'the project folder'] as const;
const READER = ['--reader <name>', 'your name for the log (default: your account)'] as const;
const EXIT_CODES = '\nExit codes: 0 done, 1 done with refusals listed, 2 wrong use, 3 failed.';

/** The command line: every command with its options. */
export function createProgram(run: RunInSession, appVersion: string, doctorScript: string): Command {
  const program = new Command('overread')
    .description('Over-read head-CT slices for haemorrhage, without a window. Research use only.')
    .version(appVersion)
    .addHelpText('after', EXIT_CODES)
    .showHelpAfterError('(add --help for what can be written here)')
    .exitOverride();
  const command = (parent: Command, usage: string, description: string): Command =>
    parent.command(usage).description(description).option('--json', 'one JSON document on stdout').exitOverride();
  const whole = wholeNumber;

  command(program, 'import <dir>', 'import a labelled set: a folder with a CSV, or one sub-folder per class')
    .requiredOption(PROJECT[0], `${PROJECT[1]}, made where there is none`)
    .option('--name <name>', 'name of a new project')
    .addOption(
      new Option('--reading <mode>', 'how a new project is read')
        .choices(readingModeSchema.options)
        .default(DEFAULT_READING_MODE),
    )
    .option('--all-or-nothing', 'import nothing when anything is wrong')
    .option('--seal <name>', 'seal the slices into a test set of this name, for good')
    .option(...READER)
    .action((dir, options) => run(options.json, (session) => importCommand(session, dir, options)));
  addRecipeOptions(command(program, 'train', 'train a network on the labels as they stand, or on a frozen version'))
    .requiredOption(...PROJECT)
    .addOption(
      new Option('--architecture <name>', 'network').choices([...ARCHITECTURE_NAMES]).default(DEFAULT_ARCHITECTURE),
    )
    .option('--dataset <version>', 'name of a frozen version (default: freeze the labels as they stand)')
    .option('--split <csv>', 'your own split: columns file and part (training, validation, held-out)')
    .option('--source <names...>', 'learn from these sources alone (default: all)')
    .option('--continue [run]', 'go on with a run that was cut off (default: the newest)', whole('--continue', 1, 1e9))
    .addOption(
      new Option('--discard [run]', 'give up the checkpoint of a run that was cut off (default: the newest)')
        .argParser(whole('--discard', 1, 1e9))
        .conflicts('continue'),
    )
    .option(...READER)
    .action((options) => run(options.json, (session) => trainCommand(session, options)));
  addEvaluate(program, run, command);
  command(program, 'model-card', 'write the model card: a page, its figures as CSV, and all of it as JSON')
    .requiredOption(...PROJECT)
    .requiredOption('--out <dir>', 'folder for model-card.html, figures.csv and model-card.json')
    .option('--model <name>', 'model (default: the one that reads for the project)')
    .option('--prevalence <share>', 'share with haemorrhage in use, for PPV and NPV', shareOf('--prevalence'))
    .option(...READER)
    .action((options) => run(options.json, (session) => modelCardCommand(session, options)));
  command(program, 'report', 'write a reader’s reads as DICOM Structured Reports, one for each study')
    .requiredOption(...PROJECT)
    .requiredOption('--out <dir>', 'existing folder; the reports come into a new one inside it')
    .option('--source <name>', 'source (default: the only one)')
    .addOption(identifiersOption('how patient and study are named'))
    .option(...READER)
    .action((options) => run(options.json, (session) => reportCommand(session, options)));
  command(program, 'predict <dir>', 'predict every slice of a folder')
    .requiredOption(...PROJECT)
    .requiredOption('--csv <file>', 'table to write, one row per frame')
    .option('--heatmaps <dir>', 'folder for one heatmap per slice')
    .addOption(identifiersOption('files named by their hashes and studies by pseudonyms, or files by their paths'))
    .addOption(
      new Option('--heatmap-method <name>', 'how slices are explained')
        .choices([...HEATMAP_METHODS])
        .default('grad-cam'),
    )
    .option('--model <name>', 'model (default: the one that reads for the project)')
    .option(...READER)
    .action((dir, options) => run(options.json, (session) => predictCommand(session, dir, options)));
  command(program, 'heatmap-check', 'tell whether a model’s heatmaps depend on what it learnt')
    .requiredOption(...PROJECT)
    .option('--model <name>', 'model (default: the one that reads for the project)')
    .option('--slices <n>', 'held-out slices to look at (default: 32)', whole('--slices', 1, 10_000))
    .option('--seed <n>', 'seed of the slices and of the random weights (default: 1)', whole('--seed', 0, 0xffffffff))
    .option(...READER)
    .action((options) => run(options.json, (session) => heatmapCheckCommand(session, options)));
  command(program, 'correct', 'record reads from a table with the columns file, frame, label, reason')
    .requiredOption(...PROJECT)
    .requiredOption('--csv <file>', 'table to read')
    .requiredOption('--reader <name>', 'whose reads they are')
    .action((options) => run(options.json, (session) => correctCommand(session, options)));
  command(program, 'agreement', 'tell how the readers of a project agree, with themselves and with each other')
    .requiredOption(...PROJECT)
    .addOption(
      new Option('--reads <which>', 'of several reads of a slice by one reader')
        .choices(['first', 'last'])
        .default('first'),
    )
    .option('--out <dir>', 'folder for readers.json and reads.csv')
    .option(...READER)
    .action((options) => run(options.json, (session) => agreementCommand(session, options)));
  command(program, 'reads', 'count helpful and harmful changes of mind after the AI was shown')
    .requiredOption(...PROJECT)
    .action((options) => run(options.json, (session) => readsCommand(session, options)));
  command(program, 'promote', 'let a model read for the project')
    .requiredOption(...PROJECT)
    .requiredOption('--model <name>', 'model')
    .option('--note <text>', 'why')
    .option(...READER)
    .action((options) => run(options.json, (session) => promoteCommand(session, options)));
  addDuplicates(program, run, command);
  addTestSets(program, run, command);
  command(program, 'replay', 'train a model again from its record and compare, bit for bit')
    .requiredOption(...PROJECT)
    .option('--model <name>', 'model (default: the one that reads for the project)')
    .option(...READER)
    .action((options) => run(options.json, (session) => replayCommand(session, options)));
  addDataset(program, run, command);
  command(program, 'marks', 'write the marks that readers drew, with their figures, as a table')
    .requiredOption(...PROJECT)
    .requiredOption('--csv <file>', 'table to write, one row per mark')
    .option('--of <name>', 'the marks of this reader alone (default: of all)')
    .option(...READER)
    .action((options) => run(options.json, (session) => marksCommand(session, options)));
  addAudit(program, run, command);
  command(program, 'studies', 'write what each reader says of each study, as a table')
    .requiredOption(...PROJECT)
    .requiredOption('--csv <file>', 'table to write, one row per study and reader')
    .option(...READER)
    .action((options) => run(options.json, (session) => studiesCommand(session, options)));
  command(program, 'purge', 'delete a study from the project for good, or without --study the whole project')
    .requiredOption(...PROJECT)
    .option('--study <pseudonym>', 'the study, as the log names it')
    .option('--confirm <text>', 'the study’s pseudonym or the project’s name; without it, what would be lost is told')
    .option('--user-data <folder>', 'where the app keeps small pictures and its list of projects')
    .option(...READER)
    .action((options) => run(options.json, (session) => purgeCommand(session, options)));
  command(program, 'demo', 'make the synthetic demo project and train on it')
    .requiredOption(PROJECT[0], `${PROJECT[1]}, to be made`)
    .option('--rounds <n>', 'rounds of training', whole('--rounds', 1, 1000))
    .option(...READER)
    .action((options) => run(options.json, (session) => demoCommand(session, options)));
  addBackup(program, run, command);
  command(program, 'doctor', 'tell what this computer has and what is missing, or look all of a project over')
    .option(PROJECT[0], 'look this project over instead: database, log, models, sources, backups')
    .action((options) =>
      run(options.json, (session) =>
        options.project === undefined ? doctorCommand(session, doctorScript) : examineCommand(session, options.project),
      ),
    );
  program
    .command('decode <files...>')
    .description('write frame 0 of each file as raw little-endian stored values')
    .requiredOption('--out <dir>', 'folder for the raw files')
    .option('--json', 'one JSON line per file on stdout')
    .exitOverride()
    .action((files, options) => run(options.json, (session) => decodeCommand(session, files, options)));
  return program;
}

type AddCommand = (parent: Command, usage: string, description: string) => Command;

function addBackup(program: Command, run: RunInSession, command: AddCommand): void {
  command(program, 'backup', 'back the project up, inside its folder')
    .requiredOption(...PROJECT)
    .action((options) => run(options.json, (session) => backupCommand(session, options)));
  command(program, 'restore', 'list the backups of a project, or take it back to one')
    .requiredOption(...PROJECT)
    .option('--backup <name>', 'backup to restore (default: list them)')
    .option('--confirm', 'restore it, although what was made since is undone; the state of now is backed up first')
    .option(...READER)
    .action((options) => run(options.json, (session) => restoreCommand(session, options)));
}

function addDuplicates(program: Command, run: RunInSession, command: AddCommand): void {
  const duplicates = program
    .command('duplicates')
    .description('search for near-duplicates, list them, judge them')
    .exitOverride();
  duplicates
    .command('list', { isDefault: true })
    .description('search what is new and list every pair (also without the word "list")')
    .option('--json', 'one JSON document on stdout')
    .exitOverride()
    .requiredOption(...PROJECT)
    .option(...READER)
    .action((options) => run(options.json, (session) => duplicatesCommand(session, options)));
  command(duplicates, 'judge', 'say whether two slices are the same')
    .requiredOption(...PROJECT)
    .requiredOption(
      '--pair <number>',
      'the pair’s number in the list',
      wholeNumber('--pair', 1, Number.MAX_SAFE_INTEGER),
    )
    .addOption(
      new Option('--verdict <verdict>', 'what it is').choices(['confirm', 'reject', 'undo']).makeOptionMandatory(),
    )
    .option(...READER)
    .action((options) => run(options.json, (session) => judgeCommand(session, options)));
}

function addTestSets(program: Command, run: RunInSession, command: AddCommand): void {
  command(program, 'seal', 'seal slices that nothing has used into a test set, for good')
    .requiredOption(...PROJECT)
    .option('--source <name>', 'all labelled slices of a source, or with --share a share of them')
    .option('--share <fraction>', 'share of each label that is drawn, in whole groups', share)
    .option('--seed <n>', 'seed of the draw (default: drawn)', wholeNumber('--seed', 0, 0xffffffff))
    .option('--name <name>', 'name of the test set (default: T1, T2, ...)')
    .option(...READER)
    .action((options) => run(options.json, (session) => sealCommand(session, options)));
  command(program, 'test', 'open a sealed test set with the model that reads for the project; the look is counted')
    .requiredOption(...PROJECT)
    .option('--test <name>', 'test set (default: the only one)')
    .option('--model <name>', 'model, which must be the one that reads for the project')
    .option(...READER)
    .action((options) => run(options.json, (session) => testCommand(session, options)));
}

function share(text: string): number {
  const value = Number(text);
  if (value > 0 && value <= 1) return value;
  throw new WrongUse(`--share is more than 0 and at most 1, not "${text}".`);
}

function addEvaluate(program: Command, run: RunInSession, command: AddCommand): void {
  addRecipeOptions(
    command(program, 'evaluate', 'measure a model on its held-out slices, two on the same, or cross-validate'),
  )
    .requiredOption(...PROJECT)
    .option('--model <name>', 'model (default: the one that reads for the project)')
    .option('--baseline <name>', 'a second model, on the held-out slices of the first')
    .option('--source <name>', 'measure on this source, which the model learnt nothing from')
    .option('--folds <k>', 'cross-validate in this many folds', wholeNumber('--folds', 2, 20))
    .option(
      '--continue <number>',
      'go on with a cross-validation that was stopped or cut off',
      wholeNumber('--continue', 1, 1e9),
    )
    .option('--repeats <n>', 'deal the folds this many times', wholeNumber('--repeats', 1, 20))
    .option('--architecture <names>', 'networks for the folds; of several, each fold chooses', architectureList)
    .addOption(new Option('--grouping <how>', 'what stays in one fold').choices([...GROUPINGS]))
    .option('--dataset <version>', 'name of a frozen version (default: freeze the labels as they stand)')
    .option(
      '--prevalence <share>',
      'share with haemorrhage where it is to be used, for PPV and NPV',
      shareOf('--prevalence'),
    )
    .option(...READER)
    .action((options) =>
      run(options.json, (session) =>
        options.folds === undefined && options.continue === undefined
          ? evaluateCommand(session, options)
          : crossValidateCommand(session, options),
      ),
    );
}

function addDataset(program: Command, run: RunInSession, command: AddCommand): void {
  const dataset = program
    .command('dataset')
    .description('freeze, list and export versions of the labels')
    .exitOverride();
  command(dataset, 'freeze', 'freeze the labels as they stand into a version')
    .requiredOption(...PROJECT)
    .option('--note <text>', 'what this version is')
    .option(...READER)
    .action((options) => run(options.json, (session) => datasetFreezeCommand(session, options)));
  command(dataset, 'list', 'list the versions')
    .requiredOption(...PROJECT)
    .action((options) => run(options.json, (session) => datasetListCommand(session, options)));
  command(dataset, 'shortcuts', 'measure how far image size or mere brightness tell the label of a version')
    .requiredOption(...PROJECT)
    .option('--dataset <version>', 'version (default: the newest)')
    .option(...READER)
    .action((options) => run(options.json, (session) => datasetShortcutsCommand(session, options)));
  command(dataset, 'export', 'write images, labels.csv and manifest.json of a version')
    .requiredOption(...PROJECT)
    .requiredOption('--out <dir>', 'folder in which the export’s own folder is made')
    .option('--dataset <version>', 'version (default: the newest)')
    .addOption(new Option('--images <how>', 'images as copies or hard links').choices(['copy', 'link']).default('copy'))
    .addOption(identifiersOption('DICOM headers and texts of PNGs de-identified, or as they are'))
    .option('--pictures-seen', 'you looked at every picture: text that is burnt into it is not removed')
    .option(...READER)
    .action((options) => run(options.json, (session) => datasetExportCommand(session, options)));
}

function addAudit(program: Command, run: RunInSession, command: AddCommand): void {
  const audit = program.command('audit').description('export and verify the log').exitOverride();
  command(audit, 'export', 'write the log as CSV')
    .requiredOption(...PROJECT)
    .requiredOption('--out <file>', 'CSV to write, or a folder for one')
    .option(...READER)
    .action((options) => run(options.json, (session) => auditExportCommand(session, options)));
  command(audit, 'show', 'tell what an entry is about, and compute its prediction again')
    .requiredOption(...PROJECT)
    .requiredOption('--entry <number|hash>', 'the entry’s number, or its hash or the first 8 digits or more of it')
    .option('--reader <name>', 'who looks: what is hidden from them stays hidden (default: your account)')
    .action((options) => run(options.json, (session) => auditShowCommand(session, options)));
  command(audit, 'verify', 'recompute the chain of the project, or of an exported CSV alone')
    .option(...PROJECT)
    .option('--csv <file>', 'exported report')
    .option('--file <file>', 'another exported file, of which the signature is verified')
    .option('--head <entries:hash>', 'head that was kept from an earlier export, or a file that was exported')
    .option('--count <n>', 'number of entries, where --head is the hash alone', wholeNumber('--count', 1, 1e12))
    .option('--signature <file>', 'signature of the --csv or --file')
    .option('--key <file>', 'public key (PEM) that it must be of, or its fingerprint')
    .action((options) => run(options.json, (session) => auditVerifyCommand(session, options)));
  command(audit, 'key', 'tell which key signs what is exported here, and whether it does')
    .option('--out <file>', 'PEM file to write the public key to')
    .addOption(new Option('--sign <how>', 'sign exports from now on, or not').choices(['on', 'off']))
    .action((options) => run(options.json, (session) => auditKeyCommand(session, options)));
}
