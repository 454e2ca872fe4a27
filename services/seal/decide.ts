// Every rule about making, stopping and using a seal, pure. A use is checked completely before anything is signed or a
// ledger number taken: no authority, no signature. Rules: 国办发〔2025〕33号 (stop, resume, cancel; 谁签章谁负责), the zones'
// own rules on 授权书/委托书, and the two-person rule 一审一核.

import { z } from 'zod';
import { UseSeal } from '../../contracts/seal/messages.ts';
import { refusal, type Refusal } from '../../contracts/refusals.ts';
import { chinaDate } from '../../infra/clock.ts';
import { accept, event, ignore, refuse, takes } from '../../infra/machine.ts';
import type { Decision, MessagesOf } from '../../infra/machine.ts';
import { MakeSeal, StopKind } from './seal.ts';
import type { Impression, Seal } from './seal.ts';

// --- The seal itself ----------------------------------------------------------------------------------------------

const Reason = z.string().trim().min(2).max(200);
export const StopSeal = z.object({ sealCode: z.string(), kind: StopKind, reason: Reason });
export const ResumeSeal = z.object({ sealCode: z.string(), reason: Reason });
export const PutOnDuty = z.object({ sealCode: z.string(), onDuty: z.enum(['keeper', 'deputy']) });

export const sealAccepts = {
  'http.make-seal': takes(MakeSeal, (data) => data.sealCode),
  'http.stop-seal': takes(StopSeal, (data) => data.sealCode),
  'http.resume-seal': takes(ResumeSeal, (data) => data.sealCode),
  'http.put-on-duty': takes(PutOnDuty, (data) => data.sealCode),
};
export type SealMessage = MessagesOf<typeof sealAccepts>;

/** What `gather` did for a new seal: its file was made, or the seal's font lacks a character. */
export type SealFacts = { made: { sealSha256: string } | null; glyphMissing: string | null };

/** Why a seal may not be made, or null. Asked before a key is made and again when deciding. */
export function objectionToMaking(seal: Seal | undefined, data: MakeSeal, now: Date): Refusal | null {
  if (seal) return refusal('wrong-state', { field: 'sealCode', detail: { zh: '该印章编码已有印章', en: 'there is a seal with this code' } });
  if (data.keeper === data.deputy) return refusal('same-person', { field: 'deputy', detail: { zh: '保管人与代管人（A/B 角）不得为同一人', en: 'keeper and deputy must be two persons' } });
  if (data.validTo < data.validFrom || data.validTo < chinaDate(now)) return refusal('seal-expired', { field: 'validTo' });
  return null;
}

const byKeeper = (seal: Seal, account: string): boolean => account === seal.keeper || account === seal.deputy;

/** Decides about a seal. */
export function decideSeal(seal: Seal | undefined, message: SealMessage, facts: SealFacts & { now: Date }): Decision<Seal> {
  const at = facts.now.toISOString();
  const by = message.actor?.subject ?? '';
  if (message.type === 'http.make-seal') {
    const objection = objectionToMaking(seal, message.data, facts.now);
    if (objection) return refuse(objection);
    if (facts.glyphMissing !== null) return refuse(refusal('glyph-missing', { field: 'design', detail: facts.glyphMissing }));
    if (!facts.made) throw new Error('seal: a seal was to be made and its file was not');
    const next: Seal = { ...message.data, status: 'in-use', onDuty: 'keeper', madeAt: at, madeBy: by, sealSha256: facts.made.sealSha256, stops: [] };
    return accept(next, [], next);
  }
  if (!seal) return refuse(refusal('unknown-seal', { field: 'sealCode' }));
  switch (message.type) {
    case 'http.stop-seal': {
      const { kind, reason } = message.data;
      if (seal.status === 'cancelled') return refuse(refusal('wrong-state', { detail: { zh: '印章已注销', en: 'the seal has been cancelled' } }));
      if (seal.status === 'stopped' && kind !== 'cancellation') return refuse(refusal('wrong-state', { detail: { zh: '印章已停用', en: 'the seal is stopped already' } }));
      const next: Seal = { ...seal, status: kind === 'cancellation' ? 'cancelled' : 'stopped', stops: [...seal.stops, { kind, reason, by, at, resumed: null }] };
      return accept(next, [], next);
    }
    case 'http.resume-seal': {
      if (seal.status !== 'stopped') return refuse(refusal('wrong-state', { detail: { zh: '印章未处于停用状态', en: 'the seal is not stopped' } }));
      if (!byKeeper(seal, by)) return refuse(refusal('keeper-not-authorised'));
      const stops = seal.stops.map((stop, index) => (index === seal.stops.length - 1 ? { ...stop, resumed: { reason: message.data.reason, by, at } } : stop));
      const next: Seal = { ...seal, status: 'in-use', stops };
      return accept(next, [], next);
    }
    case 'http.put-on-duty': {
      if (!byKeeper(seal, by)) return refuse(refusal('keeper-not-authorised'));
      const next: Seal = { ...seal, onDuty: message.data.onDuty };
      return accept(next, [], next);
    }
  }
}

// --- One use of it ------------------------------------------------------------------------------------------------

export const impressionAccepts = { 'commands.seal.use-seal': takes(UseSeal, (data) => data.useKey) };
export type ImpressionMessage = MessagesOf<typeof impressionAccepts>;

/** Numbered and signed inside the same transaction: what a ledger line adds to what was asked. */
export type Stamped = { ledgerNumber: string; sequence: number; usedAt: string; signatureValue: string; signatureSha256: string };
export type ImpressionFacts = { seal: Seal | undefined; stamped: Stamped | null };

