import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DraftCertificate } from '../../contracts/certificates/messages.ts';
import { illegalMove } from '../../infra/machine.ts';
import type { Decision } from '../../infra/machine.ts';
import { numberOf } from './certificate-number.ts';
import { decide } from './decide.ts';
import type { CertificateMessage, Facts } from './decide.ts';
import { licenceIdProblem } from '../../contracts/identifiers.ts';
import { Certificate } from './record.ts';
import { certificateStates } from './states.ts';
import { maskHolder, verificationOf, verificationPage } from './verification.ts';

const now = new Date('2026-11-02T01:30:00Z');
const sha256 = 'a'.repeat(64);
const other = 'b'.repeat(64);
const document = { name: '4306032026000001.pdf', mediaType: 'application/pdf', sha256, sm3: 'c'.repeat(64), bytes: 50_000 };

const order: DraftCertificate = {
  caseNumber: 'C1', certificateKey: 'C1', template: 'licence', title: '建筑工程施工许可证', holder: { name: '湖南示例新材料有限公司', creditCode: '' },
  item: { code: '11430603MB1234567X4000115001000', name: '建筑工程施工许可' }, issuer: { name: '示例局', creditCode: '11430603MB1234567X' },
  decision: { documentNumber: '示许〔2026〕1号', decidedOn: '2026-11-02', summary: '示例项目' }, validFrom: '2026-11-02', validTo: '2029-11-01',
  seals: [{ sealCode: 'ZONE', sealName: '示例管委会行政审批服务专用章' }, { sealCode: 'DEPT', sealName: '示例局' }], facts: [],
};
const signed = (sealCode: string, documentSha256 = sha256) => ({ ledgerNumber: `${sealCode}-000001`, sealCode, sealName: sealCode, documentSha256 });

function give(certificate: Certificate | undefined, message: Pick<CertificateMessage, 'type'> & { data: unknown }, facts: Partial<Facts> = {}): Decision<Certificate> {
  return decide(certificate, { id: 'm', ...message } as CertificateMessage, { now, number: '4306032026000001', typeDefiner: null, ...facts });
}
const draft = (changes: Partial<DraftCertificate> = {}, certificate?: Certificate, facts?: Partial<Facts>): Decision<Certificate> =>
  give(certificate, { type: 'commands.certificates.draft-certificate', data: { ...order, ...changes } }, facts);
const print = (certificate: Certificate, outcome: object = { kind: 'done', value: { document, pictures: [] } }): Decision<Certificate> =>
  give(certificate, { type: 'outcome.print', data: { callId: 'x', request: {}, outcome } });
const issue = (certificate: Certificate | undefined, signatures = [signed('ZONE'), signed('DEPT')]): Decision<Certificate> =>
  give(certificate, { type: 'commands.certificates.issue-certificate', data: { caseNumber: 'C1', certificateKey: 'C1', signatures } });
function accepted(decision: Decision<Certificate>): Certificate {
  if (decision.kind !== 'accept') throw new Error(`not accepted: ${JSON.stringify(decision)}`);
  return Certificate.parse(decision.next);
}
const said = (decision: Decision<Certificate>): unknown[] => (decision.kind === 'accept'
  ? decision.outputs.map((output) => ('type' in output ? [output.type.split('.').at(-1), (output.data as { reason?: string }).reason].filter(Boolean).join(' ') : output.name)) : [decision.kind]);

const drafting = accepted(draft());
const drafted = accepted(print(drafting));
const issued = accepted(issue(drafted));

