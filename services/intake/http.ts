/** Intake's API: one handler an operation. Everything here is already held against contracts/intake/openapi.yaml. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { paths as FeesPaths } from '../../contracts/fees/api.ts';
import type { AnswerOf, Client } from '../../infra/http-client.ts';
import { confinedTo, type Answer, type Asked, type Handlers } from '../../infra/http-server.ts';
import type { AnyMachine } from '../../infra/machine.ts';
import { answerTo, type Context } from '../../infra/runner.ts';
import { derivedId, freshId } from '../../infra/chance.ts';
import { chinaDate } from '../../infra/clock.ts';
import { composeCaseNumber, composeReceiptNumber, itemCodeProblem } from '../../contracts/identifiers.ts';
import { refusal, type Refusal } from '../../contracts/refusals.ts';
import type { operations } from '../../contracts/intake/api.ts';
import { actionsOf } from './actions.ts';
import { countAttention, countTurns, listCaseLines, type Lights } from './case-list.ts';
import { CaseFee, GivenFee } from './case-fee.ts';
import { shownCase, shownFee, shownLine, shownProgress, shownReceipt } from './case-shown.ts';
import type { CaseRecord } from './case.ts';
import { clocksOf, noticeClock, yellowUntil } from './clocks.ts';
import { RegisterCase, type CaseMessage } from './decide.ts';
import { countFee } from './fee-counting.ts';
import { fileAnswer } from '../../infra/file-answer.ts';
import { shownAnswers } from './form-answers.ts';
import { recogniseFile } from '../../infra/file-kind.ts';
import { byWhatApplies } from './pinned-item.ts';
import { openGuessGuard, passwordFits, queryPasswordOf } from './query-password.ts';
import type { IntakeSettings } from './service.ts';
import { statistics } from './statistics.ts';
import { findCase, findCaseByReceipt, hasUploaded, keepFile, listLooks, openOfferList, openOffers, readFileOf, recordLook, openCasesOf } from './store.ts';
import { isTurn, turnsOfRole } from './turns.ts';
import { isDay, type WorkingCalendar } from './working-days.ts';

type Shown<K extends keyof operations> = AnswerOf<operations[K]>;

/** The handlers. `fees`: null where no address of it is set. */
export function handlersOf(context: Context<IntakeSettings>, cases: AnyMachine, calendar: WorkingCalendar, fees: Client<FeesPaths> | null): Handlers {
  const { database, clock, serials, settings } = context;
  const guesses = openGuessGuard();
  const offered = openOfferList();
  const offers = openOffers();

  /** A command on an existing case: its own message, its own key. Decided upon the posts that open it: another post lends no right to it. */
  const move = (type: CaseMessage['type']) => async (asked: Asked): Promise<Answer> => {
    const settlement = await context.submit(cases, type, asked.params['caseNumber'] ?? '', asked.body, { messageId: asked.messageId ?? '', requestHash: asked.requestHash, actor: { ...asked.actor, roles: asked.openedBy } });
    return answerTo(settlement, (reply) => ({ status: 200, body: reply }));
  };
  /** What the case is charged by standards, counted now by what applies to it; by the answers it would be accepted with. */
  async function counted(asked: Asked, given: readonly GivenFee[]): Promise<{ record: CaseRecord; fee: CaseFee } | Refusal> {
    const record = await one(asked);
    if (!record) return refusal('unknown-case');
    const now = clock.now();
    const { item } = record.status === 'received' ? await offers.find(database, record.item.code, now) : { item: undefined };
    const current = byWhatApplies(record, item);
    const fee = await countFee(fees, current, given, asked.actor.subject, now);
    return 'reason' in fee ? fee : { record: current, fee };
  }
  /** An act that fixes the fee: counted again now, held against what was seen, and decided with the rest. */
  const moveWithFee = (type: 'http.accept' | 'http.set-fee') => async (asked: Asked): Promise<Answer> => {
    const { fee, ...body } = FeeAsked.parse(asked.body);
    if (fee === undefined) return move(type)(asked);
    const found = await counted(asked, fee.given);
    // Sent again after its answer was lost, it is answered from the inbox, whatever fees would say now.
    const data = 'reason' in found ? body : { ...body, counted: found.fee, seenInFen: fee.amountInFen };
    const settlement = await context.submit(cases, type, asked.params['caseNumber'] ?? '', data, { messageId: asked.messageId ?? '', requestHash: asked.requestHash, actor: { ...asked.actor, roles: asked.openedBy } });
    if ('reason' in found && settlement.kind === 'refused' && ['fee-uncounted', 'fee-terms-differ'].includes(settlement.refusal.reason)) return { refusal: found };
    return answerTo(settlement, (reply) => ({ status: 200, body: reply }));
  };
  /** The only department whose cases the actor may see; undefined for staff of the hall. The right to plain data is no post: who has it sees the cases the posts show. */
  const onlyDepartment = (asked: Asked): string | undefined => {
    const byRightAlone = asked.openedBy.every((role) => role === 'personal-data-reader');
    return confinedTo(byRightAlone ? { actor: asked.actor, openedBy: asked.rolesFor('showCase') } : asked) ?? undefined;
  };
  const one = async (asked: Asked): Promise<CaseRecord | undefined> => {
    const record = await findCase(database, asked.params['caseNumber'] ?? '');
    const only = onlyDepartment(asked);
    return only === undefined || record?.item.delegation.department.creditCode === only ? record : undefined;
  };
  const lights = (): Lights => { const today = chinaDate(clock.now()); return { today, yellowUntil: yellowUntil(calendar, today) }; };
  const looksPage = async (asked: Asked, filter: { caseNumber?: string | undefined; by?: string | undefined }): Promise<Answer> => {
    const cursor = optional(asked.query['cursor']);
    const before = cursor === undefined ? undefined : Number(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (before !== undefined && !Number.isSafeInteger(before)) return { refusal: refusal('cursor-unknown', { field: 'cursor' }) };
    const { looks, next } = await listLooks(database, { ...filter, before, limit: Number(asked.query['limit'] ?? 50) });
    const body: Shown<'listLooks'> = {
      looks: looks.map(({ at, caseNumber, subject, name, reason }) => ({ at: at.toISOString(), caseNumber, by: { subject, name: name || subject }, reason })),
      next: next === null ? null : Buffer.from(String(next)).toString('base64url'),
    };
    return { status: 200, body };
  };

  /** Gives a registration its numbers and has it decided. Numbers first: the record is locked under its number. A registration that is refused leaves a gap, which is no harm. */
  async function register(given: z.infer<typeof RegisterCase>, origin: CaseRecord['origin'], from: { messageId: string; requestHash?: string; actor: Asked['actor'] }, received: (body: object) => Answer): Promise<Answer> {
    const wrong = itemCodeProblem(given.itemCode);
    if (wrong) return { refusal: refusal('invalid-item-code', { field: 'itemCode', detail: wrong }) };
    const date8 = chinaDate(clock.now()).replaceAll('-', '');
    const implementationCode = given.itemCode.slice(0, 31);
    const caseNumber = composeCaseNumber(implementationCode, date8, await serials.next(`case/${implementationCode}/${date8}`));
    const receiptNumber = composeReceiptNumber(date8, await serials.next(`receipt/${date8}`));
    const settlement = await context.submit(cases, 'http.register', caseNumber, { ...given, numbers: { caseNumber, receiptNumber }, origin }, from);
    return answerTo(settlement, (reply) => {
      const body = typeof reply === 'object' && reply !== null ? reply : {};
      const number = 'receiptNumber' in body ? String(body.receiptNumber) : '';
      return received({ ...body, queryPassword: queryPasswordOf(settings.queryPasswordSecret, number) });
    });
  }

  /** The case of a receipt, to whoever knows its password; guessing is slowed down. */
  async function caseOfQuery(receiptNumber: string, queryPassword: string): Promise<CaseRecord | { refusal: Refusal }> {
    const nowMs = clock.now().getTime();
    if (!guesses.mayTry(receiptNumber, nowMs)) return { refusal: refusal('too-many-requests') };
    const record = passwordFits(settings.queryPasswordSecret, receiptNumber, queryPassword) ? await findCaseByReceipt(database, receiptNumber) : undefined;
    if (!record) { guesses.wrong(receiptNumber, nowMs); return { refusal: refusal('wrong-query-password') }; }
    guesses.right(receiptNumber);
    return record;
  }

  return {
    async uploadMaterial(asked) {
      const name = asked.header('x-file-name');
      const recognised = recogniseFile(asked.bytes, name === undefined ? {} : { name: safeDecode(name) });
      if (recognised.kind === 'refused') return { refusal: recognised.refusal };
      const sha256 = createHash('sha256').update(asked.bytes).digest('hex');
      await keepFile(database, { sha256, kind: recognised.file, mediaType: recognised.mediaType, content: asked.bytes, by: asked.actor.subject, at: clock.now() });
      const body: Shown<'uploadMaterial'> = { sha256, kind: recognised.file, bytes: asked.bytes.length };
      return { status: 201, body };
    },
    async showMaterial(asked) {
      const sha256 = asked.params['sha256'] ?? '';
      // By digest alone only to whoever handed it in; everybody else goes by the case, where it is known what may be seen.
      const file = await hasUploaded(database, sha256, asked.actor.subject) ? await readFileOf(database, sha256) : undefined;
      return file ? fileAnswer(file) : { refusal: refusal('unknown-file') };
    },
    async showCaseMaterial(asked) {
      const sha256 = asked.params['sha256'] ?? '';
      const record = await one(asked);
      if (!record) return { refusal: refusal('unknown-case') };
      const file = record.materials.some((material) => material.sha256 === sha256) ? await readFileOf(database, sha256) : undefined;
      return file ? fileAnswer(file) : { refusal: refusal('unknown-file') };
    },
    async registerCase(asked) {
      const parsed = RegisterCase.safeParse(asked.body);
      if (!parsed.success) return { refusal: refusal('invalid-request', { field: parsed.error.issues[0]?.path.join('.') ?? '' }) };
      return register(parsed.data, null, { messageId: asked.messageId ?? '', requestHash: asked.requestHash, actor: asked.actor }, (body) => ({ status: 201, body }));
    },
    async takeApplication(asked) {
      const { platform = '', applicationId = '' } = asked.params;
      const { appliedAt, assignedBy, ...given } = asked.body as operations['takeApplication']['requestBody']['content']['application/json'];
      const parsed = RegisterCase.safeParse(given);
      if (!parsed.success) return { refusal: refusal('invalid-request', { field: parsed.error.issues[0]?.path.join('.') ?? '' }) };
      const origin = { platform, applicationId, appliedAt: new Date(appliedAt).toISOString() };
      const actor = assignedBy ? { ...assignedBy, roles: asked.openedBy } : { ...asked.actor, name: '网上申请' };
      // One id for one application, whatever is asked: taken again, under another item too, it is the case it became the first time.
      return register(parsed.data, origin, { messageId: derivedId('intake/applications', `${platform}/${applicationId}`, 0), actor }, (body) => ({ status: 200, body }));
    },
    async showNoticeClock(asked) {
      const receivedOn = String(asked.query['receivedOn']);
      if (!isDay(receivedOn)) return { refusal: refusal('invalid-request', { field: 'query.receivedOn' }) };
      const body: Shown<'showNoticeClock'> = noticeClock(receivedOn, calendar, chinaDate(clock.now()));
      return { status: 200, body };
    },
    askSupplement: move('http.ask-supplement'),
    supplyMaterials: move('http.supply'),
    acceptCase: moveWithFee('http.accept'),
    setFee: moveWithFee('http.set-fee'),
    async countFee(asked) {
      const { given } = FeeGiven.parse(asked.body);
      const found = await counted(asked, given);
      if ('reason' in found) return { refusal: found };
      const body: Shown<'countFee'> = shownFee(found.record, found.fee);
      return { status: 200, body };
    },
    startSpecialProcedure: move('http.suspend'),
    endSpecialProcedure: move('http.resume'),
    reviewCase: move('http.review'),
    decideCase: move('http.decide'),
    countersignCase: move('http.countersign'),
    presentAgain: move('http.present-again'),
    deliverResult: move('http.deliver'),
    withdrawCase: move('http.withdraw'),
    rateCase: move('http.rate'),
    resolveAttention: move('http.resolve-attention'),

    async listCases(asked) {
      const { q, state, itemCode, form, waitingFor, mine, window, receivedBy, department, receivedFrom, receivedTo, decidedFrom, decidedTo, onTime, light, attention, open, order, cursor, limit } = asked.query;
      const turnsAsked = optional(waitingFor)?.split(',');
      if (turnsAsked?.every(isTurn) === false) return { refusal: refusal('invalid-request', { field: 'waitingFor' }) };
      const only = onlyDepartment(asked);
      const now = lights();
      const page = await listCaseLines(database, {
        q: optional(q), states: optional(state)?.split(','), itemCode: optional(itemCode), form: optional(form), turns: turnsAsked?.filter(isTurn),
        mine: mine === undefined ? undefined : { act: Mine.parse(mine), by: asked.actor.subject }, window: optional(window), receivedBy: optional(receivedBy),
        departments: [optional(department), only].filter((code) => code !== undefined), receivedFrom: optional(receivedFrom), receivedTo: optional(receivedTo),
        decidedFrom: optional(decidedFrom), decidedTo: optional(decidedTo), onTime: typeof onTime === 'boolean' ? onTime : undefined,
        light: light === undefined ? undefined : LightAsked.parse(light), attention: attention === true, open: open === true,
      }, now, { order: order === 'due' ? 'due' : 'received', cursor: optional(cursor), limit: Number(limit ?? 50) });
      if (!page) return { refusal: refusal('cursor-unknown', { field: 'cursor' }) };
      const body: Shown<'listCases'> = { cases: page.lines.map((line) => shownLine(line, now)), next: page.next };
      return { status: 200, body };
    },
    async showWorkbench(asked) {
      const { actor } = asked;
      const only = onlyDepartment(asked);
      const now = lights();
      const mine = [...new Set(actor.roles.flatMap((role) => turnsOfRole[role] ?? []))];
      const limit = Number(asked.query['limit'] ?? 20);
      // One query a turn, each along its index; whoever reviewed a case does not decide it.
      const [counts, needing, ...found] = await Promise.all([
        countTurns(database, only, now), countAttention(database, only),
        ...mine.map((turn) => listCaseLines(database, {
          turns: [turn], departments: turn === 'department-officer' || turn === 'countersign' ? [actor.department ?? ''] : only === undefined ? [] : [only], notReviewedBy: turn === 'approver' ? actor.subject : undefined,
        }, now, { order: 'due', limit })),
      ]);
      const tasks = found.flatMap((page) => page?.lines ?? []).sort((a, b) => (a.due === b.due ? (a.id < b.id ? -1 : 1) : a.due < b.due ? -1 : 1)).slice(0, limit);
      const body: Shown<'showWorkbench'> = { today: now.today, counts, mine, attention: needing, tasks: tasks.map((line) => shownLine(line, now)) };
      return { status: 200, body };
    },
    async showStatistics(asked) {
      const from = String(asked.query['from']);
      const to = String(asked.query['to']);
      if (!isDay(from) || !isDay(to) || from > to) return { refusal: refusal('invalid-request', { field: 'to' }) };
      const by = By.parse(asked.query['by']);
      const body: Shown<'showStatistics'> = { from, to, by, ...await statistics(database, { from, to, by, today: chinaDate(clock.now()) }) };
      return { status: 200, body };
    },
    async showCase(asked) {
      const record = await one(asked);
      if (!record) return { refusal: refusal('unknown-case') };
      const now = clock.now();
      // Only what is still to be accepted asks what is offered now: by that it would be accepted.
      const { item, withdrawn } = record.status === 'received' ? await offers.find(database, record.item.code, now) : { item: undefined, withdrawn: null };
      const current = byWhatApplies(record, item);
      return { status: 200, body: shownCase(current, clocksOf(current, calendar, chinaDate(now)), actionsOf(current, asked.actor, asked.rolesFor, { now, calendar, withdrawn })) };
    },
    async showReceipt(asked) {
      const record = await one(asked);
      return record ? { status: 200, body: shownReceipt(record, queryPasswordOf(settings.queryPasswordSecret, record.receiptNumber)), headers: { 'cache-control': 'private, no-store' } } : { refusal: refusal('unknown-case') };
    },
    async lookAtContact(asked) {
      const { reason } = asked.body as operations['lookAtContact']['requestBody']['content']['application/json'];
      const record = await one(asked);
      if (!record) return { refusal: refusal('unknown-case') };
      const { caseNumber, contact } = record;
      const { subject, name } = asked.actor;
      // Committed before anything is told: a look without its record cannot happen.
      const isRecorded = await recordLook(database, { caseNumber, subject, name, reason: reason.trim(), at: clock.now(), messageId: asked.messageId ?? '', requestHash: asked.requestHash });
      if (!isRecorded) return { refusal: refusal('idempotency-key-reused') };
      const body: Shown<'lookAtContact'> = { caseNumber, contact, answers: [
        ...(record.applicant.person ? [{ key: 'applicant', labelZh: '申请人证件号码', labelEn: 'Applicant’s document no.', value: record.applicant.person.documentNumber, text: record.applicant.person.documentNumber, personal: true }] : []),
        ...shownAnswers(record.item.formFields, record.answers, true).filter((answer) => answer.personal),
      ] };
      return { status: 200, body, headers: { 'cache-control': 'private, no-store' } };
    },
    listLooks: (asked) => looksPage(asked, { by: optional(asked.query['by']) }),
    listLooksAtCase: (asked) => looksPage(asked, { caseNumber: asked.params['caseNumber'] }),
    async showLetter(asked) {
      const record = await one(asked);
      if (!record?.letter) return { refusal: refusal(record ? 'not-found' : 'unknown-case') };
      return { status: 200, bytes: Buffer.from(record.letter.text, 'utf8'), mediaType: record.letter.mediaType };
    },
    async rateByQuery(asked) {
      const { receiptNumber, queryPassword, ...rating } = asked.body as operations['rateByQuery']['requestBody']['content']['application/json'];
      const record = await caseOfQuery(receiptNumber, queryPassword);
      if ('refusal' in record) return record;
      // Nobody signed in; it is the applicant's own word. Each has an id of its own, or what was refused once would stay refused and be answered as
      // taken; that the same pressed twice is said once, the case itself sees to.
      const settlement = await context.submit(cases, 'http.rate', record.caseNumber, rating, { messageId: freshId() });
      const before = record.ratings.length;
      return answerTo(settlement, () => ({ status: 200, body: { ratings: settlement.kind === 'settled' && settlement.decision === 'ignored' ? Math.max(1, before) : before + 1 }, headers: { 'cache-control': 'private, no-store' } }));
    },
    async queryProgress(asked) {
      const { receiptNumber, queryPassword } = asked.body as operations['queryProgress']['requestBody']['content']['application/json'];
      const record = await caseOfQuery(receiptNumber, queryPassword);
      if ('refusal' in record) return record;
      return { status: 200, body: shownProgress(record, clocksOf(record, calendar, chinaDate(clock.now()))), headers: { 'cache-control': 'private, no-store' } };
    },
    async listOpenCases(asked) {
      const codes = String(asked.query['itemCodes']).split(',').slice(0, 100);
      const limit = Number(asked.query['limit'] ?? 200);
      const found = await openCasesOf(database, codes, optional(asked.query['after']), limit + 1);
      const body: Shown<'listOpenCases'> = {
        more: found.length > limit,
        cases: found.slice(0, limit).map(({ caseNumber, item, status, receivedAt, acceptedAt, materials }) => ({
          caseNumber, itemCode: item.code, version: item.version, edition: item.edition, state: status, receivedAt, acceptedAt, handedIn: [...new Set(materials.map((one) => one.name))],
        })),
      };
      return { status: 200, body };
    },
    async listOfferedItems(asked) {
      const q = optional(asked.query['q']);
      const form = optional(asked.query['form']);
      const items = (await offered.all(database)).filter((item) => (q === undefined || item.name.includes(q)) && (form === undefined || item.delegation.form === form));
      const body: Shown<'listOfferedItems'> = { items: items.map((item) => ({
        code: item.code, name: item.name, version: item.version, form: item.delegation.form, department: item.department.name, zone: item.delegation.zone.name, kind: item.kind.name, handling: item.handling.name, servesPersons: item.servesPersons,
        legalBasis: item.legalBasis, statutoryLimit: item.statutoryLimit, promisedLimit: item.promisedLimit, feeInFen: item.charges.reduce((sum, c) => sum + c.amountInFen, 0), charges: item.charges, ...(item.feeTerms ? { feeTerms: item.feeTerms } : {}),
        materials: item.materials, formFields: item.formFields, result: item.result, documentNumber: item.delegation.documentNumber, validFrom: item.delegation.validFrom, validTo: item.delegation.validTo,
      })) };
      return { status: 200, body };
    },
  };
}

const FeeGiven = z.object({ given: z.array(GivenFee) });
const FeeAsked = z.looseObject({ fee: FeeGiven.extend({ amountInFen: z.number().int() }).optional() });
const Mine = z.enum(['received', 'accepted', 'reviewed', 'decided', 'any']);
const LightAsked = z.enum(['green', 'yellow', 'red']);
const By = z.enum(['item', 'window', 'person', 'department', 'form', 'day', 'state']);

const optional = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
function safeDecode(name: string): string { try { return decodeURIComponent(name); } catch { return name; } }
