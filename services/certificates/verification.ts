/*
 * What everybody may ask: is this certificate genuine? Answered from the number or the 证照标识 with the least data that lets
 * the asker compare it with the paper in hand. A certificate not issued yet does not exist for the public.
 */
import type { components } from '../../contracts/certificates/api.ts';
import { chinaDate } from '../../infra/clock.ts';
import type { Database } from '../../infra/database.ts';
import { maskName } from '../../infra/mask.ts';
import { validity } from './chinese-date.ts';
import { licenceIdProblem } from '../../contracts/identifiers.ts';
import type { Certificate } from './record.ts';
import { certificateByLicenceId, certificateByNumber } from './store.ts';

export type Verification = components['schemas']['Verification'];

const SENTENCES = {
  genuine: { zh: '真实有效签发的证照', en: 'This certificate was issued and is genuine' },
  superseded: { zh: '该证照已换发，此份不再有效', en: 'This certificate has been superseded by a later issue' },
  revoked: { zh: '该证照已撤销或注销，不再有效', en: 'This certificate has been revoked or cancelled' },
  unknown: { zh: '未查到该证照，请核对编号', en: 'No such certificate is known; check the number' },
} as const;

/** Answers for a licence identifier or a certificate number. */
export async function verify(database: Database, reference: string, now: Date): Promise<Verification> {
  const certificate = licenceIdProblem(reference) === undefined ? await certificateByLicenceId(database, reference)
    : /^[0-9A-Z]{1,40}$/.test(reference) ? await certificateByNumber(database, reference) : null;
  return verificationOf(certificate, now);
}

/** What the public is told of a certificate. Pure. */
export function verificationOf(certificate: Certificate | null, now: Date): Verification {
  const checkedAt = now.toISOString();
  const result = certificate ? ({ issued: 'genuine', superseded: 'superseded', revoked: 'revoked', drafting: 'unknown', drafted: 'unknown', refused: 'unknown' } as const)[certificate.status] : 'unknown';
  if (!certificate || result === 'unknown') return { result: 'unknown', ...SENTENCES.unknown, checkedAt };
  const { number, licenceId, order } = certificate;
  const { title, issuer, holder, validFrom, validTo } = order;
  return {
    result, ...SENTENCES[result], checkedAt, title, number, licenceId, issuer: issuer.name, holder: maskHolder(holder.name), validFrom, validTo,
    expired: validTo !== null && chinaDate(now) > validTo,
  };
}

/** A person's name as the hub masks names; of an organisation the first two and last four characters stay. */
export function maskHolder(name: string): string {
  const letters = Array.from(name);
  return letters.length < 8 ? maskName(name) : `${letters.slice(0, 2).join('')}${'*'.repeat(letters.length - 6)}${letters.slice(-4).join('')}`;
}

const COLOURS = { genuine: '#1a7f4b', superseded: '#b06a00', revoked: '#b3261e', unknown: '#555' } as const;

/** The same answer as a page for a telephone. */
export function verificationPage(verification: Verification): string {
  const { result, zh, en, checkedAt, title, number, licenceId, issuer, holder, validFrom, validTo, expired } = verification;
  const rows: [string, string][] = title === undefined ? [] : [
    ['证照名称', title], ['证书编号', number ?? ''], ['证照标识', licenceId ?? ''], ['颁发机构', issuer ?? ''], ['持证主体', holder ?? ''],
    ['有效期限', `${validity(validFrom ?? '', validTo ?? null)}${expired ? '（已过期 expired）' : ''}`],
  ];
  const table = rows.map(([label, value]) => `<tr><th>${label}</th><td>${escaped(value)}</td></tr>`).join('');
  return `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>证照核验</title>
<style>body{font:16px/1.6 system-ui,sans-serif;max-width:34em;margin:0 auto;padding:1.2em;color:#222}h1{font-size:1.3em;margin:.2em 0;color:${COLOURS[expired ? 'superseded' : result]}}
p{color:#666;margin:.2em 0}table{width:100%;border-collapse:collapse;margin-top:1em}th{font-weight:normal;color:#777;text-align:left;white-space:nowrap;vertical-align:top;padding:.5em 1em .5em 0}
td{padding:.5em 0;word-break:break-all}tr{border-bottom:1px solid #eee}</style></head><body><p>证照核验 Certificate verification</p><h1>${zh}</h1><p>${en}</p><table>${table}</table>
<p>请与手中证照逐项核对。Compare each line with the paper.<br>核验时间 checked at ${checkedAt}</p></body></html>`;
}

const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
