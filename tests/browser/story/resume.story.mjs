// What the browser keeps: own images and a run that was cut off, through reloads, full disks and damaged records.
import { expect, test } from '../rig.mjs';
import { Lab } from '../lab.mjs';
import { folder, pictures } from '../fixtures.mjs';

/** Drops 120 own pictures and takes them in; waits until they lie in the browser's database. */
async function own(page) {
  const made = await folder(pictures(60));
  const lab = new Lab(page);
  await lab.open();
  await lab.drop([made.root]);
  await lab.accept();
  await expect.poll(() => keys(page, 'images')).not.toEqual([]);
  await made.done();
  return lab;
}

/** What a request without arguments finds in a store of the database; nothing while there is no database. */
function look(page, store, request) {
  return page.evaluate(async ([name, verb]) => {
    // Opening a database that is not there would make one.
    if (!(await indexedDB.databases()).some((one) => one.name === 'watchglass')) return [];
    return new Promise((resolve, reject) => {
      const opening = indexedDB.open('watchglass');
      opening.onerror = () => reject(opening.error);
      opening.onsuccess = () => {
        const asked = opening.result.transaction(name).objectStore(name)[verb]();
        asked.onsuccess = () => {
          opening.result.close();
          resolve(verb === 'getAllKeys' ? asked.result : asked.result.map((bytes) => bytes.length));
        };
        asked.onerror = () => reject(asked.error);
      };
    });
  }, [store, request]);
}

/** The keys in a store of the database, in order. */
const keys = (page, store) => look(page, store, 'getAllKeys');

/** Changes the value of a key: `spoil` gets the bytes. */
function rewrite(page, store, key, spoil) {
  return page.evaluate(([name, wanted, change]) => new Promise((resolve, reject) => {
    const opening = indexedDB.open('watchglass');
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const objects = opening.result.transaction(name, 'readwrite').objectStore(name);
      const reading = objects.get(wanted);
      reading.onsuccess = () => {
        const bytes = new Uint8Array(reading.result);
        if (change === 'damage') bytes[bytes.length >> 1] ^= 1;
        if (change === 'newer') bytes[4] = 99;
        objects.put(bytes, wanted).onsuccess = () => { opening.result.close(); resolve(); };
      };
    };
  }), [store, key, spoil]);
}

/** Waits until the run under way lies in the database with a checkpoint: more than the few kilobytes of its history. */
async function checkpointed(page) {
  await expect.poll(async () => {
    const [names, sizes] = [await keys(page, 'checkpoints'), await look(page, 'checkpoints', 'getAll')];
    return Math.max(0, ...sizes.filter((_, at) => names[at]?.startsWith('underway/')));
  }).toBeGreaterThan(20_000);
}

test('own images, their labels and the settings survive a reload', async ({ page }) => {
  const lab = await own(page);
  const name = lab.named('class-discs').locator('input[type=text]').first();
  await name.fill('rings');
  await page.keyboard.press('Enter');
  await lab.named('class-stripes').locator('button:has(canvas)').first().click();
  await lab.set({ epochs: 7 });
  const summary = await lab.named('dataset-summary').innerText();
  await lab.wait(1000); // the change is written in its own time
  await page.reload();
  await lab.is('ready');
  await expect(lab.named('dataset-summary')).toHaveText(summary);
  await expect(lab.named('class-rings')).toBeVisible();
  await expect(lab.named('class-stripes').locator('button[aria-pressed=true]')).toHaveCount(1);
  await expect(lab.named('epochs')).toHaveValue('7');
  await lab.set({ epochs: 1 });
  await lab.train();
});

