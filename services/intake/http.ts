/** Intake's API: one handler an operation. Everything here is already held against contracts/intake/openapi.yaml. */
import { createHash } from 'node:crypto';
import type { AnswerOf } from '../../infra/http-client.ts';
import type { Answer, Asked, Handlers } from '../../infra/http-server.ts';
import { maskCitizenNumber, maskMobile, maskName } from '../../infra/mask.ts';
import type { AnyMachine } from '../../infra/machine.ts';
import { answerTo, type Context } from '../../infra/runner.ts';
import { chinaDate } from '../../infra/clock.ts';
import { composeCaseNumber, composeReceiptNumber, itemCodeProblem } from '../../contracts/identifiers.ts';
import { refusal } from '../../contracts/refusals.ts';
import type { operations } from '../../contracts/intake/api.ts';
import type { CaseRecord } from './case.ts';
import { RegisterCase, type CaseMessage } from './decide.ts';
import { recogniseFile } from './file-kind.ts';
import { openGuessGuard, passwordFits, queryPasswordOf } from './query-password.ts';
import type { IntakeSettings } from './service.ts';
import { findCase, findCaseByReceipt, keepFile, listCases, listOffers, readFileOf } from './store.ts';

type Shown<K extends keyof operations> = AnswerOf<operations[K]>;

export function handlersOf(context: Context<IntakeSettings>, cases: AnyMachine): Handlers {
  const { database, clock, serials, settings } = context;
  const guesses = openGuessGuard();

  /** A command on an existing case: its own message, its own key. */
  const move = (type: CaseMessage['type']) => async (asked: Asked): Promise<Answer> => {
    const settlement = await context.submit(cases, type, asked.params['caseNumber'] ?? '', asked.body, { messageId: asked.messageId ?? '', requestHash: asked.requestHash, actor: asked.actor });
    return answerTo(settlement, (reply) => ({ status: 200, body: reply }));
  };
  /** A department's officer sees the cases of that department and no others. */
  const ownDepartment = (asked: Asked): string | undefined => (asked.actor.roles.every((role) => role === 'department-officer') ? asked.actor.department ?? '' : undefined);
  const one = async (asked: Asked): Promise<CaseRecord | undefined> => {
    const record = await findCase(database, asked.params['caseNumber'] ?? '');
    const department = ownDepartment(asked);
    return department === undefined || record?.item.delegation.department.creditCode === department ? record : undefined;
  };

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
      const file = await readFileOf(database, asked.params['sha256'] ?? '');
      if (!file) return { refusal: refusal('unknown-file') };
      return { status: 200, bytes: file.content, mediaType: file.mediaType, headers: { 'content-disposition': 'inline', 'cache-control': 'private, no-store' } };
    },
    async registerCase(asked) {
      const parsed = RegisterCase.safeParse(asked.body);
      if (!parsed.success) return { refusal: refusal('invalid-request', { field: parsed.error.issues[0]?.path.join('.') ?? '' }) };
      const given = parsed.data;
      const wrong = itemCodeProblem(given.itemCode);
      if (wrong) return { refusal: refusal('invalid-item-code', { field: 'itemCode', detail: wrong }) };
      const date8 = chinaDate(clock.now()).replaceAll('-', '');
      const implementationCode = given.itemCode.slice(0, 31);
      // Numbers first: the record is locked under its number. A registration that is refused leaves a gap, which is no harm.
      const caseNumber = composeCaseNumber(implementationCode, date8, await serials.next(`case/${implementationCode}/${date8}`));
      const receiptNumber = composeReceiptNumber(date8, await serials.next(`receipt/${date8}`));
      const settlement = await context.submit(cases, 'http.register', caseNumber, { ...given, numbers: { caseNumber, receiptNumber } }, { messageId: asked.messageId ?? '', requestHash: asked.requestHash, actor: asked.actor });
      return answerTo(settlement, (reply) => {
        const body = typeof reply === 'object' && reply !== null ? reply : {};
        const number = 'receiptNumber' in body ? String(body.receiptNumber) : '';
        return { status: 201, body: { ...body, queryPassword: queryPasswordOf(settings.queryPasswordSecret, number) } };
      });
    },
    askSupplement: move('http.ask-supplement'),
    supplyMaterials: move('http.supply'),
    acceptCase: move('http.accept'),
    startSpecialProcedure: move('http.suspend'),
    endSpecialProcedure: move('http.resume'),
    reviewCase: move('http.review'),
    decideCase: move('http.decide'),
    deliverResult: move('http.deliver'),
    withdrawCase: move('http.withdraw'),
    resolveAttention: move('http.resolve-attention'),

    async listCases(asked) {
      const { state, itemCode, before, limit } = asked.query;
      const found = await listCases(database, { state: optional(state), department: ownDepartment(asked), itemCode: optional(itemCode), before: optional(before), limit: Number(limit ?? 50) });
      const body: Shown<'listCases'> = { cases: found.map((record) => ({
        caseNumber: record.caseNumber, receiptNumber: record.receiptNumber, state: record.status, item: record.item.name, form: record.item.delegation.form, projectName: record.projectName,
        applicant: record.applicant.name, receivedAt: record.receivedAt, due: record.due.promised, attention: record.attention?.zh ?? null,
      })) };
      return { status: 200, body };
    },
    async showCase(asked) {
      const record = await one(asked);
      return record ? { status: 200, body: shownCase(record) } : { refusal: refusal('unknown-case') };
    },
    async showLetter(asked) {
      const record = await one(asked);
      if (!record?.letter) return { refusal: refusal(record ? 'not-found' : 'unknown-case') };
      return { status: 200, bytes: Buffer.from(record.letter.text, 'utf8'), mediaType: record.letter.mediaType };
    },
    async queryProgress(asked) {
      const { receiptNumber, queryPassword } = asked.body as operations['queryProgress']['requestBody']['content']['application/json'];
      const nowMs = clock.now().getTime();
      if (!guesses.mayTry(receiptNumber, nowMs)) return { refusal: refusal('too-many-requests') };
      const record = passwordFits(settings.queryPasswordSecret, receiptNumber, queryPassword) ? await findCaseByReceipt(database, receiptNumber) : undefined;
      if (!record) { guesses.wrong(receiptNumber, nowMs); return { refusal: refusal('wrong-query-password') }; }
      guesses.right(receiptNumber);
      const body: Shown<'queryProgress'> = {
        state: record.status, item: record.item.name, due: record.due.promised, payCode: record.bill?.state === 'issued' ? record.bill.payCode : null,
        steps: record.steps.map(({ at, what }) => ({ at, what })),
      };
      return { status: 200, body };
    },
    async listOfferedItems(asked) {
      const items = await listOffers(database, { q: optional(asked.query['q']), form: optional(asked.query['form']) });
      const body: Shown<'listOfferedItems'> = { items: items.map((item) => ({
        code: item.code, name: item.name, form: item.delegation.form, department: item.department.name, feeInFen: item.charges.reduce((sum, c) => sum + c.amountInFen, 0), materials: item.materials, validTo: item.delegation.validTo,
      })) };
      return { status: 200, body };
    },
  };
}

