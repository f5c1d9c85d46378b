// The prediction log of a model that runs elsewhere: read, watched and told, with no model on the page.
import AxeBuilder from '@axe-core/playwright';
import path from 'node:path';
import { drop, expect, test } from '../rig.mjs';
import { folder } from '../fixtures.mjs';
import { Lab } from '../lab.mjs';

const file = (name, text) => ({ name, mimeType: 'text/plain', buffer: Buffer.from(text) });
const alerts = (page, text) => page.getByTestId('log-alert').filter({ hasText: text });

/** A log of two classes; from row `drift` on the second class is answered far more often and wrongly. */
function log(n, drift) {
  const rows = ['timestamp,actual,predicted,p_ham,p_spam,latency_ms'];
  for (let row = 0; row < n; row += 1) {
    const actual = row % 2 ? 'spam' : 'ham';
    const predicted = row >= drift || row % 10 === 0 ? 'spam' : actual;
    const p = 0.75 + (row % 20) / 100;
    const [ham, spam] = predicted === 'ham' ? [p, 1 - p] : [1 - p, p];
    rows.push(`${new Date(Date.UTC(2026, 0, 1) + row * 60_000).toISOString()},${actual},${predicted},${ham.toFixed(2)},${spam.toFixed(2)},${5 + (row % 7)}`);
  }
  return rows;
}

test('the sample is watched: the mix, then the changed classes, are told apart from calm', async ({ page }) => {
  const lab = new Lab(page);
  await lab.open();
  await lab.named('log-sample').click();
  await expect(lab.named('log-summary')).toContainText('2000 rows, 3 classes');
  await expect(lab.named('log-windows')).toContainText(/Reference: the first \d+ labelled rows/);
  await expect.poll(async () => (await lab.rows('log')).length).toBeGreaterThan(50);
  await expect(alerts(page, 'mix of predicted classes')).not.toHaveCount(0);
  await expect(alerts(page, 'Accuracy')).not.toHaveCount(0);
  await expect(alerts(page, 'answers take longer')).not.toHaveCount(0);
  for (const text of await page.getByTestId('log-alert').allInnerTexts()) {
    // The mix changes at row 1000; what came before is like the reference.
    expect(Number(/Raised at row (\d+)/.exec(text)[1])).toBeGreaterThan(950);
  }
  await expect(lab.named('chart-log-times')).toBeVisible();
  // The limits are those of the rate of false alarms that is asked for, and say which rate was measured.
  await expect(lab.named('log-limits')).toContainText(/one false alarm in 100 windows.*\[\d\.\d\d, \d\.\d\d\]/);
  await lab.set({ 'log-once-in': 20 });
  await expect(lab.named('log-limits')).toContainText('one false alarm in 20 windows');
  await lab.set({ 'log-once-in': 0 });
  await expect(lab.named('log-once-in')).toHaveValue('2');
  await lab.set({ 'log-once-in': 100 });
  await expect(lab.named('log-limits')).toContainText('one false alarm in 100 windows');
  // Windows one after the other are fewer, and the log is not read again.
  const sliding = (await lab.rows('log')).length;
  await lab.named('log-stride').selectOption('tumbling');
  await expect.poll(async () => (await lab.rows('log')).length).toBeLessThan(sliding / 5);
  await lab.set({ 'log-window': 7 });
  await expect(lab.named('log-window')).toHaveValue('20');
  await expect(lab.named('log-windows')).toContainText('windows of 20 rows');
  expect((await new AxeBuilder({ page }).include('#log').analyze()).violations).toEqual([]);
  await lab.named('log-close').click();
  await expect(lab.named('log-summary')).toBeHidden();
  await expect(lab.named('chart-log')).toHaveCount(0);
});

test('the answers of a stream are taken away as a log, which the page reads again', async ({ page }) => {
  const lab = new Lab(page);
  await lab.open();
  await lab.load('digits');
  await lab.set({ epochs: 2 });
  await lab.train();
  await expect(lab.named('export-log')).toBeDisabled();
  await lab.set({ 'stream-rate': 200, 'stream-window': 50 });
  const begun = Date.now();
  await lab.named('monitor-start').click();
  const seen = async () => Number(/\d+/.exec((await lab.named('stream-seen').innerText()).replace(/[^\d ]/g, ''))?.[0] ?? 0);
  await expect.poll(seen).toBeGreaterThan(300);
  await lab.named('monitor-stop').click();
  const accuracy = await lab.metric('accuracy');
  const text = (await lab.download('export-log')).toString();
  const rows = text.trim().split('\r\n').map((row) => row.split(','));
  expect(rows[0]).toEqual(['timestamp', 'actual', 'predicted', ...Array.from({ length: 10 }, (_, at) => `p_${at}`), 'latency_ms']);
  expect(rows.length).toBeGreaterThan(300);
  const times = rows.slice(1).map(([time]) => Date.parse(time));
  expect(times).toEqual(times.toSorted((a, b) => a - b));
  expect(times[0]).toBeGreaterThan(begun);
  expect(times.at(-1)).toBeLessThan(Date.now());
  const right = rows.slice(1).filter(([, actual, predicted]) => actual === predicted).length / (rows.length - 1);
  expect(Math.abs(right - accuracy)).toBeLessThan(0.1);
  await lab.named('log-file-input').setInputFiles(file('stream.csv', text));
  await expect(lab.named('log-summary')).toContainText(`stream.csv: ${rows.length - 1} rows, 10 classes`);
  await expect(lab.named('log-refused')).toBeHidden();
  await expect.poll(async () => (await lab.rows('log')).length).toBeGreaterThan(2);
});

