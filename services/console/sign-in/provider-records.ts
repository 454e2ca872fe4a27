/**
 * Where the embedded provider keeps what it remembers: one table, ids as digests and contents sealed, because both open
 * doors while they live. Several copies of the console share it.
 */
import { createHash } from 'node:crypto';
import type { Adapter, AdapterPayload } from 'oidc-provider';
import type { Clock } from '../../../infra/clock.ts';
import { rowsOf, type Database } from '../../../infra/database.ts';
import type { Secrets } from '../../../infra/secrets.ts';

interface Row { payload: string; consumed_at: Date | null }

/** The adapter for one kind of record. */
export function providerRecords(model: string, { database, clock, secrets }: { database: Database; clock: Clock; secrets: Secrets }): Adapter {
  const keyOf = (id: string): string => createHash('sha256').update(`${model}\n${id}`).digest('hex');
  const one = async (where: string, value: string): Promise<AdapterPayload | undefined> => {
    const [row] = await rowsOf<Row>(database, `SELECT payload, consumed_at FROM provider_records WHERE model = ? AND ${where} = ? AND (expires_at IS NULL OR expires_at > ?)`, [model, value, clock.now()]);
    if (!row) return undefined;
    const text = secrets.open('provider-record', row.payload);
    if (text === undefined) return undefined;
    const payload: AdapterPayload = JSON.parse(text);
    return row.consumed_at ? { ...payload, consumed: Math.floor(row.consumed_at.getTime() / 1000) } : payload;
  };
  return {
    async upsert(id, payload, expiresIn) {
      await database.raw(
        `INSERT INTO provider_records (id_hash, model, payload, uid, grant_id, account, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?)
         ON DUPLICATE KEY UPDATE payload = VALUES(payload), uid = VALUES(uid), grant_id = VALUES(grant_id), account = VALUES(account), expires_at = VALUES(expires_at)`,
        [keyOf(id), model, secrets.seal('provider-record', JSON.stringify(payload)), payload.uid ?? null, payload.grantId ?? null, payload.accountId ?? null, expiresIn === undefined ? null : new Date(clock.now().getTime() + expiresIn * 1000)]);
    },
    find: (id) => one('id_hash', keyOf(id)),
    findByUid: (uid) => one('uid', uid),
    // No device without a keyboard signs in here.
    findByUserCode: () => Promise.resolve(undefined),
    async consume(id) { await database('provider_records').where({ id_hash: keyOf(id) }).update({ consumed_at: clock.now() }); },
    async destroy(id) { await database('provider_records').where({ id_hash: keyOf(id) }).delete(); },
    async revokeByGrantId(grantId) { await database('provider_records').where({ grant_id: grantId }).delete(); },
  };
}
