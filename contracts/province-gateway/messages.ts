/** What the province gateway states on the bus: what came back from above. */
import { z } from 'zod';

/** A higher authority has decided a case that was reported up (审批直报). */
export const UpstreamDecided = z.object({
  caseNumber: z.string().min(1).max(50),
  decision: z.enum(['granted', 'refused']),
  documentNumber: z.string().min(1),
  authority: z.string().min(1),
  decidedAt: z.iso.datetime({ offset: true }),
  note: z.string(),
});

export const commands = {};
export const events = { 'events.province-gateway.upstream-decided': UpstreamDecided };
