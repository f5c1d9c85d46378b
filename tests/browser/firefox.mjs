// The main journey in a second engine: open, train, read the accuracy. One line of TAP a check.
import puppeteer from 'puppeteer-core';
import { dist } from './chromium.mjs';
import { serve } from './serve.mjs';

const site = await serve(dist());
const browser = await puppeteer.launch({
  browser: 'firefox',
  executablePath: process.env.WATCHGLASS_FIREFOX,
  headless: true,
});
const page = await browser.newPage();
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

const status = (wanted, timeout) => page.waitForFunction(
  (wanted) => wanted.includes(document.body?.dataset.status), { timeout, polling: 100 }, wanted,
);
const named = (id) => `[data-testid="${id}"]`;

await check('the page opens with data', async () => {
  await page.goto(site.address);
  await status(['ready'], 30_000);
});
await check('a model is trained', async () => {
  await page.waitForSelector(named('train-start'), { timeout: 10_000 });
  await page.click(named('train-start'));
  await status(['trained'], 120_000);
});
await check('its accuracy is shown', async () => {
  const text = await page.waitForSelector(named('metric-accuracy'), { timeout: 10_000 })
    .then((element) => element.evaluate((node) => node.textContent));
  if (!(Number.parseFloat(text) >= 0)) throw new Error(`metric-accuracy says ${JSON.stringify(text)}`);
});
await check('nothing was asked of the host in vain, nothing was thrown', async () => {
  const lost = site.hits.filter((hit) => hit.status >= 400).map((hit) => hit.path);
  if (lost.length || errors.length) throw new Error(JSON.stringify({ lost, errors }));
});

await browser.close();
await site.close();
process.exitCode = failed ? 1 : 0;
