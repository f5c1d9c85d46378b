// How it looks and reads: both languages, both themes, two sizes, no serious finding of axe, keyboard alone.
import AxeBuilder from '@axe-core/playwright';
import { mkdir } from 'node:fs/promises';
import { expect, test } from '../rig.mjs';
import { Lab } from '../lab.mjs';

const shots = new URL('../output/shots/', import.meta.url).pathname;

async function sound(page, where) {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  expect(serious.map(({ id, nodes }) => `${where}: ${id} ${nodes[0]?.html.slice(0, 120)}`)).toEqual([]);
}

const SIZES = { desk: { width: 1280, height: 800 }, phone: { width: 390, height: 844 } };

/** What the page shows now, in both themes and both languages: a picture each, no serious finding, no sideways scrolling. */
async function everyLook(lab, name, fullPage) {
  const { page } = lab;
  for (const colorScheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme });
    for (const language of ['en', 'zh']) {
      await lab.named('language').selectOption(language);
      await expect(page.locator('html')).toHaveAttribute('lang', language === 'en' ? 'en' : /zh/);
      const look = name.replace('-', `-${colorScheme}-${language}-`);
      await page.screenshot({ path: `${shots}${look}.png`, fullPage });
      await sound(page, look);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(wide, `${look}: no sideways scrolling`).toBeLessThanOrEqual(0);
    }
  }
  await lab.named('language').selectOption('en');
}

for (const [size, viewport] of Object.entries(SIZES)) {
  test(`${size}, light and dark, both languages: landing and after training`, async ({ page }) => {
    await mkdir(shots, { recursive: true });
    await page.setViewportSize(viewport);
    const lab = new Lab(page);
    await lab.open();
    await everyLook(lab, `${size}-1-landing`, false);
    await lab.set({ epochs: 6 });
    await lab.train();
    await lab.metric('accuracy');
    await lab.named('monitor-start').click();
    await expect.poll(async () => (await lab.rows('live')).length).toBeGreaterThan(3);
    await lab.named('monitor-stop').click();
    await everyLook(lab, `${size}-2-whole`, true);
  });
}

/** What is Latin in Chinese too: names, abbreviations, units, and the file formats. */
const LATIN = new Set(`
  Watchglass Rust WebAssembly burn plotters leptos MIT Apache Resource Timing
  SIMD SGD Adam CNN MLP ReLU softmax sigmoid mlp cnn flex ndarray
  Brier Cohen Connor Holm Jeffreys Jensen McNemar Robbins Shannon Swayamdipta Ville Wasserstein Wilson ROC AUC ECE F1 MCC PSI KS TP FP FN HDR MMD JS
  ms min px GB MB kB nat ln p50 p90 p95 p99
  OpenMetrics Prometheus Grafana SRE Workbook
  CSV JSON ISO UTF ZIP PNG JPEG IDX zip Ctrl CBPE
`.split(/\s+/).filter(Boolean));

/** Every Latin word a reader of the page meets, seen or read aloud: text, names, titles. Names of classes and files,
 * credits, and what is marked as another language are not the page's own words. */
async function latinWords(page) {
  return page.evaluate((allowed) => {
    const foreign = (element) => element.closest('[lang="en"], bdi, code, script, style, noscript, [data-testid="share-link-text"], [data-testid="credits"]');
    const names = new Set([...document.querySelectorAll('[data-testid^="class-"]')].map((block) => block.getAttribute('aria-label')));
    const found = {};
    const read = (text, where) => {
      // Paths and names of files, and of schemas, are the same in every language.
      for (const word of text.replace(/[\w.-]+\/[\w./-]*|\w+\.(json|csv|md|txt)/g, ' ').match(/[A-Za-z][A-Za-z0-9]+/g) ?? []) {
        if (!allowed.includes(word) && !names.has(word)) found[word] ??= `${where}: ${text.trim().slice(0, 80)}`;
      }
    };
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walk.nextNode(); node; node = walk.nextNode()) {
      if (!foreign(node.parentElement)) read(node.data, node.parentElement.tagName);
    }
    for (const element of document.body.querySelectorAll('*')) {
      if (foreign(element)) continue;
      for (const name of ['aria-label', 'aria-valuetext', 'title', 'placeholder', 'alt']) read(element.getAttribute(name) ?? '', name);
    }
    return found;
  }, [...LATIN]);
}

test('no English is left in 中文, neither seen nor read aloud, before and after training', async ({ page }) => {
  const lab = new Lab(page);
  await lab.open();
  await lab.named('language').selectOption('zh');
  await expect(page.locator('html')).toHaveAttribute('lang', /zh/);
  // Tables follow their charts a few times a second.
  await expect.poll(() => latinWords(page), { message: 'before' }).toEqual({});
  await lab.set({ epochs: 3 });
  await lab.train();
  await lab.metric('accuracy');
  await lab.named('latency-measure').click();
  await expect(lab.named('latency-p50')).toContainText(/^\s*[\d.]+/);
  await lab.named('drift-brightness').fill('-0.8');
  await lab.set({ 'stream-rate': 200, 'stream-window': 50 });
  await lab.named('monitor-start').click();
  await expect(page.getByTestId('alert-item').first()).toBeVisible();
  await lab.named('monitor-stop').click();
  await expect.poll(() => latinWords(page), { message: 'after' }).toEqual({});
});

