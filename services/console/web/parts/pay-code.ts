/** What a pay code may look like, as far as that can be told without asking. */

/** Of most provinces, and of the sample zone. */
export const usualPayCode = /^\d{20}$/;