test('a trained model is offered after a reload, and brought back to the same weights', async ({ page }) => {
  const lab = await own(page);
  await lab.set({ epochs: 2 });
  await lab.train();
  const weights = await lab.named('weights-digest').innerText();
  await expect(page.getByTestId('run-recall').first()).toHaveAttribute('data-is-kept', 'true');
  const before = async () => {
    await lab.named('epoch-slider').focus();
    await lab.named('epoch-slider').press('Home');
    await expect(lab.named('epoch-status')).toContainText(/weights [0-9a-f]{4}/);
    await expect(lab.named('metric-accuracy')).toContainText('epoch 0');
    return [await lab.named('epoch-status').innerText(), await lab.metric('accuracy')];
  };
  const untrained = await before();
  await lab.named('epoch-kept').click();
  await lab.wait(1000);
  await page.reload();
  await lab.is('ready');
  await expect(lab.named('kept-model')).toContainText('A model trained on these images is kept');
  await lab.named('kept-model-recall').click();
  await lab.is('trained');
  expect(await lab.named('weights-digest').innerText()).toBe(weights);
  await expect(lab.named('kept-model')).toBeEmpty();
  // The weights of its epochs were kept with it.
  expect(await before()).toEqual(untrained);
});

test('images added beside others are kept too, and images put in their place replace them', async ({ page }) => {
  const lab = await own(page);
  const more = await folder(pictures(20, ['crosses']));
  await lab.drop([more.root]);
  await lab.named('import-add').check();
  await lab.accept();
  await expect(lab.named('dataset-summary')).toContainText('140');
  const summary = await lab.named('dataset-summary').innerText();
  await lab.wait(1500);
  await page.reload();
  await lab.is('ready');
  await expect(lab.named('dataset-summary')).toHaveText(summary);
  await lab.replace('digits');
  await expect.poll(() => keys(page, 'images')).toEqual([]);
  await more.done();
});

test('a run cut off by a reload is offered, never begun, and comes to the same bits', async ({ page }) => {
  test.setTimeout(240_000);
  const lab = await own(page);
  // Long enough to be cut off after its first checkpoint, which comes after five seconds.
  await lab.set({ epochs: 200, 'image-size': 32 });
  await lab.train(180_000);
  const straight = await lab.digest();
  // What was kept of this run while it went on is gone: a checkpoint is the next one's.
  await expect.poll(async () => (await keys(page, 'checkpoints')).filter((key) => key.startsWith('underway/'))).toEqual([]);

  await lab.named('train-start').click();
  await lab.is('training');
  await checkpointed(page);
  await page.reload();
  await lab.is('ready');
  await expect(lab.named('resume-run')).toBeVisible();
  await lab.wait(1000);
  await lab.is('ready'); // nothing runs until somebody says so
  await expect(lab.named('resume-run')).toHaveText(/epoch \d+/);
  const from = Number((await lab.named('resume-run').innerText()).match(/epoch (\d+)/)[1]);
  expect(from).toBeGreaterThan(1);
  await lab.named('resume-run').click();
  await lab.is('training');
  await expect(lab.named('cut-off').getByRole('button')).toHaveCount(0);
  await lab.is('trained', 180_000);
  expect(await lab.digest()).toBe(straight);
  // The table follows the chart a few times a second.
  await expect.poll(async () => (await lab.rows('loss')).length).toBeGreaterThanOrEqual(200);

  await page.reload();
  await lab.is('ready');
  await expect(lab.named('resume-run')).toHaveCount(0);
});

test.describe('a tab that crashes', () => {
  test.use({ expectsTrouble: true });

  test('loses no run', async ({ page, context }) => {
    const lab = new Lab(page);
    await lab.open();
    await lab.load('digits');
    await lab.set({ epochs: 400 });
    await lab.named('train-start').click();
    await lab.is('training');
    await checkpointed(page);
    const crashed = page.waitForEvent('crash');
    page.goto('chrome://crash').catch(() => {});
    await crashed;
    await page.close();
    const again = new Lab(await context.newPage());
    await again.open();
    await expect(again.named('class-9')).toBeVisible();
    await expect(again.named('resume-run')).toHaveText(/epoch \d+/);
    await again.named('resume-run').click();
    await again.is('training');
    await again.named('train-stop').click();
    await again.is('trained');
    await expect(again.page.locator('[data-testid^="run-"][data-digest]')).toHaveCount(1);
  });
});

