// The page as a person uses it: verbs for the stories. Nothing here looks past what is on the screen.
import { readFile } from 'node:fs/promises';
import { delay, slowness } from './pace.mjs';
import { drop, expect } from './rig.mjs';

export class Lab {
  constructor(page) {
    this.page = page;
  }

  /** Opens the page (with a link's fragment) and waits until the first images are there. */
  async open(fragment = '') {
    await this.page.goto(`./${fragment ? `#${fragment}` : ''}`);
    await this.is('ready');
  }

  /** Opens the page by a link to the digits, with the settings that their button brings: no coins are drawn first. */
  async openDigits() {
    await this.open('v=1&d=digits&px=8&ep=30');
  }

  named(id) {
    return this.page.getByTestId(id);
  }

  async is(status, timeout = 120_000) {
    await this.page.locator(`body[data-status="${status}"]`).waitFor({ state: 'attached', timeout });
  }

  async load(set) {
    await this.named(`demo-${set}`).click();
    await expect(this.named('dataset-summary')).toContainText(/\d/);
    await this.is('ready');
  }

  /** Loads a set over work that would be lost, and says so. */
  async replace(set) {
    await this.named(`demo-${set}`).click();
    await this.named('question-yes').click();
    await this.is('ready');
  }

  /** Drops files or folders on the page and takes the plan in. */
  async drop(paths) {
    await drop(this.page, paths);
    await expect(this.named('import-plan')).toBeVisible();
  }

  async accept() {
    await this.named('import-accept').click();
    await expect(this.named('import-plan')).toBeHidden();
    await this.is('ready');
  }

  /** Sets fields by test id; a select by value, a checkbox by true or false, anything else as typed. */
  async set(values) {
    for (const [id, value] of Object.entries(values)) {
      const field = this.named(id);
      const kind = await field.evaluate((element) => element.type);
      if (kind === 'select-one') await field.selectOption(String(value));
      else if (kind === 'checkbox') await field.setChecked(value);
      else {
        await field.fill(String(value));
        await field.press('Tab');
      }
    }
  }

  /** Trains to the end and returns how long an ordinary machine had taken, in seconds. */
  async train(timeout = 240_000) {
    const core = slowness();
    const begun = Date.now();
    await this.named('train-start').click();
    await this.is('trained', timeout);
    return (Date.now() - begun) / 1000 / core.stop();
  }

  /** Waits for what the page does in its own time, and later if the machine is slow or busy. */
  async wait(millis) {
    await this.page.waitForTimeout(millis * delay());
  }

  /** What `read` gives once it no longer changes. */
  async settled(read) {
    let [before, now] = [null, null];
    await expect.poll(async () => {
      before = now;
      now = JSON.stringify(await read());
      return now === before;
    }, { intervals: [700] }).toBe(true);
    return JSON.parse(now);
  }

  /** A metric as a fraction, once it is there. */
  async metric(name) {
    const element = this.named(`metric-${name}`);
    await expect(element).toContainText(/^\s*\d/);
    const text = await element.innerText();
    const number = Number.parseFloat(text);
    return /^\s*[\d.]+\s*%/.test(text) ? number / 100 : number;
  }

  /** The first number an element shows. */
  async number(id) {
    return Number.parseFloat((await this.named(id).innerText()).replaceAll(',', ''));
  }

  /** Waits until an element shows a number above `least`. */
  async exceeds(id, least = 0) {
    await expect.poll(() => this.number(id)).toBeGreaterThan(least);
  }

  /** The rows of a chart's table, header left out, as text. */
  async rows(chart) {
    return this.page.locator(`[data-testid="table-${chart}"] tbody tr`).evaluateAll(
      (rows) => rows.map((row) => [...row.cells].map((cell) => cell.textContent.trim())),
    );
  }

  /** Clicks a button that downloads and returns the file's bytes. */
  async download(id) {
    const [download] = await Promise.all([this.page.waitForEvent('download'), this.named(id).click()]);
    return readFile(await download.path());
  }

  /** From now on the tasks of all pages are traced; `stop()` gives the processor time, in ms of an ordinary core, of each
   * that took more than 25. A busy machine makes a task last, and not take more of the processor. What only asks the
   * page for its state, as every expectation here does over and over, is no task of the page. */
  async traceTasks() {
    const browser = this.page.context().browser();
    const core = slowness();
    await browser.startTracing(this.page, { categories: ['toplevel'] });
    return {
      stop: async () => {
        const slower = core.stop();
        const { traceEvents } = JSON.parse((await browser.stopTracing()).toString());
        const thread = (event) => `${event.pid}/${event.tid}`;
        const isMain = (event) => event.name === 'thread_name' && event.args.name === 'CrRendererMain';
        const mains = new Set(traceEvents.filter(isMain).map(thread));
        const onMain = traceEvents.filter((event) => event.ph === 'X' && mains.has(thread(event)));
        const isQuestion = (event) => event.args.chrome_mojo_event_info?.mojo_interface_tag === 'blink.mojom.DevToolsSession';
        const questions = onMain.filter(isQuestion);
        const asks = (task) => questions.some((it) => thread(it) === thread(task) && it.ts >= task.ts && it.ts <= task.ts + task.dur);
        const long = onMain.filter((event) => event.name === 'ThreadControllerImpl::RunTask' && (event.tdur ?? 0) > 25_000 * slower);
        return long.filter((task) => !asks(task)).map((task) => task.tdur / 1000 / slower);
      },
    };
  }

  async digest() {
    return this.named('history-digest').innerText();
  }
}

/** A CSV's rows as objects (RFC 4180). */
export function parsed(csv) {
  const text = csv.toString('utf8').replace(/^\uFEFF/, '');
  const rows = [[]];
  let cell = '';
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const c = text[at];
    if (quoted) {
      if (c === '"' && text[at + 1] === '"') { cell += '"'; at += 1; } else if (c === '"') quoted = false; else cell += c;
    } else if (c === '"') quoted = true;
    else if (c === ',') { rows.at(-1).push(cell); cell = ''; } else if (c === '\n') { rows.at(-1).push(cell); cell = ''; rows.push([]); } else if (c !== '\r') cell += c;
  }
  if (cell || rows.at(-1).length) rows.at(-1).push(cell); else rows.pop();
  const [header, ...body] = rows;
  return body.map((row) => Object.fromEntries(header.map((name, at) => [name, row[at]])));
}
