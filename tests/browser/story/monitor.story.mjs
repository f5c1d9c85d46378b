// The model in service: speed, streams, and an alarm that a class can cause.
import path from 'node:path';
import { expect, test } from '../rig.mjs';
import { Lab } from '../lab.mjs';
import { folder, pictures } from '../fixtures.mjs';

async function trained(page, epochs = 3) {
  const lab = new Lab(page);
  await lab.openDigits();
  await lab.set({ epochs });
  await lab.train();
  return lab;
}

test('inference is measured: percentiles in order, parts, tick', { tag: '@alone' }, async ({ page }) => {
  const lab = await trained(page);
  await lab.named('latency-measure').click();
  await expect(lab.named('latency-p50')).toContainText(/^\s*[\d.]+/);
  // In milliseconds, each with its unit: 0.9 ms is not more than 0.8 s.
  const [p50, p90, p95, p99] = await Promise.all(['p50', 'p90', 'p95', 'p99'].map(async (q) => {
    const [, number, unit] = /([\d.]+)\s*(µs|ms|s)/.exec(await lab.named(`latency-${q}`).innerText());
    return Number(number) * { µs: 0.001, ms: 1, s: 1000 }[unit];
  }));
  expect(p50).toBeGreaterThan(0);
  expect(p90).toBeGreaterThanOrEqual(p50);
  expect(p95).toBeGreaterThanOrEqual(p90);
  expect(p99).toBeGreaterThanOrEqual(p95);
  expect((await lab.rows('latency')).length).toBeGreaterThan(1);
  const sizes = await lab.named('table-batches').locator('tbody th').allInnerTexts();
  expect(sizes).toEqual(['1', '2', '4', '8', '16', '32', '64']);
});

test('an undisturbed replay is steady; darkness raises the alarm and names its cause', async ({ page }) => {
  const lab = await trained(page, 8);
  await lab.set({ 'stream-rate': 100, 'stream-window': 50 });
  await lab.named('monitor-start').click();
  await lab.exceeds('stream-throughput');
  await expect.poll(async () => (await lab.rows('live')).length).toBeGreaterThan(10);
  await expect(lab.named('monitor-status')).toHaveAttribute('data-level', 'steady');
  await expect(page.getByTestId('alert-item')).toHaveCount(0);
  // A picture that nobody can see is painted when it comes into sight, and not before.
  const picture = () => lab.named('chart-live').evaluate((canvas) => canvas.toDataURL());
  await page.evaluate(() => window.scrollTo({ top: 0, behavior: 'instant' }));
  await lab.wait(500);
  const [unseen, n] = [await picture(), (await lab.rows('live')).length];
  await expect.poll(async () => (await lab.rows('live')).length).toBeGreaterThan(n);
  expect(await picture()).toBe(unseen);
  // On paper everything is in sight.
  await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')));
  const printed = await picture();
  expect(printed).not.toBe(unseen);
  await lab.named('chart-live').scrollIntoViewIfNeeded();
  await expect.poll(picture).not.toBe(printed);
  await lab.named('drift-brightness').fill('-0.5');
  await expect(lab.named('monitor-status')).toHaveAttribute('data-level', 'alarm');
  await expect(page.getByTestId('alert-item').filter({ hasText: /brightness/i }).filter({ hasText: /light|lamp|exposure/i })).not.toHaveCount(0);
  // Causes before consequences.
  await expect(page.getByTestId('alert-item').first()).toContainText(/brightness|contrast|sharpness/i);
  await lab.named('drift-blur').fill('0.05');
  await lab.named('drift-reset').click();
  for (const kind of ['brightness', 'blur']) await expect(lab.named(`drift-${kind}`)).toHaveValue('0');
  await expect(lab.named('drift-reset')).toBeDisabled();
  await expect(lab.named('monitor-status')).toHaveAttribute('data-level', 'steady');
  // What is over is told as it was; and a stream that has stopped does not look as if it went on.
  await expect(page.getByTestId('alert-item').filter({ hasText: /Brightness was/ }).filter({ hasText: /At its worst, at image \d+: shift −/ })).not.toHaveCount(0);
  await lab.named('monitor-stop').click();
  await expect(lab.named('monitor-status')).toContainText('The stream has stopped');
  await expect(lab.named('station-monitor')).toContainText('stopped (steady)');
});

