/** What reading bytes of a peer gives: the thing, or why not. Bad bytes are a matter of every day here, so they are no exception. */

/** Why bytes were refused. `framing: 'lost'` = nobody can say where the next frame starts, so the line must be closed. */
export interface WireFault {
  readonly zh: string;
  readonly en: string;
  readonly framing: 'kept' | 'lost';
  /** `mac`: the frame says it comes from somebody it does not come from, or was changed on the way. */
  readonly kind?: 'mac';
}

export type Reading<Thing> = { readonly ok: true; readonly value: Thing } | { readonly ok: false; readonly fault: WireFault };

/** A reading that succeeded. */
export function read<Thing>(value: Thing): Reading<Thing> {
  return { ok: true, value };
}

/** A reading that failed; the framing holds unless said otherwise. */
export function unreadable(zh: string, en: string, framing: WireFault['framing'] = 'kept', kind?: 'mac'): Reading<never> {
  return { ok: false, fault: { zh, en, framing, ...(kind ? { kind } : {}) } };
}
