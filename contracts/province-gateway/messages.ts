/** What the province gateway states on the bus: what came back from above, how steps ended that were not answered at once, how platforms stand. */
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

const StepKind = z.enum(['accept', 'process', 'special', 'report', 'result', 'material', 'evaluation']);
const step = { caseNumber: z.string().min(1).max(50), sequence: z.number().int().min(1), kind: StepKind, revision: z.number().int().min(1) };

/** The province has a step that had been held: what an answer of 200 says, told later. */
export const StepAcknowledged = z.object({ ...step, platform: z.string(), receipt: z.string(), at: z.iso.datetime({ offset: true }) });
/** The province refused a step that had been held; a person must look. Codes and field names only in the detail. */
export const StepRefused = z.object({ ...step, platform: z.string(), reason: z.string(), detail: z.string() });
/** By the rule of the platform's profile the province's word counts for a field: our ledger has taken it over. */
export const StepCorrected = z.object({ ...step, platform: z.string(), field: z.string(), value: z.string().nullable(), at: z.iso.datetime({ offset: true }) });
/** A platform was closed for maintenance, lost, is being caught up with, or open again. */
export const PlatformChanged = z.object({
  platform: z.string(), state: z.enum(['open', 'draining', 'paused', 'down']), since: z.iso.datetime({ offset: true }).nullable(), until: z.iso.datetime({ offset: true }).nullable(), zh: z.string(), en: z.string(),
});

export const commands = {};
export const events = {
  'events.province-gateway.upstream-decided': UpstreamDecided,
  'events.province-gateway.step-acknowledged': StepAcknowledged,
  'events.province-gateway.step-refused': StepRefused,
  'events.province-gateway.step-corrected': StepCorrected,
  'events.province-gateway.platform-changed': PlatformChanged,
};
