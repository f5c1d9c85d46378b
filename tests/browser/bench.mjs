// The learners of dist/ in headless Chromium, on the fixed workloads: JSON lines on standard output.
// Standard input names the work, one JSON object a line (see tests/suite/examples/bench_commands.rs):
//   { "program": "learner", "workload": "B", "backend": "flex", "header": [bytes], "answer": [first bytes],
//     "files": [paths of what is attached, one after another] }
import { chromium } from '@playwright/test';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { dist, executable, flags } from './chromium.mjs';
import { serve } from './serve.mjs';

const LIMIT_MILLIS = 300_000;

// Isolated, as the pages of other libraries are measured: a browser then gives a clock that ticks in microseconds.
// Plain hosts cannot send these headers, and nothing in the product needs them.
const site = await serve(dist(), {
  headers: { 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp' },
});
const browser = await chromium.launch({ executablePath: executable(), args: flags() });
let failed = false;

for await (const line of createInterface({ input: process.stdin })) {
  const work = JSON.parse(line);
  // A page of its own for each, so that no workload inherits another's memory. Its own program stays out: it
  // would train beside us. (start.js must run: it knows how a worker is made.)
  const page = await browser.newPage();
  const nothing = 'export default async () => {};';
  await page.route('**/glass_app*.js', (route) => route.fulfill({ contentType: 'text/javascript', body: nothing }));
  try {
    const parts = await Promise.all((work.files ?? []).map((file) => readFile(file)));
    await page.route('**/attached', (route) => route.fulfill({ body: Buffer.concat(parts) }));
    await page.goto(site.address);
    const lines = await page.evaluate(measured, { ...work, limit: LIMIT_MILLIS });
    for (const text of lines) console.log(text);
  } catch (error) {
    failed = true;
    console.error(`${work.workload} on ${work.backend}: ${error.message}`);
  }
  await page.close();
}

await browser.close();
await site.close();
process.exitCode = failed ? 1 : 0;

/** Runs in the page: starts the worker as the page does, sends the command, waits for its lines. */
async function measured({ program, header, answer, files, limit }) {
  const bytes = files ? new Uint8Array(await (await fetch('attached')).arrayBuffer()) : undefined;
  const { script, module } = await globalThis.watchglassProgram(program);
  return new Promise((resolve, reject) => {
    const worker = new Worker(script);
    const timer = setTimeout(() => { worker.terminate(); reject(new Error('no answer in time')); }, limit);
    worker.onerror = (event) => reject(new Error(event.message));
    worker.onmessage = ({ data }) => {
      if (data.fatal) return reject(new Error(data.fatal));
      const said = data.header;
      if (!said || !answer.every((byte, at) => said[at] === byte)) return;
      clearTimeout(timer);
      worker.terminate();
      resolve(strings(said.subarray(answer.length)));
    };
    worker.postMessage({ module });
    worker.postMessage({ header: new Uint8Array(header), bytes });

    // postcard's Vec<String>: a count, then each length before its bytes, all numbers as varints.
    function strings(bytes) {
      let at = 0;
      const number = () => {
        let value = 0;
        for (let shift = 0; ; shift += 7) {
          const byte = bytes[at++];
          value |= (byte & 127) << shift;
          if (byte < 128) return value;
        }
      };
      return Array.from({ length: number() }, () => {
        const length = number();
        at += length;
        return new TextDecoder().decode(bytes.subarray(at - length, at));
      });
    }
  });
}
