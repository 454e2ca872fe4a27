// The seal service's own tables. Inside a use's transaction the seal is read under a shared lock, so that a stop either
// waits for the use or comes before it, and ledger positions are taken under an exclusive one, so that none is missing.

import { z } from 'zod';
import type { Database, Transaction } from '../../infra/database.ts';
import { pageOf, type Paging } from '../../infra/paging.ts';
import { documentOf } from '../../infra/records.ts';
import type { KeyShelf, SecretMark, WrappedKey } from './key-store.ts';
import { Impression, Seal } from './seal.ts';
import type { LedgerLine } from './seal.ts';

/** What is made once and never changes: the SESeal and the signer's certificate (DER), and the picture's outlines. */
export type SealFile = { readonly sealCode: string; readonly keyId: string; readonly seal: Buffer; readonly certificate: Buffer; readonly outlines: Outlines };

const Outlines = z.object({ widthMm: z.number(), heightMm: z.number(), paths: z.array(z.object({ d: z.string(), fill: z.string() })) });
type Outlines = z.infer<typeof Outlines>;

const Bytes = z.instanceof(Buffer);
const FileRow = z.object({ seal_code: z.string(), key_id: z.string(), seal: Bytes, certificate: Bytes, outlines: z.string() });
const AuthorityRow = z.object({ role: z.enum(['root', 'maker']), key_id: z.string(), certificate: Bytes });
const KeyRow = z.object({ key_id: z.string(), public_key: z.string(), wrapped: z.string() });
const MarkRow = z.object({ salt: z.string(), cost: z.number(), code: z.string() });
const DocumentRow = z.object({ document: z.unknown() });
const LastRow = z.object({ last: z.coerce.number() });

const sealOf = (row: unknown): Seal => Seal.parse(documentOf(DocumentRow.parse(row).document));
const impressionOf = (row: unknown): Impression => Impression.parse(documentOf(DocumentRow.parse(row).document));

/** What the ledger is asked for; `from` and `to` are moments, `to` exclusive. `department` leaves uses of its seals and for its items. */
export type LedgerQuestion = { caseNumber?: string | undefined; sealCode?: string | undefined; from?: Date | undefined; to?: Date | undefined; order: 'oldest' | 'newest'; offset: number; department: string | null };

/** The tables as the rest of the service sees them. */
export type SealStore = ReturnType<typeof openSealStore>;

