// A static host for the tests: the site under a sub-path, as a course page would have it, and a log of every request.
// The log is the truth about what the page sends; what a browser's tools report misses what its workers fetch.
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { dist } from './chromium.mjs';

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.wasm': 'application/wasm',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.zip': 'application/zip',
  '.txt': 'text/plain; charset=utf-8',
  '.csv': 'text/csv; charset=utf-8',
};

/**
 * Serves `folder` under `base`. `hits` grows by one entry a request: { method, path (from base), status }.
 * `answers` lets a test play a host in trouble: a function (path, request, response) that returns true when it has
 * answered (or decided never to answer) itself. `headers` go with every file.
 */
export async function serve(folder, { port = 0, base = '/course/7/lab/', headers = {} } = {}) {
  const site = { hits: [], answers: null, base };

  const server = createServer(async (request, response) => {
    const url = new URL(request.url, 'http://host');
    const name = url.pathname.startsWith(base) ? decodeURIComponent(url.pathname.slice(base.length)) : null;
    const hit = { method: request.method, path: name === null ? url.pathname : name + url.search, status: 0 };
    site.hits.push(hit);
    response.on('finish', () => { hit.status = response.statusCode; });

    if (site.answers?.(name, request, response)) return;
    const file = name === null ? null : path.join(folder, name === '' ? 'index.html' : name);
    const inside = file !== null && file.startsWith(folder + path.sep);
    const body = inside ? await readFile(file).catch(() => null) : null;
    if (body === null) {
      response.writeHead(404, { 'content-type': 'text/plain' }).end('not found');
      return;
    }
    const type = TYPES[path.extname(file)] ?? 'application/octet-stream';
    response.writeHead(200, { ...headers, 'content-type': type, 'cache-control': 'no-store' }).end(body);
  });

  await new Promise((resolve) => server.listen(port, '127.0.0.1', resolve));
  site.origin = `http://127.0.0.1:${server.address().port}`;
  site.address = site.origin + base;
  site.close = () => new Promise((resolve) => { server.closeAllConnections(); server.close(resolve); });
  return site;
}

// By itself: `node serve.mjs [port]` serves dist/.
if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const site = await serve(process.env.WATCHGLASS_DIST ? dist() : path.resolve('../../dist'), { port: Number(process.argv[2] ?? 0) });
  console.log(site.address);
}
