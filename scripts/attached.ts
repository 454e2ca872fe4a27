/** Commands that attach to a running hub by `.run/endpoints.json`: one client for each service's operations, as integrator.
 * Whoever can read the run directory can sign tokens anyway: naming an integrator tells who acts, it proves nothing more. */
import { z } from 'zod';
import type { paths as OperationsPaths } from '../contracts/operations/api.ts';
import { systemClock } from '../infra/clock.ts';
import { openClient, type Client } from '../infra/http-client.ts';
import { openCredentials } from './credentials.ts';
import { readEndpoints } from './hub.ts';
import { defaultRunDirectory } from './run-directory.ts';

const Endpoints = z.object({
  services: z.record(z.string(), z.object({ url: z.string() })), tokens: z.record(z.string(), z.string()),
  users: z.array(z.object({ role: z.string(), login: z.string() })),
});

/** The logins of the run directory's integrators, the usual one first. */
export function integrators(): string[] {
  return Endpoints.parse(readEndpoints()).users.filter((user) => user.role === 'integrator').map((user) => user.login);
}

/** As the usual integrator, or as the one named. Throws when no hub has been started from this checkout. */
export function attach(login?: string): { name: string; operations: Client<OperationsPaths> }[] {
  const endpoints = Endpoints.parse(readEndpoints());
  const named = login === undefined ? undefined : openCredentials(defaultRunDirectory, systemClock).then(({ token }) => token({ subject: login, name: login, roles: ['integrator'] }, 1));
  const token = (): Promise<string> => named ?? Promise.resolve(endpoints.tokens['integrator'] ?? '');
  return Object.entries(endpoints.services).map(([name, { url }]) => ({ name, operations: openClient<OperationsPaths>(url, token) }));
}
