/** An invented item and an invented document for tests, valid in every field; a test changes what it is about. */
import { composeCreditCode } from '../../contracts/identifiers.ts';
import type { ItemDelegation } from './item.ts';
import { PublishedItem, type PublishedItemGiven } from './published-item.ts';

/** Credit code of the invented department. */
export const body = composeCreditCode('11533900', '99000202') ?? '';
/** Credit code of the invented zone. */
export const zone = composeCreditCode('11533902', '99000301') ?? '';
const coded = { list: 'a', code: '01', meaning: '行政许可' };
/** One version of the item. */
export const published = (version: number, effectiveOn: string | null, more: Partial<PublishedItemGiven> = {}): PublishedItem => PublishedItem.parse({
  catalogCode: '530117001000', taskCode: `${body}3530117001000`, handlingCode: `${body}353011700100001`, name: '建筑工程施工许可证核发', version, state: 'in-use', effectiveOn,
  cancelledOn: null, type: coded, department: { name: '云岭市住房和城乡建设局', code: body, nature: coded }, exerciseLevel: coded, powerSource: coded, legalBasis: '建筑法第七条',
  statutoryLimit: { amount: 20, unit: 'working-day' }, promisedLimit: { amount: 5, unit: 'working-day' }, handlingType: coded, handlingWord: 'promised', servedKinds: [coded],
  conditions: null, address: null, openingHours: null, telephone: null, visits: 1,
  materials: [{ name: '申请表', required: true, form: null, copies: 1, source: null, acceptanceStandard: null }], charges: [], result: { type: 'certificate', name: '建筑工程施工许可证' }, formFields: [], ...more,
});
/** A document that delegates it, as it stands behind the item. */
export const delegation = (documentNumber: string, validFrom: string, validTo: string, more: Partial<ItemDelegation> = {}): ItemDelegation => ({
  documentNumber, kind: '授权书', form: 'direct', department: { name: '云岭市住房和城乡建设局', creditCode: body, sealCode: 'YL-ZJ-01' }, upstreamAuthority: null,
  zone: { name: '云岭经济开发区', creditCode: zone, divisionCode: '533902' }, subParks: [], zoneSealCode: 'YL-KFQ-01', countersign: 'standing', signedOn: validFrom, validFrom, validTo, trialEndsOn: validTo,
  posts: { a: 'A', b: 'B' }, standing: 'in-force', handOverOn: null, endedOn: null, endReason: null, appliesFrom: null, supersededOn: null, ...more,
});
