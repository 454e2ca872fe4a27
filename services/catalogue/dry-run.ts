/**
 * What a change set would mean for the cases that are open now. Each case is pinned to the publication of its receipt; accepted cases go on
 * untouched (a case is judged by what was in force at its acceptance), those only received are held against the new content.
 */
import type { paths as Intake } from '../../contracts/intake/api.ts';
import type { Database } from '../../infra/database.ts';
import type { Client, AnswerOf } from '../../infra/http-client.ts';
import { entriesAfter, type Entry } from './change-set-entries.ts';

type OpenCase = NonNullable<AnswerOf<Intake['/open-cases']['get']>>['cases'][number];
/** One page of the open cases of some items; null when intake cannot be asked. */
export type OpenCases = (itemCodes: readonly string[], after: string | null) => Promise<{ cases: OpenCase[]; more: boolean } | null>;

export interface ConcernedCase { caseNumber: string; itemCode: string; itemName: string; state: string; version: number; edition: number; pinned: boolean; loses: string[]; lacks: string[]; stopped: boolean }
export interface DryRunResult { items: number; open: number; pinned: number; affected: number; losing: number; lacking: number; stopped: number; cases: ConcernedCase[]; more: boolean }

const codesAtOnce = 80;
const casesListed = 200;

export const openCasesOf = (intake: Client<Intake>): OpenCases => async (itemCodes, after) => {
  const answer = await intake.call('get', '/open-cases', { query: { itemCodes: itemCodes.join(','), ...(after === null ? {} : { after }) } });
  return answer.kind === 'done' ? answer.value : null;
};

/** Goes through the entries that change something known; what is added has no cases yet. */
export async function dryRun(database: Database, changeSetId: string, openCases: OpenCases): Promise<DryRunResult | { kind: 'unavailable' }> {
  const result: DryRunResult = { items: 0, open: 0, pinned: 0, affected: 0, losing: 0, lacking: 0, stopped: 0, cases: [], more: false };
  for (let number = 0; ;) {
    const page = await entriesAfter(database, changeSetId, { after: number, limit: codesAtOnce });
    // Of several versions of one item the last is what a case would meet.
    const changed = new Map(page.filter((one) => one.document.before !== null && one.status !== 'superseded').map((one) => [one.code, one]));
    const seen = new Set<string>();
    for (let after: string | null = null; changed.size > 0;) {
      const found: { cases: OpenCase[]; more: boolean } | null = await openCases([...changed.keys()], after);
      if (!found) return { kind: 'unavailable' };
      for (const one of found.cases) {
        const entry = changed.get(one.itemCode);
        if (!entry) continue;
        seen.add(one.itemCode);
        add(result, concerned(one, entry));
      }
      after = found.cases.at(-1)?.caseNumber ?? null;
      if (!found.more || after === null) break;
    }
    result.items += seen.size;
    if (page.length < codesAtOnce) return result;
    number = page.at(-1)?.number ?? number;
  }
}

/** Holds one case against one entry. */
export function concerned(one: OpenCase, { name, document: { after, beforeItem } }: Pick<Entry, 'name' | 'document'>): ConcernedCase {
  const { caseNumber, itemCode, state, version, edition, acceptedAt, handedIn } = one;
  const pinned = acceptedAt !== null;
  const asked = new Set(after?.materials.map((material) => material.name));
  const knownBefore = new Set(beforeItem?.materials.filter((material) => material.required).map((material) => material.name));
  return {
    caseNumber, itemCode, itemName: name, state, version, edition, pinned,
    loses: pinned || after === null ? [] : handedIn.filter((material) => !asked.has(material)),
    // What the window has been asking for all along it will ask for anyway.
    lacks: pinned || after === null ? [] : after.materials.filter((material) => material.required && !handedIn.includes(material.name) && !knownBefore.has(material.name)).map((material) => material.name),
    stopped: !pinned && (after === null || after.state !== 'in-use'),
  };
}

function add(result: DryRunResult, one: ConcernedCase): void {
  result.open += 1;
  if (one.pinned) result.pinned += 1;
  else result.affected += 1;
  if (one.loses.length > 0) result.losing += 1;
  if (one.lacks.length > 0) result.lacking += 1;
  if (one.stopped) result.stopped += 1;
  // Those that somebody must look at stand before those that go on as they are.
  if (!one.pinned) result.cases.splice(result.cases.filter((each) => !each.pinned).length, 0, one);
  else result.cases.push(one);
  if (result.cases.length > casesListed) { result.cases.length = casesListed; result.more = true; }
}
