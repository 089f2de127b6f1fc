import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openCrashLog } from '../../main/crash-log.ts';
import { ServiceError } from '../../main/services/service-error.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'overread-crash-log-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** What the log says of an error. */
function logged(error: unknown): string {
  const log = openCrashLog(folder, '0.1.0');
  log.note('job predict', error);
  return readFileSync(log.file, 'utf8');
}

/** This file, as a frame names it. */
const HERE = String.raw`test/main/crash-log\.test\.ts:\d+:\d+`;
/** Of everything that is planted below. */
const PATIENT = /smith|john|brien|1937|müller|anna|ct 7|scans|\/data/i;

/** What messages hold of paths, names of files and headers; each was once let through by a pattern, or could be. */
const MESSAGES: readonly (readonly [string, string])[] = [
  ['an apostrophe in quotes', "ENOENT: no such file or directory, open '/data/O'Brien John/a.dcm'"],
  ['brackets', '/data/Smith (John) 1937/a.dcm cannot be read'],
  ['a bare file name', 'Smith_John.dcm cannot be read'],
  ['spaces', 'cannot read /data/Smith John 1937/CT 7.dcm now'],
  ['a path of Windows', 'cannot read C:\\scans\\Smith John\\CT 7.dcm'],
  ['a share', 'cannot read \\\\server\\scans\\Smith.dcm'],
  ['an address', 'cannot read file:///data/Smith%20John.dcm'],
  ['a header', 'PatientName Müller^Anna born 1937 has no pixels'],
  ['new lines', 'cannot read\nSmith John\n/data/Smith.dcm\n\nagain'],
  ['a line like a frame', 'cannot read\n    at Smith John (/data/Smith John/1937.ts:1:1)\n    at /data/John.js:1:1'],
  ['nothing but a name', 'Smith'],
];

describe('the log of failures', () => {
  it.each(MESSAGES)('tells class, code and place of an error, and nothing of a message with %s', (_what, message) => {
    const text = logged(Object.assign(new RangeError(message), { code: 'ENOENT', path: message }));
    expect(text).toMatch(new RegExp(String.raw`^\S+ 0\.1\.0 \S+ job predict\nRangeError \[ENOENT\]\n    at ${HERE}\n`));
    expect(text).not.toMatch(PATIENT);
  });

  it.each(MESSAGES)('... nor where it is the cause, or the cause of that, with %s', (_what, message) => {
    const text = logged(
      new Error('a', { cause: new TypeError('b', { cause: new ServiceError('no-slice', message) }) }),
    );
    expect(text).toMatch(
      /\nError\n[\s\S]+\n {2}caused by TypeError\n[\s\S]+\n {2}caused by ServiceError \[no-slice\]\n {4}at /,
    );
    expect(text).not.toMatch(PATIENT);
  });

  it.each(MESSAGES)('... nor where it is thrown as it is, with %s', (_what, message) => {
    expect(logged(message)).toMatch(/ job predict\nthrown: string\n/);
    expect(logged({ message })).not.toMatch(PATIENT);
  });

  it('tells nothing of a stack but places in our own code: no message that was changed, no function’s name', () => {
    const error = new Error('Smith');
    error.message = 'John';
    error.stack = [
      'Error: Smith\n/data/Smith.dcm',
      `    at Smith.John (${import.meta.filename}:12:34)`,
      `    at async ${import.meta.filename}:56:78`,
      '    at Smith (/data/Smith.ts:1:2)',
      `    at ${import.meta.dirname}/Smith John.ts:1:2`,
      `    at ${import.meta.dirname}/Smith.dcm:1:2`,
      `Smith (${import.meta.filename}:1:2)`,
      `    at ${import.meta.filename}:9:9 of Smith`,
    ].join('\n');
    expect(logged(error).split('\n').slice(1)).toEqual([
      'Error',
      '    at test/main/crash-log.test.ts:12:34',
      '    at test/main/crash-log.test.ts:56:78',
      '',
      '',
    ]);
  });

  it('tells no name and no code that is made of something else', () => {
    const error = Object.assign(new Error('x'), { name: 'Smith John', code: 'Smith_John.dcm' });
    expect(logged(error)).toMatch(/ job predict\nan error of another name\n/);
    expect(logged(error)).not.toMatch(PATIENT);
  });

  it('ends a chain of causes that goes in a circle', () => {
    const error = new Error('a');
    error.cause = error;
    expect(logged(error).match(/caused by Error/g)).toHaveLength(4);
  });
});
