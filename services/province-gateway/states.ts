/** A decision of a higher authority, as the gateway knows it: told once, then left alone. */
export const decisionStates = { none: ['stated'], stated: [] } as const;
/** An application from a portal 网上申请: from its first moment a case, waiting for people, or given back; never two of these, never none. */
export const applicationStates = { none: ['quarantined', 'failed'], quarantined: ['started', 'failed'], started: [], failed: [] } as const;
