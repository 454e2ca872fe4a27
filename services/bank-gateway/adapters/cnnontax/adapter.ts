/**
 * A fiscal platform that speaks CNNONTAX: one short connection for one question. Promises: no connection is `unavailable`; anything between the
 * first byte sent and an answer that proves itself is `in-doubt`; an answer to another message, or with a wrong MAC, is no answer.
 */
import { connect } from 'node:net';
import { readFileSync } from 'node:fs';
import { chinaDate, elapsedMs } from '../../../../infra/clock.ts';
import { SettingsError } from '../../../../infra/config.ts';
import { done, inDoubt, refused, unavailable, type Outcome } from '../../../../infra/outcome.ts';
import { dayOf, fenOf, yuanOfFen } from '../../front-end/values.ts';
import type { FiscalLink, FiscalNotice, FiscalPayment, FiscalPlatform, FiscalReceipt, FiscalSurroundings, ReceiptDocument } from '../../fiscal-port.ts';
import type { FiscalLinkSettings } from '../../fiscal-link.ts';
import { roomProblems } from '../../pay-code-room.ts';
import { invoiceXml } from './invoice.ts';
import { listen } from './listener.ts';
import { parseFiscalProfile, type Ask, type FactName, type Profile } from './profile.ts';
import { openUnitSigner } from './unit-signature.ts';
import { decodeMessage, element, encodeMessage, gather, type Dialect, type Incoming } from './wire.ts';

type Facts = Partial<Record<FactName, string>>;

/** Opens both directions. Throws when the profile is wrong; rejects when the port cannot be had. */
export async function open(settings: FiscalLinkSettings, profileFile: string, around: FiscalSurroundings): Promise<FiscalLink> {
  const profile = parseFiscalProfile(readFileSync(profileFile, 'utf8'), profileFile);
  const { confirmation: _heard, ...asks } = profile.messages;
  const narrow = roomProblems('HUB_FISCAL_LINK.profile', Object.values(asks).flatMap(({ code, fields }) => fields.flatMap(({ name, from, max }) => (from === 'payCode' ? [{ field: `${code} ${name}`, width: max }] : []))), around.payCodes);
  if (narrow.length > 0) throw new SettingsError(narrow.join('\n'));
  const dialect = dialectOf(profile, settings.token);
  return { platform: platformOf(settings, profile, dialect, around), listener: settings.listen ? await listen(settings, settings.listen, profile, dialect, around) : null };
}

const dialectOf = (profile: Profile, token: string): Dialect => ({
  charset: profile.charset, application: profile.application, version: profile.version, macLetters: profile.macLetters, voucherForm: profile.voucherForm, voucherType: profile.voucherType, token,
});

