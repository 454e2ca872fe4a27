/** The bus loses its streams while cases are under way: after a rebuild from the outboxes every case closes, and nothing happened twice. */
import { jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { paths as OperationsPaths } from '../contracts/operations/api.ts';
import { systemClock } from '../infra/clock.ts';
import { openClient } from '../infra/http-client.ts';
import { comeToRest } from '../scripts/faults/kill.ts';
import { openObserver } from '../scripts/faults/outside-view.ts';
import { startHub } from '../scripts/hub.ts';
import { createProcesses } from '../scripts/processes.ts';
import { rebuildStreams } from '../scripts/stream-rebuilding.ts';
import { applicationsFor } from '../scripts/traffic/applications.ts';
import { openHall } from '../scripts/traffic/hall.ts';
import { startTraffic } from '../scripts/traffic/traffic.ts';
import { eventually } from './stage.ts';

const runDirectory = mkdtempSync(join(tmpdir(), 'zh-'));
const processes = createProcesses({ runDirectory });
afterAll(async () => { await processes.stopAll(); rmSync(runDirectory, { recursive: true, force: true }); }, 60_000);

describe('a bus that lost its streams', () => {
  it('is rebuilt from the outboxes: cases under way close, and none is answered twice', async () => {
    const since = systemClock.now().toISOString();
    const hub = await startHub({ processes, runDirectory, logLevel: 'error' });
    const hall = await openHall(hub);
    const offers = await eventually('the window offers items of all four forms', async () => {
      const offered = await hall.offers();
      return offered.kind === 'done' && new Set(offered.value.map(({ form }) => form)).size === 4 && offered.value;
    }, 60_000);
    const traffic = startTraffic(hall, { applications: applicationsFor(offers, 12), concurrency: 12, stuckAfterMs: 120_000 });
    await eventually('cases are under way', async () => traffic.progress() > 0.25, 60_000);

    const connection = await connect({ servers: hub.nats.url, user: hub.nats.operator.user, pass: hub.nats.operator.password });
    const manager = await jetstreamManager(connection);
    for (const stream of ['COMMANDS', 'EVENTS']) await manager.streams.delete(stream);
    await connection.close();
    expect(traffic.ended()).toBeLessThan(12);

    const token = await hub.token('integrator');
    const services = [...hub.services.keys()].map((name) => ({ name, operations: openClient<OperationsPaths>(hub.url(name), () => Promise.resolve(token)) }));
    const { owed, failed } = await rebuildStreams({ url: hub.nats.url, ...hub.nats.operator }, services, since);
    expect(failed).toEqual({});
    expect(owed['intake']).toBeGreaterThan(0);

    const walks = await traffic.finished;
    expect(walks.map(({ end, why }) => ({ end, why })).filter(({ end }) => end !== 'closed')).toEqual([]);
    const { work, findings } = await comeToRest(await openObserver(hub), walks, 60_000, () => undefined);
    expect({ findings, owed: work.lines, parked: work.parked }).toEqual({ findings: [], owed: [], parked: [] });
  }, 300_000);
});
