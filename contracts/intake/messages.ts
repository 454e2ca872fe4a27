/** What intake states on the bus. It takes its commands over HTTP (openapi.yaml); it commands the capabilities. */
import { z } from 'zod';

/** A case has ended: delivered and closed, not accepted, or withdrawn. */
export const CaseClosed = z.object({
  caseNumber: z.string().min(1).max(50),
  end: z.enum(['delivered', 'not-accepted', 'withdrawn']),
  closedAt: z.iso.datetime({ offset: true }),
});

export const commands = {};
export const events = { 'events.intake.case-closed': CaseClosed };
