/** Commands that attach to a running hub by `.run/endpoints.json`: one client for each service's operations, as integrator. */
import { z } from 'zod';
import type { paths as OperationsPaths } from '../contracts/operations/api.ts';
import { openClient, type Client } from '../infra/http-client.ts';
import { readEndpoints } from './hub.ts';

const Endpoints = z.object({ services: z.record(z.string(), z.object({ url: z.string() })), tokens: z.record(z.string(), z.string()) });

/** Throws when no hub has been started from this checkout. */
export function attach(): { name: string; operations: Client<OperationsPaths> }[] {
  const endpoints = Endpoints.parse(readEndpoints());
  const token = endpoints.tokens['integrator'] ?? '';
  return Object.entries(endpoints.services).map(([name, { url }]) => ({ name, operations: openClient<OperationsPaths>(url, () => Promise.resolve(token)) }));
}
