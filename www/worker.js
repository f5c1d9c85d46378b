// The shell every worker starts in. It stands behind a wasm-bindgen program (`--target no-modules`) in one blob
// (www/start.js), runs it, and steps aside. The page's first message brings the code: { module: WebAssembly.Module }.
// Whatever goes wrong outside the program's own replies is posted as { fatal: text }: a trap in an asynchronous
// handler would otherwise reach nobody.

(() => {
  'use strict';

  const waiting = [];
  let loading = false;

  const fatal = (problem) => {
    const text = problem && problem.message ? `${problem.name || 'Error'}: ${problem.message}` : String(problem);
    self.postMessage({ fatal: text });
  };
  self.addEventListener('error', (event) => fatal(event.error || event.message));
  self.addEventListener('unhandledrejection', (event) => fatal(event.reason));

  const start = async ({ module }) => {
    await wasm_bindgen({ module_or_path: module });
    if (self.onmessage === receive) throw new Error('the program does not listen');
    // The program listens now. What came meanwhile is delivered again, in order and each on its own, so that
    // an exception in one handler is reported and does not swallow the next message.
    for (const event of waiting.splice(0)) {
      self.dispatchEvent(new MessageEvent('message', { data: event.data, ports: [...event.ports] }));
    }
  };

  const receive = (event) => {
    if (loading) return waiting.push(event);
    loading = true;
    start(event.data).catch(fatal);
  };
  self.onmessage = receive;
})();
