// A challenger beside the model in service.
import { expect, test } from '../rig.mjs';
import { Lab } from '../lab.mjs';

test('champion and challenger answer the same stream, and the better one is said once that is beyond chance', async ({ page }) => {
  const lab = new Lab(page);
  await lab.open();
  await lab.load('digits');
  // One that has hardly learned, and one that has.
  await lab.set({ epochs: 1 });
  await lab.train();
  await expect(page.getByTestId('run-recall').first()).toHaveAttribute('data-is-kept', 'true');
  await expect(lab.named('duel-none')).toContainText('Train once more');
  await lab.set({ epochs: 25 });
  await lab.train();
  await lab.set({ 'stream-rate': 200, 'stream-window': 50 });
  await lab.named('monitor-start').click();
  const seen = async () => Number((await lab.rows('live')).at(-1)?.[0]?.replace(/\D/g, '') ?? 0);
  await expect.poll(seen).toBeGreaterThan(50);
  await lab.named('duel-challenger').selectOption({ label: 'Run 1' });
  await expect(lab.named('duel-verdict')).toContainText('The model in service is the better one');
  await expect(lab.named('duel-verdict')).toHaveAttribute('data-better', 'champion');
  const share = (cell) => Number.parseFloat(cell);
  const [champion, challenger] = await lab.rows('duel');
  expect(share(champion[2])).toBeGreaterThan(share(challenger[2]) + 10);
  const [, both, ours, theirs] = /(\d+) both right, (\d+) only the one in service, (\d+) only the challenger/.exec(await lab.named('duel-hits').innerText());
  expect(Number(ours)).toBeGreaterThan(Number(theirs));
  expect(Number(both)).toBeGreaterThan(0);
  await expect.poll(async () => (await lab.rows('duel-evidence')).length).toBeGreaterThan(2);
  await expect.poll(async () => (await lab.rows('timeline')).filter(([lane]) => lane === 'challenger').length).toBe(1);
  // Nobody acts on it: the model in service is watched as before.
  await expect(lab.named('monitor-status')).not.toHaveAttribute('data-level', 'alarm');
  await lab.named('monitor-stop').click();
  const report = JSON.parse(await lab.download('export-report'));
  expect(report.monitoring.challenger.verdict.better).toBe('champion');
  expect(report.monitoring.challenger.counted.both).toBeGreaterThan(0);
  // The other way round: the one that hardly learned is put into service, and the better one challenges it.
  await lab.named('duel-promote').click();
  await lab.is('trained');
  await expect(lab.named('duel-challenger')).toHaveValue('');
  await lab.named('duel-challenger').selectOption({ label: 'Run 2' });
  await expect(lab.named('duel-verdict')).toContainText('as soon as a stream runs');
  await lab.named('monitor-start').click();
  await expect(lab.named('duel-verdict')).toContainText('The challenger is the better one');
  // Put into service in mid-stream it takes over: the same stream from its beginning, up to where it stood and on.
  await lab.named('stream-pause').click();
  await expect(lab.named('stream-pause')).toHaveText('Resume');
  // The table follows the stream with a delay.
  let stood = 0;
  await expect.poll(async () => {
    const before = stood;
    stood = await seen();
    return stood > 20 && stood === before;
  }).toBe(true);
  await lab.named('duel-promote').click();
  await expect(lab.named('duel-challenger')).toHaveValue('');
  await expect.poll(seen).toBe(stood);
  await expect(lab.named('stream-pause')).toHaveText('Resume');
  await expect(lab.named('other-model')).toHaveText('');
  await expect(lab.named('window-accuracy-before')).not.toBeEmpty();
  // Exchanged again before it has caught up: where it stood is not lost.
  for (const run of ['Run 1', 'Run 2']) {
    await lab.named('duel-challenger').selectOption({ label: run });
    await lab.named('duel-promote').click();
    await expect(lab.named('duel-challenger')).toHaveValue('');
  }
  await expect.poll(seen).toBe(stood);
  await expect(lab.named('stream-pause')).toHaveText('Resume');
  await lab.named('duel-challenger').selectOption({ label: 'Run 1' });
  await lab.named('stream-pause').click();
  await expect(lab.named('duel-verdict')).toContainText('The model in service is the better one');
  // What was found is forgotten, and found again.
  await lab.named('stream-pause').click();
  await expect(lab.named('stream-pause')).toHaveText('Resume');
  await lab.named('duel-anew').click();
  await expect(lab.named('duel-verdict')).toContainText('as soon as a stream runs');
  await lab.named('stream-pause').click();
  await expect(lab.named('duel-verdict')).toContainText('The model in service is the better one');
  await lab.named('duel-challenger').selectOption('');
  await expect(lab.named('duel-verdict')).toHaveCount(0);
});
