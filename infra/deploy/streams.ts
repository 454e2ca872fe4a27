/** Makes streams and consumers with the operator's account, waits for a cluster that is still electing, and ends. */
import { connect } from '@nats-io/transport-node';
import { z } from 'zod';
import { readSettings, SettingsError } from '../config.ts';
import { openLog, safeError } from '../log.ts';
import { ensureStreams } from '../streams.ts';

/** Settings of the job: HUB_NATS_URL, HUB_NATS_USER, HUB_NATS_PASSWORD, HUB_STREAM_REPLICAS. */
export const StreamsSettings = z.object({
  natsUrl: z.string().min(1).describe('NATS 地址 · addresses, by comma'),
  natsUser: z.string().min(1).describe('运维账号 · account of the operator'),
  natsPassword: z.string().min(8).describe('运维密码 · password of the operator'),
  streamReplicas: z.coerce.number().int().min(1).max(5).default(3).describe('流的副本数 · copies of each stream'),
  patienceMs: z.coerce.number().int().min(0).default(60_000).describe('等待集群就绪的时间（毫秒） · how long to wait for the cluster, ms'),
});

/** Rejects with the last failure when the cluster is not there in time. */
export async function makeStreams(settings: z.infer<typeof StreamsSettings>): Promise<void> {
  const until = performance.now() + settings.patienceMs;
  for (;;) {
    try {
      const connection = await connect({ servers: settings.natsUrl.split(','), user: settings.natsUser, pass: settings.natsPassword, timeout: 5_000, reconnect: false });
      try { await ensureStreams(connection, settings.streamReplicas); return; } finally { await connection.close(); }
    } catch (error) {
      // A cluster without a leader says that JetStream is not enabled: only time helps.
      if (performance.now() > until) throw error;
      await new Promise((resolve) => { setTimeout(resolve, 500); });
    }
  }
}

/** The job as a process: exit 0 when everything stands, 78 for wrong settings, 1 otherwise. */
export async function runJob(): Promise<void> {
  const log = openLog('streams', 'info');
  try {
    await makeStreams(readSettings(StreamsSettings));
    log.info('streams and consumers are in their present form');
  } catch (error) {
    if (error instanceof SettingsError) { process.stderr.write(`streams: ${error.message}\n`); process.exitCode = 78; return; }
    process.stderr.write(`streams: ${JSON.stringify(safeError(error))}\n`);
    process.exitCode = 1;
  }
}
