// The disturbance desk: stories that happen to a stream, what they show, and streams that are played again.
import { expect, test } from '../rig.mjs';
import { Lab } from '../lab.mjs';

async function trained(page, epochs = 6) {
  const lab = new Lab(page);
  await lab.openDigits();
  await lab.set({ epochs });
  await lab.train();
  await lab.set({ 'stream-rate': 200, 'stream-window': 50 });
  return lab;
}

const alerts = (page, text) => page.getByTestId('alert-item').filter({ hasText: text });

/** Opens what stands folded around a control. */
async function unfold(lab, id) {
  const fold = lab.named(id).locator('xpath=ancestor::details[1]');
  if (!(await fold.evaluate((element) => element.open))) await fold.locator('summary').first().click();
}

for (const [story, words, over] of [
  ['lamp-changed', /brightness/i, 1],
  ['dirty-lens', /sharpness/i, 100],
  ['old-sensor', /sharpness/i, 100],
  ['new-thing', /brightness|contrast|sharpness|confidence|accuracy/i, 50],
  ['fashion', /mix of predicted classes/i, 100],
  ['changed-rules', /accuracy/i, 1],
]) {
  test(`the story ${story} raises its alarm and is written down`, async ({ page }) => {
    const lab = await trained(page);
    await lab.named('monitor-start').click();
    await expect.poll(async () => (await lab.rows('live')).length).toBeGreaterThan(5);
    await expect(page.getByTestId('alert-item')).toHaveCount(0);
    await lab.named('story').selectOption(story);
    await lab.set({ 'story-over': over });
    await lab.named('story-play').click();
    await unfold(lab, 'script');
    await expect(lab.named('script').locator('li')).not.toHaveCount(0);
    await expect(alerts(page, words)).not.toHaveCount(0);
    // What the estimate assumes is that the images are like the reference, and no more than the page says so.
    if (story === 'new-thing') await expect(lab.named('estimate-doubtful')).toContainText('Do not rely on the estimate');
    if (story === 'changed-rules') await expect(lab.named('estimate-doubtful')).toBeEmpty();
    await lab.named('drift-reset').click();
    await expect(lab.named('drift-now')).toContainText('not disturbed');
    await expect(lab.named('drift-reset')).toBeDisabled();
    await lab.named('monitor-stop').click();
  });
}

test('changed rules are seen by labels, and not by what is estimated without them', async ({ page }) => {
  const lab = await trained(page, 8);
  await lab.named('monitor-start').click();
  const share = async (id) => Number(/(\d+) ?%/.exec(await lab.named(id).innerText())?.[1] ?? NaN);
  await expect.poll(() => share('window-estimate')).toBeGreaterThan(70);
  const before = await share('window-estimate');
  await lab.named('hide-labels').check();
  await expect(lab.named('window-accuracy')).not.toContainText(/\d/);
  await expect(lab.named('window-labels')).toContainText('hidden');
  await unfold(lab, 'drift-swapped-labels');
  await lab.named('drift-swapped-labels').fill('1');
  await lab.wait(1500);
  expect(Math.abs((await share('window-estimate')) - before)).toBeLessThan(12);
  await lab.named('hide-labels').uncheck();
  // Two of ten classes: a fifth of the answers is wrong now.
  await expect.poll(() => share('window-accuracy')).toBeLessThan(before - 8);
  // Where both are known and lie apart, the page says which to believe.
  await expect(lab.named('estimate-parted')).toContainText('Believe the labels');
  await lab.named('hide-labels').check();
  await expect(lab.named('estimate-parted')).toBeEmpty();
});

