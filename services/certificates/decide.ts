/*
 * The rules of certificates, pure: one number per certificate key and never another; a page is issued only when every seal it
 * needs was set over exactly its bytes; whatever cannot be done is stated as a refusal in both languages, never left silent.
 */
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { commands } from '../../contracts/certificates/messages.ts';
import type { DraftCertificate, IssueCertificate } from '../../contracts/certificates/messages.ts';
import { isRefusalReason, refusal } from '../../contracts/refusals.ts';
import type { Refusal } from '../../contracts/refusals.ts';
import { accept, call, event, ignore, refuse, takes, wait } from '../../infra/machine.ts';
import type { Decision, MessagesOf, Output } from '../../infra/machine.ts';
import { outcomeOf } from '../../infra/outcome-message.ts';
import { composeLicenceId } from '../../contracts/identifiers.ts';
import { PrintOrder, Printed } from './record.ts';
import type { Certificate } from './record.ts';
import { templateFor, typeSequences } from './template-name.ts';

/** What comes over HTTP has its record named by the handler, which knows it from the number. */
const byHandler = (): string => '';

export const accepts = {
  'commands.certificates.draft-certificate': takes(commands['commands.certificates.draft-certificate'], (data) => data.certificateKey),
  'commands.certificates.issue-certificate': takes(commands['commands.certificates.issue-certificate'], (data) => data.certificateKey),
  'http.print-certificate': takes(z.object({ copies: z.number().int().positive(), reason: z.string().trim().min(2).nullable() }), byHandler),
  'http.request-reprint': takes(z.object({ id: z.string(), copies: z.number().int().positive(), reason: z.string().trim().min(2) }), byHandler),
  'http.approve-reprint': takes(z.object({ requestId: z.string(), note: z.string().trim().nullable() }), byHandler),
  'outcome.print': takes(outcomeOf(PrintOrder, Printed), () => ''),
};
export type CertificateMessage = MessagesOf<typeof accepts>;

export interface Facts {
  /** A number nobody else has; gathered only for a certificate that has none. */
  number?: string;
  /** Who defined the type of licence; null: the issuer did. */
  typeDefiner: string | null;
}

export function decide(certificate: Certificate | undefined, message: CertificateMessage, facts: Facts & { now: Date }): Decision<Certificate> {
  switch (message.type) {
    case 'commands.certificates.draft-certificate':
      return draft(certificate, message.data, facts);
    case 'commands.certificates.issue-certificate':
      return issue(certificate, message.data, facts.now);
    case 'http.print-certificate':
    case 'http.request-reprint':
    case 'http.approve-reprint':
      return certificate ? onPaper(certificate, message, facts.now) : refuse(refusal('unknown-certificate'));
    case 'outcome.print':
      return certificate ? printed(certificate, message.data.outcome, facts.now) : ignore('no such certificate');
    default: {
      const never: never = message;
      return never;
    }
  }
}

function draft(certificate: Certificate | undefined, order: z.infer<typeof DraftCertificate>, facts: Facts): Decision<Certificate> {
  if (certificate && certificate.status !== 'refused') {
    if (!isDeepStrictEqual(certificate.order, order))
      return accept(certificate, [refusedEvent(certificate, refusal('wrong-state', { detail: { zh: '该证照已按其他内容制作', en: 'it was made with other contents already' } }))]);
    return certificate.status === 'drafted' ? accept(certificate, draftedEvent(certificate)) : ignore(`already ${certificate.status}`);
  }
  const number = certificate?.number ?? facts.number;
  if (number === undefined) throw new Error('certificates: a new certificate was decided without a number');
  const template = templateFor(order.template, order.title);
  const identifier = template && composeLicenceId({
    typeCode: `${facts.typeDefiner ?? order.issuer.creditCode}${typeSequences[template]}`, issuer: order.issuer.creditCode, serial: number, version: 1,
  });
  const next: Certificate = {
    status: 'drafting', caseNumber: order.caseNumber, certificateKey: order.certificateKey, number, licenceId: identifier ?? '', order,
    document: null, pictures: [], signatures: [], draftedAt: null, issuedAt: null, refused: null, prints: [], reprintRequests: [],
  };
  if (template === null) return refused(next, refusal('template-unknown', { field: 'template', detail: order.template }));
  if (identifier === null) return refused(next, refusal('invalid-credit-code', { field: 'issuer.creditCode' }));
  const blank = ([['title', order.title], ['holder.name', order.holder.name], ['item.name', order.item.name], ['issuer.name', order.issuer.name]] as const).find(([, text]) => text.trim() === '');
  if (blank) return refused(next, refusal('field-missing', { field: blank[0], detail: blank[0] }));
  if (order.validTo !== null && order.validTo < order.validFrom) return refused(next, refusal('invalid-request', { field: 'validTo', detail: `${order.validFrom} > ${order.validTo}` }));
  return accept(next, [call('print', { number, licenceId: identifier, order } satisfies PrintOrder)]);
}

