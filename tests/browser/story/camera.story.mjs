// The camera as a source, on the test picture that Chromium shows in the place of one.
import { expect, test } from '../rig.mjs';
import { folder, pictures } from '../fixtures.mjs';
import { Lab } from '../lab.mjs';

async function ready(page) {
  const lab = new Lab(page);
  await lab.open();
  await lab.load('digits');
  await lab.set({ epochs: 2 });
  await lab.train();
  await lab.named('stream-source').selectOption('camera');
  await lab.set({ 'stream-rate': 15, 'stream-window': 10 });
  return lab;
}

const live = (page) => page.evaluate(() => document.querySelector('video')?.srcObject?.active ?? false);
const seen = async (lab) => Number(/\d+/.exec(await lab.named('stream-seen').innerText())?.[0] ?? 0);

test('frames of the camera are answered, labelled, kept and played again; the camera is let go', async ({ page }) => {
  const lab = await ready(page);
  await lab.named('monitor-start').click();
  await expect(lab.named('camera-view').locator('video')).toBeVisible();
  await expect(page.locator('[data-testid="stream-frames"] li')).not.toHaveCount(0);
  expect(await live(page)).toBe(true);
  // Nobody said what it shows, so nothing is right or wrong; then somebody says.
  await expect(lab.named('window-labels')).toContainText(/no label|unlabelled|without/i);
  await lab.named('camera-label').selectOption({ index: 3 });
  await expect(lab.named('window-accuracy')).toContainText(/\d/);
  await expect.poll(() => seen(lab)).toBeGreaterThan(12);
  await lab.named('monitor-stop').click();
  await expect(lab.named('camera-view')).toBeHidden();
  expect(await live(page)).toBe(false);
  const n = await seen(lab);
  // What it saw is there, to its last frame.
  await lab.named('stream-again').click();
  await expect.poll(() => seen(lab)).toBeGreaterThanOrEqual(n);
  expect(await live(page)).toBe(false);
});

test.describe('without a camera', () => {
  test.use({ expectsTrouble: true });

  for (const [name, words] of [
    ['NotAllowedError', 'refused'],
    ['NotFoundError', 'No camera was found'],
    ['NotReadableError', 'in use by another program'],
  ]) {
    test(`${name} is told, and the page goes on`, async ({ page }) => {
      await page.addInitScript((error) => {
        navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('no', error));
      }, name);
      const lab = await ready(page);
      await lab.named('monitor-start').click();
      await expect(page.getByTestId('error-banner')).toContainText(words);
      await lab.named('stream-source').selectOption('test');
      await lab.named('monitor-start').click();
      await expect(page.locator('[data-testid="stream-frames"] li')).not.toHaveCount(0);
    });
  }
});

test('labelled images of service are trained on, and the test images stay the same', async ({ page }) => {
  const lab = new Lab(page);
  const train = await folder(pictures(40));
  // Others than those: a copy of a test image would be found out.
  const others = Object.entries(pictures(60)).filter(([name]) => Number(/\d{4}/.exec(name)[0]) >= 40);
  const fresh = await folder(Object.fromEntries(others), 'fresh');
  await lab.open();
  await lab.drop([train.root]);
  await lab.accept();
  await lab.set({ epochs: 2 });
  await lab.train();
  const n = async () => Number(/(\d+) images/.exec(await lab.named('dataset-summary').innerText())?.[1]);
  const tested = async () => {
    const rows = await lab.rows('confusion');
    return rows.flatMap((row) => row.slice(1).map(Number)).reduce((sum, count) => sum + count, 0);
  };
  await expect.poll(tested).toBeGreaterThan(5);
  const [before, testedBefore] = [await n(), await tested()];
  await lab.named('monitor-folder-input').setInputFiles(fresh.root);
  await expect(lab.named('adopt-frames')).toContainText('Add 40 labelled images');
  await lab.named('adopt-frames').click();
  await lab.named('question-yes').click();
  await lab.is('ready');
  await expect.poll(n).toBe(before + 40);
  await lab.train();
  await expect.poll(tested).toBe(testedBefore);
  // They are there again after a reload.
  await lab.wait(1500);
  await page.reload();
  await expect.poll(n).toBe(before + 40);
  await train.done();
  await fresh.done();
});