test('a log from elsewhere is read with what is wrong in it named, and watched', async ({ page }) => {
  const lab = new Lab(page);
  await lab.open();
  const rows = log(900, 600);
  rows.splice(101, 0, 'yesterday,ham,ham,0.9,0.1,5', '2026-01-01T00:00:00Z,ham,<img src=x onerror=alert(1)>', '2026-01-01T00:00:00Z,ham,,0.9,0.1,5');
  await lab.named('log-file-input').setInputFiles(file('answers.csv', `\uFEFF${rows.join('\r\n')}`));
  await expect(lab.named('log-summary')).toContainText('answers.csv: 900 rows, 2 classes');
  await expect(lab.named('log-refused')).toContainText('3 rows were left out');
  await lab.named('log-refused').locator('summary').click();
  await expect(lab.named('log-refused')).toContainText('Line 102: the timestamp cannot be read.');
  await expect(lab.named('log-refused')).toContainText('Line 103: 3 cells, the header has 6.');
  await expect(lab.named('log-refused')).toContainText('Line 104: nothing is predicted.');
  await expect(lab.named('log-status')).toHaveAttribute('data-level', 'alarm');
  await expect(alerts(page, 'mix of predicted classes')).toContainText(/“spam” is predicted more often/);
  await expect(alerts(page, 'Accuracy')).not.toHaveCount(0);
  // In the other language too, with the same numbers.
  await lab.named('language').selectOption('zh');
  await expect(lab.named('log-summary')).toContainText('900 行，2 个类别');
  await expect(lab.named('log-alert').filter({ hasText: '准确率' })).not.toHaveCount(0);
  await expect(lab.named('log-alert').filter({ hasText: 'Raised' })).toHaveCount(0);
});

test('a log that is stopped stays stopped, and is watched once something else is asked', async ({ page }) => {
  const lab = new Lab(page);
  await lab.open();
  // Long windows over many rows: the search for their limits takes seconds.
  await lab.set({ 'log-window': 5000 });
  await lab.named('log-file-input').setInputFiles(file('long.csv', log(60_000, 60_000).join('\n')));
  await expect(lab.named('log-summary')).toContainText('2 classes');
  await lab.named('log-stop').click();
  await expect(lab.named('log-trouble')).toContainText('The log was read: change the window');
  // What was on its way when it was stopped changes nothing.
  await lab.wait(700);
  await expect(lab.named('log-stop')).toHaveCount(0);
  await lab.set({ 'log-window': 100, 'log-once-in': 5 });
  await expect.poll(async () => (await lab.rows('log')).length).toBeGreaterThan(100);
  await expect(lab.named('log-trouble')).toBeEmpty();
});

test('JSON lines without labels or probabilities are watched by what they answer', async ({ page }) => {
  const lab = new Lab(page);
  await lab.open();
  const lines = Array.from({ length: 600 }, (_, row) => JSON.stringify({ predicted: row >= 400 || row % 3 === 0 ? 'yes' : 'no', note: { any: [row] } }));
  await lab.named('log-file-input').setInputFiles(file('answers.jsonl', lines.join('\n')));
  await expect(lab.named('log-windows')).toContainText('too few have labels');
  await expect(alerts(page, 'mix of predicted classes')).toContainText('“yes”');
  await expect(lab.named('chart-log-times')).toHaveCount(0);
});

test('what is no log says so, and what to do; nothing else on the page changes', async ({ page }) => {
  const lab = new Lab(page);
  await lab.open();
  const give = async (name, text, told) => {
    await lab.named('log-file-input').setInputFiles(file(name, text));
    await expect(lab.named('log-trouble')).toContainText(told);
    await expect(lab.named('chart-log')).toHaveCount(0);
  };
  await give('empty.csv', '', 'The file is empty');
  await give('photo.png', '\x89PNG\r\n\x1a\n\0\0', 'no column is called “predicted”');
  await give('twice.csv', 'predicted,Predicted\na,b', 'Rename one of them');
  await give('short.csv', log(50, 99).join('\n'), 'Too few rows to watch');
  await give('bad.csv', `predicted,latency_ms\n${'a,fast\n'.repeat(9)}`, 'Line 2: the latency is not a number');
  await lab.is('ready');
  await expect(lab.named('error-banner')).toBeHidden();
});

test('a log that is dropped on the page like images is opened as what it is', async ({ page }) => {
  const lab = new Lab(page);
  await lab.open();
  // What the form says holds for it too; a customary name of a column is taken, and a name's hidden signs are not shown.
  await lab.set({ 'log-window': 50 });
  const text = log(300, 200).join('\n').replace('predicted', 'y_pred');
  const dropped = await folder({ 'an\u202Eswers.csv': Buffer.from(text) });
  await drop(page, [path.join(dropped.root, 'an\u202Eswers.csv')]);
  await expect(lab.named('log-summary')).toContainText('answers.csv: 300 rows, 2 classes');
  await expect(lab.named('log-summary')).toContainText('Read “y_pred” as “predicted”');
  await expect(lab.named('log-windows')).toContainText('windows of 50 rows');
  await expect(page.locator('#log')).toBeInViewport();
  await expect(lab.named('import-plan')).toBeHidden();
  await dropped.done();
});
