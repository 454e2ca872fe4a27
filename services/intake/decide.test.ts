/** The life of a case under every order in which the world may answer: model-based, each run a different interleaving. */
import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { illegalMove, type Output } from '../../infra/machine.ts';
import { readNotices } from './calendar/notices.ts';
import type { CaseRecord } from './case.ts';
import { accepts, decide, type CaseMessage, type Facts } from './decide.ts';
import { sampleItem } from './sample-item.ts';
import { caseStates } from './states.ts';
import { workingCalendar } from './working-days.ts';
import { subParkKey, type Countersign } from '../../contracts/catalogue/messages.ts';
import type { DelegationForm } from '../../contracts/seal/messages.ts';

const calendar = workingCalendar(readNotices());
const clerk = { subject: 'clerk', name: '', roles: ['window-clerk'] };
const reviewer = { subject: 'reviewer', name: '', roles: ['reviewer'] };
const caseNumber = 'CASE1';
const digest = (n: number): string => String(n).padStart(64, '0');

interface Run { record: CaseRecord | undefined; pending: CaseMessage[]; texts: string[]; uses: string[]; steps: string[]; bills: number; drafts: number; now: Date; n: number; /** Uses of the department's seal its officer should have confirmed and had not. */ unseen: string[] }

const itemOf = (form: DelegationForm, fee: boolean, countersign: Countersign = 'standing'): typeof sampleItem => ({
  ...sampleItem, charges: fee ? sampleItem.charges : [],
  delegation: { ...sampleItem.delegation, form, countersign, upstreamAuthority: form === 'direct-report' ? { name: '示例省住建厅', creditCode: sampleItem.delegation.department.creditCode } : null },
});

const begun = (): Run => ({ record: undefined, pending: [], texts: [], uses: [], steps: [], bills: 0, drafts: 0, now: new Date('2026-11-23T02:00:00Z'), n: 0, unseen: [] });

function take(run: Run, message: CaseMessage, facts: Partial<Facts> = {}): 'accept' | 'ignore' | 'wait' | 'refuse' {
  const before = run.record?.status;
  const decision = decide(run.record, message, { now: run.now, calendar, documentNumber: '示例许决〔2026〕1号', ...facts });
  if (decision.kind !== 'accept') return decision.kind;
  expect(illegalMove({ name: 'cases', states: caseStates }, before, decision.next.status)).toBeNull();
  run.record = decision.next;
  for (const output of decision.outputs) carryOut(run, output);
  return 'accept';
}

/** Plays everybody else: what they would state or answer, put among what is still to arrive. */
function carryOut(run: Run, output: Output): void {
  const id = `m${(run.n += 1)}`;
  const at = run.now.toISOString();
  if (output.kind === 'call') {
    const request = output.data as { caseNumber: string; sequence: number; step?: { kind: string; revision: number } };
    const revision = request.step?.revision ?? 1;
    if (output.name === 'push-step') run.steps.push(`${request.sequence}:${request.step?.kind ?? ''}${revision > 1 ? `:${revision}` : ''}`);
    // Every third step is taken by the gateway and told to the province later, as in an outage.
    const held = run.n % 3 === 0;
    run.pending.push(output.name === 'inquire-step' ? { type: 'outcome.inquire-step', id, data: { callId: id, request: { revision: 1, ...request }, outcome: { kind: 'done', value: { known: true, held: false } } } }
      : { type: 'outcome.push-step', id, data: { callId: id, request: request as never, outcome: { kind: 'done', value: { held } } } });
    if (held) run.pending.push({ type: 'events.province-gateway.step-acknowledged', id: `${id}a`, data: { caseNumber, sequence: request.sequence, kind: (request.step?.kind ?? 'accept') as 'accept', revision, platform: 'province', receipt: 'HZ', at } });
    if (request.step?.kind === 'report') {
      run.pending.push({ type: 'events.province-gateway.upstream-decided', id: `${id}u`, data: { caseNumber, decision: 'granted', documentNumber: '省许〔2026〕9号', authority: '示例省住建厅', decidedAt: at, note: '' } });
    }
    return;
  }
  if (output.kind === 'reminder') return;
  const data = output.data as Record<string, never> & { textKey: string; useKey: string; billKey: string; sealCode: string; document: { sha256: string }; step: { countersigned?: { countersignedBy: string } } };
  switch (output.type) {
    case 'commands.notify.send-text': run.texts.push(data.textKey); break;
    case 'commands.fees.collect-fee':
      run.bills += 1;
      run.pending.push({ type: 'events.fees.bill-issued', id, data: { caseNumber, billKey: data.billKey, payCode: '4', amountInFen: 10_000, dueBy: at } });
      run.pending.push({ type: 'events.fees.payment-settled', id: `${id}p`, data: { caseNumber, billKey: data.billKey, payCode: '4', amountInFen: 10_000, paidAt: at, bankSerial: 's' } });
      break;
    case 'commands.seal.use-seal':
      run.uses.push(data.useKey);
      if (run.record?.item.delegation.countersign === 'officer' && ['entrusted', 'direct-report'].includes(run.record.item.delegation.form) && data.sealCode === 'DEPARTMENT' && data.step.countersigned?.countersignedBy !== 'officer') run.unseen.push(data.useKey);
      run.pending.push({ type: 'events.seal.seal-used', id, data: { caseNumber, useKey: data.useKey, ledgerNumber: `L${run.uses.length}`, sealCode: data.sealCode, sealName: data.sealCode, documentSha256: data.document.sha256, usedAt: at, signatureSha256: digest(1) } });
      break;
    case 'commands.certificates.draft-certificate':
      run.drafts += 1;
      run.pending.push({ type: 'events.certificates.certificate-drafted', id, data: { caseNumber, certificateKey: caseNumber, number: 'N1', licenceId: 'L', document: { name: 'c.pdf', mediaType: 'application/pdf', sha256: digest(2), sm3: digest(3), bytes: 1 } } });
      break;
    case 'commands.certificates.issue-certificate':
      run.pending.push({ type: 'events.certificates.certificate-issued', id, data: { caseNumber, certificateKey: caseNumber, number: 'N1', licenceId: 'L', sha256: digest(2), issuedAt: at } });
      break;
    default: break;
  }
}

