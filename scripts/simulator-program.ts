// Runs one simulator of the outside as a program of its own: settings from the environment, faults by name, ready when it
// answers, ended politely. Promise: a simulator stands alone; it is told where the hub is and who it is, and nothing else.
import { createServer, type Server } from 'node:http';
import { z } from 'zod';
import { inheritedEnvironment, readSettings, SettingsError } from '../infra/config.ts';
import { createPrinter } from './print.ts';

/** A started simulator. */
export interface StartedSimulator {
  /** Where its control endpoint answers, for people and tests. */
  controlUrl: string;
  /** Where the hub finds it; empty for one that calls the hub. */
  listen: string;
  stop(): Promise<void>;
}

/** A simulator as it is described. */
export interface SimulatorDescription<S extends z.ZodObject> {
  /** As `npm run simulate -- NAME` knows it. */
  name: string;
  title: string;
  /** Names `--fault` takes, with what each does. */
  faults: Readonly<Record<string, string>>;
  settings: S;
  start(settings: z.infer<S>): Promise<StartedSimulator>;
}

/** A simulator as a program: its settings come as HUB_… variables. */
export interface SimulatorProgram {
  name: string;
  title: string;
  faults: Readonly<Record<string, string>>;
  /** Rejects with a SettingsError that names everything wrong. */
  start(environment: Record<string, string | undefined>): Promise<StartedSimulator>;
}

/** Makes a program of a description. */
export function defineSimulator<S extends z.ZodObject>(description: SimulatorDescription<S>): SimulatorProgram {
  const { name, title, faults } = description;
  return { name, title, faults, start: async (environment) => description.start(readSettings(description.settings, environment)) };
}

/** Settings every simulator has: HUB_CONTROL_PORT, HUB_PORT, HUB_FAULTS, HUB_HOST. */
export const SimulatorSettings = z.object({
  host: z.string().default('127.0.0.1').describe('监听地址 · address to listen on'),
  port: z.coerce.number().int().min(0).max(65535).default(0).describe('对中台的端口 · port the hub connects to; 0 is any free one'),
  controlPort: z.coerce.number().int().min(0).max(65535).default(0).describe('控制端口 · port of the control endpoint'),
  faults: z
    .string()
    .default('')
    .transform((text) => text.split(',').filter((word) => word !== ''))
    .describe('故障，逗号分隔 · faults by comma'),
});

/** The whole life of a simulator's process. Exits 78 when settings are wrong. */
export async function runSimulator(program: SimulatorProgram): Promise<void> {
  const printer = createPrinter();
  try {
    const started = await program.start(inheritedEnvironment());
    printer.progress(`${program.name}: ${started.listen} 控制 control ${started.controlUrl}`);
    const stop = (): void => {
      void started.stop().finally(() => process.exit(0));
    };
    process.on('SIGTERM', stop);
    process.on('SIGINT', stop);
  } catch (error) {
    printer.progress(`${program.name}: ${error instanceof Error ? error.message : String(error)}`);
    process.exit(error instanceof SettingsError ? 78 : 1);
  }
}

/** A small JSON endpoint: `routes` by `METHOD /path`. What a route throws is answered as 400 with its message. */
export async function serveControl(
  host: string,
  port: number,
  routes: Readonly<Record<string, (body: unknown) => unknown>>,
): Promise<{ url: string; close(): Promise<void> }> {
  const server: Server = createServer((request, response) => {
    const say = (status: number, body: unknown): void => {
      response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(body));
    };
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const route = routes[`${request.method ?? 'GET'} ${new URL(request.url ?? '/', 'http://control').pathname}`];
      if (route === undefined) {
        say(404, { paths: Object.keys(routes) });
        return;
      }
      const text = Buffer.concat(chunks).toString('utf8');
      Promise.resolve()
        .then(() => route(text === '' ? {} : JSON.parse(text)))
        .then(
          (answer) => say(200, answer ?? {}),
          (error: unknown) => say(400, { error: error instanceof Error ? error.message : String(error) }),
        );
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const address = server.address();
  const actual = typeof address === 'object' && address !== null ? address.port : port;
  return {
    url: `http://${host}:${actual}`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
