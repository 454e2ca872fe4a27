/**
 * The items the window may accept, as the catalogue offered them: intake's own copy, so that a registration asks nobody.
 */
import { z } from 'zod';
import { OfferedItem } from '../../contracts/catalogue/messages.ts';
import { events } from '../../contracts/messages.ts';
import { accept, ignore, machine, takes, type AnyMachine, type Decision, type MessagesOf, type Transitions } from '../../infra/machine.ts';

export const offeredItemStates = { none: ['offered', 'withdrawn'], offered: ['withdrawn'], withdrawn: ['offered'] } as const satisfies Transitions;

const Offer = z.object({
  status: z.enum(['offered', 'withdrawn']), item: OfferedItem.nullable(), reason: z.string().nullable(),
  /** The last word heard of the item, as the catalogue counts them. */
  telling: z.number().int().default(0),
});
export type Offer = z.infer<typeof Offer>;

const accepts = {
  'events.catalogue.item-offered': takes(events['events.catalogue.item-offered'], (d) => d.item.code),
  'events.catalogue.item-withdrawn': takes(events['events.catalogue.item-withdrawn'], (d) => d.itemCode),
} as const;

/** The bus keeps no order: a withdrawal that comes after a later offer must not end it, nor an old offer undo a withdrawal. */
export function decide(offer: Offer | undefined, message: MessagesOf<typeof accepts>): Decision<Offer> {
  const { telling } = message.data;
  const isLate = offer !== undefined && offer.telling > telling;
  if (message.type === 'events.catalogue.item-withdrawn') {
    if (isLate) return ignore('a later word is known');
    return accept<Offer>({ status: 'withdrawn', item: offer?.item ?? null, reason: message.data.reason, telling });
  }
  const { item } = message.data;
  // Withdrawn before it was offered: what it says of the item is still news.
  if (isLate) return offer.item === null ? accept({ ...offer, item }) : ignore('a later word is known');
  // Undoing a change offers the former version again: the count of the tellings says which word is the last.
  if (telling === 0 && offer?.item && offer.item.version > item.version) return ignore('a newer version is known');
  return accept<Offer>({ status: 'offered', item, reason: null, telling });
}

export const offeredItems: AnyMachine = machine({ name: 'offered_items', states: offeredItemStates, record: Offer, accepts, decide });
export { Offer as OfferSchema };
