// The only place that writes to the terminal. Promise: progress and complaints go to stderr, the readable summary to
// stdout, and with `--json` stdout carries exactly one JSON document and nothing else.

/** What a command may say. Made once per command by `createPrinter`, handed down, never imported as a global. */
export interface Printer {
  /** One line of progress on stderr, Chinese first. */
  progress(line: string): void;
  /** One line of the readable result; with `--json` it moves to stderr so that stdout stays one document. */
  summary(line?: string): void;
  /** The result itself; printed only with `--json`. */
  document(value: unknown): void;
}

// A reader that went away (`| head`) is no reason to crash: what was started must still be ended in order.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: Error) => {
    if (!('code' in error) || error.code !== 'EPIPE') throw error;
  });
}

/** `json` is the command's `--json`; `quiet` silences progress (tests). */
export function createPrinter(options: { json?: boolean; quiet?: boolean } = {}): Printer {
  const started = performance.now();
  return {
    progress(line) {
      if (options.quiet === true) return;
      const seconds = ((performance.now() - started) / 1000).toFixed(1).padStart(6);
      console.error(`${seconds}s  ${line}`);
    },
    summary(line = '') {
      if (options.json === true) console.error(line);
      else console.log(line);
    },
    document(value) {
      if (options.json === true) console.log(JSON.stringify(value, null, 2));
    },
  };
}