describe('a certificate', () => {
  it('gets its number and identifier at once and is printed before anybody hears of it', () => {
    expect(drafting).toMatchObject({ status: 'drafting', number: '4306032026000001' });
    expect(licenceIdProblem(drafting.licenceId)).toBeUndefined();
    expect(drafting.licenceId).toContain('.11430603MB1234567X001.11430603MB1234567X.4306032026000001.001.');
    expect(said(draft())).toEqual(['print']);
    expect(said(print(drafting))).toEqual(['certificate-drafted']);
    expect(accepted(draft({}, undefined, { typeDefiner: '11100000000013338W' })).licenceId).toContain('.11100000000013338W001.');
  });

  it('keeps its number when it is ordered again, and is told again, not made again', () => {
    expect(said(draft({}, drafting))).toEqual(['ignore']);
    const again = draft({}, drafted, { number: '4306032026000002' });
    expect(accepted(again)).toEqual(drafted);
    expect(said(again)).toEqual(['certificate-drafted']);
    expect(said(draft({}, issued))).toEqual(['ignore']);
  });

  it('is not changed by an order with other contents under its key', () => {
    const decision = draft({ title: '别的许可证' }, drafted);
    expect(accepted(decision)).toEqual(drafted);
    expect(said(decision)).toEqual(['certificate-refused wrong-state']);
  });

  it.each([
    ['template-unknown', { template: 'poster' }],
    ['invalid-credit-code', { issuer: { name: '示例局', creditCode: '1143' } }],
    ['invalid-request', { validTo: '2026-11-01' }],
    ['field-missing', { holder: { name: '  ', creditCode: '' } }],
  ])('is refused for %s, which is stated', (reason, changes) => {
    const decision = draft(changes);
    expect(accepted(decision)).toMatchObject({ status: 'refused', refused: { reason } });
    expect(said(decision)).toEqual([`certificate-refused ${reason}`]);
  });

  it('that could not be printed says which field and character, and may be ordered again under the same number', () => {
    const decision = print(drafting, { kind: 'refused', reason: 'glyph-missing', detail: 'holder.name U+20BB7' });
    const refusedOne = accepted(decision);
    expect(refusedOne.refused?.zh).toMatch(/字体中没有.*holder\.name U\+20BB7/);
    const again = accepted(draft({ title: '改正后的许可证' }, refusedOne, { number: '4306032026000009' }));
    expect(again).toMatchObject({ status: 'drafting', number: '4306032026000001', refused: null });
  });

  it('is issued when every seal was set over exactly its document', () => {
    expect(issued).toMatchObject({ status: 'issued', issuedAt: now.toISOString() });
    expect(said(issue(drafted))).toEqual(['certificate-issued']);
    expect(said(issue(issued))).toEqual(['ignore']);
  });

  it.each([
    ['document-differs', [signed('ZONE', other), signed('DEPT')]],
    ['seal-missing', [signed('ZONE')]],
  ])('is not issued, stays drafted and says so: %s', (reason, signatures) => {
    const decision = issue(drafted, signatures);
    expect(accepted(decision)).toEqual(drafted);
    expect(said(decision)).toEqual([`certificate-refused ${reason}`]);
  });

  it('waits for its page when the signatures come first', () => {
    expect(issue(drafting).kind).toBe('wait');
    expect(issue(undefined).kind).toBe('refuse');
  });

  it('makes only legal moves and never changes its number, whatever arrives', () => {
    const messages = fc.constantFrom<(certificate: Certificate | undefined) => Decision<Certificate>>(
      (c) => draft({}, c), (c) => draft({ title: '别的' }, c), (c) => draft({ template: 'poster' }, c), (c) => issue(c), (c) => issue(c, [signed('ZONE')]),
      (c) => (c ? print(c) : draft({}, c)), (c) => (c ? print(c, { kind: 'refused', reason: 'unknown-seal', detail: 'ZONE' }) : draft({}, c)), (c) => (c ? print(c, { kind: 'in-doubt', detail: 'x' }) : draft({}, c)),
    );
    fc.assert(fc.property(fc.array(messages, { maxLength: 12 }), (steps) => {
      let certificate: Certificate | undefined;
      for (const step of steps) {
        const decision = step(certificate);
        if (decision.kind !== 'accept') continue;
        expect(illegalMove({ name: 'certificates', states: certificateStates }, certificate?.status, decision.next.status)).toBeNull();
        if (certificate) expect(decision.next.number).toBe(certificate.number);
        certificate = decision.next;
      }
    }));
  });
});

describe('what the public is told', () => {
  it('is nothing before a certificate is issued, and the least afterwards', () => {
    expect(verificationOf(drafted, now).result).toBe('unknown');
    expect(verificationOf(null, now)).toEqual({ result: 'unknown', zh: expect.any(String), en: expect.any(String), checkedAt: now.toISOString() });
    const told = verificationOf(issued, now);
    expect(told).toMatchObject({ result: 'genuine', title: '建筑工程施工许可证', holder: '湖南*****有限公司', expired: false });
    expect(JSON.stringify(told)).not.toContain('示例项目');
    expect(verificationOf(issued, new Date('2029-11-01T17:00:00Z')).expired).toBe(true);
    expect(verificationOf({ ...issued, status: 'revoked' }, now).result).toBe('revoked');
    expect(verificationOf({ ...issued, status: 'superseded' }, now).result).toBe('superseded');
  });
  it('masks people as people', () => {
    expect(maskHolder('张三丰')).toBe('张*丰');
    expect(maskHolder('湖南示例新材料有限公司')).toBe('湖南*****有限公司');
  });
  it('is a page on which nothing written into a certificate becomes markup', () => {
    const page = verificationPage(verificationOf({ ...issued, order: { ...order, title: '<script>alert(1)</script>' } }, now));
    expect(page).not.toContain('<script>');
    expect(page).toContain('真实有效');
  });
});