test('before a stream nothing is judged; answers of another model say so', async ({ page }) => {
  const lab = await trained(page, 3);
  await expect(lab.named('monitor-status')).not.toHaveAttribute('data-level', /./);
  await lab.set({ 'stream-rate': 100, 'stream-window': 50 });
  await lab.named('monitor-start').click();
  await expect(lab.named('monitor-status')).toHaveAttribute('data-level', 'steady');
  await expect(lab.named('other-model')).toBeEmpty();
  await lab.named('monitor-stop').click();
  // Another epoch answers now than the one whose answers are shown.
  await lab.named('epoch-slider').focus();
  await lab.named('epoch-slider').press('ArrowLeft');
  await expect(lab.named('other-model')).toContainText('another model');
  await lab.named('epoch-slider').press('ArrowRight');
  await expect(lab.named('other-model')).toBeEmpty();
});

test('what is answered while the page is hidden is counted, not timed', { tag: '@alone' }, async ({ page }) => {
  const lab = await trained(page, 1);
  await lab.set({ 'stream-rate': 50, 'stream-window': 50 });
  await lab.named('monitor-start').click();
  await lab.exceeds('stream-throughput');
  await expect(lab.named('stream-untimed')).toBeEmpty();
  // A headless page is never out of sight by itself.
  const turn = (state) => page.evaluate((value) => {
    Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => value });
    document.dispatchEvent(new Event('visibilitychange'));
  }, state);
  await turn('hidden');
  await expect(lab.named('stream-untimed')).toContainText(/^\s*\d+ not timed/);
  await turn('visible');
  await lab.wait(500); // what was under way
  const untimed = await lab.named('stream-untimed').innerText();
  await lab.exceeds('stream-throughput');
  await lab.wait(1000);
  expect(await lab.named('stream-untimed').innerText()).toBe(untimed);
  await lab.named('monitor-stop').click();
});

test('blur is seen as a loss of sharpness', async ({ page }) => {
  const lab = await trained(page);
  await lab.set({ 'stream-rate': 100, 'stream-window': 50 });
  await lab.named('drift-blur').fill('1');
  await lab.named('monitor-start').click();
  await expect(lab.named('monitor-status')).toHaveAttribute('data-level', 'alarm');
});

test('files of service that are no images are told there, and not among the images to train on', async ({ page }) => {
  const fresh = await folder({ ...pictures(4), 'discs/torn.png': Buffer.from('no picture'), 'discs/notes.txt': Buffer.from('list'), '.DS_Store': Buffer.from('') });
  const lab = await trained(page, 1);
  await lab.named('monitor-start').click();
  await expect(lab.named('monitor-stop')).toBeEnabled();
  await lab.named('monitor-folder-input').setInputFiles(fresh.root);
  const rejected = lab.named('monitor-rejected-list');
  await expect(rejected).toContainText('torn.png');
  await expect(rejected).toContainText('notes.txt');
  await expect(lab.named('rejected-list')).toBeHidden();
  await expect(lab.named('monitor-import-running')).toHaveCount(0);
  // The replay went on all the while.
  const rows = (await lab.rows('live')).length;
  await expect.poll(async () => (await lab.rows('live')).length).toBeGreaterThan(rows);
  const report = JSON.parse(await lab.download('export-report'));
  expect(report.dataset.rejected).toEqual([]);
  await fresh.done();
});

test('new images from folders are answered, labelled by their folder', async ({ page }) => {
  const train = await folder(pictures(40));
  const fresh = await folder(pictures(60), 'fresh');
  const lab = new Lab(page);
  await lab.open();
  await lab.drop([train.root]);
  await lab.accept();
  await lab.set({ epochs: 8 });
  await lab.train();
  await lab.named('monitor-folder-input').setInputFiles(fresh.root);
  await expect(lab.named('monitor-status')).toBeVisible();
  await lab.set({ 'stream-rate': 100 });
  await lab.named('stream-source').selectOption('dropped');
  await lab.named('monitor-start').click();
  await expect.poll(async () => (await lab.rows('live')).length).toBeGreaterThan(1);
  // Folders give the labels, labels give an accuracy; stripes and discs are easily told apart.
  await expect(lab.named('window-labels')).toContainText(/^\s*(\d+) of \1 images/);
  await lab.exceeds('window-accuracy', 70);
  await train.done();
  await fresh.done();
});

test('the same model is measured on the other backend, and can be left', async ({ page }) => {
  const lab = await trained(page, 2);
  await lab.named('latency-measure').click();
  await expect(lab.named('backend-measure')).toHaveText('Measure on ndarray too');
  await lab.named('backend-measure').click();
  await lab.named('backend-leave').click();
  await expect(lab.named('table-backends')).toHaveCount(0);
  await lab.named('backend-measure').click();
  const rows = lab.named('table-backends').locator('tbody tr');
  await expect(rows).toHaveCount(2);
  await expect(rows.nth(0)).toHaveText(/^flex[\d.,]+ [mµ]s[\d.,]+ [mµ]s[\d.,\u2009\u202f]+ images\/s$/);
  await expect(rows.nth(1)).toContainText('ndarray');
  await expect(lab.named('backend-times')).toContainText(/On ndarray one answer takes [\d.]+ times as long/);
  // It is of this model: another run knows nothing of it.
  await lab.train();
  await expect(lab.named('table-backends')).toHaveCount(0);
});