const registration: CaseMessage = {
  type: 'http.register', id: 'r', actor: clerk,
  data: {
    itemCode: sampleItem.code, projectName: '示例', applicant: { name: '示例公司', creditCode: '91350100M000100Y43', person: null }, contact: { name: '示例', citizenNumber: null, mobile: '13800000000' },
    materials: sampleItem.materials.map((m, i) => ({ name: m.name, sha256: digest(i) })), numbers: { caseNumber, receiptNumber: '202611230000011' }, answers: {}, origin: null,
  },
};
const files = new Map(sampleItem.materials.map((_m, i) => [digest(i), 'pdf' as const]));

const officer = { subject: 'officer', name: '', roles: ['department-officer'], department: sampleItem.delegation.department.creditCode };
const approver = { subject: 'approver', name: '', roles: ['approver'] };
type Act = CaseMessage | ((record: CaseRecord | undefined) => CaseMessage);
const actNow = (act: Act, record: CaseRecord | undefined): CaseMessage => (typeof act === 'function' ? act(record) : act);
const countersigns = (answer: 'confirm' | 'return', more: Partial<{ documentSha256: string; ground: 'seal' | 'document' | 'authority' | null; reason: string; actor: CaseMessage['actor'] }> = {}): Act => (record) => ({
  type: 'http.countersign', id: `c-${answer}`, actor: more.actor ?? officer,
  data: { answer, documentSha256: more.documentSha256 ?? record?.countersigns.at(-1)?.documentSha256 ?? '', ground: answer === 'return' ? 'document' : null, reason: answer === 'return' ? '项目名称与申请表不一致' : '', ...more },
});
const presentsAgain: CaseMessage = { type: 'http.present-again', id: 'again', actor: approver, data: { correction: '已按申请表更正', note: '更正后的意见' } };

/** Human acts in order; each is tried again and again until the case lets it happen. */
function acts(form: DelegationForm, way: 'standing' | 'confirmed' | 'returned' = 'standing'): Act[] {
  const decider = form === 'forward' ? officer : approver;
  const onSight = form === 'entrusted' || form === 'direct-report';
  return [
    { type: 'http.accept', id: 'a', actor: clerk, data: { decision: 'accept', reason: '' } },
    { type: 'http.suspend', id: 's', actor: reviewer, data: { kind: 'hearing', reason: '依法听证', until: null } },
    { type: 'http.resume', id: 'e', actor: reviewer, data: { result: '已听证' } },
    { type: 'http.review', id: 'v', actor: reviewer, data: { opinion: 'agree', note: '' } },
    { type: 'http.decide', id: 'd', actor: decider, data: { decision: 'granted', note: '', validTo: null } },
    ...(onSight && way === 'returned' ? [countersigns('return'), presentsAgain] : []), ...(onSight && way !== 'standing' ? [countersigns('confirm')] : []),
    { type: 'http.deliver', id: 'x', actor: clerk, data: { recipient: '示例', method: 'window' } },
  ];
}

