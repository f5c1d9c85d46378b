// The Chromium that `cargo xtask` found, and how to start it. Only xtask looks for browsers, so that there is one answer.

function told(name) {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run this by cargo xtask test --only browser (or bench)`);
  return value;
}

export function executable() {
  return told('WATCHGLASS_CHROME');
}

/** Without --headless, which every launcher adds by itself. */
export function flags() {
  return told('WATCHGLASS_CHROME_FLAGS').split(' ').filter((flag) => flag !== '--headless');
}

/** The folder of the built site. */
export function dist() {
  return told('WATCHGLASS_DIST');
}