/** SHA-256 of nothing: a document of no bytes, whatever its stated length (空白用印 is forbidden). */
const emptySha256 = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
/** Clocks of two machines may differ by this much before an approval counts as lying in the future. */
const clockToleranceMs = 5 * 60_000;

const within = (day: string, from: string, to: string): boolean => from <= day && day <= to;

function isGranted(seal: Seal, use: UseSeal): boolean {
  return seal.grants.some((grant) =>
    grant.forms.includes(use.delegation.form)
    && grant.purposes.includes(use.purpose)
    && (grant.itemPrefixes.length === 0 || grant.itemPrefixes.some((prefix) => use.item.code.startsWith(prefix)))
    && (grant.delegationDocuments.length === 0 || grant.delegationDocuments.includes(use.delegation.documentNumber)));
}

/** Why the seal may not be used for this, or null when everything holds. The order is the order of telling. */
export function objectionTo(use: UseSeal, seal: Seal | undefined, now: Date): Refusal | null {
  const today = chinaDate(now);
  if (!seal) return refusal('unknown-seal', { field: 'sealCode' });
  if (seal.status !== 'in-use') return refusal('seal-stopped', { field: 'sealCode' });
  if (!within(today, seal.validFrom, seal.validTo)) return refusal('seal-expired', { field: 'sealCode' });
  const { validFrom, validTo, form } = use.delegation;
  // Authority is a matter of the day of the act, not of the day the seal comes to it: an entrustment must stand on the day
  // of the decision (行政许可法第二十四条); under the other forms what was accepted in time is finished.
  const actedOn = chinaDate(new Date(form === 'entrusted' ? use.step.approvedAt : use.step.acceptedAt ?? use.step.approvedAt));
  if (actedOn < validFrom) return refusal('delegation-not-yet-valid', { field: 'delegation.validFrom' });
  if (actedOn > validTo) return refusal('delegation-expired', { field: 'delegation.validTo' });
  if (use.delegation.documentNumber.trim() === '' || use.item.code.trim() === '') return refusal('delegation-not-covering', { field: 'delegation.documentNumber' });
  if (!isGranted(seal, use)) return refusal('seal-outside-grant', { field: 'delegation.form' });
  const { decidedBy, reviewedBy, approvedAt } = use.step;
  if (decidedBy.trim() === '' || reviewedBy.trim() === '' || Date.parse(approvedAt) > now.getTime() + clockToleranceMs) return refusal('step-not-approved', { field: 'step.approvedAt' });
  if (decidedBy.trim() === reviewedBy.trim()) return refusal('same-person', { field: 'step.reviewedBy' });
  const { countersigned } = use.step;
  if (countersigned) {
    // 会签: only an officer of the seal's own owner confirms for it, and it is a third person.
    if (countersigned.department !== seal.owner.creditCode) return refusal('wrong-department', { field: 'step.countersigned.department' });
    if ([decidedBy.trim(), reviewedBy.trim()].includes(countersigned.countersignedBy.trim())) return refusal('same-person', { field: 'step.countersigned.countersignedBy' });
  }
  if (use.document.bytes === 0 || use.document.sha256 === emptySha256) return refusal('empty-file', { field: 'document.bytes' });
  const { validFrom: authorisedFrom, validTo: authorisedTo } = seal.standingAuthorisation;
  if (!within(today, authorisedFrom, authorisedTo)) return refusal('keeper-not-authorised', { detail: { zh: '常设授权不在有效期内', en: 'the standing authorisation is outside its dates' } });
  return null;
}

const told = (use: UseSeal, objection: Refusal) =>
  event('events.seal.seal-refused', { caseNumber: use.caseNumber, useKey: use.useKey, sealCode: use.sealCode, reason: objection.reason, zh: objection.zh, en: objection.en });

/** Is this the use that was made under this key, asked for once more? */
const sameUse = (made: Impression, asked: UseSeal): boolean =>
  made.sealCode === asked.sealCode && made.caseNumber === asked.caseNumber && made.purpose === asked.purpose && made.document.sha256 === asked.document.sha256 && made.document.sm3 === asked.document.sm3;

/** Decides about one use. A refusal is an event for whoever asked, never silence. */
export function decideImpression(impression: Impression | undefined, message: ImpressionMessage, facts: ImpressionFacts & { now: Date }): Decision<Impression> {
  const use = message.data;
  if (impression?.status === 'used') {
    if (sameUse(impression, use)) return ignore(`used already: ${impression.ledgerNumber}`);
    return accept(impression, [told(use, refusal('idempotency-key-reused', { field: 'useKey' }))]);
  }
  const { seal, stamped, now } = facts;
  const objection = objectionTo(use, seal, now);
  if (objection || !seal) {
    const because = objection ?? refusal('unknown-seal', { field: 'sealCode' });
    return accept({ ...use, status: 'refused', sealName: seal?.sealName ?? '', refusedAt: now.toISOString(), reason: because.reason, zh: because.zh, en: because.en }, [told(use, because)]);
  }
  if (!stamped) throw new Error('seal: the use was in order and nothing was signed');
  const post = seal.onDuty;
  return accept(
    { ...use, ...stamped, status: 'used', sealName: seal.sealName, keeper: { account: seal[post], post, authorisation: seal.standingAuthorisation.documentNumber }, sealSha256: seal.sealSha256 },
    [event('events.seal.seal-used', {
      caseNumber: use.caseNumber, useKey: use.useKey, ledgerNumber: stamped.ledgerNumber, sealCode: use.sealCode, sealName: seal.sealName,
      documentSha256: use.document.sha256, usedAt: stamped.usedAt, signatureSha256: stamped.signatureSha256,
    })],
  );
}