describe('an applicant', () => {
  const registered = (applicant: Extract<CaseMessage, { type: 'http.register' }>['data']['applicant'], servesPersons = true): { run: Run; ended: string } => {
    const run: Run = begun();
    const message = { ...registration, data: { ...(registration as Extract<CaseMessage, { type: 'http.register' }>).data, applicant } } as CaseMessage;
    return { run, ended: take(run, message, { item: { ...sampleItem, servesPersons }, files }) };
  };
  const person = { name: '李示例', creditCode: null, person: { documentType: '111', documentNumber: '11010519491231002X' } };
  it('is an organisation by its credit code or a natural person by a document, never both and never neither', () => {
    expect(registered(person).ended).toBe('accept');
    expect(registered({ ...person, person: { documentType: '414', documentNumber: 'E12345678' } }).ended).toBe('accept');
    expect(registered({ ...person, person: { documentType: '111', documentNumber: '110105194912310021' } }).ended).toBe('refuse');
    // The province and the papers get the number as it stands on the document, however it was typed.
    expect(registered({ ...person, person: { documentType: '111', documentNumber: '11010519491231002x' } }).run.record?.applicant.person?.documentNumber).toBe('11010519491231002X');
    expect(registered({ ...person, creditCode: '91350100M000100Y43' }).ended).toBe('refuse');
    expect(registered({ ...person, person: null }).ended).toBe('refuse');
  });
  it('is no natural person where the item serves none', () => {
    expect(registered(person, false).ended).toBe('refuse');
  });
});

