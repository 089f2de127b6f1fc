import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: 'test/e2e',
  globalSetup: './test/support/temporary-root.ts',
  outputDir: 'test-results/e2e',
  // One app at a time: each one trains.
  workers: 1,
  fullyParallel: false,
  timeout: 300_000,
  expect: { timeout: 15_000 },
  // A click on what never comes fails by its own name and not by the test's time.
  use: { actionTimeout: 60_000, navigationTimeout: 60_000 },
  reporter: [['list'], ['json', { outputFile: 'test-results/e2e.json' }]],
});