test('a stream is played again to the same alerts, with what was turned by hand', async ({ page }) => {
  const lab = await trained(page);
  await unfold(lab, 'stream-arrivals');
  await lab.named('stream-arrivals').selectOption('1');
  await lab.named('monitor-start').click();
  await expect.poll(async () => (await lab.rows('live')).length).toBeGreaterThan(8);
  await lab.named('drift-noise').fill('0.6');
  await expect(page.getByTestId('alert-item')).not.toHaveCount(0);
  await lab.named('monitor-stop').click();
  const heads = async () => (await page.getByTestId('alert-item').allInnerTexts()).map((text) => /Raised at image (\d+)/.exec(text)[1]).toSorted();
  const first = await heads();
  await lab.named('stream-again').click();
  await expect.poll(async () => (await heads()).length).toBeGreaterThanOrEqual(first.length);
  await lab.named('monitor-stop').click();
  const again = await heads();
  for (const image of first) expect(again).toContain(image);
});

test('a stream stands still, goes one image at a time, and to any image', async ({ page }) => {
  const lab = await trained(page, 2);
  const seen = async () => Number((await lab.rows('live')).at(-1)?.[0]?.replace(/\D/g, '') ?? 0);
  await lab.named('monitor-start').click();
  await expect.poll(seen).toBeGreaterThan(20);
  await lab.named('stream-pause').click();
  await expect(lab.named('stream-pause')).toHaveText('Resume');
  await expect(lab.named('stream-standing')).toContainText('Standing still');
  const then = await lab.settled(seen); // the table follows the chart a few times a second
  await lab.named('stream-step').click();
  await expect.poll(seen).toBe(then + 1);
  await unfold(lab, 'stream-seek');
  await lab.set({ 'stream-seek': 2000 });
  await lab.named('stream-go').click();
  await expect.poll(seen).toBe(2000);
  await lab.named('stream-pause').click();
  await expect.poll(seen).toBeGreaterThan(2010);
  // Leaving would end it: the browser asks.
  let asked = '';
  page.once('dialog', (dialog) => { asked = dialog.type(); dialog.dismiss(); });
  await page.evaluate(() => setTimeout(() => window.location.reload(), 0));
  await expect.poll(() => asked).toBe('beforeunload');
  await expect(lab.named('monitor-stop')).toBeVisible();
});

test('a script written before the start is played, and labels that come late fill in', async ({ page }) => {
  const lab = await trained(page);
  await unfold(lab, 'script-add');
  await lab.named('script-dial').selectOption('blur');
  await lab.set({ 'script-amount': 1, 'script-at': 151 });
  await lab.named('script-add').click();
  await expect(lab.named('script').locator('li')).toContainText('from image 151');
  await unfold(lab, 'stream-label-delay');
  await lab.set({ 'stream-label-delay': 100 });
  await lab.named('monitor-start').click();
  await expect(alerts(page, /sharpness/i)).not.toHaveCount(0);
  const raised = Number(/Raised at image (\d+)/.exec(await alerts(page, /sharpness/i).first().innerText())[1]);
  expect(raised).toBeGreaterThan(150);
  expect(raised).toBeLessThan(260);
  // What was unknown when its window closed is there by now; what is new is not.
  await lab.named('stream-pause').click();
  const rows = await lab.settled(() => lab.rows('live'));
  expect(rows[4].join(' ')).toMatch(/\d+(\.\d+)? ?%.*\d+ ?%/);
  await expect(lab.named('window-accuracy')).not.toContainText(/\d/);
});

