/** What the list of cases says. */
export const casesTexts = {
  title: ['办件查询', 'Cases'],
  empty: ['没有符合条件的办件', 'No case matches'],
} as const;