describe('certificate numbers', () => {
  it('are the division, the year and a place in the series that never runs out', () => {
    expect(numberOf('430603', 2026, 1)).toBe('4306032026000001');
    expect(numberOf('430603', 2026, 1_234_567)).toBe('43060320261234567');
  });
});

describe('paper', () => {
  const by = (subject: string): object => ({ actor: { subject, name: '', roles: ['print-clerk'] } });
  const onPaper = (certificate: Certificate, who: string, type: string, data: object): Decision<Certificate> =>
    give(certificate, { type: `http.${type}`, data, ...by(who) } as never);
  const paper = (certificate: Certificate, who = 'clerk-a', copies = 1): Decision<Certificate> => onPaper(certificate, who, 'print-certificate', { copies, reason: null });
  const request = (certificate: Certificate, who = 'clerk-a'): Decision<Certificate> => onPaper(certificate, who, 'request-reprint', { id: 'R1', copies: 1, reason: '卡纸' });
  const approve = (certificate: Certificate, who: string): Decision<Certificate> => onPaper(certificate, who, 'approve-reprint', { requestId: 'R1', note: null });

  it('is printed once without asking, and again only after another person has approved', () => {
    const printedOnce = accepted(paper(issued));
    expect(printedOnce.prints).toEqual([{ by: 'clerk-a', at: now.toISOString(), copies: 1, reason: null, requestId: null }]);
    expect(paper(printedOnce)).toMatchObject({ kind: 'refuse', refusal: { reason: 'second-person-needed' } });
    const asked = accepted(request(printedOnce));
    expect(paper(asked)).toMatchObject({ kind: 'refuse', refusal: { reason: 'second-person-needed' } });
    expect(approve(asked, 'clerk-a')).toMatchObject({ kind: 'refuse', refusal: { reason: 'second-person-needed' } });
    const approved = accepted(approve(asked, 'clerk-b'));
    expect(paper(approved, 'clerk-a', 2)).toMatchObject({ kind: 'refuse', refusal: { reason: 'invalid-request', field: 'copies' } });
    const again = accepted(paper(approved));
    expect(again.prints).toHaveLength(2);
    expect(again.reprintRequests).toMatchObject([{ state: 'used', by: 'clerk-a', approval: { by: 'clerk-b' } }]);
    expect(paper(again)).toMatchObject({ kind: 'refuse', refusal: { reason: 'second-person-needed' } });
    expect(approve(again, 'clerk-c')).toMatchObject({ kind: 'refuse', refusal: { reason: 'wrong-state' } });
  });

  it('is not printed before it is issued, nor once revoked, and nothing is asked for without need', () => {
    expect(paper(drafted)).toMatchObject({ kind: 'refuse', refusal: { reason: 'wrong-state' } });
    expect(paper({ ...issued, status: 'revoked' })).toMatchObject({ kind: 'refuse', refusal: { reason: 'certificate-revoked' } });
    expect(request(issued)).toMatchObject({ kind: 'refuse', refusal: { reason: 'wrong-state' } });
    expect(request(accepted(request(accepted(paper(issued)))), 'clerk-b')).toMatchObject({ kind: 'refuse', refusal: { reason: 'wrong-state' } });
  });

  it('never has more prints than the first and one for each approval by another, whoever does what', () => {
    const act = fc.tuple(fc.constantFrom('print', 'request', 'approve'), fc.constantFrom('a', 'b'));
    fc.assert(fc.property(fc.array(act, { maxLength: 25 }), (acts) => {
      let certificate = issued;
      for (const [at, [what, who]] of acts.entries()) {
        const open = certificate.reprintRequests.find((one) => one.state === 'waiting')?.id ?? 'none';
        const decision = what === 'print' ? paper(certificate, who) : what === 'request' ? onPaper(certificate, who, 'request-reprint', { id: `R${String(at)}`, copies: 1, reason: '损页' }) : onPaper(certificate, who, 'approve-reprint', { requestId: open, note: null });
        if (decision.kind === 'accept') certificate = accepted(decision);
      }
      const { prints, reprintRequests } = certificate;
      expect(prints.length).toBeLessThanOrEqual(1 + reprintRequests.filter((one) => one.approval).length);
      for (const one of reprintRequests) expect(one.approval?.by).not.toBe(one.by);
    }));
  });
});
