/**
 * The register of published standards 收费标准: each in versions that follow one another by their first day and never change. A bill counts
 * by the version in force on the day it is made and keeps a copy of it.
 */
import { z } from 'zod';
import { refusal } from '../../contracts/refusals.ts';
import { accept, ignore, refuse, takes } from '../../infra/machine.ts';
import type { Decision, MessagesOf } from '../../infra/machine.ts';
import { Standard, standardProblem } from './standard.ts';

const act = z.object({ by: z.string(), at: z.iso.datetime({ offset: true }) });
export const RegisteredStandard = z.object({
  status: z.enum(['published', 'withdrawn']),
  code: z.string(),
  /** Oldest first. */
  versions: z.array(Standard.extend({ published: act })).min(1),
  /** From this day on nothing may be charged by it. */
  withdrawn: act.extend({ from: z.iso.date(), reason: z.string() }).nullable(),
});
export type RegisteredStandard = z.infer<typeof RegisteredStandard>;

export const accepts = {
  'http.publish-standard': takes(Standard, (data) => data.code),
  'http.withdraw-standard': takes(z.object({ from: z.iso.date(), reason: z.string().min(2) }), () => ''),
};

export function decide(registered: RegisteredStandard | undefined, message: MessagesOf<typeof accepts>, { now }: { now: Date }): Decision<RegisteredStandard> {
  const act = { by: message.actor?.subject ?? '', at: now.toISOString() };
  if (message.type === 'http.withdraw-standard') {
    if (!registered) return refuse(refusal('not-found'));
    if (registered.withdrawn) return refuse(refusal('wrong-state', { detail: { zh: '该收费标准已废止', en: 'the standard was withdrawn before' } }));
    const next: RegisteredStandard = { ...registered, status: 'withdrawn', withdrawn: { ...act, ...message.data } };
    return accept(next, [], shown(next));
  }
  const standard = message.data;
  const problem = standardProblem(standard);
  if (problem) return refuse(problem);
  const published = { ...standard, published: act };
  if (!registered) {
    const next: RegisteredStandard = { status: 'published', code: standard.code, versions: [published], withdrawn: null };
    return accept(next, [], shown(next));
  }
  if (registered.withdrawn) return refuse(refusal('wrong-state', { detail: { zh: '该收费标准已废止，请使用新的编码', en: 'the standard was withdrawn; publish it under another code' } }));
  const last = registered.versions.at(-1);
  if (last && isSame(last, standard)) return ignore('published before in the same words', shown(registered));
  if (last && standard.validFrom <= last.validFrom) return refuse(refusal('standard-version-fixed', { field: 'validFrom' }));
  const next: RegisteredStandard = { ...registered, versions: [...registered.versions, published] };
  return accept(next, [], shown(next));
}

const isSame = (one: Standard, other: Standard): boolean => JSON.stringify(Standard.parse(one)) === JSON.stringify(Standard.parse(other));

/** The version to count by on a day (yyyy-MM-dd); null before the first and after the withdrawal. */
export function inForceOn({ versions, withdrawn }: RegisteredStandard, on: string): Standard | null {
  if (withdrawn !== null && on >= withdrawn.from) return null;
  const version = versions.findLast(({ validFrom }) => validFrom <= on);
  return version ? Standard.parse(version) : null;
}

/** As the contract shows it. */
export function shown({ status, ...registered }: RegisteredStandard): Omit<RegisteredStandard, 'status'> & { state: RegisteredStandard['status'] } {
  return { state: status, ...registered };
}
