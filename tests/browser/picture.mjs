// The pictures of the README, taken of the page as built: `cargo xtask picture`.
import { chromium } from '@playwright/test';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { dist, executable, flags } from './chromium.mjs';
import { Lab } from './lab.mjs';
import { serve } from './serve.mjs';

const doc = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../doc');
const site = await serve(dist());
const browser = await chromium.launch({ executablePath: executable(), args: flags() });
const page = await browser.newPage({ viewport: { width: 1280, height: 1160 }, colorScheme: 'light', baseURL: site.address });

const lab = new Lab(page);
await lab.open();
await lab.train();
await lab.metric('accuracy');
await page.evaluate(() => window.scrollTo(0, 0));
await page.waitForTimeout(500);
await page.screenshot({ path: path.join(doc, 'screenshot.png') });

// A lamp goes out: the alarm rises and says why.
await lab.set({ 'stream-rate': 50 });
await lab.named('monitor-start').click();
await page.waitForTimeout(4000);
await lab.named('drift-brightness').fill('-0.35');
await page.locator('[data-testid=monitor-status][data-level=alarm]').waitFor({ timeout: 30_000 });
await page.waitForTimeout(1500);
await lab.named('monitor-stop').click();
await page.locator('#monitor').scrollIntoViewIfNeeded();
await page.evaluate(() => window.scrollTo(0, document.querySelector('#monitor').offsetTop - 60));
await page.waitForTimeout(500);
await page.screenshot({ path: path.join(doc, 'monitor.png') });

await browser.close();
await site.close();
console.log('doc/screenshot.png and doc/monitor.png are new');
