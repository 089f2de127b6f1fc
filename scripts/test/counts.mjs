/** @typedef {{passed: number, failed: number, skipped: number}} Counts */

/** A run that failed in a way no single test shows still counts as one failure. */
function withRunFailure(counts, code) {
  return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}

/**
 * Counts out of vitest's JSON report. A test file that could not be loaded counts as one failure.
 * @param {string | undefined} report the report's text, undefined when none was written
 * @param {number} code vitest's exit code
 * @returns {Counts}
 */
export function countVitest(report, code) {
  if (report === undefined) return { passed: 0, failed: 1, skipped: 0 };
  const result = JSON.parse(report);
  const unloaded = result.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  );
  const counts = {
    passed: result.numPassedTests,
    failed: result.numFailedTests + unloaded.length,
    skipped: result.numPendingTests + result.numTodoTests,
  };
  return withRunFailure(counts, code);
}

/**
 * Counts out of Playwright's JSON report. A flaky test, which passed on a second try only, counts as failed.
 * @param {string | undefined} report the report's text, undefined when none was written
 * @param {number} code Playwright's exit code
 * @returns {Counts}
 */
export function countPlaywright(report, code) {
  if (report === undefined) return { passed: 0, failed: 1, skipped: 0 };
  const { stats } = JSON.parse(report);
  return withRunFailure(
    { passed: stats.expected, failed: stats.unexpected + stats.flaky, skipped: stats.skipped },
    code,
  );
}
