// Starts the page's program, once boot.js has found the browser fit for it. Trunk writes the two addresses
// into this script's own tag (`pattern_script` in Trunk.toml).
const tag = document.querySelector('script[data-wasm]');
const boot = globalThis.watchglassBoot;

if (boot.fit) {
  try {
    const program = await import(new URL(tag.dataset.script, document.baseURI));
    await program.default({ module_or_path: new URL(tag.dataset.wasm, document.baseURI) });
  } catch (error) {
    boot.failed(error);
  }
}
