// Evaluating: the numbers on the page are the numbers in the files, and both can be recomputed.
import { expect, test } from '../rig.mjs';
import { Lab, parsed } from '../lab.mjs';

test('exports are whole, and the scores follow from predictions.csv', async ({ page }) => {
  const lab = new Lab(page);
  await lab.open();
  await lab.load('digits');
  await lab.set({ epochs: 6 });
  await lab.train();
  const shown = await lab.metric('accuracy');
  await expect(lab.named('eval-split')).toHaveValue('test');

  const report = JSON.parse((await lab.download('export-report')).toString('utf8'));
  expect(report.schema).toBe('watchglass.report/1');
  const rows = parsed(await lab.download('export-predictions'));
  const history = parsed(await lab.download('export-history'));

  const tested = rows.filter((row) => row.split === 'test');
  expect(tested.length).toBe(report.evaluation.n);
  expect(report.evaluation.split).toBe('test');
  const right = tested.filter((row) => row.actual === row.predicted).length;
  expect(right / tested.length).toBeCloseTo(report.evaluation.accuracy, 12);
  expect(shown).toBeCloseTo(report.evaluation.accuracy, 3);

  const { classes } = report.dataset;
  expect(classes.length).toBe(10);
  const confusion = classes.map((actual) => classes.map((predicted) => tested.filter((row) => row.actual === actual && row.predicted === predicted).length));
  expect(report.evaluation.confusion).toEqual(confusion);
  const loss = -tested.reduce((sum, row) => sum + Math.log(Math.max(1e-7, Number(row[`p_${row.actual}`]))), 0) / tested.length;
  expect(report.evaluation.log_loss).toBeCloseTo(loss, 5);
  classes.forEach((name, at) => {
    const predicted = confusion.reduce((sum, row) => sum + row[at], 0);
    if (predicted) expect(report.evaluation.precision.per_class[at]).toBeCloseTo(confusion[at][at] / predicted, 12);
  });
  for (const row of tested) {
    const sum = classes.reduce((total, name) => total + Number(row[`p_${name}`]), 0);
    expect(sum).toBeCloseTo(1, 4);
  }
  const [low, high] = report.evaluation.accuracy_interval;
  expect(low).toBeLessThan(report.evaluation.accuracy);
  expect(high).toBeGreaterThan(report.evaluation.accuracy);

  expect(history.length).toBe(report.training.history.length);
  expect(Number(history.at(-1).train_loss)).toBeCloseTo(report.training.history.at(-1).train_loss, 12);
  expect(report.training.epochs_run).toBe(6);
  expect(report.recipe.epochs).toBe(6);
});

test('a cell of the confusion matrix shows its images; without mistakes it says so', async ({ page }) => {
  const lab = new Lab(page);
  await lab.open();
  await lab.load('digits');
  await lab.set({ epochs: 2 });
  await lab.train();
  const table = lab.named('table-confusion');
  await page.locator('figure:has([data-testid=chart-confusion]) summary').click();
  await expect(table.getByRole('button')).toHaveCount(100);
  const full = table.getByRole('button').filter({ hasText: /^[1-9]/ }).first();
  const count = Number.parseInt(await full.innerText(), 10);
  await full.click();
  await expect(page.getByTestId('gallery-item')).toHaveCount(Math.min(count, await page.getByTestId('gallery-item').count()));
  await expect(page.getByTestId('gallery-item').first()).toBeVisible();
});

test('another split shows other numbers, named', async ({ page }) => {
  const lab = new Lab(page);
  await lab.open();
  await lab.load('digits');
  await lab.set({ epochs: 2 });
  await lab.train();
  const n = async () => lab.named('metric-accuracy').locator('xpath=ancestor::*[3]').innerText();
  await lab.named('eval-split').selectOption('train');
  await expect.poll(n).toMatch(/train/i);
  await lab.named('eval-split').selectOption('validation');
  await expect.poll(n).toMatch(/validation/i);
});
