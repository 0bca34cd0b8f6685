import { defineConfig } from '@playwright/test';

// script/test sets these; the browser is the machine's own, nothing is downloaded.
export default defineConfig({
  testDir: './tests',
  outputDir: './test-results',
  fullyParallel: true,
  forbidOnly: Boolean(process.env.CI),
  workers: 2,
  // A second try is reported as flaky, not hidden: on a busy machine a test can run out of its time.
  retries: process.env.CI ? 1 : 0,
  // A page with the editor, or every rule of axe on a long list, takes its time on a busy machine.
  timeout: 60_000,
  use: {
    baseURL: process.env.GITGUD_E2E_ORIGIN,
    // Recording slows every test by a quarter: where failures are tried again, only then.
    trace: process.env.CI ? 'on-first-retry' : 'retain-on-failure',
    // What one test has left on the device is none of the next one's business; a spec about that allows them.
    serviceWorkers: 'block',
    launchOptions: {
      executablePath: process.env.GITGUD_BROWSER || undefined,
      args: [
        '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
        '--disable-background-networking', '--disable-component-update', '--disable-sync',
      ],
    },
  },
  // Every spec runs twice, with JavaScript and without; *.hydrated.spec.ts needs it.
  projects: [
    { name: 'hydrated', testIgnore: /\.alone\.spec\.ts$/ },
    { name: 'plain', use: { javaScriptEnabled: false }, testIgnore: /\.(hydrated|alone)\.spec\.ts$/ },
    // What would disturb the others; run after them.
    { name: 'alone', testMatch: /\.alone\.spec\.ts$/ },
  ],
});
