/**
 * Receipts 财政电子票据 taken from the fiscal platform. Promises: one receipt for a bill; a number is written down before it is used; taking a
 * number cannot be asked about, so one whose answer was lost is recorded as burnt and alarmed before another is asked for, and after as many
 * as may be a person looks; whether a receipt was made is asked by its number, never guessed.
 */
import { freshId } from '../../infra/chance.ts';
import type { Database } from '../../infra/database.ts';
import type { ProcessRun } from '../../infra/process-run.ts';
import { done, inDoubt, refused, unavailable, type Outcome } from '../../infra/outcome.ts';
import type { FiscalNotice, FiscalPayment, FiscalPlatform, FiscalReceipt, ReceiptDocument, ReceiptNumber } from './fiscal-port.ts';

/**
 * Longer than the two talks of one attempt: when a claim lapses, whoever had it is dead. Where the run that had it is known to be dead, nobody
 * waits for that.
 */
const CLAIM_MS = 150_000;

interface Row { claim: string | null; claimed_by: string | null; pay_code: string; state: 'none' | 'numbering' | 'numbered' | 'issuing' | 'issued'; code: string | null; number: string | null; check_code: string | null; issued_at: Date | null; message_id: string | null; asked_at: Date | null }
interface BurntRow { message_id: string; asked_at: Date; detail: string; released_by: string | null; released_at: Date | null; released_note: string | null }
export interface Burnt { readonly askedAt: string; readonly messageId: string; readonly detail: string; readonly released: { readonly by: string; readonly at: string; readonly note: string } | null }
export interface ReceiptStory { readonly state: Row['state']; readonly receipt: FiscalReceipt | null; readonly burnt: readonly Burnt[] }

export interface Receipts {
  take(payCode: string, notice: FiscalNotice, payment: FiscalPayment): Promise<Outcome<FiscalReceipt>>;
  story(payCode: string): Promise<ReceiptStory>;
  document(payCode: string): Promise<Outcome<ReceiptDocument>>;
  /** Somebody has looked into the burnt numbers of a bill; how many that were. */
  release(payCode: string, by: string, note: string): Promise<number>;
}

