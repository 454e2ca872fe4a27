// What a seal is on record: whose it is, who keeps it, what it may be used for, since when and until when. And what one
// use of it leaves: a line in the ledger (用印台账), or a refusal with its reason.

import { z } from 'zod';
import { DelegationForm, Digest, UseSeal } from '../../contracts/seal/messages.ts';
import { sealDesign } from './picture.ts';

/** A seal's code, chosen by its owner: visible ASCII, because it is also the esID inside the seal. */
export const SealCode = z.string().regex(/^[A-Z0-9][A-Z0-9-]{1,31}$/);

/** An account of staff: the subject of its tokens. */
const Account = z.string().min(1).max(96);

/** What a seal may be used for: one line of its grant. An empty list leaves that side open. */
export const Grant = z.object({
  forms: z.array(DelegationForm).min(1),
  purposes: z.array(z.enum(['decision', 'opinion', 'certificate'])).min(1),
  /** Beginnings of item codes; the first 18 characters of an implementation code are its department's credit code. */
  itemPrefixes: z.array(z.string().min(1).max(33)).default([]),
  /** 授权书 or 委托书 by number. */
  delegationDocuments: z.array(z.string().min(1).max(60)).default([]),
});
export type Grant = z.infer<typeof Grant>;

/**
 * The keeper's standing authorisation (常设授权): the document by which keeper and deputy let the hub place the seal
 * whenever every check holds, so that no person presses a button per impression. Days inclusive.
 */
export const StandingAuthorisation = z.object({ documentNumber: z.string().min(1).max(60), validFrom: z.iso.date(), validTo: z.iso.date() });

/** What somebody states who asks for a seal to be made. Days are days in China, inclusive. */
export const MakeSeal = z.object({
  sealCode: SealCode,
  sealName: z.string().trim().min(2).max(60),
  owner: z.object({ name: z.string().trim().min(2).max(60), creditCode: z.string().length(18) }),
  design: sealDesign,
  grants: z.array(Grant).min(1),
  keeper: Account,
  deputy: Account,
  standingAuthorisation: StandingAuthorisation,
  validFrom: z.iso.date(),
  validTo: z.iso.date(),
});
export type MakeSeal = z.infer<typeof MakeSeal>;

/** Why a seal was stopped. `cancellation` (注销) is final. */
export const StopKind = z.enum(['loss', 'rename', 'hand-over', 'cancellation', 'other']);

const Stop = z.object({ kind: StopKind, reason: z.string(), by: z.string(), at: z.iso.datetime(), resumed: z.object({ reason: z.string(), by: z.string(), at: z.iso.datetime() }).nullable() });

/** A seal on record. */
export const Seal = MakeSeal.extend({
  status: z.enum(['in-use', 'stopped', 'cancelled']),
  /** Who answers for the seal today: A or B holder of the post. */
  onDuty: z.enum(['keeper', 'deputy']),
  madeAt: z.iso.datetime(),
  madeBy: z.string(),
  /** SHA-256 of the SESeal (DER) this record goes with. */
  sealSha256: Digest,
  stops: z.array(Stop),
});
export type Seal = z.infer<typeof Seal>;

const Asked = UseSeal.extend({ sealName: z.string() });

/** One use on record: the ledger line when made, else why not. The document itself is not here, only its digests. */
export const Impression = z.discriminatedUnion('status', [
  Asked.extend({
    status: z.literal('used'),
    ledgerNumber: z.string(),
    /** Position in the seal's own ledger, from 1, without gaps. */
    sequence: z.number().int().positive(),
    usedAt: z.iso.datetime(),
    keeper: z.object({ account: z.string(), post: z.enum(['keeper', 'deputy']), authorisation: z.string() }),
    /** SM2 over TBS_Sign, DER, base64: with the seal it gives back the whole SES_Signature, byte for byte. */
    signatureValue: z.string(),
    signatureSha256: Digest,
    sealSha256: Digest,
  }),
  Asked.extend({ status: z.literal('refused'), refusedAt: z.iso.datetime(), reason: z.string(), zh: z.string(), en: z.string() }),
]);
export type Impression = z.infer<typeof Impression>;
export type LedgerLine = Extract<Impression, { status: 'used' }>;