describe('a case, however the world answers', () => {
  it('closes with its certificate, each text, seal, bill and province step once and in order', () => {
    fc.assert(fc.property(
      fc.constantFrom<DelegationForm>('direct', 'entrusted', 'forward', 'direct-report'), fc.boolean(), fc.constantFrom<'standing' | 'confirmed' | 'returned'>('standing', 'confirmed', 'returned'), fc.array(fc.nat(), { minLength: 400, maxLength: 400 }),
      (form, fee, way, choices) => {
        const run: Run = begun();
        expect(take(run, registration, { item: itemOf(form, fee, way === 'standing' ? 'standing' : 'officer'), files })).toBe('accept');
        const people = acts(form, way);
        const past: CaseMessage[] = [];
        for (const choice of choices) {
          run.now = new Date(run.now.getTime() + 1_000);
          const options = run.pending.length + (people.length > 0 ? 1 : 0) + (past.length > 0 ? 1 : 0);
          if (options === 0) break;
          const pick = choice % options;
          const message = run.pending[pick];
          if (message) {
            // What comes too early comes again; what has come stays in the world to come a second time.
            if (take(run, message) !== 'wait') { run.pending.splice(pick, 1); past.push(message); }
          } else if (pick === run.pending.length && people[0]) {
            const done = take(run, actNow(people[0], run.record));
            if (done === 'accept') people.shift();
          } else {
            // A repetition that slipped past the inbox must still change nothing that counts.
            const old = past[choice % past.length];
            if (old && !old.type.startsWith('http.')) take(run, old);
          }
        }
        // Whatever was left over arrives in the end.
        for (let i = 0; i < 200 && (run.pending.length > 0 || people.length > 0); i += 1) {
          const message = run.pending.shift();
          if (message && take(run, message) === 'wait') run.pending.push(message);
          if (people[0] && take(run, actNow(people[0], run.record)) === 'accept') people.shift();
        }
        const record = run.record;
        expect(record?.status).toBe('closed');
        expect(record?.certificate?.issuedAt).toBeTruthy();
        expect(new Set(run.texts).size).toBe(run.texts.length);
        expect(new Set(run.uses).size).toBe(run.uses.length);
        const onSight = form === 'entrusted' || form === 'direct-report';
        // The zone seals what was put right once more; the department never what it returned.
        expect(run.uses.length).toBe({ 'direct': 2, 'entrusted': 4, 'forward': 2, 'direct-report': 3 }[form] + (onSight && way === 'returned' ? 1 : 0));
        expect(run.unseen).toEqual([]);
        expect(record?.countersigns.map((asked) => asked.answer?.kind)).toEqual(onSight ? { standing: [], confirmed: ['confirmed'], returned: ['returned', 'confirmed'] }[way] : []);
        expect(run.bills).toBe(fee ? 1 : 0);
        expect(run.drafts).toBe(1);
        expect(new Set(run.steps).size).toBe(run.steps.length);
        expect(run.steps).toEqual(run.steps.toSorted((a, b) => Number(a.split(':')[0]) - Number(b.split(':')[0])));
        expect(run.steps.map((step) => step.split(':')[1])).toEqual(['accept', 'special', 'special', 'process', 'process', ...(form === 'direct-report' ? ['report'] : []), 'result', 'material']);
        expect(record?.province).toMatchObject({ owed: [], held: [], asked: false });
        expect(record?.province.acknowledged).toHaveLength(new Set(run.steps.map((step) => step.split(':')[0])).size);
      },
    ), { numRuns: 150 });
  });

  it('asks the province when a push is in doubt, and pushes again only when the province does not have it', () => {
    const run: Run = begun();
    take(run, registration, { item: itemOf('direct', false), files });
    take(run, { type: 'http.accept', id: 'a', actor: clerk, data: { decision: 'accept', reason: '' } });
    run.pending.length = 0;
    const request = { caseNumber, sequence: 1, step: {} };
    take(run, { type: 'outcome.push-step', id: 'o1', data: { callId: 'c', request, outcome: { kind: 'in-doubt', detail: 'timeout' } } });
    expect(run.steps).toEqual(['1:accept']);
    expect(run.pending.map((m) => m.type)).toEqual(['outcome.inquire-step']);
    take(run, { type: 'outcome.inquire-step', id: 'o2', data: { callId: 'c', request: { caseNumber, sequence: 1, revision: 1 }, outcome: { kind: 'done', value: { known: false, held: false } } } });
    expect(run.steps).toEqual(['1:accept', '1:accept']);
  });

  it('is not accepted once its power was taken back or suspended, and what was accepted before goes on', () => {
    const run: Run = begun();
    take(run, registration, { item: itemOf('direct', false), files });
    const [accepting, , , reviewing] = acts('direct').map((act) => actNow(act, run.record));
    for (const [withdrawn, reason] of [['taken-back', 'item-not-delegated'], ['suspended', 'item-suspended'], ['terminated', 'item-terminated'], ['delegation-ended', 'delegation-expired']] as const) {
      const decision = decide(run.record, accepting as CaseMessage, { now: run.now, calendar, withdrawn });
      expect(decision).toMatchObject({ kind: 'refuse', refusal: { reason } });
    }
    // Nobody said anything in time: it counts as accepted by law, but the zone has no such power any more. A person must see it.
    expect(decide(run.record, { type: 'reminder.deemed-acceptance', id: 'd', data: {} }, { now: run.now, calendar, withdrawn: 'taken-back' })).toMatchObject({ kind: 'accept', next: { status: 'received', attention: { reason: 'item-not-delegated' } } });
    expect(take(run, accepting as CaseMessage, { withdrawn: null })).toBe('accept');
    expect(take(run, reviewing as CaseMessage, { withdrawn: 'taken-back' })).toBe('accept');
  });

  it('refuses to promise a date that the calendar does not reach', () => {
    const run: Run = { ...begun(), now: new Date('2026-12-21T02:00:00Z') };
    take(run, registration, { item: itemOf('direct', false), files });
    take(run, { type: 'http.accept', id: 'a', actor: clerk, data: { decision: 'accept', reason: '' } });
    expect(run.record?.due.statutory).toBeNull();
    expect(run.record?.due.calendarMissing).toContain('2027');
  });

  it('hands nothing over while a payment stands reversed, and goes on when it is paid again', () => {
    const run: Run = begun();
    take(run, registration, { item: itemOf('direct', true), files });
    const people = acts('direct');
    const deliver = people.at(-1);
    if (!deliver) throw new Error('nobody delivers');
    for (const act of people.slice(0, -1)) take(run, actNow(act, run.record));
    for (let message = run.pending.shift(); message; message = run.pending.shift()) if (take(run, message) === 'wait') run.pending.push(message);
    expect(run.record?.status).toBe('ready');
    const payment = { caseNumber, billKey: `${caseNumber}:1`, payCode: '4', amountInFen: 10_000, bankSerial: 's' };
    take(run, { type: 'events.fees.payment-reversed', id: 'back', data: { ...payment, reversedAt: run.now.toISOString() } });
    expect(take(run, actNow(deliver, run.record))).toBe('refuse');
    take(run, { type: 'events.fees.payment-settled', id: 'again', data: { ...payment, paidAt: run.now.toISOString() } });
    expect(take(run, actNow(deliver, run.record))).toBe('accept');
    expect(new Set(run.texts).size).toBe(run.texts.length - 1); // the second "paid" text has the first one's key: notify sends it once
  });

  function walkUntil(stop: (run: Run) => boolean, fee = true): Run {
    const run: Run = begun();
    take(run, registration, { item: itemOf('direct', fee), files });
    for (const act of acts('direct').slice(0, -1)) take(run, actNow(act, run.record));
    for (let message = run.pending.shift(); message && !stop(run); message = run.pending.shift()) if (take(run, message) === 'wait') run.pending.push(message);
    return run;
  }
  const supervisor = { subject: 'supervisor', name: '', roles: ['supervisor'] };

  it('takes a second payment that was heard of before the reversal of the first for what it is', () => {
    const run = walkUntil((r) => r.record?.status === 'ready');
    const payment = { caseNumber, billKey: `${caseNumber}:1`, payCode: '4', amountInFen: 10_000 };
    const second: CaseMessage = { type: 'events.fees.payment-settled', id: 'p2', data: { ...payment, paidAt: run.now.toISOString(), bankSerial: 's2' } };
    expect(take(run, second)).toBe('wait');
    expect(take(run, { type: 'events.fees.payment-reversed', id: 'r1', data: { ...payment, bankSerial: 's', reversedAt: run.now.toISOString() } })).toBe('accept');
    expect(take(run, second)).toBe('accept');
    expect(run.record?.bill).toMatchObject({ state: 'paid', bankSerial: 's2' });
  });

  it('asks for a new bill when a refused one has been dealt with, and never under the old key', () => {
    const run = walkUntil((r) => r.record?.status === 'awaiting-payment');
    run.pending.length = 0;
    take(run, { type: 'events.fees.bill-refused', id: 'no', data: { caseNumber, billKey: `${caseNumber}:1`, reason: 'amount-outside-standard', zh: '不符', en: 'no' } });
    expect(run.record?.attention?.reason).toBe('amount-outside-standard');
    expect(take(run, { type: 'http.resolve-attention', id: 'ok', actor: supervisor, data: { note: '已更正' } })).toBe('accept');
    expect(run.record?.bill).toMatchObject({ billKey: `${caseNumber}:2`, state: 'asked' });
    expect(run.pending.map((m) => m.type)).toContain('events.fees.bill-issued');
  });

  it('asks about a step in doubt, and does not push it again, when a person says that all is well', () => {
    const run = walkUntil(() => true, false);
    run.pending.length = 0;
    const request = { caseNumber, sequence: 1, step: {} };
    take(run, { type: 'outcome.push-step', id: 'o1', data: { callId: 'c', request, outcome: { kind: 'in-doubt', detail: 'timeout' } } });
    take(run, { type: 'outcome.inquire-step', id: 'o2', data: { callId: 'c', request: { caseNumber, sequence: 1, revision: 1 }, outcome: { kind: 'refused', reason: 'wrong', detail: '' } } });
    run.pending.length = 0;
    const pushed = run.steps.length;
    take(run, { type: 'http.resolve-attention', id: 'ok', actor: supervisor, data: { note: '已处理' } });
    expect(run.steps.length).toBe(pushed);
    expect(run.pending.map((m) => m.type)).toContain('outcome.inquire-step');
  });

  describe('waits for the department’s officer to countersign', () => {
    function sealedByTheZone(form: 'entrusted' | 'direct-report', decision: 'granted' | 'refused' = 'granted'): Run {
      const run = begun();
      take(run, registration, { item: itemOf(form, false, 'officer'), files });
      for (const act of acts(form, 'confirmed').map((each) => actNow(each, run.record)).filter((each) => ['http.accept', 'http.review'].includes(each.type))) take(run, act);
      take(run, { type: 'http.decide', id: 'd', actor: approver, data: { decision, note: '按材料', validTo: null } });
      for (let i = 0; i < 50 && run.record?.status !== 'countersigning'; i += 1) { const message = run.pending.shift(); if (message && take(run, message) === 'wait') run.pending.push(message); }
      expect(run.record?.status).toBe('countersigning');
      run.pending.length = 0;
      return run;
    }
    const answer = (run: Run, act: Act): string | undefined => {
      const decision = decide(run.record, actNow(act, run.record), { now: run.now, calendar });
      return decision.kind === 'refuse' ? decision.refusal.reason : decision.kind;
    };

    it('with a clock of its own, and nobody else may do it', () => {
      const run = sealedByTheZone('entrusted');
      expect(run.record?.countersigns).toMatchObject([{ purpose: 'decision', documentSha256: run.record?.letter?.sha256, due: '2026-11-24', answer: null }]);
      expect(run.uses).toEqual([`${caseNumber}:decision:1`]);
      expect(answer(run, countersigns('confirm', { actor: approver }))).toBe('wrong-role');
      expect(answer(run, countersigns('confirm', { actor: { ...officer, department: 'ANOTHER' } }))).toBe('unknown-case');
      expect(answer(run, countersigns('confirm', { actor: { ...officer, subject: 'reviewer' } }))).toBe('same-person');
      expect(answer(run, countersigns('confirm'))).toBe('accept');
    });
    it('on the document that was seen and no other', () => {
      expect(answer(sealedByTheZone('direct-report'), countersigns('confirm', { documentSha256: digest(9) }))).toBe('document-differs');
    });
    it('and returns it only for seal, document or authority, with words: its substance is not reviewed again', () => {
      const run = sealedByTheZone('direct-report');
      expect(answer(run, countersigns('return', { ground: null }))).toBe('return-ground-missing');
      expect(answer(run, countersigns('return', { reason: ' ' }))).toBe('reason-missing');
      expect(answer(run, countersigns('return', { ground: 'seal', reason: '园区印章模糊' }))).toBe('accept');
    });
    it('whatever anybody else deals with meanwhile: going on does not seal in the officer’s place', () => {
      const run = sealedByTheZone('entrusted');
      take(run, { type: 'outcome.push-step', id: 'o1', data: { callId: 'c', request: { caseNumber, sequence: 1, step: {} }, outcome: { kind: 'refused', reason: 'wrong', detail: '' } } });
      expect(take(run, { type: 'http.resolve-attention', id: 'ok', actor: supervisor, data: { note: '已处理' } })).toBe('accept');
      expect(run.uses).toEqual([`${caseNumber}:decision:1`]);
    });
    it('and gets what was returned once more with a new seal, the old impression kept and counting for nothing', () => {
      const run = sealedByTheZone('entrusted', 'refused');
      take(run, actNow(countersigns('return'), run.record));
      expect(run.record?.status).toBe('countersign-returned');
      expect(answer(run, { ...presentsAgain, data: { correction: '已更正', note: ' ' } })).toBe('reason-missing');
      expect(answer(run, { ...presentsAgain, actor: { ...approver, subject: 'reviewer' } })).toBe('same-person');
      expect(take(run, presentsAgain)).toBe('accept');
      expect(run.record).toMatchObject({ status: 'decision-sealing', decision: { result: 'refused', note: '更正后的意见' }, sealings: [{ round: 2, used: [], void: [{ ledgerNumber: 'L1' }] }] });
      expect(run.record?.letter?.text).toContain('更正后的意见');
      expect(run.uses).toEqual([`${caseNumber}:decision:1`, `${caseNumber}:decision:r2:1`]);
    });
    it('and lets the applicant withdraw what the department returned', () => {
      const run = sealedByTheZone('entrusted');
      take(run, actNow(countersigns('return', { ground: 'authority', reason: '该事项不在委托书内' }), run.record));
      expect(take(run, { type: 'http.withdraw', id: 'w', actor: clerk, data: { reason: '改向部门申请' } })).toBe('accept');
    });
  });

  it('does not hand over a grant without its certificate, nor a case that waits for a person', () => {
    const run: Run = begun();
    take(run, registration, { item: itemOf('direct', false), files });
    expect(take(run, { type: 'http.deliver', id: 'x', actor: clerk, data: { recipient: '示例', method: 'window' } })).toBe('refuse');
  });

  describe('goes by the version of its item', () => {
    const deed = { name: '土地使用权证', required: true };
    const newer = { ...itemOf('direct', false), version: 2, edition: 1, materials: [...sampleItem.materials, deed] };
    const accept: CaseMessage = { type: 'http.accept', id: 'a', actor: clerk, data: { decision: 'accept', reason: '' } };
    const received = (): Run => {
      const run = begun();
      take(run, registration, { item: itemOf('direct', false), files });
      return run;
    };
    const refusedFor = (run: Run, message: CaseMessage, facts: Partial<Facts>): unknown => {
      const decision = decide(run.record, message, { now: run.now, calendar, ...facts });
      return decision.kind === 'refuse' && { reason: decision.refusal.reason };
    };
    it('that is in force at its acceptance, though another was when it was received', () => {
      const run = received();
      expect(refusedFor(run, accept, { item: newer })).toMatchObject({ reason: 'materials-missing' });
      take(run, { type: 'http.supply', id: 's', actor: clerk, data: { materials: [{ name: deed.name, sha256: digest(9) }], answers: {} } }, { item: newer, files: new Map([[digest(9), 'pdf']]) });
      expect(take(run, accept, { item: newer })).toBe('accept');
      expect(run.record).toMatchObject({ status: 'accepted', item: { version: 2 } });
      expect(run.record?.steps.filter((each) => each.what === '事项已更新，按现行内容办理：第 2 版第 1 次发布')).toHaveLength(1);
    });
    it('and from then on by no other, whatever is published, amended or handed over', () => {
      const run = received();
      take(run, accept, { item: itemOf('direct', false) });
      const pinned = run.record?.item;
      take(run, { type: 'http.review', id: 'v', actor: reviewer, data: { opinion: 'agree', note: '' } }, { item: newer });
      take(run, { type: 'http.decide', id: 'd', actor: approver, data: { decision: 'granted', note: '', validTo: null } }, { item: { ...newer, delegation: { ...newer.delegation, form: 'forward' } }, withdrawn: 'taken-back' });
      expect(run.record).toMatchObject({ decision: { result: 'granted' }, item: pinned });
    });
    it('of its receipt when nothing was said in time: it counts as accepted from that day', () => {
      const run = received();
      expect(take(run, { type: 'reminder.deemed-acceptance', id: 'r', data: {} }, { item: newer })).toBe('accept');
      expect(run.record).toMatchObject({ status: 'accepted', deemedAccepted: true, item: { version: 1 } });
    });
    it('by which everything missing was told: more is not asked for afterwards, yet today’s document counts', () => {
      const run = received();
      take(run, { type: 'http.ask-supplement', id: 'n', actor: clerk, data: { missing: ['施工许可申请表'] } }, { item: itemOf('direct', false) });
      const renewed = { ...newer, delegation: { ...newer.delegation, documentNumber: '示例授〔2027〕9号' } };
      take(run, { type: 'http.supply', id: 's', actor: clerk, data: { materials: [{ name: '施工许可申请表', sha256: digest(0) }], answers: {} } }, { item: renewed, files });
      expect(take(run, accept, { item: renewed })).toBe('accept');
      expect(run.record).toMatchObject({ item: { version: 1, delegation: { documentNumber: '示例授〔2027〕9号' } } });
    });
    it('only within the sub-parks that its document names', () => {
      const question = { key: subParkKey, labelZh: '项目所在园区', labelEn: 'Sub-park of the project', kind: 'choice' as const, options: ['东区产业园', '空港片区'], required: true };
      const limited = { ...itemOf('direct', false), formFields: [question] };
      const asked = (answers: Record<string, string>): CaseMessage => ({ ...registration, data: { ...registration.data, answers } }) as CaseMessage;
      expect(refusedFor(begun(), asked({ [subParkKey]: '城区' }), { item: limited, files })).toMatchObject({ reason: 'answer-wrong' });
      const run = begun();
      take(run, asked({}), { item: limited, files });
      expect(refusedFor(run, accept, { item: limited })).toMatchObject({ reason: 'answer-missing' });
      // Silence makes an acceptance, not a power: a person looks.
      const silent: Run = { ...run };
      take(silent, { type: 'reminder.deemed-acceptance', id: 'r', data: {} }, { item: limited });
      expect(silent.record).toMatchObject({ status: 'received', attention: { reason: 'answer-missing' } });
      take(run, { type: 'http.supply', id: 's', actor: clerk, data: { materials: [], answers: { [subParkKey]: '空港片区' } } }, { item: limited });
      // The document was amended between receipt and acceptance: it no longer reaches there.
      expect(refusedFor(run, accept, { item: { ...limited, formFields: [{ ...question, options: ['东区产业园'] }] } })).toMatchObject({ reason: 'answer-missing' });
      expect(take(run, accept, { item: limited })).toBe('accept');
      expect(run.record).toMatchObject({ status: 'accepted', answers: { [subParkKey]: '空港片区' } });
    });
    it('only within the sub-parks its document names today, also when everything missing was told before', () => {
      const question = { key: subParkKey, labelZh: '项目所在园区', labelEn: 'Sub-park of the project', kind: 'choice' as const, options: ['东区产业园', '空港片区'], required: true };
      const limited = { ...itemOf('direct', false), formFields: [question] };
      const narrowed = { ...limited, formFields: [{ ...question, options: ['东区产业园'] }] };
      const run = begun();
      take(run, { ...registration, data: { ...registration.data, answers: { [subParkKey]: '空港片区' } } } as CaseMessage, { item: limited, files });
      take(run, { type: 'http.ask-supplement', id: 'n', actor: clerk, data: { missing: ['施工许可申请表'] } }, { item: limited });
      take(run, { type: 'http.supply', id: 's', actor: clerk, data: { materials: [{ name: '施工许可申请表', sha256: digest(0) }], answers: {} } }, { item: narrowed, files });
      expect(refusedFor(run, accept, { item: narrowed })).toMatchObject({ reason: 'answer-missing' });
      // One that was not limited when it was told, and is now.
      const free = begun();
      take(free, registration, { item: itemOf('direct', false), files });
      take(free, { type: 'http.ask-supplement', id: 'n', actor: clerk, data: { missing: ['施工许可申请表'] } }, { item: itemOf('direct', false) });
      take(free, { type: 'http.supply', id: 's', actor: clerk, data: { materials: [{ name: '施工许可申请表', sha256: digest(0) }], answers: {} } }, { item: narrowed, files });
      expect(refusedFor(free, accept, { item: narrowed })).toMatchObject({ reason: 'answer-missing' });
      take(free, { type: 'http.supply', id: 't', actor: clerk, data: { materials: [], answers: { [subParkKey]: '东区产业园' } } }, { item: narrowed, files });
      expect(take(free, accept, { item: narrowed })).toBe('accept');
    });
  });

  it('keeps what the gateway held and the province refused, tells a person, and hands it over again when it has been dealt with', () => {
    const run: Run = begun();
    take(run, registration, { item: itemOf('direct', false), files });
    take(run, { type: 'http.accept', id: 'a', actor: clerk, data: { decision: 'accept', reason: '' } });
    take(run, { type: 'outcome.push-step', id: 'o1', data: { callId: 'c', request: { caseNumber, sequence: 1, step: {} }, outcome: { kind: 'done', value: { held: true } } } });
    expect(run.record?.province).toMatchObject({ owed: [], held: [{ sequence: 1, kind: 'accept' }] });
    const refusal: CaseMessage = { type: 'events.province-gateway.step-refused', id: 'e', data: { caseNumber, sequence: 1, kind: 'accept', revision: 1, platform: 'province', reason: 'unknown-item', detail: 'catalog-001' } };
    expect(take(run, refusal)).toBe('accept');
    expect(run.record?.attention?.reason).toBe('upstream-refused');
    expect(run.steps).toEqual(['1:accept']);
    take(run, { type: 'http.resolve-attention', id: 'ok', actor: supervisor, data: { note: '事项已更正' } });
    expect(run.steps).toEqual(['1:accept', '1:accept']);
  });

  it('takes the applicant’s rating of a closed case, twice at most, and a bad one only with details or words', () => {
    const run = walkUntil(() => false, false);
    const rate = (satisfaction: 'satisfied' | 'dissatisfied', words = ''): CaseMessage => ({ type: 'http.rate', id: `g${run.n += 1}`, actor: clerk, data: { satisfaction, channel: 'hall-terminal', details: [], words } });
    expect(take(run, rate('satisfied'))).toBe('refuse');
    const deliver = acts('direct').at(-1);
    if (!deliver) throw new Error('nobody delivers');
    take(run, actNow(deliver, run.record));
    for (let message = run.pending.shift(); message; message = run.pending.shift()) if (take(run, message) === 'wait') run.pending.push(message);
    expect(run.record?.status).toBe('closed');
    expect(take(run, rate('dissatisfied'))).toBe('refuse');
    expect(take(run, rate('dissatisfied', '等候时间太长'))).toBe('accept');
    expect(run.steps.at(-1)).toContain('evaluation');
    expect(take(run, rate('satisfied'))).toBe('accept');
    expect(take(run, rate('satisfied'))).toBe('refuse');
    expect(run.record?.ratings.map((rating) => rating.satisfaction)).toEqual(['dissatisfied', 'satisfied']);
  });
  it('takes what the applicant says twice in a row for one rating, and leaves the second to be given', () => {
    const run = walkUntil(() => false, false);
    const deliver = acts('direct').at(-1);
    if (!deliver) throw new Error('nobody delivers');
    take(run, actNow(deliver, run.record));
    for (let message = run.pending.shift(); message; message = run.pending.shift()) if (take(run, message) === 'wait') run.pending.push(message);
    const rate = (satisfaction: 'satisfied' | 'dissatisfied', words = ''): CaseMessage => ({ type: 'http.rate', id: `g${run.n += 1}`, data: { satisfaction, channel: 'web', details: [], words } });
    expect([rate('satisfied'), rate('satisfied'), rate('dissatisfied', '等候时间太长'), rate('dissatisfied', '等候时间太长'), rate('satisfied')].map((message) => take(run, message))).toEqual(['accept', 'ignore', 'accept', 'ignore', 'refuse']);
    expect(run.record?.ratings).toHaveLength(2);
  });

  it('knows every message it says it takes', () => {
    for (const type of Object.keys(accepts)) expect(type).toMatch(/^(http|events|outcome|reminder)\./);
  });
});
