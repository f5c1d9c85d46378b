// Photographs of twelve megapixels, as a phone takes them: how fast they come in with one importer and with all, and what
// the tab holds meanwhile. Prints a JSON line for each; fails when memory grows with what was read, or the sets differ.
import { link, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium } from '@playwright/test';
import { dist, executable, flags } from './chromium.mjs';
import { Lab } from './lab.mjs';
import { drop, expect } from './rig.mjs';
import { serve } from './serve.mjs';

const count = Number(process.argv[2] ?? 200);
const DIFFERENT = 8;
/** Of the settled time, what the last third may hold more than the first: pixels that were kept, and some. */
const KEPT_EACH = 96 * 128 * 3;
const ALLOWED_MEGABYTES = 64;

const site = await serve(dist());
const root = await mkdtemp(path.join(tmpdir(), 'watchglass-photos-'));

/** JPEGs of 4000 × 3000 pixels with as much detail as a photograph has, made by the browser itself. */
async function photographs() {
  const browser = await chromium.launch({ executablePath: executable(), args: flags() });
  const page = await browser.newPage();
  const made = [];
  for (let nth = 0; nth < DIFFERENT; nth += 1) {
    const base64 = await page.evaluate(async (seed) => {
      const canvas = new OffscreenCanvas(4000, 3000);
      const pen = canvas.getContext('2d');
      const image = pen.createImageData(4000, 3000);
      let state = seed + 1;
      for (let at = 0; at < image.data.length; at += 4) {
        state = (Math.imul(state, 1664525) + 1013904223) | 0;
        const [x, y] = [(at / 4) % 4000, Math.floor(at / 16000)];
        const light = 128 + 80 * Math.sin(x / (40 + seed * 9)) * Math.cos(y / 57) + ((state >>> 24) - 128) / 8;
        image.data.set([light, light * 0.8 + seed * 4, 255 - light, 255], at);
      }
      pen.putImageData(image, 0, 0);
      const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.85 });
      const bytes = new Uint8Array(await blob.arrayBuffer());
      let text = '';
      for (let from = 0; from < bytes.length; from += 32768) text += String.fromCharCode(...bytes.subarray(from, from + 32768));
      return btoa(text);
    }, nth);
    made.push(Buffer.from(base64, 'base64'));
  }
  await browser.close();
  return made;
}

const photos = await photographs();
await Promise.all(['day', 'night'].map((name) => mkdir(path.join(root, 'photos', name), { recursive: true })));
const originals = await Promise.all(photos.map(async (bytes, nth) => {
  const file = path.join(root, `${nth}.jpg`);
  await writeFile(file, bytes);
  return file;
}));
for (let nth = 0; nth < count; nth += 1) {
  await link(originals[nth % DIFFERENT], path.join(root, 'photos', nth % 2 ? 'day' : 'night', `${nth}.jpg`));
}

async function imported(processors) {
  const browser = await chromium.launch({ executablePath: executable(), args: flags() });
  const page = await browser.newPage({ baseURL: site.address });
  if (processors) await page.addInitScript((n) => Object.defineProperty(navigator, 'hardwareConcurrency', { value: n }), processors);
  const whole = await browser.newBrowserCDPSession();
  const held = [];
  const watch = setInterval(async () => {
    const { processInfo } = await whole.send('SystemInfo.getProcessInfo');
    const pages = processInfo.filter((one) => one.type === 'renderer');
    // What the browser's own program takes is shared with its other processes.
    const sizes = await Promise.all(pages.map(async ({ id }) => {
      const [, resident, shared] = (await readFile(`/proc/${id}/statm`, 'utf8')).split(' ').map(Number);
      return (resident - shared) * 4096;
    }));
    held.push(sizes.reduce((sum, one) => sum + one, 0) / 1e6);
  }, 500);
  const lab = new Lab(page);
  await lab.open();
  await drop(page, [path.join(root, 'photos')]);
  await expect(lab.named('import-plan')).toBeVisible({ timeout: 120_000 });
  const before = held.at(-1);
  held.length = 0;
  const begun = Date.now();
  await lab.named('import-accept').click();
  await expect(lab.named('import-plan')).toBeHidden();
  await expect(lab.named('import-running')).toHaveCount(0, { timeout: 4 * 3600_000 });
  const seconds = (Date.now() - begun) / 1000;
  clearInterval(watch);
  await lab.is('ready');
  await lab.set({ model: 'linear', epochs: 1, 'image-size': 16 });
  await lab.train();
  const digest = await lab.digest();
  const used = await page.evaluate(() => navigator.hardwareConcurrency);
  await browser.close();
  const settled = held.slice(Math.floor(held.length * 0.2));
  const third = Math.max(1, Math.floor(settled.length / 3));
  const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
  const [early, late] = [settled.slice(0, third), settled.slice(-third)].map(median);
  const grows = late - early > ALLOWED_MEGABYTES + (count * 4 * KEPT_EACH) / 1e6;
  const round = (value) => Math.round(value * 10) / 10;
  return { processors: used, photographs: count, seconds: round(seconds), photographs_per_second: round(count / seconds), before_mb: Math.round(before), most_mb: Math.round(Math.max(...held)), early_mb: Math.round(early), late_mb: Math.round(late), grows, digest };
}

const results = [];
// Ten thousand with one importer would take most of an hour and say nothing new.
for (const processors of count > 1000 ? [null] : [1, null]) {
  results.push(await imported(processors));
  console.log(JSON.stringify(results.at(-1)));
}
await site.close();
await rm(root, { recursive: true, force: true });
const same = results.every((it) => it.digest === results[0].digest);
console.log(JSON.stringify({ file_megabytes: Math.round(photos[0].length / 1e5) / 10, times_as_fast: Math.round((results[0].seconds / results.at(-1).seconds) * 100) / 100, same }));
process.exit(same && !results.some((it) => it.grows) ? 0 : 1);