test('recorded days are played one after another, named on the timeline, the classes of each mixed', async ({ page }) => {
  const train = await folder(pictures(40));
  const days = Object.entries(pictures(60)).map(([name, bytes], at) => [`${at % 2 ? 'tuesday' : 'monday'}/${name}`, bytes]);
  const fresh = await folder(Object.fromEntries(days), 'week');
  const lab = new Lab(page);
  await lab.open();
  await lab.drop([train.root]);
  await lab.accept();
  await lab.set({ epochs: 4 });
  await lab.train();
  await lab.named('monitor-folder-input').setInputFiles(fresh.root);
  await expect(lab.named('stream-source')).toHaveValue('dropped');
  await lab.set({ 'stream-rate': 100, 'stream-window': 30 });
  await lab.named('monitor-start').click();
  await expect(lab.named('stream-seen')).toContainText('120');
  await expect(lab.named('monitor-start')).toBeVisible();
  await expect.poll(async () => (await lab.rows('timeline')).filter((row) => row[0] === 'recording').map((row) => row.slice(1))).toEqual([
    ['0', '60', 'monday'], ['60', expect.anything(), 'tuesday'],
  ]);
  // Folder by folder the first window would hold one class only.
  const predicted = (await lab.rows('drift')).find((row) => /predicted/i.test(row[0]));
  expect(predicted).toBeTruthy();
  const report = JSON.parse(await lab.download('export-report'));
  expect(report.monitoring.plan.recordings).toEqual([
    { first: 0, name: 'monday', is_by_class: true }, { first: 60, name: 'tuesday', is_by_class: true },
  ]);
  expect(report.monitoring.alerts).toEqual([]);
  await train.done();
  await fresh.done();
});

test('new images from no folder are answered too, and say that they have no labels', async ({ page }) => {
  const train = await folder(pictures(40));
  const files = Object.fromEntries(Object.entries(pictures(30)).map(([name, bytes]) => [name.replace('/', '-'), bytes]));
  const fresh = await folder(files, 'loose');
  const lab = new Lab(page);
  await lab.open();
  await lab.drop([train.root]);
  await lab.accept();
  await lab.set({ epochs: 4 });
  await lab.train();
  await lab.named('monitor-file-input').setInputFiles(Object.keys(files).map((name) => path.join(fresh.root, name)));
  await expect(lab.named('stream-source')).toHaveValue('dropped');
  await expect(lab.named('monitor-start')).toBeEnabled();
  await lab.set({ 'stream-rate': 100 });
  await lab.named('monitor-start').click();
  await lab.exceeds('stream-throughput');
  await expect(lab.named('window-labels')).toContainText('No labels');
  await expect(lab.named('estimate-of-few')).toContainText('12 validation images only');
  await expect(lab.named('window-accuracy')).not.toContainText(/\d/);
  await expect(lab.named('window-confidence')).toContainText(/\d+ %/);
  // They were answered, not learned from.
  await expect(lab.named('dataset-summary')).toContainText('80 images');
  // Somebody says what two of them are: the marks follow, and they can be trained on.
  const frames = lab.named('stream-frames').locator('li');
  await expect(frames.first()).toHaveAttribute('data-outcome', 'unknown');
  await expect(lab.named('adopt-frames')).toBeHidden();
  for (const at of [0, 1]) {
    await frames.nth(at).getByTestId('frame-label').selectOption({ label: 'discs' });
    await expect(frames.nth(at)).toHaveAttribute('data-outcome', /right|wrong/);
  }
  await frames.nth(1).getByTestId('frame-label').selectOption('');
  await expect(frames.nth(1)).toHaveAttribute('data-outcome', 'unknown');
  // That counts although the stream has ended.
  await expect(lab.named('window-labels')).toContainText(/^\s*1 of \d+ images/);
  // Played again, they have labels from the start.
  await lab.named('stream-again').click();
  await expect(lab.named('window-labels')).toContainText(/^\s*1 of \d+ images/);
  await expect(lab.named('monitor-start')).toBeVisible();
  await lab.named('adopt-frames').click();
  await lab.named('question-yes').click();
  await expect(lab.named('dataset-summary')).toContainText('81 images');
  // Those of which nobody said what they are stay, and before and after can be held against each other on them.
  await lab.train();
  await expect(lab.named('stream-source').locator('option[value=dropped]')).toContainText('59');
  await lab.named('duel-challenger').selectOption({ label: 'Run 1' });
  await lab.set({ 'stream-source': 'dropped' });
  await lab.named('monitor-start').click();
  await expect(lab.named('duel-verdict')).toContainText('Without labels');
  // It is of the images as they were: the page's scores are not.
  await expect(lab.named('duel-promote')).toBeDisabled();
  await expect(lab.named('duel-of-before')).toContainText('before images were added');
  await train.done();
  await fresh.done();
});