function printed(
  certificate: Certificate, outcome: Extract<CertificateMessage, { type: 'outcome.print' }>['data']['outcome'], now: Date,
): Decision<Certificate> {
  if (certificate.status !== 'drafting') return ignore(`already ${certificate.status}`);
  switch (outcome.kind) {
    case 'done': {
      const next: Certificate = { ...certificate, status: 'drafted', document: outcome.value.document, pictures: outcome.value.pictures, draftedAt: now.toISOString() };
      return accept(next, draftedEvent(next));
    }
    case 'refused': {
      const reason = isRefusalReason(outcome.reason) ? outcome.reason : 'upstream-refused';
      return refused(certificate, refusal(reason, outcome.detail === '' ? {} : { field: outcome.detail.split(' ')[0] ?? '', detail: outcome.detail }));
    }
    case 'in-doubt':
      // Printing the same twice is the same document.
      return accept(certificate, [call('print', { number: certificate.number, licenceId: certificate.licenceId, order: certificate.order } satisfies PrintOrder)]);
    default: {
      const never: never = outcome;
      return never;
    }
  }
}

function issue(certificate: Certificate | undefined, order: z.infer<typeof IssueCertificate>, now: Date): Decision<Certificate> {
  if (!certificate) return refuse(refusal('unknown-certificate', { field: 'certificateKey' }));
  switch (certificate.status) {
    case 'drafting':
      return wait('the page is being printed');
    case 'refused':
      return accept(certificate, [refusedEvent(certificate, refusal('certificate-not-drafted'))]);
    case 'issued':
    case 'superseded':
    case 'revoked':
      return ignore(`already ${certificate.status}`);
    case 'drafted':
      break;
    default: {
      const never: never = certificate.status;
      return never;
    }
  }
  const { document } = certificate;
  if (!document) throw new Error('certificates: a drafted certificate has no document');
  const objection = objectionTo(certificate, document.sha256, order);
  if (objection) return accept(certificate, [refusedEvent(certificate, objection)]);
  const issuedAt = now.toISOString();
  const { caseNumber, certificateKey, number, licenceId: identifier } = certificate;
  return accept({ ...certificate, status: 'issued', signatures: order.signatures, issuedAt }, [
    event('events.certificates.certificate-issued', { caseNumber, certificateKey, number, licenceId: identifier, sha256: document.sha256, issuedAt }),
  ]);
}

/** Why these signatures do not make the document a certificate, or null. */
function objectionTo(certificate: Certificate, sha256: string, order: z.infer<typeof IssueCertificate>): Refusal | null {
  const foreign = order.signatures.findIndex((signature) => signature.documentSha256 !== sha256);
  if (foreign !== -1) return refusal('document-differs', { field: `signatures.${foreign}.documentSha256` });
  const missing = certificate.order.seals.find((seal) => !order.signatures.some((signature) => signature.sealCode === seal.sealCode));
  return missing ? refusal('seal-missing', { field: 'signatures', detail: missing.sealCode }) : null;
}

