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

for (const [size, viewport] of [['desk', { width: 1280, height: 800 }], ['phone', { width: 390, height: 844 }]]) {
  for (const scheme of ['light', 'dark']) {
    for (const language of ['en', 'zh']) {
      test(`${size}, ${scheme}, ${language}: landing and after training`, async ({ browser, site }) => {
        await mkdir(shots, { recursive: true });
        const context = await browser.newContext({ viewport, colorScheme: scheme, baseURL: site.address });
        const page = await context.newPage();
        const lab = new Lab(page);
        await lab.open();
        await lab.named('language').selectOption(language);
        await page.screenshot({ path: `${shots}${size}-${scheme}-${language}-1-landing.png` });
        await sound(page, 'landing');
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        expect(wide, 'no sideways scrolling').toBeLessThanOrEqual(0);
        await lab.set({ epochs: 6 });
        await lab.train();
        await lab.metric('accuracy');
        await lab.named('monitor-start').click();
        await expect.poll(async () => (await lab.rows('live')).length, { timeout: 30_000 }).toBeGreaterThan(3);
        await lab.named('monitor-stop').click();
        await page.screenshot({ path: `${shots}${size}-${scheme}-${language}-2-whole.png`, fullPage: true });
        await sound(page, 'trained');
        expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);
        await context.close();
      });
    }
  }
}

test('no English is left in 中文', async ({ page }) => {
  const lab = new Lab(page);
  await lab.open();
  await lab.named('language').selectOption('zh');
  const text = await page.locator('main').innerText();
  for (const word of ['Train', 'Evaluate', 'Monitor', 'classes', 'images', 'accuracy']) expect(text).not.toContain(word);
  await expect(page.locator('html')).toHaveAttribute('lang', /zh/);
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
  for (let presses = 0; presses < 900; presses += 1) {
    await page.keyboard.press('Tab');
    const id = await page.evaluate(() => document.activeElement?.dataset?.testid ?? '');
    seen.add(id);
    if (id === 'export-history') break;
  }
  for (const id of ['language', 'demo-coins', 'train-start', 'model', 'eval-split', 'monitor-start', 'share-link', 'export-report']) expect([...seen]).toContain(id);
});
