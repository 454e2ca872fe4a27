/** A decision of a higher authority, as the gateway knows it: told once, then left alone. */
export const decisionStates = { none: ['stated'], stated: [] } as const;