type PaperMessage = Extract<CertificateMessage, { type: 'http.print-certificate' | 'http.request-reprint' | 'http.approve-reprint' }>;

/** Prints, and the second person a reprint needs: stock is numbered, and a second original is as good as the first. */
function onPaper(certificate: Certificate, message: PaperMessage, now: Date): Decision<Certificate> {
  if (certificate.status === 'revoked') return refuse(refusal('certificate-revoked'));
  if (certificate.status !== 'issued') return refuse(refusal('wrong-state', { detail: { zh: '只有已签发的证照可以打印', en: 'only an issued certificate is printed' } }));
  const by = message.actor?.subject ?? '';
  const at = now.toISOString();
  const { prints, reprintRequests } = certificate;
  switch (message.type) {
    case 'http.print-certificate': {
      const { copies, reason } = message.data;
      const approved = reprintRequests.find((request) => request.state === 'approved');
      if (prints.length > 0 && !approved) {
        return refuse(refusal('second-person-needed', { detail: { zh: '再次打印须先提出申请，由另一位制证员或效能监察员批准', en: 'a reprint needs a request that another print clerk or a supervisor has approved' } }));
      }
      const request = prints.length > 0 ? approved : undefined;
      if (request && copies > request.copies) {
        return refuse(refusal('invalid-request', { field: 'copies', detail: { zh: `批准的份数为 ${String(request.copies)}`, en: `${String(request.copies)} were approved` } }));
      }
      const next: Certificate = {
        ...certificate, prints: [...prints, { by, at, copies, reason, requestId: request?.id ?? null }],
        reprintRequests: reprintRequests.map((one) => (one === request ? { ...one, state: 'used' as const } : one)),
      };
      return accept(next, [], next);
    }
    case 'http.request-reprint': {
      const { id, copies, reason } = message.data;
      if (prints.length === 0) return refuse(refusal('wrong-state', { detail: { zh: '尚未打印，首次打印无需申请', en: 'it was never printed; the first print needs no request' } }));
      if (reprintRequests.some((request) => request.state !== 'used')) return refuse(refusal('wrong-state', { detail: { zh: '已有未完成的再次打印申请', en: 'there is an open request already' } }));
      const next: Certificate = { ...certificate, reprintRequests: [...reprintRequests, { id, by, at, copies, reason, state: 'waiting', approval: null }] };
      return accept(next, [], next);
    }
    case 'http.approve-reprint': {
      const asked = reprintRequests.find((request) => request.id === message.data.requestId);
      if (!asked) return refuse(refusal('not-found', { field: 'requestId' }));
      if (asked.state !== 'waiting') return refuse(refusal('wrong-state', { detail: { zh: '该申请已批准', en: 'the request has been approved already' } }));
      if (asked.by === by) return refuse(refusal('second-person-needed', { detail: { zh: '申请人不得批准自己的申请，请另一位制证员或效能监察员批准', en: 'nobody approves their own request; ask another print clerk or a supervisor' } }));
      const approval = { by, at, note: message.data.note === '' ? null : message.data.note };
      const next: Certificate = { ...certificate, reprintRequests: reprintRequests.map((one) => (one === asked ? { ...one, state: 'approved' as const, approval } : one)) };
      return accept(next, [], next);
    }
    default: {
      const never: never = message;
      return never;
    }
  }
}

function refused(certificate: Certificate, why: Refusal): Decision<Certificate> {
  const { reason, zh, en } = why;
  return accept({ ...certificate, status: 'refused', refused: { reason, zh, en } }, [refusedEvent(certificate, why)]);
}

function draftedEvent({ caseNumber, certificateKey, number, licenceId: identifier, document }: Certificate): Output[] {
  return document ? [event('events.certificates.certificate-drafted', { caseNumber, certificateKey, number, licenceId: identifier, document })] : [];
}

function refusedEvent({ caseNumber, certificateKey }: Certificate, { reason, zh, en }: Refusal): Output {
  return event('events.certificates.certificate-refused', { caseNumber, certificateKey, reason, zh, en });
}
