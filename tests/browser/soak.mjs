// The monitor for as long as a lesson: a stream at its highest rate, and whether memory stays flat and the page smooth.
// Prints a JSON line every quarter of a minute and one that sums up; fails when memory grows.
import { readFile } from 'node:fs/promises';
import { chromium } from '@playwright/test';
import { dist, executable, flags } from './chromium.mjs';
import { Lab } from './lab.mjs';
import { serve } from './serve.mjs';

const minutes = Number(process.argv[2] ?? 10);
const EVERY_SECONDS = 15;
/** Histories fill in the beginning: what is used then is no leak. */
const SETTLED = 0.3;
/** Growth from then on: a share, and megabytes that come and go. */
const ALLOWED = { share: 0.1, megabytes: 16 };

const site = await serve(dist());
const browser = await chromium.launch({ executablePath: executable(), args: flags() });
const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, baseURL: site.address });
const troubles = [];
page.on('pageerror', (error) => troubles.push(error.message));
page.on('crash', () => troubles.push('the tab crashed'));

/** Frames and long tasks since the last look, by the page's own clock. */
await page.addInitScript(() => {
  globalThis.soak = { frames: 0, long: [] };
  const count = () => { globalThis.soak.frames += 1; requestAnimationFrame(count); };
  requestAnimationFrame(count);
  new PerformanceObserver((list) => globalThis.soak.long.push(...list.getEntries().map((it) => Math.round(it.duration)))).observe({ type: 'longtask' });
});

const lab = new Lab(page);
await lab.open();
await lab.load('digits');
await lab.set({ epochs: 3 });
await lab.train();
await lab.set({ 'stream-rate': 200, 'stream-window': 100 });
await lab.named('monitor-start').click();
await lab.exceeds('stream-throughput', 0, 60_000);

const session = await page.context().newCDPSession(page);
const whole = await browser.newBrowserCDPSession();

/** Megabytes the tabs' processes hold; null where the system does not say. */
async function resident() {
  const { processInfo } = await whole.send('SystemInfo.getProcessInfo');
  const pages = processInfo.filter((one) => one.type === 'renderer').map(async ({ id }) => {
    const pages = Number((await readFile(`/proc/${id}/statm`, 'utf8')).split(' ')[1]);
    return (pages * 4096) / 1e6;
  });
  return Promise.all(pages).then((all) => all.reduce((sum, one) => sum + one, 0), () => null);
}

async function look(seconds) {
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  const { frames, long } = await page.evaluate(() => {
    const seen = globalThis.soak;
    globalThis.soak = { frames: 0, long: [] };
    return seen;
  });
  const seen = Number((await lab.named('stream-seen').innerText()).replace(/[\u2009\u202f\u00a0, ]/g, '').match(/\d+/)?.[0]);
  const rounded = (value) => (value === null ? null : Math.round(value * 10) / 10);
  return { seconds, seen, heap_mb: rounded(usedSize / 1e6), resident_mb: rounded(await resident()), frames_per_second: rounded(frames / EVERY_SECONDS), long_tasks_ms: long };
}

await look(0);
const looks = [];
for (let second = EVERY_SECONDS; second <= minutes * 60; second += EVERY_SECONDS) {
  await page.waitForTimeout(EVERY_SECONDS * 1000);
  looks.push(await look(second));
  console.log(JSON.stringify(looks.at(-1)));
}

const settled = looks.slice(Math.floor(looks.length * SETTLED));
const third = Math.max(1, Math.floor(settled.length / 3));
const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
/** From the first third of the settled time to the last. */
function growth(key) {
  const [early, late] = [settled.slice(0, third), settled.slice(-third)].map((part) => median(part.map((it) => it[key])));
  return { early, late, grows: early !== null && late > early * (1 + ALLOWED.share) + ALLOWED.megabytes };
}
const sum = {
  minutes,
  images: looks.at(-1)?.seen,
  heap: growth('heap_mb'),
  resident: growth('resident_mb'),
  frames_per_second: median(looks.map((it) => it.frames_per_second)),
  long_tasks: looks.flatMap((it) => it.long_tasks_ms).length,
  troubles,
};
console.log(JSON.stringify(sum));
await browser.close();
await site.close();
process.exit(sum.heap.grows || sum.resident.grows || troubles.length > 0 ? 1 : 0);
