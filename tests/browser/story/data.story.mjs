// Images in: dropped folders, chosen folders, archives, and what strangers' files may do.
import path from 'node:path';
import { expect, test } from '../rig.mjs';
import { Lab } from '../lab.mjs';
import { bomb, folder, picture, pictures, png, zip } from '../fixtures.mjs';

test('the page opens with the coins, their thumbnails and their split', async ({ page }) => {
  const lab = new Lab(page);
  await lab.open();
  const summary = lab.named('dataset-summary');
  await expect(summary).toContainText('2 classes');
  await expect(lab.named('class-heads').locator('canvas').first()).toBeVisible();
  await expect(lab.named('class-tails').locator('canvas').first()).toBeVisible();
  await expect(lab.named('train-start')).toBeEnabled();
});

test('a dropped folder: all of 260 pictures, folders as classes, litter and broken files told', async ({ page }) => {
  const files = pictures(130);
  files['stripes/.DS_Store'] = Buffer.from('litter');
  files['Thumbs.db'] = Buffer.from('litter');
  files['discs/notes.txt'] = Buffer.from('shopping list');
  files['discs/empty.png'] = Buffer.alloc(0);
  files['discs/torn.png'] = picture('discs', 1).subarray(0, 300);
  files['stripes/huge.png'] = bomb();
  files['stripes/text.jpg'] = Buffer.from('no picture at all');
  const made = await folder(files);
  const lab = new Lab(page);
  await lab.open();
  await lab.drop([made.root]);
  const plan = lab.named('import-plan');
  await expect(plan).toContainText('stripes');
  await expect(plan).toContainText('discs');
  await expect(plan).toContainText('notes.txt');
  await page.keyboard.press('Enter');
  await expect(plan).toBeHidden();
  await lab.is('ready');
  await expect(lab.named('dataset-summary')).toContainText('2 classes');
  await expect(lab.named('dataset-summary')).toContainText('260');
  const rejected = lab.named('rejected-list');
  for (const name of ['empty.png', 'torn.png', 'huge.png', 'text.jpg']) await expect(rejected).toContainText(name);
  await made.done();
});

test('Escape drops the plan and nothing changes', async ({ page }) => {
  const made = await folder(pictures(5));
  const lab = new Lab(page);
  await lab.open();
  const before = await lab.named('dataset-summary').innerText();
  await lab.drop([made.root]);
  await page.keyboard.press('Escape');
  await expect(lab.named('import-plan')).toBeHidden();
  await expect(lab.named('dataset-summary')).toHaveText(before);
  await made.done();
});

test('Escape on a plan leaves the run going and the model answering', async ({ page }) => {
  const made = await folder(pictures(5));
  const lab = new Lab(page);
  await lab.open();
  await lab.load('digits');
  await lab.set({ epochs: 200 });
  await lab.named('train-start').click();
  await lab.is('training');
  const progress = () => lab.named('train-progress').getAttribute('aria-valuetext');
  await lab.drop([made.root]);
  await page.keyboard.press('Escape');
  await expect(lab.named('import-plan')).toBeHidden();
  const then = await progress();
  await expect.poll(progress).not.toBe(then);
  await lab.named('train-stop').click();
  await lab.is('trained');
  await lab.drop([made.root]);
  await page.keyboard.press('Escape');
  await expect(lab.named('import-plan')).toBeHidden();
  await lab.named('latency-measure').click();
  await expect(lab.named('latency-p50')).toContainText(/^\s*[\d.]+/, { timeout: 30_000 });
  await made.done();
});

test('while images come in, Train is off and says why', async ({ page }) => {
  const made = await folder(pictures(400));
  const lab = new Lab(page);
  await lab.open();
  await lab.drop([made.root]);
  // The plan is open, over a page that cannot train before it is decided.
  await expect(lab.named('train-start')).toBeDisabled();
  await expect(page.locator('#train-hindrance')).toContainText('coming in');
  await lab.accept();
  await expect(lab.named('import-running')).toHaveCount(0);
  await expect(lab.named('train-start')).toBeEnabled();
  await made.done();
});

test('a zip with train and test folders keeps them, and carves validation from train', async ({ page }, info) => {
  const files = {};
  for (const [name, bytes] of Object.entries(pictures(40))) files[`set/train/${name}`] = bytes;
  for (let at = 40; at < 52; at += 1) {
    for (const kind of ['stripes', 'discs']) files[`set/test/${kind}/${at}.png`] = picture(kind, at);
  }
  files['__MACOSX/set/train/._0001.png'] = Buffer.from('litter');
  files['../../escape.png'] = picture('discs', 99);
  const made = await folder({ 'shapes.zip': zip(files) });
  const lab = new Lab(page);
  await lab.open();
  await lab.named('file-input').setInputFiles(path.join(made.root, 'shapes.zip'));
  await expect(lab.named('import-plan')).toContainText('escape.png');
  await lab.accept();
  const summary = lab.named('dataset-summary');
  await expect(summary).toContainText('104');
  await expect(summary).toContainText(/test\D*24/i);
  await expect(summary).toContainText(/train\D*68/i);
  await made.done();
});

