// Taking away: links that restore the run elsewhere, a page that remembers, and nothing that leaves.
import path from 'node:path';
import { expect, test } from '../rig.mjs';
import { Lab } from '../lab.mjs';
import { serve } from '../serve.mjs';
import { folder, pictures, zip } from '../fixtures.mjs';

test('a link opened in a fresh browser gives the same settings, the same set and the same bits', async ({ page, browser, site }) => {
  const lab = new Lab(page);
  await lab.open();
  await lab.load('digits');
  await lab.set({ model: 'mlp', 'learning-rate': 0.003, epochs: 2, seed: 7 });
  await lab.train();
  const digest = await lab.digest();
  const link = await lab.named('share-link-text').inputValue();
  expect(link).toContain('d=digits');
  expect(link.length).toBeLessThan(300);

  const other = await browser.newContext();
  const guest = new Lab(await other.newPage());
  await guest.page.goto(link);
  await guest.is('ready');
  await expect(guest.named('model')).toHaveValue('mlp');
  await expect(guest.named('learning-rate')).toHaveValue('0.003');
  await expect(guest.named('seed')).toHaveValue('7');
  await expect(guest.named('class-9')).toBeVisible();
  await guest.train();
  expect(await guest.digest()).toBe(digest);
  await other.close();
  expect(site.hits.every((hit) => hit.method === 'GET')).toBe(true);
});

test('a link with a proof trains at once and says: identical to the bit, or where it parts', async ({ page, browser }) => {
  const lab = new Lab(page);
  await lab.open();
  await lab.load('digits');
  await lab.set({ model: 'mlp', epochs: 4, seed: 7 });
  await expect(lab.named('share-proof')).toHaveCount(0);
  await lab.train();
  const plain = await lab.named('share-link-text').inputValue();
  await lab.named('share-proof').check();
  await expect(lab.named('share-link-text')).not.toHaveValue(plain);
  const link = await lab.named('share-link-text').inputValue();
  expect(link).toContain('&proof=');
  expect(link.length).toBeLessThan(300);
  await expect(lab.named('proof')).toBeEmpty();

  const open = async (address) => {
    const other = await browser.newContext();
    const guest = new Lab(await other.newPage());
    await guest.page.goto(address);
    return guest;
  };
  const guest = await open(link);
  await guest.is('trained');
  await expect(guest.named('proof')).toHaveAttribute('data-finding', 'same');
  await expect(guest.named('proof')).toContainText(/identical .* 4 epochs/i);
  // Other settings are another run: the claim says nothing of it.
  await guest.set({ seed: 8 });
  await guest.train();
  await expect(guest.named('proof')).toBeEmpty();
  await guest.page.context().close();

  // A claim of a history that these settings do not lead to: the second mark is another.
  const [, images, rows, history, trail] = /proof=([0-9a-f]+)-(\d+)-([0-9a-f]+)-([0-9a-f]+)/.exec(link);
  expect(rows).toBe('5');
  const wrong = trail.slice(0, 3) + (Number.parseInt(trail.slice(3, 6), 16) ^ 1).toString(16).padStart(3, '0') + trail.slice(6);
  const forged = link.replace(/proof=.*/, `proof=${images}-${rows}-${history}-${wrong}`);
  const doubter = await open(forged);
  await doubter.is('trained');
  await expect(doubter.named('proof')).toHaveAttribute('data-finding', 'parted');
  await expect(doubter.named('proof')).toContainText(/epoch 1/);
  await doubter.page.context().close();

  // Settings changed on the way: the claim is passed over, nothing is trained, and the page says so.
  const edited = await open(link.replace('ep=4', 'ep=5'));
  await edited.is('ready');
  await expect(edited.named('error-banner').filter({ hasText: /claims the result/ })).toBeVisible();
  await edited.page.context().close();
});

test('a proof is trained by itself only where nothing is lost: not over a run that was cut off, not on a part of a set', async ({ page }) => {
  const lab = new Lab(page);
  await lab.open();
  await lab.load('digits');
  await lab.set({ model: 'mlp', epochs: 2, seed: 7 });
  await lab.train();
  await lab.named('share-proof').check();
  await expect(lab.named('share-link-text')).toHaveValue(/proof=/);
  const link = await lab.named('share-link-text').inputValue();

  // A run that is cut off by the link itself: the page goes to it, as a click in a message does.
  await lab.set({ model: 'cnn', epochs: 500 });
  await lab.named('train-start').click();
  await lab.is('training');
  await expect.poll(async () => (await lab.rows('loss')).length).toBeGreaterThan(1);
  await lab.wait(1000); // it is written in its own time
  await page.goto('about:blank');
  await page.goto(link);
  await lab.is('ready');
  await expect(lab.named('cut-off').getByRole('button').first()).toBeVisible();
  await lab.wait(1500);
  await lab.is('ready');
  // It is for the person to say which of the two is wanted.
  await lab.named('train-start').click();
  await lab.is('trained');
  await expect(lab.named('proof')).toHaveAttribute('data-finding', 'same');

  // The set is on its way and not wanted after all: its claim goes with it.
  await page.goto('about:blank');
  await page.route('**/digits.png*', async (route) => {
    await new Promise((resolve) => { setTimeout(resolve, 3_000); });
    await route.continue().catch(() => {});
  });
  await page.goto(link);
  await expect(lab.named('model')).toHaveValue('mlp');
  await lab.named('demo-coins').click();
  await expect(lab.named('class-heads')).toBeVisible();
  await lab.is('ready');
  await lab.wait(4_000);
  await lab.is('ready');
});

