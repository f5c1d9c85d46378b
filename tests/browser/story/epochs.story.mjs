// Epoch by epoch: going back to one, and the map of the images.
import { expect, test } from '../rig.mjs';
import { Lab } from '../lab.mjs';

/** Digits after a short run. */
async function trained(page, settings = {}) {
  const lab = new Lab(page);
  await lab.openDigits();
  await lab.set({ epochs: 5, ...settings });
  await lab.train();
  await lab.metric('accuracy');
  return lab;
}

test('the slider goes to an epoch, everything says which, and the way back restores', async ({ page }) => {
  const lab = await trained(page);
  const slider = lab.named('epoch-slider');
  const last = await lab.metric('accuracy');
  const tile = lab.named('metric-accuracy');
  await expect(tile).not.toContainText('epoch');
  await expect(lab.named('epoch-label')).toContainText(/epoch 5 of 5.*kept.*validation loss \d/);

  await slider.focus();
  await slider.press('Home');
  await expect(tile).toContainText('epoch 0');
  expect(await lab.metric('accuracy')).toBeLessThan(last - 0.2);
  await expect(lab.named('epoch-label')).toContainText('before training');
  await expect(slider).toHaveAttribute('aria-valuetext', /epoch 0 of 5.*validation loss \d+\.\d/);
  await expect(lab.named('epoch-status')).toContainText(/weights [0-9a-f]{4}/);
  for (const chart of ['confusion', 'roc', 'pr', 'calibration']) {
    await expect(page.locator(`figure:has([data-testid=chart-${chart}]) figcaption`)).toContainText('epoch 0');
  }
  await expect(lab.named('gallery')).toContainText('epoch 0');
  await expect(lab.named('monitor-epoch')).toContainText('epoch 0');
  // Files stay with the model kept.
  const report = JSON.parse((await lab.download('export-report')).toString('utf8'));
  expect(report.evaluation.accuracy).toBeCloseTo(last, 3);

  await lab.named('epoch-kept').click();
  await expect(tile).not.toContainText('epoch');
  expect(await lab.metric('accuracy')).toBe(last);
  await expect(lab.named('monitor-epoch')).toBeEmpty();
  await expect(lab.named('epoch-kept')).toBeDisabled();
});

test('at every epoch the validation split answers as the curve says it did', async ({ page }) => {
  const lab = await trained(page, { 'learning-rate': 0.002 });
  await lab.named('eval-split').selectOption('validation');
  const tile = lab.named('metric-accuracy');
  await expect(tile).toContainText('validation');
  const rows = await lab.rows('accuracy');
  expect(rows.length).toBe(6);
  const slider = lab.named('epoch-slider');
  await slider.focus();
  for (const [epoch, , , validation] of rows.toReversed().slice(1)) {
    await slider.press('ArrowLeft');
    await expect(tile).toContainText(`epoch ${epoch}`);
    expect((await tile.innerText()).trim().startsWith(validation), `epoch ${epoch}`).toBe(true);
  }
  await lab.named('epoch-best').click();
  await expect(lab.named('epoch-best')).toContainText(/\d/);
  const best = (await lab.named('epoch-best').innerText()).match(/\d+/)[0];
  await expect(lab.named('epoch-label')).toContainText(`epoch ${best} of 5`);
});

test('while a run goes on the slider says why not; at a pause it works, and the run ends on the same bits', async ({ page }) => {
  const lab = await trained(page, { epochs: 120 });
  const digest = await lab.digest();
  await lab.named('train-start').click();
  await lab.is('training');
  await expect(lab.named('epoch-slider')).toBeDisabled();
  await expect(page.locator('#epoch-hint')).toContainText('pause or stop');
  await expect.poll(async () => (await lab.rows('loss')).length).toBeGreaterThan(2);
  await lab.named('train-pause').click();
  await lab.is('paused');
  await lab.named('epoch-slider').focus();
  await lab.named('epoch-slider').press('Home');
  await expect(lab.named('metric-accuracy')).toContainText('epoch 0');
  await lab.named('train-pause').click();
  await lab.is('trained');
  await expect(lab.named('metric-accuracy')).not.toContainText('epoch');
  expect(await lab.digest()).toBe(digest);
});

test('the map holds every image it says it covers, and its regions open in the gallery', async ({ page }) => {
  const lab = await trained(page);
  await expect(lab.named('map-coverage')).toContainText(/1000 of \d+ training images and all \d+ validation/);
  const [, validation] = (await lab.named('map-coverage').innerText()).match(/all (\d+) validation/);
  const regions = ['easy', 'ambiguous', 'hard', 'between'];
  const counts = [];
  for (const region of regions) counts.push(Number(await lab.named(`map-${region}`).getAttribute('data-count')));
  const covered = 1000 + Number(validation);
  expect(counts.reduce((sum, n) => sum + n, 0)).toBe(covered);

  await page.locator('figure:has([data-testid=chart-map]) summary').click();
  await expect(lab.named('table-map').locator('tbody tr')).toHaveCount(covered);

  for (const [at, region] of regions.entries()) {
    if (!counts[at]) {
      await expect(lab.named(`map-${region}`)).toBeDisabled();
      continue;
    }
    await lab.named(`map-${region}`).click();
    await expect(lab.named(`map-${region}`)).toHaveAttribute('aria-pressed', 'true');
    const items = lab.named('gallery-item');
    await expect(items).toHaveCount(Math.min(60, counts[at]));
    const shown = await items.evaluateAll((all) => new Set(all.map((item) => item.dataset.region)).size);
    expect(shown).toBe(1);
    await expect(items.first()).toHaveAttribute('data-region', region);
    await expect(items.first()).toContainText(/p\(label\) .*%/);
  }

  // The keyboard reaches a place on the map and opens it.
  await lab.named('chart-map').focus();
  await lab.named('chart-map').press('ArrowRight');
  await lab.named('chart-map').press('Enter');
  await expect(lab.named('gallery')).toContainText(/p\(label\)|everything else/);
  await lab.named('gallery').getByRole('button', { name: 'Show the worst mistakes' }).click();
  await expect(lab.named('gallery')).toContainText('mistake');
});
