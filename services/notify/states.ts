// A notice to the applicant: one text for one step, once. What the phone got is told by the gateway's reports.
import { z } from 'zod';
import { departmentOfCase } from '../../contracts/identifiers.ts';
import { TextKind } from '../../contracts/notify/messages.ts';

/** All legal moves of a notice. */
export const noticeStates = {
  none: ['scheduled', 'handing-over', 'failed'],
  scheduled: ['handing-over'],
  // A report may overtake the gateway's answer.
  'handing-over': ['handed-over', 'delivered', 'failed', 'unknown'],
  'handed-over': ['delivered', 'failed', 'unknown'],
  // Late reports settle what had been given up.
  unknown: ['delivered', 'failed'],
  failed: ['delivered'],
  delivered: [],
} as const;

/** A notice as it is kept. */
export const Notice = z.object({
  status: z.enum(['scheduled', 'handing-over', 'handed-over', 'delivered', 'failed', 'unknown']),
  textKey: z.string(),
  caseNumber: z.string(),
  kind: TextKind,
  department: z.string().optional(),
  mobile: z.string(),
  /** For the phone. */
  words: z.string(),
  /** For the office: the query password left out. */
  shown: z.string(),
  askedAt: z.iso.datetime(),
  /** Put off to, because of the permitted hours. */
  dueAt: z.iso.datetime().nullable(),
  reportedAt: z.iso.datetime({ offset: true }).nullable(),
  reason: z.string().nullable(),
});
/** A notice as it is kept. */
export type Notice = z.infer<typeof Notice>;

/** The department whose officers may read a notice. Where none was told, the body whose item it is: its code begins the case number. */
export const departmentOf = (notice: Notice): string => notice.department ?? departmentOfCase(notice.caseNumber);
