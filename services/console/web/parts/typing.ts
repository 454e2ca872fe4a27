/** Whether a key belongs to something that takes keys itself: an input box, a dialog, a list that is open. */
export const typing = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || /^(?:INPUT|TEXTAREA|SELECT)$/.test(target.tagName) || target.closest('[role=dialog],[role=listbox],[role=menu]') !== null);