const optional = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
function safeDecode(name: string): string { try { return decodeURIComponent(name); } catch { return name; } }

/** A case as staff see it: whole, but for numbers that identify a person. */
function shownCase(record: CaseRecord): Shown<'showCase'> {
  return {
    caseNumber: record.caseNumber, receiptNumber: record.receiptNumber, state: record.status,
    item: { code: record.item.code, name: record.item.name, version: record.item.version, department: record.item.department.name },
    form: record.item.delegation.form, projectName: record.projectName, applicant: record.applicant,
    contact: { name: maskName(record.contact.name), citizenNumber: record.contact.citizenNumber === null ? null : maskCitizenNumber(record.contact.citizenNumber), mobile: maskMobile(record.contact.mobile) },
    materials: record.materials, due: record.due,
    decision: record.decision && { result: record.decision.result, by: record.decision.by, at: record.decision.at, documentNumber: record.decision.documentNumber },
    upstream: record.upstream && { result: record.upstream.result, documentNumber: record.upstream.documentNumber, authority: record.upstream.authority, at: record.upstream.at },
    bill: record.bill && { payCode: record.bill.payCode, amountInFen: record.bill.amountInFen, state: record.bill.state, paidAt: record.bill.paidAt },
    seals: record.sealings.flatMap((sealing) => sealing.used.map((used) => ({ purpose: sealing.purpose, ...used }))),
    certificate: record.certificate && { number: record.certificate.number, licenceId: record.certificate.licenceId, sha256: record.certificate.document.sha256, issuedAt: record.certificate.issuedAt },
    letter: record.letter && { name: record.letter.name, sha256: record.letter.sha256 },
    province: { owed: record.province.owed.map((step) => step.kind), acknowledged: record.province.acknowledged },
    attention: record.attention, steps: record.steps,
  };
}