test('from an alarm to a better model: varied in training, trained again, the same stream beside the one before', async ({ page }) => {
  const lab = await trained(page, 8);
  await lab.set({ 'stream-rate': 200, 'stream-window': 50 });
  await lab.named('monitor-start').click();
  await expect.poll(async () => (await lab.rows('live')).length).toBeGreaterThan(5);
  await lab.named('drift-brightness').fill('-0.5');
  await expect(page.getByTestId('alert-item').filter({ hasText: /Brightness/ })).not.toHaveCount(0);
  await lab.wait(1500);
  await lab.named('monitor-stop').click();
  const harden = page.getByTestId('alert-item').filter({ hasText: /Brightness/ }).first().getByTestId('alert-harden');
  await expect(harden).toContainText('Brightness');
  await harden.click();
  await expect(lab.named('augment-brightness')).toHaveValue('0.3');
  await expect(harden).toBeDisabled();
  await page.getByTestId('alert-retrain').first().click();
  // A few epochs may be over before anybody looks: that there is another model is what shows.
  await expect(lab.named('stream-compare')).toContainText('Play it again');
  await lab.named('stream-again').click();
  await expect(lab.named('window-accuracy-before')).toContainText(/before \d/);
  await expect(page.locator('[data-testid="table-live"] thead')).toContainText('accuracy before');
  await lab.named('monitor-stop').click();
});

test('an estimate that is off is calibrated on the labels of a window', async ({ page }) => {
  const lab = await trained(page, 6);
  await lab.set({ 'stream-rate': 100 });
  await page.locator('details:has([data-testid="drift-rotation"]) > summary').click();
  for (const [dial, amount] of Object.entries({ noise: '0.8', rotation: '0.5' })) await lab.named(`drift-${dial}`).fill(amount);
  await expect(lab.named('recalibrate')).toHaveCount(0);
  await lab.named('monitor-start').click();
  const apart = async () => Math.abs((await lab.number('window-estimate')) - (await lab.number('window-accuracy')));
  await expect.poll(async () => (await lab.rows('live')).length).toBeGreaterThan(12);
  await lab.named('stream-pause').click();
  const before = await apart();
  expect(before).toBeGreaterThan(8);
  await lab.named('recalibrate').click();
  await expect(lab.named('estimate-recalibrated')).toContainText(/Since image \d+ .* temperature \d/);
  await expect.poll(apart).toBeLessThan(before / 2);
  const report = JSON.parse(await lab.download('export-report'));
  expect(report.monitoring.plan.recalibrations).toHaveLength(1);
  // And back to what the validation images said.
  await lab.named('restore-calibration').click();
  await expect(lab.named('restore-calibration')).toHaveCount(0);
  await expect(lab.named('estimate-recalibrated')).toBeEmpty();
  await expect.poll(apart).toBeGreaterThan(8);
  await lab.named('stream-pause').click();
  await lab.named('monitor-stop').click();
});

test('metrics and their dashboard are taken away', async ({ page }) => {
  const lab = await trained(page, 2);
  await expect(lab.named('export-metrics')).toBeDisabled();
  await lab.set({ 'stream-rate': 200, 'stream-window': 50 });
  await lab.named('monitor-start').click();
  await expect(lab.named('monitor-status')).toHaveAttribute('data-level', 'steady');
  await lab.named('monitor-stop').click();
  const metrics = (await lab.download('export-metrics')).toString();
  expect(metrics).toMatch(/\nwatchglass_images_total \d+\.0\n/);
  expect(metrics).toMatch(/\nwatchglass_response_seconds\{quantile="0.99"\} [\d.e-]+\n/);
  expect(metrics.endsWith('# EOF\n')).toBe(true);
  const { panels } = JSON.parse(await lab.download('export-dashboard'));
  for (const { targets } of panels) for (const { expr } of targets) expect(metrics).toContain(expr.split('{')[0]);
});

