import { defineConfig } from '@playwright/test';

/** End-to-end tests; `test/e2e/fixtures/launch.ts` starts what they look at. */
export default defineConfig({
  testDir: 'test/e2e',
  testMatch: '**/*.spec.ts',
  outputDir: 'test-results',
  // One gateway and one browser at a time fit a small machine; a test that needs a retry is broken.
  workers: 1,
  retries: 0,
  forbidOnly: process.env.CI !== undefined,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  reporter: [['list']],
  use: { trace: 'retain-on-failure', screenshot: 'only-on-failure' },
});
