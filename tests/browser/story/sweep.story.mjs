// Sweeps over settings: several learners at once, live, and the same bits as a run of one's own.
import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '../rig.mjs';
import { Lab, parsed } from '../lab.mjs';

const trials = (lab) => lab.page.getByTestId('sweep-trial');

async function over(lab) {
  await expect(lab.named('sweep-progress')).toContainText(/all done/, { timeout: 120_000 });
}

test('a grid over two settings is trained, drawn and ranked; the best is what a run with its settings comes to', async ({ page }) => {
  const lab = new Lab(page);
  await lab.open();
  await lab.load('digits');
  await lab.set({ model: 'linear', epochs: 3 });
  await lab.train();
  const kept = await lab.digest();

  await lab.named('sweep-first-values').fill('0.0001, 0.01');
  await lab.named('sweep-second').selectOption('bs');
  await lab.named('sweep-second-values').fill('32 64');
  await expect(lab.named('sweep-start')).toContainText('4');
  await lab.named('sweep-start').click();
  await over(lab);
  await expect(trials(lab)).toHaveCount(4);
  // The model on the page stays, and no trial is among the kept runs.
  await lab.is('trained');
  expect(await lab.digest()).toBe(kept);

  const losses = async () => (await trials(lab).evaluateAll((rows) => rows.map((row) => Number(row.cells[3].textContent))));
  await expect.poll(async () => (await losses()).every(Number.isFinite)).toBe(true);
  const ranked = await losses();
  expect(ranked).toEqual([...ranked].sort((one, other) => one - other));
  // A rate of a ten-thousandth learns next to nothing in three epochs.
  expect(await trials(lab).first().locator('td').first().innerText()).toBe('0.01');
  // The heat map's numbers are the table's.
  const heat = async () => (await lab.rows('sweep-heat')).flatMap(([, ...cells]) => cells.map((cell) => Number(cell).toFixed(3))).sort();
  await expect.poll(heat).toEqual(ranked.map((loss) => loss.toFixed(3)).sort());
  await expect.poll(async () => (await lab.rows('sweep')).length).toBe(4);

  await lab.named('sweep-use-best').click();
  await expect(lab.named('learning-rate')).toHaveValue('0.01');
  await expect(lab.named('sweep-use-best')).toBeDisabled();
  await lab.train();
  const history = parsed(await lab.download('export-history')).map((row) => Number(row.validation_loss));
  expect(Math.min(...history.slice(1)).toFixed(4)).toBe(ranked[0].toFixed(4));
  const { violations } = await new AxeBuilder({ page }).include('#sweep').analyze();
  expect(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')).toEqual([]);
});

test('a setting that changes nothing is not offered, and a tie has no winner', async ({ page }) => {
  const lab = new Lab(page);
  await lab.open();
  await lab.load('digits');
  await lab.set({ model: 'linear', epochs: 2 });
  const option = (name) => lab.named('sweep-first').locator('option').filter({ hasText: name });
  await expect(option('Hidden units')).toBeDisabled();
  await expect(option('Hidden units')).toContainText('no effect here');
  await lab.set({ model: 'mlp' });
  await expect(option('Hidden units')).toBeEnabled();
  // What was chosen while it mattered is told when it does so no more.
  await lab.named('sweep-first').selectOption({ label: 'Hidden units' });
  await expect(lab.named('sweep-start')).toBeEnabled();
  await lab.set({ model: 'linear' });
  await expect(lab.named('sweep-problem')).toContainText('Hidden units changes nothing');
  await expect(lab.named('sweep-start')).toBeDisabled();
  // Gradients that are never so long: two limits, one result.
  await lab.named('sweep-first').selectOption({ label: 'Gradient clipping' });
  await lab.named('sweep-first-values').fill('90, 100');
  await lab.named('sweep-start').click();
  await over(lab);
  await expect(lab.named('sweep-best')).toContainText('Another run came to the same loss');
  await expect(trials(lab).locator('th')).toHaveText(['1', '1']);
});

test('successive halving trains fewer for longer', async ({ page }) => {
  const lab = new Lab(page);
  await lab.open();
  await lab.load('digits');
  await lab.set({ model: 'linear', epochs: 9 });
  await lab.named('sweep-first-values').fill('0.0001 0.0003 0.001 0.003 0.01 0.03 0.1 0.3 1');
  await lab.named('sweep-search').selectOption('halving');
  await lab.named('sweep-start').click();
  await over(lab);
  const epochs = await trials(lab).evaluateAll((rows) => rows.map((row) => row.cells[4].textContent));
  expect(epochs).toEqual(['9', '3', '3', '1', '1', '1', '1', '1', '1']);
});

test('a run that blows up ranks last and keeps no other from its end', async ({ page }) => {
  const lab = new Lab(page);
  await lab.open();
  await lab.set({ model: 'mlp', normalize: 'standard', optimizer: 'momentum', epochs: 3 });
  await lab.named('sweep-first-values').fill('1 0.001 0.002');
  await lab.named('sweep-start').click();
  await over(lab);
  const states = await trials(lab).evaluateAll((rows) => rows.map((row) => row.cells[5].textContent));
  expect(states).toEqual(['done', 'done', 'failed']);
  await expect(trials(lab).last().locator('td').first()).toHaveText('1');
});

test('values that are none are told, and too many too; a sweep can be stopped, and goes with its images', { tag: '@alone' }, async ({ page }) => {
  const lab = new Lab(page);
  await lab.open();
  await lab.named('sweep-first-values').fill('0.01, fast');
  await expect(lab.named('sweep-problem')).toContainText('fast');
  await expect(lab.named('sweep-start')).toBeDisabled();
  await lab.named('sweep-first').selectOption('s');
  await lab.named('sweep-first-values').fill(Array.from({ length: 16 }, (_, at) => at).join(' '));
  await lab.named('sweep-second').selectOption('lr');
  await lab.named('sweep-second-values').fill('0.001 0.002 0.003 0.004 0.005');
  await expect(lab.named('sweep-problem')).toContainText('80');
  await lab.named('sweep-search').selectOption('random');
  await lab.named('sweep-n').fill('6');
  await lab.named('sweep-n').press('Tab');
  await expect(lab.named('sweep-start')).toContainText('6');
  await lab.set({ epochs: 200 });
  const tracing = await lab.traceTasks();
  await lab.named('sweep-start').click();
  await expect(lab.named('sweep-best')).toContainText(/loss/);
  await lab.wait(1500);
  // As after any run, the first charts of ten classes are laid out.
  expect((await tracing.stop()).filter((millis) => millis > 150)).toEqual([]);
  await lab.named('sweep-cancel').click();
  await expect(lab.named('sweep-progress')).toContainText(/Stopped after 0 of 6/);
  await expect(lab.named('sweep-cancel')).toHaveCount(0);
  await lab.named('demo-digits').click();
  await expect(lab.named('class-9')).toBeVisible();
  await expect(lab.named('sweep-progress')).toHaveCount(0);
});
