// What another set, another drop or many classes must not do to the images that are there.
import { drop, expect, test } from '../rig.mjs';
import { folder, picture, pictures } from '../fixtures.mjs';
import { Lab } from '../lab.mjs';

/** Pictures by their first bytes, which end early. */
const broken = (n) => Object.fromEntries([...Array(n).keys()].map((at) => [`broken/${at}.png`, picture('discs', at).subarray(0, 300)]));

test('images stay until the first of those that are to replace them can be read', async ({ page }) => {
  const good = await folder(pictures(8, ['stripes', 'discs']));
  const bad = await folder(broken(3));
  const lab = new Lab(page);
  await lab.open();
  await lab.drop([good.root]);
  await lab.accept();
  await expect(lab.named('dataset-summary')).toContainText('16 images');
  await lab.set({ model: 'linear', epochs: 2 });
  await lab.train();
  await lab.drop([bad.root]);
  await lab.named('import-accept').click();
  await expect(lab.named('import-plan')).toBeHidden();
  // The refused files are named, and nothing else has changed.
  await expect(page.getByText(/No pictures found.*broken\/0\.png/)).toBeVisible();
  await expect(lab.named('dataset-summary')).toContainText('16 images');
  await expect(lab.named('rejected-list')).toContainText('broken/2.png');
  await lab.is('trained');
  // The model is the worker's still, too.
  await lab.named('monitor-start').click();
  await expect(page.locator('[data-testid="stream-frames"] li').first()).toBeVisible();
  await lab.named('monitor-stop').click();
  const other = await folder({ ...pictures(6, ['crosses', 'discs']), ...broken(2) });
  await lab.drop([other.root]);
  await lab.named('import-replace').check();
  await lab.accept();
  await expect(lab.named('dataset-summary')).toContainText('12 images');
  await expect(lab.named('dataset-summary')).toContainText('2 classes');
  await expect(lab.named('rejected-list')).toContainText('broken/1.png');
  await expect(lab.named('rejected-list')).not.toContainText('broken/2.png');
  for (const made of [good, bad, other]) await made.done();
});

test('what is dropped while images are read does not cut the reading short', async ({ page }) => {
  const many = await folder(pictures(700, ['stripes', 'discs']));
  const log = await folder({ 'log.csv': Buffer.from(`actual,predicted\n${'a,a\nb,b\n'.repeat(200)}`) });
  const notes = await folder({ 'notes/readme.txt': Buffer.from('nothing to see') });
  const lab = new Lab(page);
  await lab.open();
  await lab.drop([many.root]);
  await lab.named('import-accept').click();
  await expect(lab.named('import-running')).toBeVisible();
  await drop(page, [notes.root]);
  await expect(page.getByText('still being read')).toBeVisible();
  await drop(page, [`${log.root}/log.csv`]);
  await expect(lab.named('import-running')).toHaveCount(0, { timeout: 120_000 });
  await expect(lab.named('dataset-summary')).toContainText('1400 images');
  await expect(lab.named('dataset-summary')).toContainText('2 classes');
  for (const made of [many, log, notes]) await made.done();
});

test('many classes hold the page no longer than few', { tag: '@alone' }, async ({ page }) => {
  const names = [...Array(60).keys()].map((at) => `kind ${String(at).padStart(2, '0')}`);
  const files = {};
  names.forEach((name, at) => [0, 1, 2].forEach((nth) => { files[`${name}/${nth}.png`] = picture('discs', 3 * at + nth); }));
  const made = await folder(files);
  const lab = new Lab(page);
  await lab.open();
  await lab.drop([made.root]);
  await lab.accept();
  await expect(lab.named('dataset-summary')).toContainText('60 classes');
  const tracing = await lab.traceTasks();
  await lab.set({ model: 'linear', 'image-size': 8, epochs: 2 });
  await lab.train();
  await expect(page.locator('[data-testid="table-confusion"] tbody tr')).toHaveCount(60);
  await lab.wait(3_000);
  const long = await tracing.stop();
  expect(Math.max(0, ...long), `${long}`).toBeLessThan(200);
  await made.done();
});
