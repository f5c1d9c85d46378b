// Kept runs: every run stays, has a name, stands beside others, and says whether it is better or was lucky.
import { expect, test } from '../rig.mjs';
import { Lab } from '../lab.mjs';

/** Two short runs on the digits: a linear model and a hidden layer. */
async function twoRuns(page) {
  const lab = new Lab(page);
  await lab.open();
  await lab.load('digits');
  await lab.set({ model: 'linear', epochs: 2 });
  await lab.train();
  await lab.metric('accuracy');
  const first = await lab.digest();
  await lab.set({ model: 'mlp', epochs: 4 });
  await lab.train();
  await lab.metric('accuracy');
  // Weights are the last that is written of a run: from here on both are in the browser's database.
  await expect(page.locator('[data-testid="run-recall"][data-is-kept="true"]')).toHaveCount(2);
  return { lab, digests: [first, await lab.digest()] };
}

test('two runs are kept, side by side, and told apart by McNemar', async ({ page }) => {
  const { lab, digests } = await twoRuns(page);
  const rows = page.locator('[data-testid^="run-"][data-digest]');
  await expect(rows).toHaveCount(2);
  // Newest first, each with its score and the digest of its own history.
  await expect(rows.nth(0)).toHaveAttribute('data-digest', digests[1]);
  await expect(rows.nth(1)).toHaveAttribute('data-digest', digests[0]);
  for (const row of [rows.nth(0), rows.nth(1)]) {
    await expect(row.getByTestId('run-accuracy')).toHaveText(/\d+ % \[\d+, \d+\]/);
    await expect(row.getByTestId('run-compare')).toBeChecked();
  }

  await expect(lab.named('chart-runs')).toBeVisible();
  // The table follows the chart a few times a second.
  await expect.poll(async () => (await lab.rows('runs')).length).toBe(5);
  const epochs = await lab.rows('runs');
  expect(epochs).toHaveLength(5); // before training, and four epochs
  expect(epochs.every((row) => row.length === 3)).toBe(true);
  expect(epochs[4][1]).not.toMatch(/\d/); // the shorter run has no fourth epoch
  expect(epochs[4][2]).toMatch(/\d/);

  const settings = await lab.named('run-settings').locator('tr').evaluateAll(
    (all) => all.map((row) => [...row.cells].map((cell) => cell.textContent.trim())),
  );
  expect(settings.map(([name]) => name.replace(/^.*differs\s*/, ''))).toEqual(['Model', 'Epochs']);
  expect(settings.every(([name]) => name.includes('≠'))).toBe(true);
  expect(settings[1].slice(1)).toEqual(['2', '4']);
  await lab.named('runs-only-differences').uncheck();
  expect(await lab.named('run-settings').locator('tr').count()).toBeGreaterThan(20);

  const mcnemar = lab.named('mcnemar');
  await expect(mcnemar).toContainText(/test images/);
  const p = Number(await mcnemar.locator('li').first().getAttribute('data-p'));
  expect(p).toBeGreaterThan(0);
  expect(p).toBeLessThanOrEqual(1);
});

test('McNemar counts what predictions.csv says', async ({ page }) => {
  const { parsed } = await import('../lab.mjs');
  const lab = new Lab(page);
  await lab.open();
  await lab.load('digits');
  const answers = [];
  for (const [model, epochs] of [['linear', 1], ['mlp', 3]]) {
    await lab.set({ model, epochs });
    await lab.train();
    await lab.metric('accuracy');
    // All three splits are in the file once the last is evaluated.
    await expect.poll(async () => parsed(await lab.download('export-predictions')).filter((row) => row.split === 'train').length).toBeGreaterThan(0);
    const rows = parsed(await lab.download('export-predictions')).filter((row) => row.split === 'test');
    answers.push(new Map(rows.map((row) => [row.path, row.actual === row.predicted])));
  }
  let [first, second] = [0, 0];
  for (const [path, right] of answers[0]) {
    if (right && !answers[1].get(path)) first += 1;
    if (!right && answers[1].get(path)) second += 1;
  }
  const said = await lab.named('mcnemar').locator('li').first().innerText();
  expect(said).toContain(`Of ${answers[0].size} test images`);
  expect(said).toMatch(new RegExp(`is right on ${first}, only .* on ${second}:`));
});

