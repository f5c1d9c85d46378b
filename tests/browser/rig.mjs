// What every story stands on: the site on a host of its own, and a page whose troubles are collected. A story that
// passes although the page reported an error, a blocked request or a request to elsewhere has not passed.
import { test as base, expect } from '@playwright/test';
import { dist } from './chromium.mjs';
import { serve } from './serve.mjs';

export { expect };

export const test = base.extend({
  /** A story about failures says `test.use({ expectsTrouble: true })` and looks at `trouble` itself. */
  expectsTrouble: [false, { option: true }],

  /** The host: `site.address`, `site.hits`, `site.answers` (see serve.mjs). */
  site: async ({}, use) => {
    const site = await serve(dist());
    await use(site);
    await site.close();
  },

  baseURL: async ({ site }, use) => use(site.address),

  /** Whatever went wrong in the page or its workers, one sentence each. */
  trouble: async ({}, use) => use([]),

  context: async ({ context, site, trouble }, use) => {
    // Nothing may leave for another host; asking for it is trouble too.
    await context.route((url) => url.origin !== site.origin && url.protocol.startsWith('http'), (route) => {
      trouble.push(`asked for ${route.request().url()}`);
      return route.abort();
    });
    await context.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', (event) => {
        console.error(`blocked by the policy: ${event.violatedDirective} ${event.blockedURI}`);
      });
    });
    await use(context);
  },

  page: async ({ page, trouble, expectsTrouble }, use) => {
    page.on('pageerror', (error) => trouble.push(`error: ${error.message}`));
    page.on('console', (message) => {
      if (message.type() === 'error') trouble.push(`console: ${message.text()} (${message.location().url})`);
    });
    page.on('crash', () => trouble.push('the tab crashed'));
    await use(page);
    if (!expectsTrouble) expect(trouble, 'the page reported no trouble').toEqual([]);
  },
});

/** Waits until the program runs; whatever it says then is the story's business. */
export async function started(page) {
  await expect(page.locator('body')).not.toHaveAttribute('data-status', 'loading');
}

/** A trusted drop of files and folders (absolute paths), as from the desktop. Script-made drops carry no folders. */
export async function drop(page, files, { x = 640, y = 400 } = {}) {
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files, dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop']) {
    await session.send('Input.dispatchDragEvent', { type, x, y, data });
  }
  await session.detach();
}
