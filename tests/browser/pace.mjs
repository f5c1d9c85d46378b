// How fast this machine is while a story is told. A bound in milliseconds is a promise about an ordinary processor
// core; on a slower one, or one shared with others, what was measured is divided by how much slower it was.

/** What a core of an ordinary machine takes for `work`, in ms of processor time. */
const ORDINARY = 40;

/** Twenty million steps of a xorshift generator and a square root. */
function work() {
  let [state, sum] = [1, 0];
  for (let step = 0; step < 20_000_000; step += 1) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    sum += Math.sqrt(state >>> 0);
  }
  return sum;
}

function sample() {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000 / ORDINARY;
}

/** Watches a core from now on. `stop()` tells how many times slower than an ordinary one it was, 1 and more: the upper
 * quartile of one look a second, since what is measured meanwhile met the bad seconds as well as the good ones. */
export function slowness() {
  work(); // compiled by now
  const samples = [sample(), sample()];
  const timer = setInterval(() => samples.push(sample()), 1000).unref();
  return {
    stop: () => {
      clearInterval(timer);
      samples.push(sample());
      samples.sort((a, b) => a - b);
      return Math.max(1, samples[Math.floor(samples.length * 0.75)]);
    },
  };
}

/** How much longer than on an ordinary idle machine things take by the clock, now: 1 and more. */
export function delay() {
  const times = [0, 1, 2].map(() => {
    const begun = performance.now();
    work();
    return (performance.now() - begun) / ORDINARY;
  });
  return Math.max(1, ...times.slice(1));
}
