/** What the workbench says. */
export const workbenchTexts = {
  title: ['工作台', 'Workbench'],
  empty: ['没有待办', 'Nothing waits for you'],
} as const;
