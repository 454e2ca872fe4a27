/** Has fees count what a case is charged by registered standards, as they stand today; nothing is kept by the asking. */
import type { components as FeesSchemas, paths as FeesPaths } from '../../contracts/fees/api.ts';
import { refusal, type Refusal } from '../../contracts/refusals.ts';
import type { Client } from '../../infra/http-client.ts';
import { wantedOf, type CaseFee, type CountedCharge, type GivenFee } from './case-fee.ts';
import type { CaseRecord } from './case.ts';

/** `fees` null: no address of fees is set. `by`, `at`: who asks, and when. */
export async function countFee(fees: Client<FeesPaths> | null, record: Pick<CaseRecord, 'item' | 'answers'>, given: readonly GivenFee[], by: string, at: Date): Promise<CaseFee | Refusal> {
  const wanted = wantedOf(record.item, record.answers, given);
  if (!Array.isArray(wanted)) return wanted;
  if (wanted.length === 0) return refusal('fee-terms-differ', { field: 'fee', detail: { zh: '该事项没有按收费标准计费的收费', en: 'the item has no charge by a standard' } });
  if (!fees) return refusal('not-configured', { detail: { zh: 'HUB_FEES_URL：收费服务地址未设置', en: 'HUB_FEES_URL: the address of fees is not set' } });
  const answer = await fees.call('post', '/assessments', { body: { charges: wanted } });
  if (answer.kind === 'refused') return refusal('fee-not-countable', { field: 'fee', detail: answer.detail });
  if (answer.kind !== 'done') return refusal('fees-silent');
  const names = record.item.feeTerms ?? [];
  return { by, countedAt: at.toISOString(), charges: answer.value.charges.map((charge, place) => countedCharge(charge, names[place]?.name ?? charge.name)) };
}

function countedCharge({ standard, amountInFen, assessed }: FeesSchemas['schemas']['Charge'], name: string): CountedCharge {
  if (!assessed) throw new Error('fees counted a charge without its standard');
  const { standardCode, measure, relief, validFrom, basis, revenueItem, collectingUnit, lines } = assessed;
  return { name, standard, amountInFen, wanted: { standardCode, measure, relief, version: validFrom }, basis, revenueItem, collectingUnit, lines };
}
