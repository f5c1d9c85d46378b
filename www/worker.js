// The shell every worker starts in: a classic script that loads one wasm-bindgen program (`--target no-modules`)
// and then steps aside. The page's first message names it:
//   { script: 'learner.js?v=…', module: WebAssembly.Module }   or   { script, wasm: 'learner_bg.wasm?v=…' }
// Addresses are relative to this file. Whatever goes wrong outside the program's own replies is posted as
// { fatal: text }: a trap in an asynchronous handler would otherwise reach nobody.
'use strict';

(() => {
  const waiting = [];
  let loading = false;

  const fatal = (problem) => {
    const text = problem && problem.message ? `${problem.name || 'Error'}: ${problem.message}` : String(problem);
    self.postMessage({ fatal: text });
  };
  self.addEventListener('error', (event) => fatal(event.error || event.message));
  self.addEventListener('unhandledrejection', (event) => fatal(event.reason));

  const start = async ({ script, module, wasm }) => {
    importScripts(script);
    await wasm_bindgen({ module_or_path: module || wasm });
    if (self.onmessage === receive) throw new Error(`${script} does not listen`);
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