test('an alarm is said by the title, acknowledged, and a muted signal is not heard of', async ({ page }) => {
  const lab = await trained(page);
  await lab.named('drift-brightness').fill('-0.6');
  await lab.named('monitor-start').click();
  await expect(lab.named('monitor-status')).toHaveAttribute('data-level', 'alarm');
  await expect(page).toHaveTitle(/^◆/);
  // Whatever is open now is acknowledged, until nothing new opens.
  await expect.poll(async () => {
    const open = page.locator('[data-testid="alert-item"][data-is-seen="false"]').getByTestId('alert-acknowledge');
    for (const button of await open.all()) await button.click({ timeout: 1_000 }).catch(() => {});
    return page.title();
  }).not.toMatch(/^◆/);
  await expect(page.getByTestId('alert-acknowledge').first()).toHaveText('Acknowledged');
  await expect(lab.named('monitor-status')).toHaveAttribute('data-level', 'alarm');
  await expect.poll(async () => {
    const mute = page.locator('[data-testid="alert-mute"]:not([disabled])');
    if (await mute.count()) await mute.first().click({ timeout: 1_000 }).catch(() => {});
    return lab.named('monitor-status').getAttribute('data-level');
  }).toBe('steady');
  await expect(lab.named('monitor-muted')).toContainText('Muted, and not in order');
  await page.getByTestId('unmute').first().click();
  await lab.named('monitor-stop').click();
  // What was muted was muted for that stream.
  await lab.named('monitor-start').click();
  await expect(page.getByTestId('unmute')).toHaveCount(0);
  await lab.named('monitor-stop').click();
});

test('the timeline says what was done and what was said, and an earlier window is looked at again', async ({ page }) => {
  const lab = await trained(page);
  await expect(lab.named('chart-timeline')).toBeHidden();
  await expect(lab.named('story-waits')).toContainText('next one');
  await lab.named('monitor-start').click();
  await expect.poll(async () => (await lab.rows('live')).length).toBeGreaterThan(6);
  await lab.named('drift-brightness').fill('-0.6');
  await expect(alerts(page, /brightness/i)).not.toHaveCount(0);
  await lab.named('monitor-stop').click();
  await expect(lab.named('monitor-start')).toBeVisible();
  const lanes = async () => (await lab.rows('timeline')).map((row) => row.join(' | '));
  await expect.poll(lanes).toContainEqual(expect.stringMatching(/^level \| \d+ \| .*alarm$/));
  // No alarm is drawn before the live chart has one, and nothing before a window was judged.
  const levels = (await lab.rows('timeline')).filter(([lane]) => lane === 'level');
  expect(levels[0][3]).toBe('steady');
  const begun = levels.slice(1).map(([, from]) => from);
  expect(levels.slice(0, -1).map(([, , until]) => until)).toEqual(begun);
  const seen = (await lab.rows('live')).map(([at]) => at);
  expect(begun.every((from) => seen.includes(from))).toBe(true);
  await expect.poll(lanes).toContainEqual(expect.stringMatching(/^⚙ .*brightness.*−0\.60$/i));
  await expect.poll(lanes).toContainEqual(expect.stringMatching(/^⚑ .*brightness/i));
  await expect.poll(lanes).toContainEqual(expect.stringMatching(/^labels \| 0 \| \d+ \| known$/));
  await expect.poll(lanes).toContainEqual(expect.stringMatching(/^model \| 0 \| .*run 1$/));

  await expect(page.locator('[data-testid=alert-item][data-is-seen=false]')).not.toHaveCount(0);
  await lab.named('acknowledge-all').click();
  await expect(page.locator('[data-testid=alert-item][data-is-seen=false]')).toHaveCount(0);
  await expect(lab.named('acknowledge-all')).toHaveCount(0);

  // At the beginning nothing was disturbed and no alert was open; the figures of the page follow.
  const now = await lab.named('window-accuracy').innerText();
  const slider = lab.named('timeline-at');
  await expect(lab.named('timeline-earlier')).toHaveCount(0);
  await slider.focus();
  await page.keyboard.press('Home');
  await expect(lab.named('timeline-moment')).toContainText('undisturbed');
  await expect(lab.named('timeline-moment')).toContainText('Alerts open: no alert');
  await expect(lab.named('timeline-earlier')).toContainText('earlier window');
  await expect(lab.named('window-accuracy')).not.toHaveText(now, { useInnerText: true });
  await lab.named('timeline-now').click();
  await expect(lab.named('timeline-earlier')).toHaveCount(0);
  await expect(lab.named('window-accuracy')).toHaveText(now, { useInnerText: true });
  await expect(lab.named('timeline-moment')).toContainText(/Alerts open: .*[Bb]rightness/);

  // A place on the chart is read under the pointer and looked at when pressed.
  const chart = lab.named('chart-timeline');
  const { width, height } = await chart.boundingBox();
  await chart.click({ position: { x: width * 0.45, y: height * 0.3 } });
  await expect(lab.named('timeline-earlier')).toHaveCount(1);

  // A new stream begins at its newest window.
  await lab.named('monitor-start').click();
  await expect(lab.named('timeline-earlier')).toHaveCount(0);
});

