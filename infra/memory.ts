/**
 * How much memory a process takes while it waits, and how much it may take when it works. Ten processes share one machine
 * and mostly wait: V8's young generation stays as small as it starts until work lasts, and what a start left over is given back.
 */
import v8 from 'node:v8';
import vm from 'node:vm';

const watchEveryMs = 5_000;
/** A process that used this share of one processor over a whole interval is at work. */
const workingShare = 0.08;

/**
 * Lets the young generation grow once the process works. scripts/start.cjs has set the growth factor to 1 (which V8 takes
 * only after it has started; as a flag of the command line it would be raised to 2), so that loading the code leaves no large
 * young generation behind: 4 to 6 MB in each process.
 */
export function growWhenWorking(): void {
  let used = process.cpuUsage();
  const watching = setInterval(() => {
    const spent = process.cpuUsage(used);
    used = process.cpuUsage();
    if ((spent.user + spent.system) / 1_000 < watchEveryMs * workingShare) return;
    v8.setFlagsFromString('--semi-space-growth-factor=2');
    clearInterval(watching);
  }, watchEveryMs);
  watching.unref();
}

/** Collects garbage now, all of it. For after something large was read once and let go; V8 itself would wait for the next large thing. */
export function collectGarbage(): void {
  v8.setFlagsFromString('--expose-gc');
  const collect: unknown = vm.runInNewContext('gc');
  v8.setFlagsFromString('--no-expose-gc');
  if (typeof collect === 'function') collect();
}

/** How much of its living data the old generation may hold in garbage before V8 collects, in percent. */
const garbagePercent = 40;

/**
 * Lets the old generation grow by less than half before it is collected. V8 allows up to four times what lives where the machine has
 * plenty; for a service that carries lists of a hundred thousand rows through a small window, that is memory nobody needs.
 */
export function keepGarbageShort(): void {
  v8.setFlagsFromString(`--heap-growing-percent=${String(garbagePercent)}`);
}