test('names, deletions and scores survive a reload; a deletion can be taken back', async ({ page }) => {
  const { lab } = await twoRuns(page);
  const rows = page.locator('[data-testid^="run-"][data-digest]');
  const evil = '<img src=x onerror=window.pwned=1>';
  await rows.nth(1).getByTestId('run-name').fill(evil);
  await page.keyboard.press('Tab');
  await rows.nth(0).getByTestId('run-delete').click();
  await expect(rows).toHaveCount(1);
  await lab.named('run-put-back').click();
  await expect(rows).toHaveCount(2);
  await rows.nth(0).getByTestId('run-delete').click();
  await expect(rows).toHaveCount(1);
  const score = await rows.nth(0).getByTestId('run-accuracy').innerText();

  await page.reload();
  await lab.is('ready');
  await expect(rows).toHaveCount(1);
  await expect(rows.nth(0).getByTestId('run-name')).toHaveValue(evil);
  await expect(rows.nth(0).getByTestId('run-accuracy')).toHaveText(score);
  expect(await page.evaluate(() => window.pwned)).toBeUndefined();
});

test('a run is repeated to the same bits, on its own set, after a reload', async ({ page }) => {
  const { lab, digests } = await twoRuns(page);
  await lab.replace('coins');
  await page.reload();
  await lab.is('ready');
  const rows = page.locator('[data-testid^="run-"][data-digest]');
  await expect(rows).toHaveCount(2);
  await rows.nth(1).getByTestId('run-rerun').click();
  await expect(lab.named('class-9')).toBeVisible();
  await expect(rows).toHaveCount(3);
  await expect(rows.nth(0)).toHaveAttribute('data-digest', digests[0]);
  await expect(lab.named('model')).toHaveValue('linear');
});

test('a kept model comes back without training', async ({ page }) => {
  const { lab, digests } = await twoRuns(page);
  await page.reload();
  await lab.is('ready');
  const rows = page.locator('[data-testid^="run-"][data-digest]');
  await expect(rows.nth(1).getByTestId('run-recall')).toBeEnabled();
  const weights = async () => lab.named('weights-digest').innerText();
  await rows.nth(1).getByTestId('run-recall').click();
  await lab.is('trained');
  expect(await lab.digest()).toBe(digests[0]);
  expect(await weights()).toMatch(/^[0-9a-f]{16}$/);
  expect(await lab.metric('accuracy')).toBeGreaterThan(0.3);
  await expect(rows).toHaveCount(2);
  await expect.poll(async () => (await lab.rows('loss')).length).toBeGreaterThanOrEqual(2);
});

test('a run is saved as a file', async ({ page }) => {
  const { digests } = await twoRuns(page);
  const row = page.locator('[data-testid^="run-"][data-digest]').nth(0);
  const [download] = await Promise.all([page.waitForEvent('download'), row.getByTestId('run-export').click()]);
  const { readFile } = await import('node:fs/promises');
  const file = JSON.parse(await readFile(await download.path(), 'utf8'));
  expect(file.schema).toBe('watchglass.run/1');
  expect(file.recipe.model.kind).toBe('mlp');
  expect(file.training.digest).toBe(digests[1]);
  expect(file.training.history).toHaveLength(4);
  expect(file.test.answers.image).toHaveLength(file.test.n);
  expect(file.test.accuracy).toBeGreaterThan(0.3);
});

test('what is kept can be deleted, and keeping can be switched off', async ({ page }) => {
  const { lab } = await twoRuns(page);
  const usage = lab.named('storage-usage');
  const rows = page.locator('[data-testid^="run-"][data-digest]');
  await expect(usage).toHaveAttribute('data-standing', 'kept');
  await expect(usage).toContainText(/\d+(\.\d+)? (B|kB|MB|GB) of about/);
  await lab.named('storage-clear').click();
  await lab.named('question-yes').click();
  await expect(rows).toHaveCount(0);
  await lab.is('trained'); // what is on the page stays
  await lab.wait(1_000); // what is written just then is written to its end, and deleted after that
  await page.reload();
  await lab.is('ready');
  await expect(rows).toHaveCount(0);
  await expect(lab.named('class-heads')).toBeVisible(); // and begins as on the first day

  await lab.named('storage-keep').uncheck();
  await expect(usage).toHaveAttribute('data-standing', 'off');
  await lab.set({ epochs: 1 });
  await lab.train();
  await expect(rows).toHaveCount(1);
  await page.reload();
  await lab.is('ready');
  await expect(usage).toHaveAttribute('data-standing', 'off');
  await expect(rows).toHaveCount(0);
  await expect(lab.named('epochs')).toHaveValue('20');
  await lab.named('storage-keep').check();
  await expect(usage).toHaveAttribute('data-standing', 'kept');
});

test('the part is fit for everybody', async ({ page }) => {
  const { default: AxeBuilder } = await import('@axe-core/playwright');
  const { lab } = await twoRuns(page);
  await expect(lab.named('mcnemar')).toContainText(/\d/);
  for (const dark of [false, true]) {
    if (dark) await lab.named('theme').click();
    const { violations } = await new AxeBuilder({ page }).include('#runs').analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`)).toEqual([]);
  }
});
