/**
 * Hands an application to intake: each file fetched from the platform and looked at as the window's are, then the application itself.
 * Everything here may be done again: a file is kept by its digest, and an application becomes one case whatever happens.
 */
import { z } from 'zod';
import type { operations as IntakeOperations, paths as IntakePaths } from '../../contracts/intake/api.ts';
import type { operations as CatalogueOperations, paths as CataloguePaths } from '../../contracts/catalogue/api.ts';
import { REFUSALS, isRefusalReason } from '../../contracts/refusals.ts';
import { chinaDate, type Clock } from '../../infra/clock.ts';
import type { AnswerOf, Client } from '../../infra/http-client.ts';
import { done, refused, unavailable, type Outcome } from '../../infra/outcome.ts';
import type { ApplicationRecord, FileLookedAt, TakeApplication, Taken } from './application.ts';
import type { Province } from './port.ts';

/** The window takes 20 MB; what says it is larger is not fetched at all. */
const largestFile = 25 * 1024 * 1024;
const uploadTimeoutMs = 30_000;

export type NoticeClock = AnswerOf<IntakeOperations['showNoticeClock']>;

export interface IntakePort {
  take(record: ApplicationRecord, platform: Province, how: z.infer<typeof TakeApplication>): Promise<Outcome<z.infer<typeof Taken>>>;
  /** Receipt number and query password of a case made of an application; asked for when the platform is told, so that the password is kept nowhere. */
  receiptOf(record: ApplicationRecord): Promise<Outcome<{ caseNumber: string; receiptNumber: string; queryPassword: string }>>;
  /** The clock of what was received on a day, as it stands today; null while intake cannot be asked. */
  noticeClock(receivedOn: string): Promise<NoticeClock | null>;
}

export function intakePort(intake: Client<IntakePaths>, clock: Clock): IntakePort {
  const clocks = new Map<string, NoticeClock>();

  async function lookAt(record: ApplicationRecord, platform: Province): Promise<Outcome<FileLookedAt[]>> {
    const looked: FileLookedAt[] = [];
    for (const file of record.application?.files ?? []) {
      const earlier = record.files.find((one) => one.fileId === file.fileId && one.sha256 !== null);
      const problem = (code: string, zh: string, en: string): void => { looked.push({ fileId: file.fileId, sha256: null, problem: { code, field: file.name, zh, en } }); };
      if (earlier) { looked.push(earlier); continue; }
      if (file.bytes > largestFile) { problem('file-too-large', REFUSALS['file-too-large'].zh, REFUSALS['file-too-large'].en); continue; }
      const fetched = await platform.applicationFile(record.applicationId, file.fileId);
      if (fetched.kind === 'refused') { problem('file-missing', `平台没有给出文件：${fetched.detail}`, `the platform did not give the file: ${fetched.detail}`); continue; }
      if (fetched.kind !== 'done') return unavailable(fetched.detail);
      const kept = await intake.call('post', '/materials', { body: Buffer.from(fetched.value.bytes), headers: { 'x-file-name': encodeURIComponent(fetched.value.name).slice(0, 600) }, timeoutMs: uploadTimeoutMs });
      if (kept.kind === 'done') looked.push({ fileId: file.fileId, sha256: kept.value.sha256, problem: null });
      else if (kept.kind === 'refused') problem(kept.reason, kept.detail || (isRefusalReason(kept.reason) ? REFUSALS[kept.reason].zh : kept.reason), isRefusalReason(kept.reason) ? REFUSALS[kept.reason].en : kept.reason);
      else return unavailable(kept.detail);
    }
    return done(looked);
  }

  async function put(record: ApplicationRecord, itemCode: string, files: readonly FileLookedAt[]): ReturnType<IntakePort['receiptOf']> {
    const { application } = record;
    if (!application) return refused('not-found', '申请数据无法读取 the application cannot be read');
    const contact = record.contact ? { ...record.contact, citizenNumber: null } : application.contact;
    const answer = await intake.call('put', '/applications/{platform}/{applicationId}', {
      path: { platform: record.platform, applicationId: record.applicationId },
      body: {
        itemCode, projectName: [...application.projectName].slice(0, 200).join(''), applicant: application.applicant.documentType === 'credit-code'
          ? { name: application.applicant.name, creditCode: application.applicant.documentNumber, person: null }
          : { name: application.applicant.name, creditCode: null, person: { documentType: application.applicant.documentType, documentNumber: application.applicant.documentNumber } },
        contact: { name: contact?.name ?? '', citizenNumber: contact?.citizenNumber ?? null, mobile: contact?.mobile ?? '' },
        materials: files.flatMap(({ fileId, sha256 }) => {
          const file = application.files.find((one) => one.fileId === fileId);
          return file && sha256 !== null ? [{ name: file.material ?? file.name.replace(/\.[A-Za-z0-9]{1,5}$/, ''), sha256 }] : [];
        }).slice(0, 100),
        appliedAt: record.submittedAt, ...(record.assignedBy ? { assignedBy: record.assignedBy } : {}),
      },
    });
    if (answer.kind !== 'done') return answer.kind === 'in-doubt' ? unavailable(answer.detail) : answer;
    const { caseNumber, receiptNumber, queryPassword } = answer.value;
    return done({ caseNumber, receiptNumber, queryPassword });
  }

  return {
    async take(record, platform, { itemCode, withoutFiles }) {
      const looked = await lookAt(record, platform);
      if (looked.kind !== 'done') return looked;
      const files = looked.value;
      // A file that is no proper file is 不符合法定形式: a person says whether the case begins without it and asks for a better one.
      if (!withoutFiles && files.some((file) => file.problem !== null)) return done({ kind: 'files-refused', files });
      const answer = await put(record, itemCode, files);
      return answer.kind === 'done' ? done({ kind: 'case', caseNumber: answer.value.caseNumber, receiptNumber: answer.value.receiptNumber, files }) : answer;
    },
    receiptOf: (record) => put(record, record.itemCode ?? '', record.files),
    async noticeClock(receivedOn) {
      const key = `${receivedOn} ${chinaDate(clock.now())}`;
      const known = clocks.get(key);
      // A day the calendar does not reach may be reached once the notice is loaded.
      if (known?.due) return known;
      const answer = await intake.call('get', '/notice-clock', { query: { receivedOn } });
      if (answer.kind !== 'done') return null;
      if (clocks.size > 500) clocks.clear();
      clocks.set(key, answer.value);
      return answer.value;
    },
  };
}

export type Suggestion = AnswerOf<CatalogueOperations['listNearestItems']>['items'][number];

/** The nearest items of the catalogue; null while it cannot be asked. */
export async function suggestionsFor(catalogue: Client<CataloguePaths>, record: ApplicationRecord): Promise<Suggestion[] | null> {
  const item = record.application?.item;
  if (!item || record.status !== 'quarantined') return [];
  const code = item.handlingCode ?? item.taskCode ?? item.catalogCode;
  const answer = await catalogue.call('get', '/nearest-items', { query: { name: item.name, limit: 5, ...(code === null ? {} : { code: code.slice(0, 50) }) } });
  return answer.kind === 'done' ? answer.value.items : null;
}