test('a window becomes the reference: the new normal is steady, the old one alarms, and it plays again', async ({ page }) => {
  const lab = await trained(page);
  const level = lab.named('monitor-status');
  await lab.named('monitor-start').click();
  await expect(level).toHaveAttribute('data-level', 'steady');
  await expect(lab.named('stream-reference')).toBeEmpty();
  await lab.named('drift-brightness').fill('-0.6');
  await expect(level).toHaveAttribute('data-level', 'alarm');
  // A whole window of the new light.
  const seen = async () => Math.max(...(await lab.rows('live')).map((row) => Number(row[0])));
  const dark = await seen();
  await expect.poll(seen).toBeGreaterThan(dark + 60);
  await page.getByTestId('alert-renew').first().click();
  await expect(lab.named('stream-reference')).toContainText('compared with the 50 images before it');
  // What is open closes, no card offers it any more, and the darkness is ordinary.
  await expect(page.getByTestId('alert-renew')).toHaveCount(0);
  await expect(level).toHaveAttribute('data-level', 'steady');
  await lab.named('drift-reset').click();
  await expect(level).toHaveAttribute('data-level', 'alarm');
  await lab.named('monitor-stop').click();
  const report = JSON.parse((await lab.download('export-report')).toString('utf8'));
  const [before] = report.monitoring.plan.renewals;
  expect(report.monitoring.reference).toMatchObject({ n: 50, renewed_before: before });
  const lanes = async () => (await lab.rows('timeline')).map((row) => row.join(' | '));
  await expect.poll(lanes).toContainEqual(`reference | ${before} | n/a | images before ${before + 1}`);

  await lab.named('stream-again').click();
  await expect(lab.named('stream-reference')).toContainText(`since image ${before + 1},`);
  await lab.named('monitor-stop').click();
});

test('the monitor is graded by a story: what caught it, how soon, and how often it cries wolf', async ({ page }) => {
  const lab = await trained(page);
  await lab.set({ 'grade-streams': 8, 'grade-windows': 2 });
  await lab.named('grade-story').selectOption('lamp-changed');
  await lab.named('grade-start').click();
  await expect(lab.named('grade-mark')).toContainText('8 of 8 streams');
  await expect(lab.named('grade-stop')).toBeDisabled();
  const rows = await lab.rows('grade');
  const row = (name) => rows.find(([head]) => head.startsWith(name));
  expect(rows).toHaveLength(13);
  expect(row('any signal')[1]).toContain('100 %');
  // Half as dark, and warmer: light or colour is the first to say so, within the window that it comes in.
  expect(Number.parseFloat(row('brightness')[2])).toBeLessThan(50);
  expect(Number(row('any signal')[3])).toBe(8);
  // Another story over the same streams; stopped, its marks so far stay.
  await lab.set({ 'grade-streams': 200, 'grade-windows': 20 });
  await lab.named('grade-story').selectOption('old-sensor');
  await lab.named('grade-start').click();
  await expect(lab.named('grade-progress')).toBeVisible();
  await expect(lab.named('grade-mark')).toContainText('the sensor ages');
  await lab.named('grade-stop').click();
  await expect(lab.named('grade-start')).toBeEnabled();
  await expect(lab.named('grade-mark')).toContainText('the sensor ages');
});