test('where the garbage of the worker was collected is marked on the speed', async ({ page }) => {
  const lab = await trained(page, 1);
  await lab.set({ 'stream-rate': 100, 'stream-window': 50 });
  await lab.named('monitor-start').click();
  await lab.exceeds('stream-throughput');
  for (const worker of page.workers()) {
    await worker.evaluate(() => {
      for (let nth = 0; nth < 80; nth += 1) globalThis.waste = new Array(1_000_000).fill(nth);
      globalThis.waste = null;
    });
  }
  await expect(page.locator('[data-testid="table-speed"] thead')).toContainText('garbage collected');
  await lab.named('monitor-stop').click();
  const counts = (await lab.rows('speed')).map((row) => Number(row.at(-1)));
  expect(counts.reduce((sum, count) => sum + count, 0)).toBeGreaterThan(0);
});

test('the speed is shown over time, a promise is kept or broken, and its budget burns', { tag: '@alone' }, async ({ page }) => {
  const lab = await trained(page);
  await lab.set({ 'stream-rate': 100, 'stream-window': 50, 'speed-within': 60000 });
  await lab.named('monitor-start').click();
  const timed = async () => (await lab.rows('speed')).filter((row) => /\d/.test(row[2]));
  await expect.poll(async () => (await timed()).length).toBeGreaterThan(2);
  for (const [from, until, ...times] of (await timed()).map((row) => row.slice(0, 6).map(Number))) {
    expect(from).toBeLessThan(until);
    expect(times).toEqual([...times].sort((a, b) => a - b));
  }
  await expect(lab.named('speed-kept')).toContainText(/100\.0 %/);
  await expect(lab.named('speed-level')).toHaveAttribute('data-level', 'steady');
  await expect(lab.named('burn-alerts').locator('li')).toHaveCount(0);
  // What nothing can keep is broken at once, and said so.
  await lab.named('speed-share').selectOption('0.999');
  await lab.set({ 'speed-within': 1 });
  await expect(lab.named('speed-level')).toHaveAttribute('data-level', 'alarm');
  await expect(lab.named('burn-alerts').locator('li')).not.toHaveCount(0);
  await expect(lab.named('speed-kept')).toContainText('times the error budget');
  await expect(page.getByRole('meter', { name: /budget/ })).toHaveAttribute('data-level', 'alarm');
  // The work alone is never longer than with the wait: piece by piece, once the last answers are in.
  await lab.named('monitor-stop').click();
  await expect(lab.named('monitor-start')).toBeVisible();
  let waits = [];
  await expect.poll(async () => {
    const before = waits;
    waits = await timed();
    return waits.length === before.length;
  }, { intervals: [1000] }).toBe(true);
  await lab.named('speed-timed').selectOption('work');
  await expect.poll(async () => (await timed())[0][5]).not.toBe(waits[0][5]);
  const work = new Map((await timed()).map((row) => [row[0], row]));
  expect(work.size).toBe(waits.length);
  for (const [from, , ...wait] of waits) {
    expect(Number(work.get(from)[2])).toBeLessThanOrEqual(Number(wait[0]));
    expect(Number(work.get(from)[5])).toBeLessThanOrEqual(Number(wait[3]));
  }
});

test('each distance can be shown, and what the usual limits of PSI would do is said', async ({ page }) => {
  const lab = await trained(page);
  await lab.set({ 'stream-rate': 200, 'stream-window': 50 });
  await lab.named('monitor-start').click();
  const column = async (nth) => (await lab.rows('drift')).map((row) => row[nth]);
  await expect.poll(() => column(1)).toContain('KS');
  await lab.named('distance').selectOption({ label: 'PSI' });
  await expect.poll(() => column(1)).toContain('PSI');
  // With fifty images, no drift passes a tenth nearly always.
  await expect(lab.named('psi-usual')).toContainText(/about \d+(\.\d)? % and/);
  const limits = (await column(3)).map(Number).filter((limit) => limit > 0);
  expect(limits.length).toBeGreaterThan(3);
  expect(Math.min(...limits)).toBeGreaterThan(0.1);
  await lab.named('distance').selectOption({ label: 'Jensen–Shannon distance' });
  await expect.poll(() => column(1)).toContain('JS');
  await expect(lab.named('psi-usual')).toBeEmpty();
  for (const value of (await column(2)).map(Number).filter(Number.isFinite)) {
    expect(value).toBeGreaterThanOrEqual(0);
    expect(value).toBeLessThanOrEqual(1);
  }
  await lab.named('monitor-stop').click();
  const table = lab.named('table-distances');
  await table.locator('xpath=ancestor::details[1]/summary').click();
  await expect(table.locator('tbody tr')).not.toHaveCount(0);
});
