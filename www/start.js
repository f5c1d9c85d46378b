// Starts the page's program, once boot.js has found the browser fit for it, and fetches the workers' programs
// for it. Trunk writes the two addresses of the page's program into this script's own tag (`pattern_script` in
// Trunk.toml).
const tag = document.querySelector('script[data-wasm]');
const boot = globalThis.watchglassBoot;
const build = document.querySelector('meta[name=watchglass-build]').content;

async function got(name) {
  const response = await fetch(`${name}?v=${build}`);
  if (!response.ok) throw new Error(`${name}: ${response.status}`);
  return response;
}

async function compiled(name) {
  const response = await got(name);
  // Only under its own type can it be compiled while it comes in.
  const isTyped = (response.headers.get('content-type') ?? '').startsWith('application/wasm');
  return isTyped ? WebAssembly.compileStreaming(response) : WebAssembly.compile(await response.arrayBuffer());
}

const text = async (name) => (await got(name)).text();

// A worker's program, fetched and compiled once: { script, module }. The script is a blob, because a worker
// from a blob lives under this page's Content-Security-Policy, which one from an address would not; and
// because a worker that died is started again without a network.
globalThis.watchglassProgram = (name) => once(name, async () => {
  const parts = [text(`${name}.js`), once('worker.js', () => text('worker.js')), compiled(`${name}_bg.wasm`)];
  const [program, shell, module] = await Promise.all(parts);
  const script = new Blob([program, '\n', shell], { type: 'text/javascript' });
  return { script: URL.createObjectURL(script), module };
});

const promises = new Map();
function once(name, make) {
  if (!promises.has(name)) {
    const made = make();
    promises.set(name, made);
    // What could not be had may be had later.
    made.catch(() => promises.delete(name));
  }
  return promises.get(name);
}

if (boot.fit) {
  // Every page needs it; it comes in while the page's own program does. A failure is told to whoever asks next.
  globalThis.watchglassProgram('learner').catch(() => {});
  try {
    const program = await import(new URL(tag.dataset.script, document.baseURI));
    await program.default({ module_or_path: new URL(tag.dataset.wasm, document.baseURI) });
  } catch (error) {
    boot.failed(error);
  }
}