function platformOf(settings: FiscalLinkSettings, profile: Profile, dialect: Dialect, around: FiscalSurroundings): FiscalPlatform {
  const { messages, results } = profile;
  const signer = profile.signature ? openUnitSigner(profile.signature, settings.unitKeysFile) : null;
  const target = `${profile.name}/${settings.fiscalNode}`;

  /** One question. `refused` carries the platform's own result code and words, which name nobody. */
  async function ask(what: Ask, payCode: string, caseNumber: string, facts: Facts, nested = '', messageId = around.freshId().replaceAll('-', '')): Promise<Outcome<Incoming>> {
    const started = elapsedMs();
    const told = (outcome: Outcome<Incoming>): Outcome<Incoming> => {
      const detail = outcome.kind === 'done' ? { result: results.done, odd: outcome.value.odd } : outcome;
      around.witness({
        direction: 'out', target, operation: what.code, caseNumber, outcome: outcome.kind, tookMs: elapsedMs() - started,
        request: JSON.stringify({ payCode, messageId }), answer: JSON.stringify(detail),
      });
      return outcome;
    };
    const written = fieldsOf(what, facts);
    if (!written.ok) return told(refused(written.reason, written.field));
    const today = chinaDate(around.now()).replaceAll('-', '');
    const frame = encodeMessage(dialect, {
      code: what.code, source: settings.node, target: settings.fiscalNode, messageId, ref: '', workDate: today, division: settings.division, year: today.slice(0, 4), voucherNumber: payCode, voucher: written.xml + nested,
    });
    if (!frame.ok) return told(refused('text-not-in-charset', frame.fault.en));
    const answer = await exchange(settings.host, settings.port, frame.value, settings.answerWithinMs, settings.frameBytesMax);
    if (answer.kind !== 'done') return told(answer);
    const read = decodeMessage(dialect, answer.value);
    if (!read.ok) {
      if (read.fault.kind === 'mac') around.alarm('the fiscal platform answered with a wrong MAC', { message: what.code, payCode });
      return told(inDoubt(`unreadable answer: ${read.fault.en}`));
    }
    const { code, ref, voucher } = read.value;
    if (ref !== messageId) return told(inDoubt('the answer is to another message'));
    // Only an answer with content of its own says yes by coming; the general one says it in its result, or has not said it.
    const result = voucher['Result'] ?? (code === messages.push.answers[0] ? '' : results.done);
    if (result === '') return told(inDoubt('answered without a result'));
    const said = voucher['Information'] ?? '';
    if (result !== results.done && (what.signatureRefused?.results.includes(result) || what.signatureRefused?.words.some((word) => said.includes(word)))) {
      around.alarm('the fiscal platform refuses the signature of a collecting unit', { message: what.code, payCode, unit: facts.unitCode ?? '' });
      return told(refused('unit-signature-refused', `${result} ${facts.unitCode ?? ''}`.trim()));
    }
    if (result !== results.done) return told(refused(what.unknownBill.includes(result) ? 'unknown-bill' : 'upstream-refused', `${result} ${results.words[result] ?? ''}`.trim()));
    if (!what.answers.includes(code)) return told(inDoubt(`answered with ${code}`));
    return told(done(read.value));
  }

  function factsOf(payCode: string, notice: FiscalNotice, standing: '0' | '2'): Facts {
    const { between, end } = profile.payInfo;
    const plain = (text: string): string => text.replaceAll(between, ' ').replaceAll(end, ' ');
    return {
      division: settings.division, payCode, billedOn: notice.billedOn.replaceAll('-', ''), unitCode: notice.collectingUnit.code, unitName: notice.collectingUnit.name,
      payer: notice.payer.name, payerCreditCode: notice.payer.creditCode ?? '', mobile: notice.payer.mobile ?? settings.mobile, amount: yuanOfFen(notice.amountInFen),
      principal: yuanOfFen(notice.principalInFen), lateFee: yuanOfFen(notice.lateFeeInFen), standing, memo: notice.memo,
      accountType: settings.account.type, accountName: settings.account.name, account: settings.account.number, accountBank: settings.account.bank, accountBankNumber: settings.account.bankNumber,
      payInfo: notice.lines.map(({ revenueItem, name, amountInFen, unit, quantity, standard }) => [revenueItem ?? '', name, yuanOfFen(amountInFen), unit, String(quantity), '', standard].map(plain).join(between) + end).join(''),
      ...receiptFacts(),
    };
  }
  function receiptFacts(): Facts {
    const { typeCode, typeName } = profile.receipt;
    return { receiptType: typeCode, receiptTypeName: typeName, receiptCode: receiptCode() };
  }
  /** 票据代码: area 2, class and kind 4, year 2. */
  const receiptCode = (): string => settings.division.slice(0, 2) + profile.receipt.typeCode + chinaDate(around.now()).slice(2, 4);

  const platform: FiscalPlatform = {
    adapter: profile.name, target: `${settings.host}:${String(settings.port)}`,
    async push(payCode, notice) {
      const answer = await ask(messages.push, payCode, notice.caseNumber, factsOf(payCode, notice, '0'));
      if (answer.kind !== 'done') return answer;
      const url = answer.value.voucher['Information'] ?? '';
      return done({ payUrl: /^https?:\/\/\S{1,480}$/.test(url) ? url : null });
    },
    async void(payCode, notice) {
      const answer = await ask(messages.push, payCode, notice.caseNumber, factsOf(payCode, notice, '2'));
      return answer.kind === 'done' ? done(null) : answer;
    },
    async standing(payCode) {
      const answer = await ask(messages.standing, payCode, '', { payCode });
      if (answer.kind !== 'done') return answer;
      const { voucher } = answer.value;
      const state = ({ 0: 'unpaid', 1: 'paid', 2: 'void' } as const)[voucher[messages.standing.takes['standing'] ?? ''] ?? ''];
      if (state === undefined) return inDoubt('the standing cannot be read');
      if (state !== 'paid') return done({ state, payment: null });
      const payment = paymentIn(messages.standing.takes, voucher);
      return payment ? done({ state, payment }) : inDoubt('the payment cannot be read');
    },
    async takeNumber(notice, messageId) {
      const answer = await ask(messages.number, '', notice.caseNumber, { unitCode: notice.collectingUnit.code, ...receiptFacts() }, '', messageId);
      if (answer.kind !== 'done') return answer;
      const number = answer.value.voucher['Information'] ?? '';
      if (!new RegExp(profile.receipt.numberPattern, 'u').test(number)) return inDoubt('what came is no receipt number');
      return done({ code: receiptCode(), number });
    },
    async issue(payCode, notice, payment, number, issuedAt) {
      const [on, at] = chinaMoment(issuedAt);
      const xml = Buffer.from(invoiceXml(profile, payCode, notice, payment, number, on, at), 'utf8');
      const invoice = xml.toString('base64');
      const signature = signer ? signer.sign(notice.collectingUnit.code, { xml, base64: invoice }, [on, at]) : '';
      if (signature === null) return refused('unit-key-missing', notice.collectingUnit.code);
      const nested = `${signature}<Recipient_Addr>${element('Email', '')}${element('Telephone', notice.payer.mobile ?? '')}</Recipient_Addr>`;
      const answer = await ask(messages.issue, payCode, notice.caseNumber, { ...factsOf(payCode, notice, '0'), receiptNumber: number.number, receiptCode: number.code, invoice }, nested);
      if (answer.kind !== 'done') return answer;
      // The platform gives the check code with its yes; where it does not, it stands in the receipt itself.
      const checkCode = answer.value.voucher['Information'] ?? '';
      if (/^[0-9A-Za-z]{6}$/.test(checkCode)) return done({ ...number, checkCode, issuedAt: issuedAt.toISOString() });
      const found = await platform.receipt(payCode, number);
      return found.kind === 'done' ? done(found.value.receipt) : inDoubt(`issued, and its check code is not known: ${found.detail}`);
    },
    async receipt(payCode, number) {
      const answer = await ask(messages.receipt, payCode, '', { payCode, receiptCode: number.code, receiptNumber: number.number });
      if (answer.kind === 'refused' && answer.reason === 'unknown-bill') return refused('not-found', answer.detail);
      if (answer.kind !== 'done') return answer;
      const receipt = receiptIn(messages.receipt.takes, answer.value.voucher);
      const document = documentIn(answer.value.voucher[messages.receipt.takes['file'] ?? ''] ?? '');
      if (!receipt || !document || receipt.number !== number.number) return inDoubt('the receipt cannot be read');
      return done({ receipt, document });
    },
  };
  return platform;
}

