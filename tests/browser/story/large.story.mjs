// A set as large as people bring it: MNIST's format, tens of thousands of images in one file. The cost grows as the
// set does, and the page answers all the while.
import { gzipSync } from 'node:zlib';
import { expect, test } from '../rig.mjs';
import { Lab } from '../lab.mjs';
import { folder, idx, idxPair } from '../fixtures.mjs';
import { slowness } from '../pace.mjs';

const COUNT = Number(process.env.WATCHGLASS_LARGE ?? 20_000);

test(`${COUNT} images of one file come in by class, and train, and no task of the page is long`, { tag: '@alone' }, async ({ page }, info) => {
  test.setTimeout(600_000);
  const { labels, ...files } = idxPair(COUNT);
  const made = await folder(files, 'mnist');
  const lab = new Lab(page);
  await lab.open();
  await lab.wait(1500); // the page settles: what is long at the start is not importing
  const importing = await lab.traceTasks();

  await lab.drop([made.root]);
  const plan = lab.named('import-plan');
  const rows = plan.locator('.plan-classes tbody tr');
  await expect(rows).toHaveCount(10);
  for (let label = 0; label < 10; label += 1) {
    const count = labels.filter((it) => it === label).length;
    await expect(rows.nth(label)).toHaveText(new RegExp(`^${label}${count}`));
  }

  const core = slowness();
  const begun = Date.now();
  await lab.named('import-accept').click();
  await expect(plan).toBeHidden();
  await expect(lab.named('import-running')).toHaveCount(0, { timeout: 300_000 });
  const seconds = (Date.now() - begun) / 1000 / core.stop();
  await lab.is('ready');
  const summary = lab.named('dataset-summary');
  await expect(summary).toContainText('10 classes');
  await expect(summary).toContainText(new RegExp(`${String(COUNT).replace(/\B(?=(\d{3})+$)/g, '\\D?')} images`));
  // Classes stand as they are numbered, not as they came.
  const shown = page.locator('[data-testid^="class-"][aria-label]');
  await expect(shown).toHaveCount(10);
  expect(await shown.evaluateAll((blocks) => blocks.map((block) => block.getAttribute('aria-label')))).toEqual(
    Array.from({ length: 10 }, (_, label) => String(label)),
  );
  await lab.wait(2000); // what follows an import a moment later belongs to it
  const imported = await importing.stop();

  const training = await lab.traceTasks();
  await lab.set({ model: 'linear', epochs: 1 });
  const trained = await lab.train(300_000);
  expect(await lab.metric('accuracy')).toBeGreaterThan(0.5);
  const learned = await training.stop();

  const speed = `${COUNT} images in ${seconds.toFixed(1)} s, ${Math.round(COUNT / seconds)} a second; an epoch in ${trained.toFixed(1)} s`;
  const rounded = (tasks) => `[${tasks.map(Math.round)}]`;
  info.annotations.push({ type: 'measured', description: speed });
  console.log(`${speed}; ms of tasks over 25: import ${rounded(imported)}, epoch ${rounded(learned)}`);
  expect(COUNT / seconds).toBeGreaterThan(1000);
  // Thumbnails and first charts are many canvases: the browser alone takes tens of milliseconds to lay them out, and
  // more without a graphics card.
  expect(imported.filter((millis) => millis > 50).length).toBeLessThan(5);
  expect(imported.filter((millis) => millis > 100)).toEqual([]);
  expect(learned.filter((millis) => millis > 150)).toEqual([]);
  await made.done();
});

test('train and t10k files, packed, keep their splits; what does not fit is told by file', async ({ page }) => {
  const { labels: _, ...train } = idxPair(60);
  const { labels: __, ...t10k } = idxPair(20, 't10k');
  const files = {
    'other-images-idx3-ubyte': idx([2, 28, 28], Buffer.alloc(2 * 784)),
    'third-labels-idx1-ubyte': idx([3], Buffer.alloc(2)),
  };
  for (const [name, bytes] of Object.entries({ ...train, ...t10k })) files[`${name}.gz`] = gzipSync(bytes);
  const made = await folder(files, 'mnist');
  const lab = new Lab(page);
  await lab.open();
  await lab.drop([made.root]);
  const skipped = lab.named('import-skipped');
  await expect(skipped).toContainText('add the file “other-labels-idx1-ubyte”');
  await expect(skipped).toContainText('its header speaks of 11 bytes, and there are 10');
  await lab.accept();
  const summary = lab.named('dataset-summary');
  await expect(summary).toContainText('80 images');
  await expect(summary).toContainText(/test\D*20$/i);
  await made.done();
});
