/**
 * What was exempt from every charge 免缴, as those who answer for relief look at it: by day, collecting unit, revenue item and the document it rests on.
 * Promise: it is read from the records themselves; what was forgone is what the standards came to before the relief was taken off.
 */
import type { Database } from '../../infra/database.ts';
import { anywhere, madeWithin, recordPage, type Paging } from '../../infra/paging.ts';
import { documentOf } from '../../infra/records.ts';
import { chinaDate } from '../../infra/clock.ts';
import { ExemptBill, type BillCharge } from './bill.ts';

export interface ExemptionsAsked { q?: string | undefined; unit?: string | undefined; item?: string | undefined; from?: Date; until?: Date }

/** Few of all bills are exempt: they are found by their state, whatever the order. */
const exempt = (database: Database) => database.fromRaw('bills FORCE INDEX (by_status)').where({ status: 'exempt' });
/** A charge in which this stands at `where`, below `$.charges[*].assessed`. */
const inCharge = "JSON_SEARCH(document, 'one', ?, NULL, ?) IS NOT NULL";
const literally = (text: string): string => anywhere(text).slice(1, -1);
const ofCharge = (where: string): string => `$.charges[*].assessed.${where}`;

/** One page, newest first. */
export async function pageOfExemptions(database: Database, { q, unit, item, ...span }: ExemptionsAsked, paging: Paging): Promise<{ exemptions: ExemptBill[]; next: string | null }> {
  const query = exempt(database);
  madeWithin(query, span);
  if (unit !== undefined) void query.whereRaw(inCharge, [literally(unit), ofCharge('standard.collectingUnit.code')]);
  if (item !== undefined) void query.whereRaw(inCharge, [literally(item), ofCharge('standard.revenueItem.code')]);
  if (q !== undefined) {
    const pattern = anywhere(q);
    void query.where((one) => {
      void one.where('case_number', 'like', pattern).orWhereRaw(inCharge, [pattern, ofCharge('wanted.relief.documentNumber')]).orWhereRaw(inCharge, [pattern, '$.item.name']);
    });
  }
  const { rows, next } = await recordPage(query, paging, 'desc');
  return { exemptions: rows.map((row) => ExemptBill.parse(documentOf(row.document))), next };
}

export interface ExemptionSum { key: string; name: string; exemptions: number; forgoneInFen: number }
export interface ExemptionSums { exemptions: number; forgoneInFen: number; days: ExemptionSum[]; units: ExemptionSum[]; items: ExemptionSum[] }

/** What a charge would have come to without its relief. */
export function forgoneOf({ assessed }: BillCharge): number {
  // The relief is the last line of the reckoning.
  return assessed?.wanted.relief ? Math.abs(assessed.lines.at(-1)?.amountInFen ?? 0) : 0;
}
export const forgoneIn = (charges: readonly BillCharge[]): number => charges.reduce((sum, charge) => sum + forgoneOf(charge), 0);

/** All exemptions of some days added up. One of two units counts once for each, and once in all. */
export async function exemptionSums(database: Database, span: { from: Date; until: Date }): Promise<ExemptionSums> {
  const sums: ExemptionSums = { exemptions: 0, forgoneInFen: 0, days: [], units: [], items: [] };
  const books = { days: new Map<string, ExemptionSum>(), units: new Map<string, ExemptionSum>(), items: new Map<string, ExemptionSum>() };
  const add = (book: Map<string, ExemptionSum>, parts: ReadonlyMap<string, { name: string; fen: number }>): void => {
    for (const [key, { name, fen }] of parts) {
      const one = book.get(key) ?? { key, name, exemptions: 0, forgoneInFen: 0 };
      book.set(key, { ...one, exemptions: one.exemptions + 1, forgoneInFen: one.forgoneInFen + fen });
    }
  };
  const query = exempt(database);
  madeWithin(query, span);
  for (let after: Paging['after'] = null; ;) {
    const { rows, next } = await recordPage(query.clone(), { limit: 500, after }, 'desc');
    for (const row of rows) {
      const { charges, department, exemptedAt } = ExemptBill.parse(documentOf(row.document));
      const parts = (of: (charge: BillCharge) => { code: string; name: string }): Map<string, { name: string; fen: number }> => {
        const found = new Map<string, { name: string; fen: number }>();
        for (const charge of charges) { const { code, name } = of(charge); found.set(code, { name, fen: (found.get(code)?.fen ?? 0) + forgoneOf(charge) }); }
        return found;
      };
      sums.exemptions += 1;
      sums.forgoneInFen += forgoneIn(charges);
      add(books.days, new Map([[chinaDate(new Date(exemptedAt)), { name: '', fen: forgoneIn(charges) }]]));
      // Without a registered standard a charge is its department's.
      add(books.units, parts(({ assessed }) => assessed?.standard.collectingUnit ?? department));
      add(books.items, parts(({ assessed }) => assessed?.standard.revenueItem ?? { code: '', name: '' }));
    }
    const last = rows.at(-1);
    if (next === null || !last) break;
    after = { at: new Date(last.created_at).toISOString(), id: last.id };
  }
  for (const name of ['days', 'units', 'items'] as const) sums[name] = [...books[name].values()].sort((a, b) => (a.key < b.key ? -1 : 1));
  return sums;
}
