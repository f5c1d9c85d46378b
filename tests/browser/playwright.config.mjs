// The stories run once, in the machine's own Chromium: a test that passes at the second try has failed. Those that measure
// time carry the tag `@alone` and run one at a time; `cargo xtask test` runs the others two at a time.
import { defineConfig } from '@playwright/test';
import { executable, flags } from './chromium.mjs';

// A camera that shows a test picture, and is given without a question.
const camera = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'];

export default defineConfig({
  testDir: 'story',
  testMatch: '*.story.mjs',
  outputDir: 'output/failed',
  fullyParallel: true,
  retries: 0,
  forbidOnly: true,
  // Long enough for the slowest machine: how fast the page is, the stories say that measure it.
  timeout: 240_000,
  expect: { timeout: 60_000 },
  reporter: [['line'], ['json']],
  use: {
    browserName: 'chromium',
    headless: true,
    launchOptions: { executablePath: executable(), args: [...flags(), ...camera] },
    viewport: { width: 1280, height: 800 },
    locale: 'en-US',
    timezoneId: 'UTC',
    screenshot: 'only-on-failure',
  },
});
