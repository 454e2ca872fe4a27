/** The five kinds of record the catalogue keeps, and every move each may make. */

/**
 * 事项 · an item of this zone. `awaiting`: a document delegates it, the province has not published it yet; `offered`: at the window;
 * `withdrawn`: known, but no case may be taken (suspended, ended, taken back).
 */
export const itemStates = {
  none: ['awaiting', 'offered', 'withdrawn'],
  awaiting: ['offered', 'withdrawn'],
  offered: ['withdrawn'],
  withdrawn: ['offered'],
} as const;

/** 授权书/委托书 · a document of delegation. A document that ended stays on the register for ever; a new grant is a new document. */
export const delegationStates = {
  none: ['in-force', 'suspended', 'terminated', 'taken-back'],
  'in-force': ['suspended', 'terminated', 'taken-back'],
  suspended: ['in-force', 'terminated', 'taken-back'],
  terminated: [],
  'taken-back': [],
} as const;

/** 订阅 · somebody who is told of published changes. */
export const subscriptionStates = {
  none: ['active'],
  active: ['paused', 'ended'],
  paused: ['active', 'ended'],
  ended: [],
} as const;

/** 差异 · one difference between what province, department and zone say of an item. It closes by itself, and may come back. */
export const driftStates = {
  none: ['open'],
  open: ['explained', 'being-mended', 'closed'],
  explained: ['open', 'being-mended', 'closed'],
  'being-mended': ['open', 'explained', 'closed'],
  closed: ['open'],
} as const;

/** 比对 · one comparison of all items with what the sources say. */
export const driftRunStates = {
  none: ['running'],
  running: ['finished', 'failed'],
  finished: [],
  failed: [],
} as const;

/** 同步 · one fetching of items from the province, page by page. */
export const synchronisationStates = {
  none: ['running'],
  running: ['finished', 'failed'],
  finished: [],
  failed: [],
} as const;

/**
 * 变更单 · what one arrival changes. `collecting` while the arrival is still being read; `approved` waits for its day; `applying` and
 * `undoing` go from item to item; `replaced`: a later arrival of the same source says otherwise of all its items; `abandoned`: the
 * arrival broke off, nothing of it may be approved.
 */
export const changeSetStates = {
  none: ['collecting'],
  collecting: ['proposed', 'rejected', 'abandoned'],
  proposed: ['approved', 'applying', 'rejected', 'replaced'],
  approved: ['applying', 'rejected'],
  applying: ['in-force'],
  'in-force': ['undoing'],
  undoing: ['undone'],
  undone: [],
  rejected: [],
  replaced: [],
  abandoned: [],
} as const;

/**
 * 部门清单 · a list a department handed in. `reading` row by row; `proposing` its good rows; `refused`: the file may not be taken and
 * nothing of it is anywhere; `unchanged`: it says nothing new.
 */
export const departmentListStates = {
  none: ['reading'],
  reading: ['proposing', 'unchanged', 'refused'],
  proposing: ['proposed', 'unchanged'],
  proposed: [],
  unchanged: [],
  refused: [],
} as const;