test('a run that was cut off can be let go', async ({ page }) => {
  const lab = new Lab(page);
  await lab.open();
  await lab.set({ epochs: 400 });
  await lab.named('train-start').click();
  await lab.is('training');
  await expect.poll(() => keys(page, 'checkpoints')).toContain('underway/pointer');
  await page.reload();
  await lab.is('ready');
  // On a phone the words have the width, not what the buttons leave of it.
  await page.setViewportSize({ width: 390, height: 844 });
  const words = lab.named('cut-off').locator('p');
  await expect(words).toBeVisible();
  expect((await words.boundingBox()).width).toBeGreaterThan(250);
  await lab.named('discard-run').click();
  await expect(lab.named('discard-run')).toHaveCount(0);
  await expect.poll(() => keys(page, 'checkpoints')).toEqual([]);
  await page.reload();
  await lab.is('ready');
  await expect(lab.named('resume-run')).toHaveCount(0);
});

test('a run on other images is not offered', async ({ page }) => {
  const lab = new Lab(page);
  await lab.open();
  await lab.set({ epochs: 400 });
  await lab.named('train-start').click();
  await lab.is('training');
  await expect.poll(() => keys(page, 'checkpoints')).toContain('underway/pointer');
  await page.goto('about:blank');
  await lab.open('v=1&d=digits');
  await expect(lab.named('class-9')).toBeVisible();
  await expect(lab.named('resume-run')).toHaveCount(0);
  await lab.load('coins');
  await expect(lab.named('resume-run')).toBeVisible();
});

test('a link over kept images asks first, and keeping them keeps them', async ({ page }) => {
  const lab = await own(page);
  await lab.wait(1000);
  await page.goto('about:blank');
  await page.goto('./#v=1&d=digits&ep=3');
  await expect(lab.named('question')).toBeVisible();
  await expect(lab.named('class-discs')).toBeVisible();
  await lab.named('question-no').click();
  await lab.is('ready');
  await expect(lab.named('dataset-summary')).toContainText('120');
});

test.describe('a browser without room', () => {
  test('says so once, and the page goes on', async ({ page, site }) => {
    const session = await page.context().newCDPSession(page);
    const lab = new Lab(page);
    // Before the first write: the browser remembers for half a minute how much room it found.
    await session.send('Storage.overrideQuotaForOrigin', { origin: site.origin, quotaSize: 1000 });
    await lab.open();
    await expect(lab.named('storage-usage')).toHaveAttribute('data-standing', 'full');
    await expect(lab.named('error-banner')).toBeHidden(); // nothing of worth is lost yet
    const made = await folder(pictures(60));
    await lab.drop([made.root]);
    await lab.accept();
    await expect(lab.named('error-banner')).toContainText('Not saved here');
    await expect(lab.named('storage-usage')).toHaveAttribute('data-standing', 'full');
    await lab.set({ epochs: 2 });
    await lab.train();
    await lab.metric('accuracy');
    await expect(page.locator('[data-testid^="run-"][data-digest]')).toHaveCount(1);
    await session.send('Storage.overrideQuotaForOrigin', { origin: site.origin });
    await lab.set({ epochs: 3 });
    await expect(lab.named('storage-usage')).toHaveAttribute('data-standing', 'kept');
    await lab.wait(1500);
    await page.reload();
    await lab.is('ready');
    await expect(lab.named('dataset-summary')).toContainText('120');
    await made.done();
  });
});

test('a browser that refuses is no hindrance', async ({ page }) => {
  await page.addInitScript(() => {
    Object.defineProperty(window, 'indexedDB', { get() { throw new DOMException('no', 'SecurityError'); } });
  });
  const lab = new Lab(page);
  await lab.open();
  await expect(lab.named('storage-usage')).toHaveAttribute('data-standing', 'refused');
  await expect(lab.named('error-banner')).toBeHidden(); // nothing is lost yet
  await lab.set({ epochs: 1 });
  await lab.train();
  await lab.metric('accuracy');
});