/** Tab stops between the first control and the last: what is many is one stop, with arrow keys inside. */
const MOST_STOPS = 150;

test('the images of a class are one tab stop; the arrow keys move inside, Space leaves one out', async ({ page }) => {
  const lab = new Lab(page);
  await lab.open();
  const images = lab.named('class-heads').getByRole('group').getByRole('button', { name: /^Leave out .+ of heads$/ });
  await expect(images).toHaveCount(24);
  expect(await images.evaluateAll((all) => all.filter((one) => one.tabIndex >= 0).length)).toBe(1);
  await images.first().focus();
  await page.keyboard.press('ArrowRight');
  await expect(images.nth(1)).toBeFocused();
  await expect(images.nth(1)).toHaveAttribute('tabindex', '0');
  await expect(images.first()).toHaveAttribute('tabindex', '-1');
  const top = (nth) => images.nth(nth).evaluate((one) => one.offsetTop);
  await page.keyboard.press('ArrowDown');
  const below = await images.evaluateAll((all) => all.indexOf(document.activeElement));
  expect(await top(below)).toBeGreaterThan(await top(1));
  await page.keyboard.press('End');
  await expect(images.last()).toBeFocused();
  await page.keyboard.press('Home');
  await expect(images.first()).toBeFocused();
  await expect(images.first()).toHaveAttribute('aria-pressed', 'false');
  await page.keyboard.press('Space');
  await expect(images.first()).toHaveAttribute('aria-pressed', 'true');
  await expect(lab.named('dataset-summary')).toContainText('999 images');
});

test('how a run fares is said aloud, in both languages', async ({ page }) => {
  const lab = new Lab(page);
  await lab.open();
  const status = lab.named('train-status');
  await expect(status).toHaveAttribute('role', 'status');
  await expect(status).toBeEmpty();
  await lab.set({ epochs: 40 });
  await lab.named('train-start').click();
  await expect(status).toHaveText('Training is under way.');
  await lab.named('train-pause').click();
  await expect(status).toHaveText('Training stands still.');
  await lab.named('train-stop').click();
  await expect(status).toHaveText(/^Stopped by hand after \d+ epochs/);
  await lab.named('language').selectOption('zh');
  await expect(status).toHaveText(/手动停止/);
});

test('the focus is never lost: a control that goes hands it to its neighbour', async ({ page }) => {
  const lab = new Lab(page);
  const focused = () => page.evaluate(() => document.activeElement?.dataset.testid ?? document.activeElement?.tagName);
  await lab.open();
  await lab.set({ epochs: 400 });
  await lab.named('train-start').focus();
  await page.keyboard.press('Enter');
  await lab.is('training');
  await expect.poll(focused).toBe('train-pause');
  await lab.named('train-stop').focus();
  await page.keyboard.press('Enter');
  await lab.is('trained');
  await expect.poll(focused).toMatch(/^train-/);
  await lab.named('monitor-start').focus();
  await page.keyboard.press('Enter');
  await expect.poll(focused).not.toBe('BODY');
  await expect(lab.named('monitor-stop')).toBeEnabled();
  await lab.named('monitor-stop').focus();
  await page.keyboard.press('Enter');
  await expect(lab.named('monitor-stop')).toBeDisabled();
  await expect.poll(focused).toMatch(/^(monitor|stream)-/);
  // A click beside everything is no loss: nothing takes the focus then.
  await lab.named('epochs').focus();
  await page.locator('#train-title').click();
  await lab.named('epochs').evaluate((element) => { element.disabled = true; });
  await lab.wait(200);
  expect(await focused()).toMatch(/^(BODY|train|SECTION|MAIN)$/);
});

test('Space trains, and the keyboard reaches every control', async ({ page }) => {
  const lab = new Lab(page);
  await lab.open();
  await lab.set({ epochs: 2 });
  await page.evaluate(() => document.activeElement.blur());
  await page.keyboard.press('Space');
  await lab.is('trained');
  const seen = new Set();
  await page.locator('.skip-link').focus(); // where Tab begins when the page is opened
  for (let presses = 0; presses < MOST_STOPS; presses += 1) {
    await page.keyboard.press('Tab');
    const id = await page.evaluate(() => document.activeElement?.dataset?.testid ?? '');
    seen.add(id);
    if (id === 'export-history') break;
  }
  for (const id of ['language', 'demo-coins', 'train-start', 'model', 'eval-split', 'monitor-start', 'share-link', 'export-report']) expect([...seen]).toContain(id);
});
