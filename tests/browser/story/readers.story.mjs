// Files are read by as many importers as there are processors. What they come to is the same with one and with many,
// and when some of them die.
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { folder, pictures, png, zip } from '../fixtures.mjs';
import { Lab } from '../lab.mjs';
import { expect, test } from '../rig.mjs';

/** Pictures of two kinds, large enough to take a moment each; two of them are torn, in different shares. */
function files() {
  const made = pictures(30);
  for (let at = 0; at < 12; at += 1) {
    made[`discs/large${at}.png`] = png(500, (x, y) => [(x * (at + 1)) & 255, (y * 3) & 255, (x ^ y) & 255], 400);
  }
  for (const torn of ['discs/0007.png', 'stripes/0021.png']) made[torn] = made[torn].subarray(0, 90);
  return made;
}

/** Takes the files in and trains on them, in a browser that keeps nothing yet; `met` hears of each worker that reads. */
async function imported(browser, baseURL, processors, root, met = () => {}) {
  const context = await browser.newContext({ baseURL });
  const page = await context.newPage();
  await page.addInitScript((n) => Object.defineProperty(navigator, 'hardwareConcurrency', { value: n }), processors);
  const lab = new Lab(page);
  await lab.open();
  let readers = 0;
  page.on('worker', (worker) => met(worker, (readers += 1)));
  await lab.drop([root]);
  await lab.accept();
  await expect(lab.named('dataset-summary')).toContainText('70 images');
  await expect(lab.named('import-running')).toHaveCount(0);
  await lab.set({ model: 'linear', epochs: 2 });
  await lab.train();
  const told = {
    digest: await lab.digest(),
    names: await page.locator('[data-testid^="class-"] button.thumb').evaluateAll((all) => all.map((it) => it.getAttribute('aria-label'))),
    refused: (await lab.named('rejected-list').textContent()).match(/[a-z]+\/\w+\.png/g),
  };
  await context.close();
  return { ...told, readers };
}

test('one importer or four, the set is the same to the bit, and every bad file is named once', async ({ browser, baseURL }) => {
  const made = await folder(files());
  const { readers: alone, ...one } = await imported(browser, baseURL, 1, made.root);
  const { readers: crew, ...four } = await imported(browser, baseURL, 4, made.root);
  expect([alone, crew]).toEqual([1, 4]);
  expect(one.refused).toHaveLength(2);
  expect(four).toEqual(one);
  await made.done();
});

test('importers that die are started again or done without: nothing is lost and nothing comes twice', async ({ browser, baseURL }) => {
  const made = await folder(files());
  const { readers: _, ...calm } = await imported(browser, baseURL, 1, made.root);
  // The second and the third are lost early: before they are ready, while they look at the files, or while they read.
  const kill = (worker, nth) => {
    if (nth !== 2 && nth !== 3) return;
    worker.evaluate((millis) => { setTimeout(() => { throw new Error('killed by the story'); }, millis); }, nth * 40).catch(() => {});
  };
  const { readers, ...torn } = await imported(browser, baseURL, 4, made.root, kill);
  expect(readers).toBeGreaterThan(3);
  expect(torn).toEqual(calm);
  await made.done();
});

test('a file that goes between the plan and its reading takes no other along, however many read', async ({ page }) => {
  await page.addInitScript(() => Object.defineProperty(navigator, 'hardwareConcurrency', { value: 4 }));
  const made = await folder({ 'a.zip': zip(pictures(40, ['stripes'])), 'b.zip': zip(pictures(40, ['discs', 'crosses'])) });
  const lab = new Lab(page);
  await lab.open();
  await lab.drop([made.root]);
  await rm(path.join(made.root, 'a.zip'));
  await lab.accept();
  await expect(lab.named('import-running')).toHaveCount(0);
  await expect(lab.named('dataset-summary')).toContainText('2 classes · 80 images');
  expect((await lab.named('rejected-list').textContent()).match(/a\.zip\/stripes\/\d+\.png/g)).toHaveLength(40);
  await made.done();
});
