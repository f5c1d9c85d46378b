// Evaluating: the numbers on the page are the numbers in the files, and both can be recomputed.
import { expect, test } from '../rig.mjs';
import { Lab, parsed } from '../lab.mjs';
import { folder, png } from '../fixtures.mjs';

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
  // Every average and every class has an interval; those of shares are Wilson's on their own denominators.
  const wilson = (hits, n) => {
    const [share, z2] = [hits / n, 1.959963984540054 ** 2];
    const [centre, half] = [share + z2 / (2 * n), Math.sqrt(z2 * (share * (1 - share) / n + z2 / (4 * n * n)))];
    return [(centre - half) / (1 + z2 / n), (centre + half) / (1 + z2 / n)];
  };
  classes.forEach((name, at) => {
    const found = report.evaluation.recall.intervals.per_class[at];
    wilson(confusion[at][at], report.evaluation.support[at]).forEach((end, side) => expect(found[side]).toBeCloseTo(end, 9));
  });
  for (const score of ['precision', 'recall', 'f1']) {
    const { intervals } = report.evaluation[score];
    for (const mean of ['macro', 'micro', 'weighted']) {
      expect(intervals[mean][0], `${score} ${mean}`).toBeLessThanOrEqual(report.evaluation[score][mean]);
      expect(intervals[mean][1], `${score} ${mean}`).toBeGreaterThanOrEqual(report.evaluation[score][mean]);
    }
  }
  const shownRows = await page.locator('[data-testid=table-classes] tbody tr').allTextContents();
  expect(shownRows.length).toBe(classes.length + 3);
  for (const row of shownRows.slice(-3)) expect(row.match(/\[[\d.]+, [\d.]+\]/g)?.length, row).toBe(3);

  expect(history.length).toBe(report.training.history.length);
  expect(Number(history.at(-1).train_loss)).toBeCloseTo(report.training.history.at(-1).train_loss, 12);
  expect(report.training.epochs_run).toBe(6);
  expect(report.recipe.epochs).toBe(6);
});

/** What the gallery shows of one cell at most. */
const MOST_OF_CELL = 60;

test('the other scores have their intervals, on the page and in the report', async ({ page }) => {
  const lab = new Lab(page);
  await lab.open();
  await lab.load('digits');
  await lab.set({ epochs: 2 });
  await lab.train();
  await lab.metric('accuracy');
  const { evaluation } = JSON.parse(await lab.download('export-report'));
  const scores = {
    balanced_accuracy: evaluation.balanced_accuracy,
    mcc: evaluation.mcc,
    kappa: evaluation.kappa,
    log_loss: evaluation.log_loss,
    brier: evaluation.brier,
    roc_auc: evaluation.roc_auc.macro,
    average_precision: evaluation.average_precision.macro,
  };
  expect(Object.keys(evaluation.intervals).sort()).toEqual(Object.keys(scores).sort());
  const shown = (await page.locator('.scores dd').allInnerTexts()).join('\n');
  for (const [name, score] of Object.entries(scores)) {
    const [low, high] = evaluation.intervals[name];
    expect(low, name).toBeLessThan(high);
    expect(score, name).toBeGreaterThanOrEqual(low);
    expect(score, name).toBeLessThanOrEqual(high);
    if (name !== 'balanced_accuracy') expect(shown).toContain(`[${low.toFixed(3)}, ${high.toFixed(3)}]`);
  }
});

test('a cell of the confusion matrix shows its images', async ({ page }) => {
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
  const [, actual, predicted] = /^Actual (.+), predicted (.+):/.exec(await full.getAttribute('aria-label'));
  await full.click();
  const items = page.getByTestId('gallery-item');
  await expect(items).toHaveCount(Math.min(count, MOST_OF_CELL));
  await expect(items.first()).toBeVisible();
  for (const said of await items.locator('.visually-hidden').allTextContents()) {
    expect(said).toContain(`actual ${actual}, predicted ${predicted}`);
  }
  // A table of a thousand rows is written when somebody opens it, in turns.
  await expect(lab.named('table-pr')).toHaveCount(0);
  await page.locator('figure:has([data-testid=chart-pr]) summary').click();
  await expect.poll(async () => (await lab.rows('pr')).length).toBeGreaterThan(1000);
});

test('a model without mistakes: the gallery says so and shows none', async ({ page }) => {
  const files = {};
  for (let at = 0; at < 40; at += 1) {
    files[`night/${at}.png`] = png(16, (x, y) => Array(3).fill((x * 7 + y * 3 + at) % 40));
    files[`day/${at}.png`] = png(16, (x, y) => Array(3).fill(255 - (x * 5 + y * 11 + at) % 40));
  }
  const made = await folder(files, 'light');
  const lab = new Lab(page);
  await lab.open();
  await lab.drop([made.root]);
  await lab.accept();
  await lab.set({ epochs: 8 });
  await lab.train();
  expect(await lab.metric('accuracy')).toBe(1);
  await expect(lab.named('gallery')).toContainText(/No mistake: all \d+ images/);
  await expect(page.getByTestId('gallery-item')).toHaveCount(0);
  await made.done();
});

test('another split shows other numbers, named', async ({ page }) => {
  const lab = new Lab(page);
  await lab.open();
  await lab.load('digits');
  await lab.set({ epochs: 2 });
  await lab.train();
  const note = lab.named('metric-accuracy').locator('.metric-note');
  await expect(note).toHaveText(/^test split, n = [1-9]/);
  const counts = {};
  const items = page.getByTestId('gallery-item');
  for (const split of ['train', 'validation', 'test']) {
    await lab.named('eval-split').selectOption(split);
    const said = split === 'train' ? 'training split' : `${split} split`;
    await expect(note).toHaveText(new RegExp(`^${said}, n = [1-9]`));
    counts[split] = Number.parseInt((await note.innerText()).split('=')[1].replaceAll(',', ''), 10);
    if (split !== 'train') continue;
    // The worst dozen first, each with the name of its file; the others when they are asked for.
    await expect(items).toHaveCount(12);
    await expect(items.first().locator('.gallery-name')).toHaveText(/^[\w.-]+\.png$/);
    await lab.named('gallery-more').click();
    await expect.poll(() => items.count()).toBeGreaterThan(12);
  }
  // As dealt: most of the images train.
  const summary = (await lab.named('dataset-summary').innerText()).replaceAll(',', '');
  for (const [split, count] of Object.entries(counts)) expect(summary).toContain(`${split} ${count}`);
  expect(counts.train).toBeGreaterThan(counts.test);
});
