/** Makes lost streams again from what the services still know: the outboxes are the truth, the streams only carry it. */
import { connect } from '@nats-io/transport-node';
import type { paths as OperationsPaths } from '../contracts/operations/api.ts';
import type { Client } from '../infra/http-client.ts';
import { ensureStreams } from '../infra/streams.ts';

/** What each service owes again, and those that did not answer with what they said. */
export interface Rebuilt { owed: Record<string, number>; failed: Record<string, string> }

/** Makes streams and consumers where they are missing, then has every service publish again what it wrote since `since` (ISO 8601). */
export async function rebuildStreams(bus: { url: string; user: string; password: string }, services: readonly { name: string; operations: Client<OperationsPaths> }[], since: string): Promise<Rebuilt> {
  const connection = await connect({ servers: bus.url, user: bus.user, pass: bus.password });
  try { await ensureStreams(connection); } finally { await connection.close(); }
  const rebuilt: Rebuilt = { owed: {}, failed: {} };
  for (const { name, operations } of services) {
    const answer = await operations.call('post', '/operations/republish', { body: { since } });
    if (answer.kind === 'done') rebuilt.owed[name] = answer.value.owed;
    else rebuilt.failed[name] = answer.detail;
  }
  return rebuilt;
}
