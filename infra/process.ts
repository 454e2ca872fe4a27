/** One service as one process: runs until told to stop, or until the process that started it is gone. */
import type { AnyService } from './runner.ts';
import { SettingsError, inheritedEnvironment } from './config.ts';
import { safeError } from './log.ts';
import { growWhenWorking } from './memory.ts';

/** Starts the service from the environment. Exits 78 (configuration) when settings are wrong, 1 on a fault. */
export async function runProcess(service: AnyService): Promise<void> {
  try {
    const running = await service.run(inheritedEnvironment());
    growWhenWorking();
    let stopping = false;
    const stop = (): void => {
      if (stopping) return;
      stopping = true;
      running.stop().then(() => process.exit(0), () => process.exit(1));
    };
    void running.failed.then((reason) => { process.stderr.write(`${service.name}: ${reason}\n`); process.exit(1); });
    process.on('SIGTERM', stop);
    process.on('SIGINT', stop);
    // Started with an IPC channel: when the starter dies, even by kill -9, nobody would ever stop us.
    if (process.send) { process.on('disconnect', stop); process.send({ ready: running.url }); }
  } catch (error) {
    process.stderr.write(error instanceof SettingsError ? `${service.name}: ${error.message}\n` : `${service.name}: ${JSON.stringify(safeError(error))}\n`);
    process.exit(error instanceof SettingsError ? 78 : 1);
  }
}
