// The stories run one at a time, once, in the machine's own Chromium: a test that passes at the second try has failed.
import { defineConfig } from '@playwright/test';
import { executable, flags } from './chromium.mjs';

export default defineConfig({
  testDir: 'story',
  testMatch: '*.story.mjs',
  outputDir: 'output/failed',
  workers: 1,
  retries: 0,
  forbidOnly: true,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  reporter: [['line'], ['json', { outputFile: 'output/report.json' }]],
  use: {
    browserName: 'chromium',
    headless: true,
    launchOptions: { executablePath: executable(), args: flags() },
    viewport: { width: 1280, height: 800 },
    locale: 'en-US',
    timezoneId: 'UTC',
    screenshot: 'only-on-failure',
  },
});