test('a browser that never answers is not waited for', async ({ page }) => {
  await page.addInitScript(() => {
    IDBFactory.prototype.open = () => ({});
  });
  const lab = new Lab(page);
  await lab.open();
  await expect(lab.named('storage-usage')).toHaveAttribute('data-standing', 'refused');
});

test('a database deleted under the page is written anew', async ({ page }) => {
  const lab = await own(page);
  await page.evaluate(() => new Promise((resolve, reject) => {
    const deleting = indexedDB.deleteDatabase('watchglass');
    deleting.onsuccess = resolve;
    deleting.onerror = () => reject(deleting.error);
  }));
  await lab.set({ epochs: 2 });
  await expect.poll(() => keys(page, 'images')).not.toEqual([]);
  await lab.wait(500);
  await page.reload();
  await lab.is('ready');
  await expect(lab.named('dataset-summary')).toContainText('120');
});

for (const spoil of ['damage', 'newer']) {
  test(`records are set aside and the rest opens: ${spoil}`, async ({ page }) => {
    const lab = await own(page);
    await lab.set({ epochs: 1 });
    for (const seed of [1, 2]) {
      await lab.set({ seed });
      await lab.train();
      await lab.metric('accuracy');
    }
    await expect.poll(() => keys(page, 'runs')).toHaveLength(2);
    await lab.wait(1000);
    const [run] = await keys(page, 'runs');
    await rewrite(page, 'runs', run, spoil);
    for (const portion of (await keys(page, 'images')).slice(0, 1)) await rewrite(page, 'images', portion, spoil);
    await page.reload();
    await lab.is('ready');
    await expect(page.locator('[data-testid^="run-"][data-digest]')).toHaveCount(1);
    await expect(lab.named('error-banner')).toContainText('set aside');
    await expect(lab.named('error-banner')).toContainText(/images? of your last visit/);
    await expect(lab.named('storage-set-aside')).toBeVisible();
    await expect.poll(() => keys(page, 'set-aside')).toHaveLength(2);
    const aside = lab.named('storage-set-aside');
    await aside.locator('summary').click();
    const [download] = await Promise.all([page.waitForEvent('download'), aside.getByRole('button').first().click()]);
    expect(download.suggestedFilename()).toMatch(/^watchglass-.*\.bin$/);
    // The next visit has nothing more to tell.
    await page.reload();
    await lab.is('ready');
    await expect(lab.named('error-banner')).toBeHidden();
  });
}

test('a second tab works in memory, says so, and overwrites nothing', async ({ page, context }) => {
  const lab = await own(page);
  await lab.wait(1000);
  const before = await keys(page, 'images');
  const second = new Lab(await context.newPage());
  await second.open();
  await expect(second.named('storage-usage')).toHaveAttribute('data-standing', 'elsewhere');
  await expect(second.named('error-banner')).toContainText('Another tab');
  await second.replace('digits');
  await second.set({ epochs: 1 });
  await second.train();
  await second.page.close();
  expect(await keys(page, 'images')).toEqual(before);
  expect(await keys(page, 'runs')).toEqual([]);
  await page.reload();
  await lab.is('ready');
  await expect(lab.named('dataset-summary')).toContainText('120');
});

test('no task of the page is longer than 50 ms while images are kept', { tag: '@alone' }, async ({ page }) => {
  const made = await folder(pictures(400));
  const lab = new Lab(page);
  await lab.open();
  await lab.drop([made.root]);
  await lab.accept();
  const tracing = await lab.traceTasks();
  await lab.set({ epochs: 6 });
  await expect.poll(async () => (await keys(page, 'images')).length).toBeGreaterThan(4);
  await lab.wait(1000);
  expect((await tracing.stop()).filter((millis) => millis > 50)).toEqual([]);
  await made.done();
});