for (const [what, fragment, told] of [
  ['too high a rate', 'v=1&d=digits&lr=50', /50/],
  ['an unknown key', 'v=1&d=digits&zzz=1', /zzz/],
  ['a wrong checksum', 'v=1&d=digits&ep=7&c=0000', /cut|edited/i],
  ['markup', 'v=1&d=<img src=x onerror=window.pwned=1>', /img/],
]) {
  test(`a link with ${what} is applied as far as it goes, and told`, async ({ page }) => {
    const lab = new Lab(page);
    await lab.open(fragment);
    await expect(lab.named('error-banner')).toContainText(told);
    expect(await page.evaluate(() => window.pwned)).toBeUndefined();
  });
}

test('a link hides what it names, says so, and a reload shows it', async ({ page }) => {
  const lab = new Lab(page);
  await lab.open('v=1&d=coins&hide=export,monitor,nonsense');
  await expect(lab.named('export-report')).toBeHidden();
  await expect(lab.named('monitor-start')).toBeHidden();
  await expect(lab.named('station-monitor')).toBeHidden();
  await expect(lab.named('share-link')).toBeVisible();
  await expect(lab.named('error-banner')).toContainText('nonsense');
  await expect(lab.named('error-banner')).toContainText('Reload');
  expect(await lab.named('share-link-text').inputValue()).toContain('hide=export,monitor');
  await page.reload();
  await lab.is('ready');
  await expect(lab.named('export-report')).toBeVisible();
  await expect(lab.named('monitor-start')).toBeVisible();
});

test('a link to a zip of this site brings its images, and the link to share names it again', async ({ page, site }) => {
  const bytes = zip(pictures(12));
  site.answers = (name, _, response) => name === 'shapes.zip' && Boolean(response.writeHead(200).end(bytes));
  const lab = new Lab(page);
  await page.goto('./#v=1&d=shapes.zip&ep=3');
  await expect(lab.named('import-plan')).toContainText('discs');
  await lab.accept();
  await expect(lab.named('class-discs')).toBeVisible();
  expect(await lab.named('share-link-text').inputValue()).toContain('d=shapes.zip');
});

test('a linked zip without an end is given up at 500 MB, and told', async ({ page, site }) => {
  const block = Buffer.alloc(4 << 20);
  let sent = 0;
  site.answers = (name, _, response) => {
    if (name !== 'endless.zip') return false;
    response.writeHead(200);
    const more = () => {
      if (response.destroyed) return;
      sent += block.length;
      if (response.write(block)) setImmediate(more);
      else response.once('drain', more);
    };
    more();
    return true;
  };
  const lab = new Lab(page);
  await page.goto('./#v=1&d=endless.zip&ep=3');
  await expect(lab.named('error-banner')).toContainText('endless.zip');
  await expect(lab.named('error-banner')).toContainText('500 MB');
  await lab.is('empty');
  expect(sent).toBeGreaterThan(500_000_000);
  await lab.load('digits'); // and the page goes on
});

test('a link to a zip of another site asks that site for nothing, and leads there', async ({ page }) => {
  const made = await folder({ 'shapes.zip': zip(pictures(12)) });
  const lab = new Lab(page);
  await page.goto('./#v=1&d=https://elsewhere.example/sets/shapes.zip&ep=3');
  await expect(lab.named('error-banner')).toContainText('https://elsewhere.example/sets/shapes.zip');
  await expect(lab.named('notice-download')).toHaveAttribute('href', 'https://elsewhere.example/sets/shapes.zip');
  await lab.is('empty');
  await lab.named('file-input').setInputFiles(path.join(made.root, 'shapes.zip'));
  await lab.accept();
  expect(await lab.named('share-link-text').inputValue()).toContain('d=https://elsewhere.example/sets/shapes.zip');
  await made.done();
});

