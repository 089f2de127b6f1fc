import { describe, expect, it } from 'vitest';
import { countPlaywright, countVitest } from '../../scripts/test/counts.mjs';

const vitestReport = (fields: object): string =>
  JSON.stringify({
    numPassedTests: 0,
    numFailedTests: 0,
    numPendingTests: 0,
    numTodoTests: 0,
    testResults: [],
    ...fields,
  });

describe('counts of a vitest run', () => {
  it('adds skipped and todo tests', () => {
    const report = vitestReport({ numPassedTests: 7, numPendingTests: 2, numTodoTests: 1 });
    expect(countVitest(report, 0)).toEqual({ passed: 7, failed: 0, skipped: 3 });
  });

  it('counts a file that could not be loaded as one failure beside the failed tests', () => {
    const testResults = [
      { status: 'failed', assertionResults: [] },
      { status: 'failed', assertionResults: [{ status: 'failed' }, { status: 'passed' }] },
    ];
    const report = vitestReport({ numPassedTests: 1, numFailedTests: 1, testResults });
    expect(countVitest(report, 1)).toEqual({ passed: 1, failed: 2, skipped: 0 });
  });

  it('counts a run that ends badly without a failed test as one failure', () => {
    expect(countVitest(vitestReport({ numPassedTests: 4 }), 1)).toEqual({ passed: 4, failed: 1, skipped: 0 });
  });

  it('counts a run that wrote no report as one failure, whatever its exit code', () => {
    expect(countVitest(undefined, 0)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });
});

describe('counts of a Playwright run', () => {
  it('counts a flaky test as failed', () => {
    const report = JSON.stringify({ stats: { expected: 3, unexpected: 1, flaky: 1, skipped: 2 } });
    expect(countPlaywright(report, 1)).toEqual({ passed: 3, failed: 2, skipped: 2 });
  });

  it('counts a run without tests as one failure', () => {
    const report = JSON.stringify({ stats: { expected: 0, unexpected: 0, flaky: 0, skipped: 0 } });
    expect(countPlaywright(report, 1)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });
});
