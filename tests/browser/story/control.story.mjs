// Control of training: the rate over the run, clipping, class weights, early stopping, and a rate that is found.
import { expect, test } from '../rig.mjs';
import { folder, pictures } from '../fixtures.mjs';
import { Lab, parsed } from '../lab.mjs';

/** The first and the last rate of every planned epoch. Tables follow their charts a few times a second: a story waits
 * for what it set to be written. */
const plan = async (lab) => (await lab.rows('rate')).map(([, first, last]) => [Number(first), Number(last)]);

test('a schedule changes the drawn rate, travels in the link and is what the run takes', async ({ page, browser }) => {
  const lab = new Lab(page);
  await lab.open();
  await lab.load('digits');
  await lab.set({ model: 'mlp', epochs: 4, 'learning-rate': 0.01 });
  await expect.poll(() => plan(lab)).toEqual(Array(4).fill([0.01, 0.01]));
  await lab.set({ schedule: 'cosine', warmup: 0.25 });
  await expect.poll(async () => (await plan(lab))[0][0]).toBeLessThan(0.001); // the climb begins
  const drawn = await plan(lab);
  expect(drawn).toHaveLength(4);
  expect(drawn[0][1]).toBeCloseTo(0.01, 6); // and ends with the first of four epochs
  expect(drawn[3][1]).toBeLessThan(0.0001);
  for (const [first, last] of drawn.slice(1)) expect(last).toBeLessThan(first);

  await lab.train();
  const digest = await lab.digest();
  const history = parsed(await lab.download('export-history'));
  history.forEach(({ learning_rate: rate }, at) => expect(Number(rate)).toBeCloseTo(drawn[at][1], 5));
  const { recipe } = JSON.parse(await lab.download('export-report'));
  expect(recipe.schedule).toEqual({ kind: 'cosine', warmup: 0.25 });
  expect(recipe.clip).toBeNull();

  const link = await lab.named('share-link-text').inputValue();
  expect(link).toContain('sch=cosine');
  expect(link).toContain('warm=.25');
  const other = await browser.newContext();
  const guest = new Lab(await other.newPage());
  await guest.page.goto(link);
  await guest.is('ready');
  await expect(guest.named('schedule')).toHaveValue('cosine');
  await expect(guest.named('warmup')).toHaveValue('0.25');
  await expect.poll(() => plan(guest)).toEqual(drawn);
  await guest.train();
  expect(await guest.digest()).toBe(digest);
  await other.close();
});

test('each schedule is drawn with its own shape; one cycle asks for no warm-up', async ({ page }) => {
  const lab = new Lab(page);
  await lab.open();
  await lab.set({ epochs: 20, 'learning-rate': 0.01, schedule: 'step' });
  const lasts = async () => (await plan(lab)).map(([, last]) => last);
  await expect.poll(lasts).toEqual([...Array(10).fill(0.01), ...Array(5).fill(0.001), ...Array(5).fill(0.0001)]);
  await expect(lab.named('warmup')).toBeVisible();
  await lab.set({ schedule: 'onecycle' });
  await expect(lab.named('warmup')).toBeHidden();
  await expect.poll(async () => (await plan(lab))[0][0]).toBeCloseTo(0.0004, 6);
  const rates = await lasts();
  expect(rates.indexOf(Math.max(...rates))).toBe(5);
  expect(rates[19]).toBeLessThan(1e-6);
});

test('while a run goes on, the chart says at which rate it is', async ({ page }) => {
  const lab = new Lab(page);
  await lab.open();
  const painted = () => lab.named('chart-rate').evaluate((canvas) => canvas.toDataURL());
  await lab.set({ epochs: 200, schedule: 'cosine' });
  await lab.wait(500);
  const before = await painted();
  await lab.named('train-start').click();
  await lab.is('training');
  await lab.named('chart-rate').scrollIntoViewIfNeeded();
  await expect.poll(painted).not.toBe(before);
  await lab.named('train-stop').click();
  await lab.is('trained');
});

test('clipping keeps a wild run finite, and is one of the settings of a link', async ({ page }) => {
  const lab = new Lab(page);
  await lab.open();
  await lab.load('digits');
  await lab.set({ model: 'mlp', epochs: 2 });
  await lab.train();
  const free = await lab.digest();
  await lab.set({ clip: 0.01 });
  await expect(lab.named('settings-changed')).toContainText('0.01');
  await lab.train();
  expect(await lab.digest()).not.toBe(free);
  expect(await lab.named('share-link-text').inputValue()).toContain('clip=.01');
  await lab.set({ clip: 100 }); // longer than any gradient here: the same bits as without
  await lab.train();
  expect(await lab.digest()).toBe(free);
  await lab.set({ clip: 0 });
  expect(await lab.named('share-link-text').inputValue()).not.toContain('clip');
});