/** The voucher's elements in the profile's order; what may be left out and is empty or too long is left out. */
function fieldsOf({ fields }: Ask, known: Facts): { ok: true; xml: string } | { ok: false; reason: 'field-missing' | 'text-too-long'; field: string } {
  let xml = '';
  for (const { name, from, value, max, must } of fields) {
    const text = from === undefined ? value ?? '' : known[from] ?? '';
    if (must && text === '') return { ok: false, reason: 'field-missing', field: name };
    const long = [...text].length > max;
    if (must && long) return { ok: false, reason: 'text-too-long', field: name };
    if (text !== '' && !long) xml += element(name, text);
  }
  return { ok: true, xml };
}

/** yyyyMMdd and HH:mm:ss in China. */
function chinaMoment(at: Date): [string, string] {
  return [chinaDate(at).replaceAll('-', ''), new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(11, 19)];
}

type Takes = Readonly<Record<string, string>>;
type Voucher = Readonly<Record<string, string>>;
const pick = (takes: Takes, voucher: Voucher, fact: string): string => voucher[takes[fact] ?? ''] ?? '';
const timeOf = (text: string): string | null => { const match = /^([01]\d|2[0-3]):?([0-5]\d):?([0-5]\d)$/.exec(text); return match ? `${match[1] ?? ''}:${match[2] ?? ''}:${match[3] ?? ''}` : null; };

