/**
 * Which cases are looked for, kept in the page's address so that a list can be sent to a colleague and found again by
 * the back button. Promise: what an address says wrongly is left out, never asked of a service.
 */
import type { operations } from '../../../../contracts/intake/api.ts';
import { terms } from '../texts/terms.ts';

export type CaseQuery = NonNullable<operations['listCases']['parameters']['query']>;
/** What a person may filter by; the page's cursor and length are not among it. */
export type CaseFilter = Omit<CaseQuery, 'cursor' | 'limit'>;

const named = <Name extends string>(names: readonly Name[], text: string | null): Name | undefined => names.find((name) => name === text);
const keysOf = <Names extends Readonly<Record<string, unknown>>>(names: Names): (keyof Names & string)[] => Object.keys(names);
const listed = (known: readonly string[], text: string | null): string | undefined => text?.split(',').filter((word) => known.includes(word)).join(',') || undefined;
const day = (text: string | null): string | undefined => (text !== null && /^\d{4}-\d{2}-\d{2}$/.test(text) ? text : undefined);
const short = (text: string | null, length: number): string | undefined => text?.trim().slice(0, length) || undefined;

export function caseFilterOf(address: URLSearchParams): CaseFilter {
  const filter: CaseFilter = {
    q: short(address.get('q'), 100),
    state: listed(keysOf(terms.caseState), address.get('state')),
    itemCode: short(address.get('itemCode'), 33),
    form: named(keysOf(terms.form), address.get('form')),
    waitingFor: listed(keysOf(terms.waitingFor), address.get('waitingFor')),
    mine: named(['received', 'accepted', 'reviewed', 'decided', 'any'] as const, address.get('mine')),
    window: short(address.get('window'), 40),
    receivedBy: short(address.get('receivedBy'), 96),
    department: short(address.get('department'), 18),
    receivedFrom: day(address.get('receivedFrom')),
    receivedTo: day(address.get('receivedTo')),
    decidedFrom: day(address.get('decidedFrom')),
    decidedTo: day(address.get('decidedTo')),
    onTime: ({ true: true, false: false } as Readonly<Record<string, boolean>>)[address.get('onTime') ?? ''],
    light: named(['green', 'yellow', 'red'] as const, address.get('light')),
    attention: address.get('attention') === 'true' || undefined,
    open: address.get('open') === 'true' || undefined,
    order: named(['due', 'received'] as const, address.get('order')),
  };
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined));
}

/** The address that says this filter. */
export function addressOf(filter: CaseFilter): URLSearchParams {
  const address = new URLSearchParams();
  for (const [key, value] of Object.entries(filter)) if (value !== undefined && value !== '') address.set(key, String(value));
  return address;
}

/** The filter with some of it changed; undefined takes away. */
export function changed(filter: CaseFilter, change: CaseFilter): CaseFilter {
  return caseFilterOf(addressOf({ ...filter, ...change }));
}