test('class weights change what is learned from an uneven set', async ({ page }) => {
  const lab = new Lab(page);
  await lab.open();
  const { root, done } = await folder({ ...pictures(60, ['discs']), ...pictures(15, ['stripes']) });
  await lab.drop([root]);
  await lab.accept();
  await lab.set({ model: 'linear', epochs: 1 });
  await lab.train();
  const equal = await lab.digest();
  await lab.set({ 'class-weights': 'balanced' });
  await lab.train();
  expect(await lab.digest()).not.toBe(equal);
  expect(await lab.named('share-link-text').inputValue()).toContain('cw=balanced');
  await done();
});

test('early stopping ends a run, restores its best epoch and says which', async ({ page }) => {
  const lab = new Lab(page);
  await lab.open();
  await lab.load('digits');
  await lab.set({ model: 'mlp', epochs: 200, 'learning-rate': 0.03, patience: 2 });
  await lab.train();
  const { training, recipe } = JSON.parse(await lab.download('export-report'));
  expect(recipe.early_stopping.patience).toBe(2);
  expect(training.stopped).toBe('early');
  expect(training.epochs_run).toBeLessThan(200);
  await expect(lab.named('run-ending')).toContainText(`epoch ${training.epochs_run - 2},`);
  // A run that could have stopped early but did not keeps its best weights too.
  await lab.set({ epochs: 1 });
  await lab.train();
  await expect(lab.named('run-ending')).toContainText(/best on validation/);
});

test('a learning rate is found, drawn, taken, and the model stays', async ({ page }) => {
  const lab = new Lab(page);
  await lab.open();
  await lab.load('digits');
  await lab.set({ epochs: 1, 'learning-rate': 0.00001 });
  await lab.train();
  const digest = await lab.digest();
  await lab.named('find-rate').click();
  const use = lab.named('use-rate');
  await expect(use).toBeVisible();
  const rate = Number.parseFloat((await use.innerText()).replace(/[^\d.]/g, ''));
  console.log(`digits: suggested learning rate ${rate}`);
  expect(rate).toBeGreaterThanOrEqual(1e-5);
  expect(rate).toBeLessThan(1);
  await expect(lab.named('find-rate-result')).toContainText(String(rate));
  await expect.poll(async () => (await lab.rows('rate-finder')).length).toBeGreaterThan(20);
  const rows = (await lab.rows('rate-finder')).map((row) => row.map(Number));
  expect(rows.length).toBeLessThanOrEqual(100);
  for (let at = 1; at < rows.length; at += 1) expect(rows[at][0]).toBeGreaterThan(rows[at - 1][0]);
  await lab.is('trained'); // the model there was is there
  expect(await lab.digest()).toBe(digest);

  await use.click();
  await expect(lab.named('learning-rate')).toHaveValue(String(rate));
  await expect(use).toBeDisabled();
  await expect(lab.named('find-rate-stale')).toBeHidden(); // its own answer does not make it stale
  await lab.set({ model: 'linear' });
  await expect(lab.named('find-rate-stale')).toBeVisible();
  await lab.set({ model: 'cnn', epochs: 6 });
  await lab.train();
  expect(await lab.metric('accuracy')).toBeGreaterThan(0.9);

  await lab.named('demo-coins').click(); // other images: the answer was theirs
  await lab.named('question-yes').click(); // and the model goes
  await lab.is('ready');
  await expect(use).toBeHidden();
});

test('a search can be given up, and gives way to a run', async ({ page }) => {
  const lab = new Lab(page);
  await lab.open();
  await lab.set({ 'image-size': 96 }); // slow enough to be given up
  await lab.named('find-rate').click();
  await lab.named('find-rate-cancel').click();
  await expect(lab.named('find-rate-cancel')).toBeHidden();
  await expect(lab.named('chart-rate-finder')).toBeHidden();
  await expect(lab.named('use-rate')).toBeHidden();
  await expect(lab.named('find-rate')).toBeEnabled();
  await lab.named('find-rate').click();
  await lab.set({ epochs: 1 });
  await lab.named('train-start').click();
  await expect(lab.named('find-rate-cancel')).toBeHidden();
  await lab.is('trained', 120_000);
  await expect(lab.named('use-rate')).toBeHidden();
});