/** A payment as a message tells it; null when a part of it is missing or malformed. */
export function paymentIn(takes: Takes, voucher: Voucher): FiscalPayment | null {
  const [amountInFen, confirmedOn, confirmedAt, serial, payMode] = [fenOf(pick(takes, voucher, 'amount'), 'yuan-loose'), dayOf(pick(takes, voucher, 'day')), timeOf(pick(takes, voucher, 'time')), pick(takes, voucher, 'serial'), pick(takes, voucher, 'payMode')];
  if (amountInFen === null || amountInFen === 0 || confirmedOn === null || confirmedAt === null || !/^[\x21-\x7e]{1,64}$/.test(serial) || payMode.length > 10) return null;
  return { amountInFen, confirmedOn, confirmedAt, serial, payMode };
}

function receiptIn(takes: Takes, voucher: Voucher): FiscalReceipt | null {
  const [code, number, checkCode, day, time] = ['code', 'number', 'checkCode', 'day', 'time'].map((fact) => pick(takes, voucher, fact));
  const [on, at] = [dayOf(day ?? ''), timeOf(time ?? '')];
  if (!/^\d{8}$/.test(code ?? '') || !/^\d{10}$/.test(number ?? '') || !/^[0-9A-Za-z]{6}$/.test(checkCode ?? '') || on === null || at === null) return null;
  return { code: code ?? '', number: number ?? '', checkCode: checkCode ?? '', issuedAt: new Date(`${on}T${at}+08:00`).toISOString() };
}

function documentIn(packed: string): ReceiptDocument | null {
  const bytes = Buffer.from(packed, 'base64');
  if (bytes.subarray(0, 5).toString('latin1') === '%PDF-') return { bytes, mediaType: 'application/pdf' };
  if (bytes.subarray(0, 2).toString('latin1') === 'PK') return { bytes, mediaType: 'application/ofd' };
  return bytes.subarray(0, 1).toString('latin1') === '<' ? { bytes, mediaType: 'application/xml' } : null;
}

/** One connection, one question, one answer. */
function exchange(host: string, port: number, bytes: Buffer, waitMs: number, frameBytesMax: number): Promise<Outcome<Buffer>> {
  return new Promise((resolve) => {
    const gathering = gather(frameBytesMax);
    const socket = connect({ host, port });
    let sent = false;
    const over = (outcome: Outcome<Buffer>): void => { clearTimeout(patience); socket.destroy(); resolve(outcome); };
    const failed = (detail: string): void => { over(sent ? inDoubt(detail) : unavailable(detail)); };
    const patience = setTimeout(() => { failed('timeout'); }, waitMs);
    socket.setNoDelay(true);
    socket.on('connect', () => { sent = true; socket.write(bytes); });
    socket.on('data', (chunk) => {
      const frame = gathering.push(chunk);
      if (frame) over(frame.ok ? done(frame.value) : inDoubt(`unreadable answer: ${frame.fault.en}`));
    });
    socket.on('error', (error) => { failed('code' in error && typeof error.code === 'string' ? error.code : 'socket error'); });
    socket.on('end', () => {
      const frame = gathering.end();
      over(frame.ok ? done(frame.value) : inDoubt('closed without a whole answer'));
    });
  });
}