test('the folder button reads sub-folders too', async ({ page }) => {
  const made = await folder(pictures(8, ['stripes', 'discs', 'crosses']));
  const lab = new Lab(page);
  await lab.open();
  await lab.named('folder-input').setInputFiles(made.root);
  await lab.accept();
  await expect(lab.named('dataset-summary')).toContainText('3 classes');
  await expect(lab.named('dataset-summary')).toContainText('24');
  await made.done();
});

test('a drop without pictures says so and changes nothing', async ({ page }) => {
  const made = await folder({ 'a/readme.txt': Buffer.from('hello'), '.DS_Store': Buffer.from('') });
  const lab = new Lab(page);
  await lab.open();
  const before = await lab.named('dataset-summary').innerText();
  const { drop } = await import('../rig.mjs');
  await drop(page, [made.root]);
  await expect(lab.named('error-banner')).toContainText(/2/);
  await expect(lab.named('dataset-summary')).toHaveText(before);
  await made.done();
});

test('hostile names are text everywhere', async ({ page }) => {
  const evil = '<img src=x onerror=window.pwned=1>';
  const files = {};
  for (let at = 0; at < 6; at += 1) {
    files[`${evil}/${evil}${at}.png`] = picture('discs', at);
    files[`=HYPERLINK(1)/${at}.png`] = picture('stripes', at);
  }
  const made = await folder(files);
  const lab = new Lab(page);
  await lab.open();
  await lab.drop([made.root]);
  await lab.accept();
  await expect(lab.named(`class-${evil}`)).toBeVisible();
  expect(await page.evaluate(() => window.pwned)).toBeUndefined();
  await made.done();
});

test('what would lose a model or own images asks first, and leaving the page does too', async ({ page }) => {
  const made = await folder(pictures(30));
  const lab = new Lab(page);
  await lab.open();
  await lab.drop([made.root]);
  await lab.accept();
  const question = lab.named('question');
  await lab.named('demo-digits').click();
  await expect(question).toContainText('own images');
  await page.keyboard.press('Escape');
  await expect(question).toBeHidden();
  await expect(lab.named('class-discs')).toBeVisible();

  await lab.set({ epochs: 200 });
  await lab.named('train-start').click();
  await lab.is('training');
  const picture = lab.named('class-discs').locator('button.thumb').first();
  await expect(picture).toBeDisabled();
  await lab.named('train-stop').click();
  await lab.is('trained');
  await picture.click();
  await expect(question).toContainText('trained model');
  await lab.named('question-no').click();
  await lab.is('trained');
  await expect(picture).toHaveAttribute('aria-pressed', 'false');

  let asked = '';
  page.once('dialog', (dialog) => { asked = dialog.type(); dialog.dismiss(); });
  await page.evaluate(() => setTimeout(() => window.location.reload(), 0));
  await expect.poll(() => asked).toBe('beforeunload');
  await lab.is('trained');

  await picture.click();
  await lab.named('question-yes').click();
  await lab.is('ready');
  await expect(picture).toHaveAttribute('aria-pressed', 'true');
  await lab.named('data-clear').click();
  await lab.named('question-yes').click();
  await lab.is('empty');
  await made.done();
});

test('classes are renamed, merged and left out; images too', async ({ page }) => {
  const made = await folder(pictures(10, ['stripes', 'discs', 'crosses']));
  const lab = new Lab(page);
  await lab.open();
  await lab.drop([made.root]);
  await lab.accept();
  const discs = lab.named('class-discs');
  await discs.locator('input[type=text], input:not([type])').first().fill('rings');
  await page.keyboard.press('Enter');
  await expect(lab.named('class-rings')).toBeVisible();
  await lab.named('class-crosses').locator('select').selectOption({ label: 'rings' });
  await expect(lab.named('class-crosses')).toHaveCount(0);
  await expect(lab.named('dataset-summary')).toContainText('2 classes');
  await expect(lab.named('class-rings')).toContainText('20');
  await lab.named('class-stripes').locator('button:has(canvas)').first().click();
  await expect(lab.named('dataset-summary')).toContainText('29');
  await made.done();
});

test('pictures of any aspect and colour come through', async ({ page }) => {
  const files = {};
  for (let at = 0; at < 4; at += 1) {
    files[`small/${at}.png`] = png(3, () => [at * 40, 10, 10]);
    files[`large/${at}.png`] = png(700, (x, y) => [(x + at * 50) % 256, y % 256, 90]);
  }
  const made = await folder(files);
  const lab = new Lab(page);
  await lab.open();
  await lab.drop([made.root]);
  await lab.accept();
  await expect(lab.named('dataset-summary')).toContainText('8');
  await made.done();
});