export function openSealStore(database: Database) {
  // One transaction decides upon many uses; a seal locked by it cannot change until it ends.
  const lockedSeals = new WeakMap<Transaction, Map<string, Seal | undefined>>();
  const sequences = new WeakMap<Transaction, Map<string, number>>();
  const files = new Map<string, SealFile>();

  async function sealFile(sealCode: string, transaction?: Transaction): Promise<SealFile | undefined> {
    const known = files.get(sealCode);
    if (known) return known;
    const found: unknown = await (transaction ?? database)('seal_files').where({ seal_code: sealCode }).first();
    if (found === undefined) return undefined;
    const row = FileRow.parse(found);
    const file = { sealCode: row.seal_code, keyId: row.key_id, seal: row.seal, certificate: row.certificate, outlines: Outlines.parse(JSON.parse(row.outlines)) };
    files.set(sealCode, file);
    return file;
  }

  return {
    sealFile,

    /** The seal as it stands, held against change until the transaction ends. */
    async lockSeal(transaction: Transaction, sealCode: string): Promise<Seal | undefined> {
      const seals = lockedSeals.get(transaction) ?? new Map<string, Seal | undefined>();
      lockedSeals.set(transaction, seals);
      if (!seals.has(sealCode)) {
        const row: unknown = await transaction('seals').where({ id: sealCode }).forShare().first('document');
        seals.set(sealCode, row === undefined ? undefined : sealOf(row));
      }
      return seals.get(sealCode);
    },

    /**
     * Takes the seal's next ledger position, which the same transaction must write into the ledger. The ledger itself is
     * the counter: what is not written was never taken. All ledgers are locked at once and in order, so that two groups
     * of uses never wait for each other in a circle.
     */
    async takeSequence(transaction: Transaction, sealCode: string): Promise<number> {
      let reached = sequences.get(transaction);
      if (!reached) {
        await transaction('ledgers').orderBy('seal_code').forUpdate().select('seal_code');
        reached = new Map();
        sequences.set(transaction, reached);
      }
      let last = reached.get(sealCode);
      if (last === undefined) {
        const row: unknown = await transaction('impressions').where({ seal_code: sealCode }).max({ last: 'sequence' }).first();
        last = LastRow.parse(row).last;
      }
      reached.set(sealCode, last + 1);
      return last + 1;
    },

    /** Files a new seal with an empty ledger. */
    async putSealFile(transaction: Transaction, file: SealFile): Promise<void> {
      await transaction('seal_files').insert({ seal_code: file.sealCode, key_id: file.keyId, seal: file.seal, certificate: file.certificate, outlines: JSON.stringify(file.outlines) });
      await transaction('ledgers').insert({ seal_code: file.sealCode });
    },

    async seals(): Promise<Seal[]> {
      const rows: unknown[] = await database('seals').orderBy('id').select('document');
      return rows.map(sealOf);
    },
    async seal(sealCode: string): Promise<Seal | undefined> {
      const row: unknown = await database('seals').where({ id: sealCode }).first('document');
      return row === undefined ? undefined : sealOf(row);
    },

    /** One page of ledger lines. */
    async ledger(question: LedgerQuestion, { after, limit }: Paging): Promise<{ lines: LedgerLine[]; next: string | null }> {
      const order = question.order === 'newest' ? 'desc' : 'asc';
      const query = database('impressions').where({ status: 'used' }).orderBy([{ column: 'used_at', order }, { column: 'ledger_number', order }]).limit(limit + 1).offset(question.offset);
      if (question.caseNumber !== undefined) void query.where({ case_number: question.caseNumber });
      if (question.sealCode !== undefined) void query.where({ seal_code: question.sealCode });
      // ISO times in UTC to the millisecond compare as text.
      if (question.from) void query.where('used_at', '>=', question.from.toISOString());
      if (question.to) void query.where('used_at', '<', question.to.toISOString());
      if (question.department !== null) {
        const own = (await this.seals()).filter((seal) => seal.owner.creditCode === question.department).map((seal) => seal.sealCode);
        void query.where((either) => { void either.where({ department: question.department }).orWhereIn('seal_code', own); });
      }
      if (after) {
        const beyond = order === 'asc' ? '>' : '<';
        void query.where('used_at', `${beyond}=`, after.at).andWhere((one) => { void one.where('used_at', beyond, after.at).orWhere('ledger_number', beyond, after.id); });
      }
      const rows: unknown[] = await query.select('document');
      const page = pageOf(rows.map(impressionOf).filter((impression) => impression.status === 'used'), limit, (line) => ({ at: line.usedAt, id: line.ledgerNumber }));
      return { lines: page.rows, next: page.next };
    },
    async ledgerLine(ledgerNumber: string): Promise<LedgerLine | undefined> {
      const row: unknown = await database('impressions').where({ ledger_number: ledgerNumber }).first('document');
      if (row === undefined) return undefined;
      const impression = impressionOf(row);
      return impression.status === 'used' ? impression : undefined;
    },
    async impression(useKey: string): Promise<Impression | undefined> {
      const row: unknown = await database('impressions').where({ id: useKey }).first('document');
      return row === undefined ? undefined : impressionOf(row);
    },

    /** Runs `make` while no other copy of the service does; the key store must have been opened before. */
    alone<T>(make: (transaction: Transaction) => Promise<T>): Promise<T> {
      return database.transaction(async (transaction) => {
        await transaction('secret_marks').where({ position: 1 }).forUpdate().first('position');
        return make(transaction);
      });
    },
    async authority(transaction: Transaction, role: 'root' | 'maker'): Promise<{ keyId: string; certificate: Buffer } | undefined> {
      const found: unknown = await transaction('authorities').where({ role }).first();
      if (found === undefined) return undefined;
      const row = AuthorityRow.parse(found);
      return { keyId: row.key_id, certificate: row.certificate };
    },
    async putAuthority(transaction: Transaction, role: 'root' | 'maker', authority: { keyId: string; certificate: Buffer }): Promise<void> {
      await transaction('authorities').insert({ role, key_id: authority.keyId, certificate: authority.certificate });
    },
  };
}

/** The key store's shelf in the database. */
export function keyShelf(database: Database): KeyShelf<Transaction> {
  const keyOf = (row: unknown): WrappedKey => {
    const { key_id: keyId, public_key: publicKey, wrapped } = KeyRow.parse(row);
    return { keyId, publicKey, wrapped };
  };
  async function readMark(): Promise<SecretMark | undefined> {
    const row: unknown = await database('secret_marks').where({ position: 1 }).first();
    return row === undefined ? undefined : MarkRow.parse(row);
  }
  return {
    readMark,
    async offerMark(mark) {
      await database.raw('INSERT IGNORE INTO secret_marks (position, salt, cost, code) VALUES (1, ?, ?, ?)', [mark.salt, mark.cost, mark.code]);
      return (await readMark()) ?? mark;
    },
    async find(keyId, transaction) {
      const row: unknown = await (transaction ?? database)('held_keys').where({ key_id: keyId }).first();
      return row === undefined ? undefined : keyOf(row);
    },
    async put(key, transaction) {
      await (transaction ?? database)('held_keys').insert({ key_id: key.keyId, public_key: key.publicKey, wrapped: key.wrapped });
    },
    replaceAll: (mark, rewrap) => database.transaction(async (transaction) => {
      await transaction('secret_marks').where({ position: 1 }).forUpdate().first('position');
      const rows: unknown[] = await transaction('held_keys').orderBy('key_id').forUpdate().select();
      for (const row of rows) {
        const key = rewrap(keyOf(row));
        await transaction('held_keys').where({ key_id: key.keyId }).update({ wrapped: key.wrapped });
      }
      await transaction('secret_marks').where({ position: 1 }).update({ salt: mark.salt, cost: mark.cost, code: mark.code });
      return rows.length;
    }),
  };
}