test('a link to a script is no way to run one', async ({ page }) => {
  const lab = new Lab(page);
  await page.goto('./#v=1&d=javascript:window.pwned=1//.zip');
  await expect(lab.named('error-banner')).toContainText('javascript:');
  await expect(lab.named('notice-download')).toHaveCount(0);
  expect(await page.evaluate(() => window.pwned)).toBeUndefined();
});

test('a link opened over work asks first', async ({ page }) => {
  const lab = new Lab(page);
  await lab.open();
  await lab.set({ epochs: 1 });
  await lab.train();
  await page.evaluate(() => { window.location.hash = 'v=1&d=digits&ep=9'; });
  const dialog = page.getByRole('dialog');
  await expect(dialog).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await lab.is('trained');
});

test('a link opened over work is taken after "yes"', async ({ page }) => {
  const lab = new Lab(page);
  await lab.open();
  await lab.set({ epochs: 1 });
  await lab.train();
  await page.evaluate(() => { window.location.hash = 'v=1&d=digits&ep=9'; });
  await lab.named('question-yes').click();
  await expect(page.getByRole('dialog')).toBeHidden();
  await expect(lab.named('class-9')).toBeVisible();
  await lab.is('ready');
  await expect(lab.named('epochs')).toHaveValue('9');
});

test('what left the page is counted: nothing at first, then the files of a set, by name', async ({ page, site }) => {
  const lab = new Lab(page);
  await lab.open();
  await lab.set({ epochs: 1 });
  await lab.train();
  const requests = lab.named('network-requests');
  await lab.wait(1500); // it counts once a second
  await expect(requests).toContainText(/^0 requests/);
  const before = site.hits.length;
  await lab.named('demo-digits').click();
  await lab.named('question-yes').click(); // a model would be lost
  await lab.is('ready');
  await expect(requests).toContainText(/^[1-9]\d* request/);
  expect(site.hits.length).toBeGreaterThan(before);
  await expect(page.locator('.take-requests li').filter({ hasText: 'sample/digits.png' })).toHaveCount(1);
});

test('reload: settings, set, language and theme survive', async ({ page }) => {
  const lab = new Lab(page);
  await lab.open();
  await lab.load('digits');
  await lab.set({ model: 'linear', epochs: 9 });
  await lab.named('language').selectOption('zh');
  const theme = () => page.locator('html').getAttribute('data-theme');
  const before = await theme();
  await lab.named('theme').click();
  const after = before === 'dark' ? 'light' : 'dark';
  await expect.poll(theme).toBe(after);
  await page.reload();
  await lab.is('ready');
  await expect(lab.named('model')).toHaveValue('linear');
  await expect(lab.named('epochs')).toHaveValue('9');
  await expect(lab.named('class-9')).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', /zh/);
  await expect.poll(theme).toBe(after);
});

test('after loading, the page works with the network gone and asks for nothing', async ({ page, site, context }) => {
  const lab = new Lab(page);
  await lab.open();
  await lab.wait(1000);
  const before = site.hits.length;
  await context.setOffline(true);
  // Own images, twice: a reader that did its work is ended, and the next one starts without a network too.
  const made = await folder(pictures(12));
  for (const total of ['24 images', '24 images']) {
    await lab.drop([made.root]);
    await lab.accept();
    await expect(lab.named('dataset-summary')).toContainText(total);
    await lab.named('data-clear').click();
    await lab.named('question-yes').click();
    await lab.is('empty');
  }
  await lab.drop([made.root]);
  await lab.accept();
  await made.done();
  await lab.set({ epochs: 2, 'image-size': 16 });
  await lab.train();
  await lab.metric('accuracy');
  await lab.named('latency-measure').click();
  await expect(lab.named('latency-p50')).toContainText(/^\s*[\d.]+/);
  await lab.named('monitor-start').click();
  await lab.exceeds('stream-throughput');
  await lab.download('export-report');
  expect(site.hits.length).toBe(before);
});

test.describe('the policy', () => {
  test.use({ expectsTrouble: true }); // a browser tells what it forbids

  test('neither the page nor its workers can reach another host', async ({ page }) => {
    const elsewhere = await serve(import.meta.dirname, { base: '/' });
    const lab = new Lab(page);
    await lab.open();
    const reach = (address) => fetch(address, { mode: 'no-cors' }).then(() => 'reached', (error) => error.name);
    expect(await page.evaluate(reach, elsewhere.address)).toBe('TypeError');
    expect(page.workers().length).toBeGreaterThan(0);
    for (const worker of page.workers()) expect(await worker.evaluate(reach, elsewhere.address)).toBe('TypeError');
    expect(elsewhere.hits).toEqual([]);
    await elsewhere.close();
  });
});
