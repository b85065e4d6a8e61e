import { defineConfig } from '@playwright/test';

const port = Number(process.env.E2E_PORT ?? 5199);

/** Tests that hold something to a time or a size of memory: nothing else may run beside them. */
const ALONE = /(engine|refusals|bad-input|faults|memory|budget|\/recovery)\.spec\.ts$/;

// The browser tests run against the built site, served as `npm start` serves it.
export default defineConfig({
  testDir: 'e2e',
  globalSetup: './e2e/build-test-pages.ts',
  outputDir: 'build/test-results',
  timeout: 90_000,
  workers: 1,
  projects: [
    { name: 'beside', testIgnore: ALONE },
    { name: 'alone', testMatch: ALONE },
  ],
  retries: process.env.CI === undefined ? 0 : 1,
  use: {
    baseURL: `http://localhost:${port}`,
    launchOptions: {
      executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
    },
  },
  webServer: {
    command: 'node scripts/start.mjs',
    env: { PORT: String(port) },
    port,
    reuseExistingServer: false,
    timeout: 120_000,
  },
});
