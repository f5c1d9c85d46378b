// The main journey in a second engine, and the same bits in both. One line of TAP a check.
import { chromium } from '@playwright/test';
import puppeteer from 'puppeteer-core';
import { readFileSync } from 'node:fs';
import { dist, executable, flags } from './chromium.mjs';
import { serve } from './serve.mjs';

/** Runs that must come to the same bits: every model, every optimiser, augmentation and dropout among them. */
const runs = JSON.parse(readFileSync(new URL('../golden/runs.json', import.meta.url)));

const site = await serve(dist());
const firefox = await puppeteer.launch({
  browser: 'firefox',
  executablePath: process.env.WATCHGLASS_FIREFOX,
  headless: true,
});
const chrome = await chromium.launch({ executablePath: executable(), args: flags() });
const page = await firefox.newPage();
const errors = [];
page.on('pageerror', (error) => errors.push(error.message));

let number = 0;
let failed = false;
async function check(what, act) {
  number += 1;
  try {
    await act();
    console.log(`ok ${number} - Firefox: ${what}`);
  } catch (error) {
    failed = true;
    console.log(`not ok ${number} - Firefox: ${what}\n  ${String(error?.stack ?? error).replaceAll('\n', '\n  ')}`);
  }
}

const named = (id) => `[data-testid="${id}"]`;
const text = async (page, id) => (await page.waitForSelector(named(id), { timeout: 15_000 })).evaluate((node) => node.textContent);

/** Waits for one of the states; both drivers speak `evaluate`. */
async function status(page, wanted, timeout) {
  const end = Date.now() + timeout;
  for (;;) {
    const now = await page.evaluate(() => document.body?.dataset.status).catch(() => null);
    if (wanted.includes(now)) return;
    if (Date.now() > end) throw new Error(`waited for ${wanted}, the page is ${now}`);
    await new Promise((later) => { setTimeout(later, 100); });
  }
}

/** Opens a link, trains, and returns the digests of history and weights. */
async function run(page, fragment) {
  await page.goto('about:blank');
  await page.goto(`${site.address}#${fragment}`);
  await status(page, ['ready'], 30_000);
  // `ready` means that there are images; Train waits for the last of them. By key and not by place: while thumbnails
  // arrive the page grows, and a click may land on what was there a moment later.
  await page.waitForSelector(`${named('train-start')}:enabled`, { timeout: 30_000 });
  await page.focus(named('train-start'));
  await page.keyboard.press('Enter');
  await status(page, ['trained'], 120_000);
  return { history: await text(page, 'history-digest'), weights: await text(page, 'weights-digest') };
}

await check('the page opens with data', async () => {
  await page.goto(site.address);
  await status(page, ['ready'], 30_000);
});
await check('a model is trained and its accuracy is shown', async () => {
  await run(page, runs[0].link);
  const accuracy = await text(page, 'metric-accuracy');
  if (!(Number.parseFloat(accuracy) >= 0)) throw new Error(`metric-accuracy says ${JSON.stringify(accuracy)}`);
});
await check('the run survives a reload, in this browser\'s own database', async () => {
  await page.reload();
  await status(page, ['ready'], 30_000);
  const standing = await (await page.waitForSelector('[data-standing]:not([data-standing=opening])')).evaluate((node) => node.dataset.standing);
  if (standing !== 'kept') throw new Error(`the page says ${standing}`);
  const kept = await page.waitForSelector('[data-testid=run-accuracy]', { timeout: 10_000 });
  const accuracy = await kept.evaluate((node) => node.textContent);
  if (!/\d+ %/.test(accuracy)) throw new Error(`the kept run says ${JSON.stringify(accuracy)}`);
});
for (const { what, link, history, weights } of runs) {
  // The golden digests are those of the native engines: three machines, one result.
  await check(`the same bits as in Chromium and natively: ${what}`, async () => {
    const context = await chrome.newContext();
    const [ours, theirs] = [await run(page, link), await run(await context.newPage(), link)];
    await context.close();
    const native = JSON.stringify({ history, weights });
    if (JSON.stringify(ours) !== native) throw new Error(`Firefox: ${JSON.stringify(ours)} is not ${native}`);
    if (JSON.stringify(theirs) !== native) throw new Error(`Chromium: ${JSON.stringify(theirs)} is not ${native}`);
  });
}
await check('nothing was asked of the host in vain, nothing was thrown', async () => {
  const lost = site.hits.filter((hit) => hit.status >= 400).map((hit) => hit.path);
  if (lost.length || errors.length) throw new Error(JSON.stringify({ lost, errors }));
});

await firefox.close();
await chrome.close();
await site.close();
process.exitCode = failed ? 1 : 0;
