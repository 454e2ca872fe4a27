/* What a certificate says, before it is set in type. Dates are civil dates in China. */
import type { Drawing } from './drawing.ts';

export interface CertificateContent {
  readonly title: string;
  /** 证书编号, given once and never again. */
  readonly number: string;
  /** 证照标识 (GB/T 36904-2018). */
  readonly licenceId: string;
  readonly holder: { readonly name: string; readonly creditCode: string };
  readonly item: { readonly code: string; readonly name: string };
  readonly issuer: { readonly name: string };
  readonly decision: { readonly documentNumber: string; readonly decidedOn: string; readonly summary: string };
  readonly validFrom: string;
  /** null: 长期. */
  readonly validTo: string | null;
  readonly facts: readonly { readonly label: string; readonly value: string }[];
  /** In the order they are placed; the last one presses the date as well. */
  readonly seals: readonly { readonly sealName: string; readonly picture: Drawing }[];
  /** What the QR code says: the public address that tells whether this certificate is genuine. */
  readonly verifyAt: string;
}

/** Every text of a certificate by the path of its field, for checks before printing. */
export function textsOf(content: CertificateContent): [field: string, text: string][] {
  return [
    ['title', content.title],
    ['number', content.number],
    ['licenceId', content.licenceId],
    ['holder.name', content.holder.name],
    ['holder.creditCode', content.holder.creditCode],
    ['item.name', content.item.name],
    ['item.code', content.item.code],
    ['issuer.name', content.issuer.name],
    ['decision.documentNumber', content.decision.documentNumber],
    ['decision.summary', content.decision.summary],
    ...content.facts.flatMap((fact, index): [string, string][] => [[`facts.${index}.label`, fact.label], [`facts.${index}.value`, fact.value]]),
    ...content.seals.map((seal, index): [string, string] => [`seals.${index}.sealName`, seal.sealName]),
  ];
}

/** The summary as the page shows it: nothing when a fact says the same. */
export function summaryOf(content: CertificateContent): string {
  return content.facts.some((fact) => fact.value === content.decision.summary) ? '' : content.decision.summary;
}

/** The body a seal belongs to: its name without the words for the kind of seal. */
export function sealOwner(sealName: string): string {
  const owner = sealName.replace(/(?:行政审批(?:服务)?)?(?:专用|业务|电子)*(?:公章|印章|章)(?:[（(][^（）()]*[）)])?$/u, '');
  return owner === '' ? sealName : owner;
}

/**
 * Who stands under each seal: the body whose seal it is, and no other, for a seal over another's name is a false certificate.
 * The issuer's full name is used where the seal is the issuer's.
 */
export function signatoriesOf({ seals, issuer }: CertificateContent): { field: string; name: string; picture: Drawing }[] {
  return seals.map(({ sealName, picture }, index) => {
    const owner = sealOwner(sealName);
    const isIssuer = sealName.startsWith(issuer.name) || issuer.name.startsWith(owner);
    return isIssuer ? { field: 'issuer.name', name: issuer.name, picture } : { field: `seals.${index}.sealName`, name: owner, picture };
  });
}

/**
 * The facts as the page shows them. Where a higher authority decided and the seal is another body's (审批直报), the paper says
 * who decided.
 */
export function factsOf(content: CertificateContent): { field: string; label: string; value: string }[] {
  const facts = content.facts.map((fact, index) => ({ field: `facts.${index}.value`, ...fact }));
  return signatoriesOf(content).some((signatory) => signatory.field === 'issuer.name') ? facts
    : [...facts, { field: 'issuer.name', label: '决定机关', value: content.issuer.name }];
}