export function openReceipts(database: Database, platform: FiscalPlatform, around: { now(): Date; burntAtMost: number; run: Pick<ProcessRun, 'id' | 'isDead'>; alarm(what: string, detail: Readonly<Record<string, string>>): void }): Receipts {
  const rowOf = async (payCode: string): Promise<Row | undefined> => database('fiscal_receipts').where({ pay_code: payCode }).first();
  const openBurnt = async (payCode: string): Promise<number> => Number((await database('fiscal_burnt_numbers').where({ pay_code: payCode }).whereNull('released_at').count({ n: '*' }).first())?.['n'] ?? 0);

  /** Claims of attempts that are being made here now. One of ours that is not among them was left behind when the database went away. */
  const inHand = new Set<string>();
  const isLeft = async ({ claim, claimed_by: run }: Row): Promise<boolean> => claim !== null && run !== null && (run === around.run.id ? !inHand.has(claim) : around.run.isDead(run));
  /** `left`: the claim of one who is known to be dead, which is free though it has not lapsed. */
  const lay = async (payCode: string, claim: string, left: string | null): Promise<boolean> => {
    const at = around.now();
    const laid = await database('fiscal_receipts').where({ pay_code: payCode }).whereNot({ state: 'issued' }).where((free) => { void free.whereNull('claim').orWhere('claimed_until', '<', at).orWhere({ claim: left ?? '' }); })
      .update({ claim, claimed_by: around.run.id, claimed_until: new Date(at.getTime() + CLAIM_MS) });
    return laid === 1;
  };

  async function burn(payCode: string, messageId: string, askedAt: Date, detail: string): Promise<void> {
    await database('fiscal_burnt_numbers').insert({ pay_code: payCode, message_id: messageId, asked_at: askedAt, detail: detail.slice(0, 300) }).onConflict('message_id').ignore();
    around.alarm('a receipt number may be burnt: the answer to taking it was lost', { payCode, messageId });
  }

  async function taken(row: Row, claim: string, notice: FiscalNotice, payment: FiscalPayment): Promise<Outcome<FiscalReceipt>> {
    const payCode = row.pay_code;
    // Never without the claim: a copy that was slower than its claim must not write over what another has done since.
    const keep = async (values: Partial<Row>): Promise<void> => {
      if ((await database('fiscal_receipts').where({ pay_code: payCode, claim }).update(values)) !== 1) throw new Error('the claim on a receipt lapsed under way');
    };
    const kept = async (receipt: FiscalReceipt): Promise<Outcome<FiscalReceipt>> => {
      await keep({ state: 'issued', check_code: receipt.checkCode, issued_at: new Date(receipt.issuedAt) });
      return done(receipt);
    };
    let { state } = row;
    let number: ReceiptNumber | null = row.code !== null && row.number !== null ? { code: row.code, number: row.number } : null;

    if (state === 'numbering') {
      await burn(payCode, row.message_id ?? freshId(), row.asked_at ?? around.now(), 'the copy that asked died before it knew the answer');
      await keep({ state: 'none' });
      state = 'none';
    }
    if (state === 'none' || !number) {
      if ((await openBurnt(payCode)) >= around.burntAtMost) return refused('receipt-number-in-doubt', payCode);
      const messageId = freshId().replaceAll('-', '');
      const askedAt = around.now();
      await keep({ state: 'numbering', message_id: messageId, asked_at: askedAt });
      const answer = await platform.takeNumber(notice, messageId);
      if (answer.kind === 'in-doubt') await burn(payCode, messageId, askedAt, answer.detail);
      if (answer.kind !== 'done') {
        await keep({ state: 'none' });
        return answer;
      }
      number = answer.value;
      await keep({ state: 'numbered', code: number.code, number: number.number });
    } else if (state === 'issuing') {
      const found = await platform.receipt(payCode, number);
      if (found.kind === 'done') return kept(found.value.receipt);
      if (found.kind !== 'refused' || found.reason !== 'not-found') return found.kind === 'refused' ? inDoubt(found.detail) : found;
    }
    await keep({ state: 'issuing' });
    const issued = await platform.issue(payCode, notice, payment, number, around.now());
    if (issued.kind === 'done') return kept(issued.value);
    // A no to a repetition says nothing of the first time: whoever comes next asks by the number before issuing again.
    if (issued.kind !== 'in-doubt' && state !== 'issuing') await keep({ state: 'numbered' });
    return issued;
  }

  return {
    async take(payCode, notice, payment) {
      await database('fiscal_receipts').insert({ pay_code: payCode, state: 'none' }).onConflict('pay_code').ignore();
      const claim = freshId();
      inHand.add(claim);
      try {
        let claimed = await lay(payCode, claim, null);
        let row = await rowOf(payCode);
        if (!claimed && row && row.state !== 'issued' && await isLeft(row)) {
          claimed = await lay(payCode, claim, row.claim);
          row = await rowOf(payCode);
        }
        if (!row) throw new Error('a receipt row that was just made is there');
        const issued = receiptOf(row);
        if (issued) return done(issued);
        if (!claimed) return unavailable('another attempt is under way', 1_000);
        try {
          return await taken(row, claim, notice, payment);
        } finally {
          await database('fiscal_receipts').where({ pay_code: payCode, claim }).update({ claim: null, claimed_by: null, claimed_until: null });
        }
      } finally { inHand.delete(claim); }
    },
    async story(payCode) {
      const [row, burnt] = await Promise.all([rowOf(payCode), database('fiscal_burnt_numbers').where({ pay_code: payCode }).orderBy('id').limit(100) as PromiseLike<BurntRow[]>]);
      return {
        state: row?.state ?? 'none', receipt: row ? receiptOf(row) : null,
        burnt: burnt.map((one) => ({
          askedAt: new Date(one.asked_at).toISOString(), messageId: one.message_id, detail: one.detail,
          released: one.released_at && one.released_by !== null ? { by: one.released_by, at: new Date(one.released_at).toISOString(), note: one.released_note ?? '' } : null,
        })),
      };
    },
    async document(payCode) {
      const row = await rowOf(payCode);
      if (row?.state !== 'issued' || row.code === null || row.number === null) return refused('not-found', payCode);
      const found = await platform.receipt(payCode, { code: row.code, number: row.number });
      return found.kind === 'done' ? done(found.value.document) : found;
    },
    async release(payCode, by, note) {
      return database('fiscal_burnt_numbers').where({ pay_code: payCode }).whereNull('released_at').update({ released_by: by, released_at: around.now(), released_note: note });
    },
  };
}

function receiptOf({ state, code, number, check_code: checkCode, issued_at: issuedAt }: Row): FiscalReceipt | null {
  return state === 'issued' && code !== null && number !== null && checkCode !== null && issuedAt !== null ? { code, number, checkCode, issuedAt: new Date(issuedAt).toISOString() } : null;
}
