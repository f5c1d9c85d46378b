// The first script of the page, in old-fashioned JavaScript so that every browser can read it. It needs no
// style sheet and no other file, because it speaks exactly when those are missing:
//   1. tests the browser, and says what is missing and which browsers work;
//   2. watches the start: whatever fails or takes more than 20 seconds becomes a sentence, never an endless wait;
//   3. gives the program `watchglassFatal(text)`, for the day it panics.
(function () {
  'use strict';

  var LIMIT_MILLIS = 20000;
  var BROWSERS = 'Chrome / Edge 100, Firefox 113, Safari 16.4';
  var WORDS = {
    unfit: [
      'This browser cannot run Watchglass. It lacks: ', 'Please open the page in one of these, or newer: ',
      '此浏览器无法运行 Watchglass，缺少：', '请使用以下浏览器或更新版本：'
    ],
    stuck: [
      'Watchglass could not start. ', 'Reloading may help. If it does not, this is what was seen: ',
      'Watchglass 无法启动。', '重新加载也许有用。如果仍然失败，这是看到的原因：'
    ],
    fatal: [
      'Watchglass has stopped. ', 'Reload to go on. This is what was seen: ',
      'Watchglass 已停止运行。', '请重新加载以继续。这是看到的原因：'
    ]
  };

  // --- 1. the browser ------------------------------------------------------------------------------------

  // The smallest modules that use 128-bit SIMD and reference types; the program is compiled with both.
  var SIMD = [0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11];
  var REFERENCES = [0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 10, 7, 1, 5, 0, 208, 112, 26, 11];
  var EMPTY = [0, 97, 115, 109, 1, 0, 0, 0];

  function knows(bytes) {
    try { return WebAssembly.validate(new Uint8Array(bytes)); } catch (error) { return false; }
  }

  function mayCompile() {
    try { return Boolean(new WebAssembly.Module(new Uint8Array(EMPTY))); } catch (error) { return false; }
  }

  function lacking() {
    var missing = [];
    if (location.protocol === 'file:') missing.push('http:// (cargo xtask serve)');
    if (!('noModule' in document.createElement('script'))) missing.push('JavaScript modules');
    if (typeof WebAssembly !== 'object') missing.push('WebAssembly');
    else if (!mayCompile()) missing.push('WebAssembly (forbidden by a policy / 被策略禁止)');
    else {
      if (!knows(SIMD)) missing.push('WebAssembly SIMD');
      if (!knows(REFERENCES)) missing.push('WebAssembly reference types');
    }
    if (typeof Worker !== 'function') missing.push('Web Workers');
    // Plans of imports and questions before a loss are dialogs.
    if (typeof HTMLDialogElement !== 'function' || !HTMLDialogElement.prototype.showModal) missing.push('<dialog>');
    if (typeof BigInt !== 'function') missing.push('BigInt');
    return missing;
  }

  // --- 2. and 3. what is shown ---------------------------------------------------------------------------

  function paragraph(lang, text) {
    var p = document.createElement('p');
    p.lang = lang;
    p.textContent = text;
    return p;
  }

  // One message at a time; the first stands, because what follows is mostly its echo.
  function show(kind, detail) {
    // Not DOMContentLoaded: a starter that never arrives holds that back too.
    if (!document.body) {
      window.setTimeout(function () { show(kind, detail); }, 20);
      return;
    }
    if (document.getElementById('watchglass-halt')) return;
    var waiting = document.getElementById('boot');
    if (waiting) waiting.hidden = true;

    var words = WORDS[kind];
    var box = document.createElement('div');
    box.id = 'watchglass-halt';
    box.setAttribute('role', 'alert');
    box.setAttribute('data-kind', kind);
    box.style.cssText = 'position:fixed;inset:0;z-index:2147483647;overflow:auto;padding:2rem;' +
      'font:1rem/1.5 system-ui,sans-serif;background:Canvas;color:CanvasText;overflow-wrap:anywhere';
    if (kind === 'unfit') {
      box.appendChild(paragraph('en', words[0] + detail + '. ' + words[1] + BROWSERS + '.'));
      box.appendChild(paragraph('zh', words[2] + detail + '。' + words[3] + BROWSERS + '。'));
    } else {
      box.appendChild(paragraph('en', words[0] + words[1] + detail));
      box.appendChild(paragraph('zh', words[2] + words[3] + detail));
      var again = document.createElement('button');
      again.type = 'button';
      again.textContent = 'Reload · 重新加载';
      again.style.cssText = 'font:inherit;padding:.5rem 1rem';
      again.onclick = function () { location.reload(); };
      box.appendChild(again);
    }
    document.body.appendChild(box);
    document.body.setAttribute('data-status', 'failed');
    if (kind === 'fatal') hold();
  }

  // What still reaches a program that has panicked (a worker's answer, a frame) must not make it look alive again.
  function hold() {
    var status = function () { return document.body.getAttribute('data-status'); };
    new MutationObserver(function () {
      if (status() !== 'failed') document.body.setAttribute('data-status', 'failed');
    }).observe(document.body, { attributes: true, attributeFilter: ['data-status'] });
  }

  function reasonOf(problem) {
    if (!problem) return '?';
    if (problem.message) return (problem.name ? problem.name + ': ' : '') + problem.message;
    return String(problem);
  }

  // The program says `loading` again whenever images come in: what has started once is not starting any more.
  var hasStarted = false;
  function starting() {
    return !hasStarted && (!document.body || document.body.getAttribute('data-status') === 'loading');
  }

  var firstReason = '';
  function note(reason) {
    if (!firstReason) firstReason = reason;
  }

  // Files that do not arrive report to the element, in the capturing phase only.
  window.addEventListener('error', function (event) {
    var element = event.target;
    var address = element && element !== window && (element.src || element.href);
    if (!starting()) return;
    if (!address) return note(event.message || reasonOf(event.error));
    note('not loaded / 未能加载: ' + address);
    if (element.tagName === 'SCRIPT') show('stuck', firstReason);
  }, true);
  window.addEventListener('unhandledrejection', function (event) {
    if (starting()) note(reasonOf(event.reason));
  });

  function started() {
    hasStarted = true;
    var waiting = document.getElementById('boot');
    if (waiting && waiting.parentNode) waiting.parentNode.removeChild(waiting);
    // A slow start that succeeds after all takes its own warning away; a panic's message stays.
    var halt = document.getElementById('watchglass-halt');
    if (halt && halt.getAttribute('data-kind') === 'stuck') halt.parentNode.removeChild(halt);
  }

  function watch() {
    var observer = new MutationObserver(function () {
      // `failed` is the program's own word too: with no message of ours on the page, it has started.
      var halted = document.body.getAttribute('data-status') === 'failed' && document.getElementById('watchglass-halt');
      if (starting() || halted) return;
      observer.disconnect();
      started();
    });
    // The body is not there yet; what is observed is whichever element gets the attribute.
    observer.observe(document.documentElement, { attributes: true, subtree: true, attributeFilter: ['data-status'] });
    window.setTimeout(function () {
      if (starting()) show('stuck', firstReason || 'nothing within 20 seconds / 20 秒内没有响应');
    }, LIMIT_MILLIS);
  }

  // For the program: a panic calls this once, and nothing is called in it again.
  window.watchglassFatal = function (text) {
    show(starting() ? 'stuck' : 'fatal', String(text));
  };

  var missing = lacking();
  // For start.js.
  window.watchglassBoot = {
    fit: missing.length === 0,
    failed: function (problem) { show('stuck', firstReason || reasonOf(problem)); }
  };
  if (missing.length) show('unfit', missing.join(', '));
  else watch();
})();
