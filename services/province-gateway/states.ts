/** The states of what the gateway keeps: a decision from above, and a step handed over to go to the province. */

/** A decision of a higher authority, as the gateway knows it: told once, then left alone. */
export const decisionStates = { none: ['stated'], stated: [] } as const;
/** An application from a portal 网上申请: from its first moment a case, waiting for people, or given back; never two of these, never none. */
export const applicationStates = { none: ['quarantined', 'failed'], quarantined: ['started', 'failed'], started: [], failed: [] } as const;

/** A step on its way to the province. What is doubtful is asked about; only a certain "not there" lets it be sent again. */
export const outgoingStates = {
  none: ['waiting', 'sending', 'not-carried'],
  /** Its turn has not come: an earlier step, a pause, an outage, or a wait before the next try. */
  waiting: ['sending'],
  sending: ['acknowledged', 'awaiting', 'waiting', 'doubtful', 'refused'],
  /** It may have arrived. */
  doubtful: ['acknowledged', 'awaiting', 'waiting', 'refused'],
  /** It lies where the province fetches it, unread. */
  awaiting: ['acknowledged', 'waiting', 'refused'],
  /** The province has it; a correction goes again, and what it lost is asked about first. */
  acknowledged: ['waiting', 'sending', 'doubtful'],
  /** For people; handed over again it goes again. */
  refused: ['waiting', 'sending'],
  /** The platform takes no steps of this kind. */
  'not-carried': [],
} as const;

/** Something that was told on the bus: once. */
export const noticeStates = { none: ['told'], told: [] } as const;
