/**
 * Reads a daily file by its profile, line after line. Promises: sums stated by head, sections and end are compared with the lines
 * themselves; the bank and the day inside must be those of the name; amounts leave as integer fen; nothing is kept but one piece
 * of the file. The first thing wrong ends the reading with a `FileProblem` that names its line.
 */
import { fenOf } from './amounts.ts';
import { FileProblem } from './file-problem.ts';
import { linesOf } from './lines.ts';
import { dayOf, type DailyProfile, type LineKind, type Place, type Sums } from './profile.ts';

/** One line in the hub's words. */
export interface FileLine {
  /** Line of the file, from 1. */
  readonly line: number;
  readonly kind: LineKind;
  readonly payCode: string;
  readonly serial: string | null;
  /** Above zero, whatever the kind; zero for a problem that names no amount. */
  readonly amountInFen: number;
  readonly workDate: string;
  readonly collectedOn: string;
  readonly collectingUnit: string | null;
  readonly revenueItem: string | null;
  /** Personal data when it is a person: never into a log. */
  readonly payerName: string | null;
  readonly reason: string | null;
}

/** What a whole file came to. */
export interface FileSums { count: number; paymentsInFen: number; returnedInFen: number }
/** Beside them, how many of the lines gave money back. */
interface Counted extends FileSums { returnedCount: number }

/** What is known of a file before it is read. */
export interface Expected {
  readonly bytes: number;
  readonly day: string;
  /** The bank's code as its files write it; null where none was agreed. */
  readonly bankCode: string | null;
  readonly division: string | null;
}

const says = (zh: string, en: string): { zh: string; en: string } => ({ zh, en });
const yuan = (fen: number): string => (fen / 100).toFixed(2);

/** Reads all of it; `take` is given the lines in groups and is waited for. */
export async function readDailyFile(pieces: AsyncIterable<Buffer>, profile: DailyProfile, expected: Expected, take: (lines: FileLine[]) => Promise<void>): Promise<FileSums> {
  const reader = new Reader(profile, expected);
  const behindHead = profile.head.is === 'fixed' ? reader.fixedHead(pieces) : pieces;
  for await (const { first, texts, open } of linesOf(behindHead, { end: profile.lines.end, charset: profile.charset })) {
    const group: FileLine[] = [];
    for (const [at, text] of texts.entries()) {
      const read = reader.line(text, first + at, open && at === texts.length - 1);
      if (read) group.push(read);
    }
    if (group.length > 0) await take(group);
  }
  return reader.finish();
}

interface Stated { count: number | null; refundCount: number | null; amountInFen: number | null; refundsInFen: number | null; day: string | null; collectingUnit: string | null }
const nothingStated: Stated = { count: null, refundCount: null, amountInFen: null, refundsInFen: null, day: null, collectingUnit: null };
const none = (): Counted => ({ count: 0, paymentsInFen: 0, returnedInFen: 0, returnedCount: 0 });

class Reader {
  private readonly profile: DailyProfile;
  private readonly expected: Expected;
  private readonly sums = none();
  private head: Stated | null = null;
  private columns: ReadonlyMap<string, number> | null = null;
  private section: { stated: Stated; sums: Counted; line: number } | null = null;
  /** The last lines seen, where the end of the file states sums: they may be those. */
  private readonly held: { text: string; line: number; open: boolean }[] = [];

  constructor(profile: DailyProfile, expected: Expected) {
    this.profile = profile;
    this.expected = expected;
    if (profile.head.is === 'none' || profile.head.is === 'fixed') this.head = nothingStated;
  }

  /** Takes the bytes of a head of fixed width and gives on what follows. */
  async *fixedHead(pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    const { head } = this.profile;
    const parts = head.is === 'fixed' ? head.parts : [];
    const width = parts.reduce((sum, part) => sum + part.width, 0);
    let begun: Buffer | null = Buffer.alloc(0);
    for await (const piece of pieces) {
      if (begun === null) { yield piece; continue; }
      begun = Buffer.concat([begun, piece]);
      if (begun.length < width) continue;
      this.readFixedHead(begun.subarray(0, width).toString('latin1'), parts, width);
      if (begun.length > width) yield begun.subarray(width);
      begun = null;
    }
    if (begun !== null) throw new FileProblem('half', says(`文件头应有 ${String(width)} 字节，只有 ${String(begun.length)}`, `the head should have ${String(width)} bytes and has ${String(begun.length)}`), { line: 1 }, true);
  }

  private readFixedHead(text: string, parts: readonly { is: string; width: number; text?: string | undefined }[], width: number): void {
    let at = 0;
    for (const part of parts) {
      const value = text.slice(at, at + part.width);
      const where = { line: 1, byte: at + 1 };
      at += part.width;
      if (part.is === 'text' && value !== part.text) throw new FileProblem('fields', says(`文件头应为 ${part.text ?? ''}`, `the head should begin with ${part.text ?? ''}`), where);
      if (part.is === 'day') this.checkDay(dayOf(value), value, where.line);
      if (part.is === 'division' && this.expected.division !== null && value !== this.expected.division) throw new FileProblem('bank', says(`文件头的区划 ${value} 与文件名不同`, `the division in the head, ${value}, is not that of the name`), where);
      if (part.is === 'length') {
        const stated = /^\d+$/.test(value) ? Number(value) : null;
        if (stated === null) throw new FileProblem('length', says('文件头的长度不是数字', 'the length in the head is no number'), where);
        const behind = this.expected.bytes - width;
        if (stated !== behind) throw new FileProblem('length', says(`文件头写明其后 ${String(stated)} 字节，实有 ${String(behind)}`, `the head says ${String(stated)} bytes follow, there are ${String(behind)}`), where, stated > behind);
      }
    }
  }

  line(given: string, line: number, open: boolean): FileLine | null {
    const { profile } = this;
    let text = given.endsWith('\r') ? given.slice(0, -1) : given;
    if (line === 1 && text.charCodeAt(0) === 0xfeff) text = text.slice(1);
    // What is left of an end that was itself cut short.
    if (open) while (text !== '' && profile.lines.end.includes(text.at(-1) ?? '')) text = text.slice(0, -1);
    if (text.trim() === '' || text === '\0') return null;
    if (this.head === null) { this.readHead(text, line, open); return null; }
    if (!profile.end) return this.entry(text, line, open);
    this.held.push({ text, line, open });
    if (this.held.length <= profile.end.lines) return null;
    const before = this.held.shift();
    return before ? this.entry(before.text, before.line, before.open) : null;
  }

  finish(): FileSums {
    const { profile, sums } = this;
    if (this.head === null) throw new FileProblem('half', says('文件是空的', 'the file is empty'), {}, true);
    if (profile.end) {
      const at = this.held[profile.end.line];
      const missing = (line: number): FileProblem => new FileProblem('half', says('末尾没有合计行，文件可能不完整', 'the sums at the end are missing; the file may not be whole'), { line }, true);
      if (!at || this.held.length < profile.end.lines) throw missing(at?.line ?? 1);
      let stated: Stated;
      try { stated = this.stated(profile.end.says, this.split(at.text), at.line); } catch { throw missing(at.line); }
      this.compare(stated, sums, at.line, says('末尾合计', 'the sums at the end'));
    }
    this.endSection(true);
    this.compare(this.head, sums, 1, says('文件头', 'the head'));
    const { count, paymentsInFen, returnedInFen } = sums;
    return { count, paymentsInFen, returnedInFen };
  }

  private readHead(text: string, line: number, open: boolean): void {
    const { head } = this.profile;
    const fields = this.split(text);
    if (head.is === 'columns') {
      this.columns = new Map(fields.map((name, at) => [name, at]));
      const wanted = this.placesNeeded().filter((place) => typeof place === 'string' && !this.columns?.has(place));
      if (wanted.length > 0) throw new FileProblem('fields', says(`缺少列：${wanted.join('、')}`, `columns are missing: ${wanted.join(', ')}`), { line }, open);
      this.head = nothingStated;
    } else if (head.is === 'line') {
      this.checkWidth(fields, head.fields, line, open);
      this.head = this.stated(head.says, fields, line);
      if (this.head.day !== null) this.checkDay(this.head.day, this.head.day, line);
    }
  }
  private placesNeeded(): Place[] {
    const { row, kinds } = this.profile;
    return [...Object.values(row), ...(kinds ? [kinds.field, ...Object.values(kinds.values).flatMap(({ amount, serial }) => [amount, serial])] : [])].filter((place): place is Place => place !== undefined);
  }

  /** A section's head or a line. What is wrong with the last line of a file may be that the rest has not come. */
  private entry(text: string, line: number, open: boolean): FileLine | null {
    if (!open) return this.wholeEntry(text, line, open);
    const { separator, closed } = this.profile.lines;
    if (closed && !text.endsWith(separator)) throw new FileProblem('half', says('最后一行不完整', 'the last line is not whole'), { line }, true);
    try { return this.wholeEntry(text, line, open); } catch (error) {
      throw error instanceof FileProblem && !error.half ? new FileProblem(error.reason, error.bareWords, error.where, true) : error;
    }
  }
  private wholeEntry(text: string, line: number, open: boolean): FileLine | null {
    const { profile } = this;
    const fields = this.split(text);
    if (profile.sections && (this.section === null || this.section.sums.count >= (this.section.stated.count ?? 0))) {
      this.endSection(false);
      this.checkWidth(fields, profile.sections.fields, line, open);
      this.section = { stated: this.stated(profile.sections.says, fields, line), sums: none(), line };
      return null;
    }
    this.checkWidth(fields, profile.lines.fields, line, open);
    return this.row(fields, line);
  }
  private endSection(isLast: boolean): void {
    if (this.section) this.compare(this.section.stated, this.section.sums, this.section.line, says('分段', 'the section'), isLast);
    this.section = null;
  }

  /** A line of a file of totals: so many payments, so much money. */
  private total(fields: readonly string[], line: number, countPlace: Place, amountPlace: Place): null {
    const count = this.at(fields, countPlace);
    if (!/^\d{1,10}$/.test(count)) throw new FileProblem('totals', says(`笔数不是数字：${count.slice(0, 20)}`, `the count is no number: ${count.slice(0, 20)}`), { line });
    const amount = this.amount(fields, amountPlace, line);
    if (amount < 0) throw new FileProblem('amount', says('金额为负', 'the amount is below zero'), { line });
    this.sums.count += Number(count);
    this.sums.paymentsInFen += amount;
    return null;
  }

  private row(fields: readonly string[], line: number): FileLine | null {
    const { profile } = this;
    const { row } = profile;
    if (profile.carries === 'totals') return this.total(fields, line, row.count ?? 0, row.amount ?? 0);
    const word = profile.kinds ? this.at(fields, profile.kinds.field) : '';
    const variant = profile.kinds && Object.hasOwn(profile.kinds.values, word) ? profile.kinds.values[word] : undefined;
    if (profile.kinds && !variant) throw new FileProblem('kind', says(`不认识的类型：${word.slice(0, 20)}`, `no kind of line known: ${word.slice(0, 20)}`), { line });
    const written = variant?.amount ?? row.amount;
    const signed = written === undefined ? 0 : this.amount(fields, written, line);
    let kind: LineKind = variant === undefined || variant.kind === 'skipped' ? 'payment' : variant.kind;
    if (signed < 0) {
      if (profile.negative === 'refused') throw new FileProblem('amount', says('金额为负', 'the amount is below zero'), { line });
      kind = profile.negative;
    }
    const amountInFen = Math.abs(signed);
    for (const sums of [this.sums, ...(this.section ? [this.section.sums] : [])]) {
      sums.count += 1;
      if (variant?.kind === 'skipped') continue;
      if (kind === 'payment') sums.paymentsInFen += amountInFen;
      else { sums.returnedInFen += amountInFen; sums.returnedCount += 1; }
    }
    if (variant?.kind === 'skipped') return null;
    const payCode = row.payCode === undefined ? '' : this.at(fields, row.payCode);
    if (!/^[0-9A-Za-z]{1,42}$/.test(payCode)) throw new FileProblem('fields', says('缴款码为空或不是字母数字', 'the pay code is empty or not of letters and digits'), { line });
    const serial = this.text(fields, variant?.serial ?? row.serial, 64);
    if (serial !== null && !/^[0-9A-Za-z_.-]{1,64}$/.test(serial)) throw new FileProblem('fields', says('流水号含有不允许的字符', 'the serial has characters that are not allowed'), { line });
    const workDate = this.day(fields, row.workDate, line) ?? this.section?.stated.day ?? this.head?.day ?? this.expected.day;
    return {
      line, kind, payCode, serial, amountInFen, workDate,
      collectedOn: this.day(fields, row.collectedOn, line) ?? workDate,
      collectingUnit: this.text(fields, row.collectingUnit, 50) ?? this.section?.stated.collectingUnit ?? null,
      revenueItem: this.text(fields, row.revenueItem, 42), payerName: this.text(fields, row.payerName, 200), reason: this.text(fields, row.reason, 200),
    };
  }

  private split(text: string): string[] {
    const { separator, prefix, quote, closed } = this.profile.lines;
    const fields = quote !== null && text.includes(quote) ? quoted(text, separator, quote) : text.split(separator);
    if (closed && fields.length > 1 && fields.at(-1)?.trim() === '') fields.pop();
    return fields.map((field) => { const bare = prefix !== null && field.startsWith(prefix) ? field.slice(prefix.length) : field; return bare.trim(); });
  }
  private checkWidth(fields: readonly string[], wanted: number, line: number, open: boolean): void {
    if (fields.length === wanted) return;
    throw new FileProblem(open ? 'half' : 'fields', says(`应有 ${String(wanted)} 个字段，实有 ${String(fields.length)}`, `${String(wanted)} fields expected, ${String(fields.length)} found`), { line }, open);
  }
  private at(fields: readonly string[], place: Place): string {
    return fields[typeof place === 'number' ? place : this.columns?.get(place) ?? -1] ?? '';
  }
  private text(fields: readonly string[], place: Place | undefined, longest: number): string | null {
    const value = place === undefined ? '' : this.at(fields, place);
    // A tab or another sign of control has no place in a line of ours.
    return value === '' ? null : [...value.replaceAll(/\p{Cc}+/gu, ' ')].slice(0, longest).join('');
  }
  private day(fields: readonly string[], place: Place | undefined, line: number): string | null {
    if (place === undefined) return null;
    const value = this.at(fields, place);
    const day = dayOf(value);
    if (day === null) throw new FileProblem('day', says(`不是日期：${value.slice(0, 20)}`, `no day: ${value.slice(0, 20)}`), { line });
    return day;
  }
  private amount(fields: readonly string[], place: Place, line: number): number {
    const value = this.at(fields, place);
    const fen = fenOf(value, this.profile.amounts);
    if (fen === null) throw new FileProblem('amount', says(`不是金额：${value.slice(0, 20)}`, `no amount: ${value.slice(0, 20)}`), { line });
    return fen;
  }
  private checkDay(day: string | null, written: string, line: number): void {
    if (day !== this.expected.day) throw new FileProblem('day', says(`文件内日期 ${written} 与文件名的 ${this.expected.day} 不同`, `the day inside, ${written}, is not that of the name, ${this.expected.day}`), { line });
  }

  private stated(wanted: Sums, fields: readonly string[], line: number): Stated {
    const countAt = (place: Place | undefined): number | null => {
      const count = place === undefined ? null : this.at(fields, place);
      if (count !== null && !/^\d{1,10}$/.test(count)) throw new FileProblem('totals', says(`笔数不是数字：${count.slice(0, 20)}`, `the count is no number: ${count.slice(0, 20)}`), { line });
      return count === null ? null : Number(count);
    };
    const [count, refundCount] = [countAt(wanted.count), countAt(wanted.refundCount)];
    if (wanted.bank !== undefined && this.expected.bankCode !== null && this.at(fields, wanted.bank) !== this.expected.bankCode) {
      throw new FileProblem('bank', says(`文件写的银行是 ${this.at(fields, wanted.bank).slice(0, 20)}，应为 ${this.expected.bankCode}`, `the file is of bank ${this.at(fields, wanted.bank).slice(0, 20)}, expected ${this.expected.bankCode}`), { line });
    }
    return {
      count, refundCount,
      amountInFen: wanted.amount === undefined ? null : this.amount(fields, wanted.amount, line),
      refundsInFen: wanted.refunds === undefined ? null : this.amount(fields, wanted.refunds, line),
      day: this.day(fields, wanted.day, line), collectingUnit: this.text(fields, wanted.collectingUnit, 50),
    };
  }
  private compare({ count, refundCount, amountInFen, refundsInFen }: Stated, sums: Counted, line: number, who: { zh: string; en: string }, mayBeHalf = true): void {
    const counted = refundCount === null ? sums.count : sums.count - sums.returnedCount;
    for (const [said, found, zh, en] of [[count, counted, '笔', 'lines'], [refundCount, sums.returnedCount, '笔退回', 'refunds']] as const) {
      if (said === null || said === found) continue;
      throw new FileProblem(said > found && mayBeHalf ? 'half' : 'totals', says(`${who.zh}写明 ${String(said)} ${zh}，实有 ${String(found)} 笔`, `${who.en} says ${String(said)} ${en}, there are ${String(found)}`), { line }, said > found && mayBeHalf);
    }
    const ours = refundsInFen === null ? sums.paymentsInFen - sums.returnedInFen : sums.paymentsInFen;
    if (amountInFen !== null && amountInFen !== ours) throw new FileProblem('totals', says(`${who.zh}写明 ${yuan(amountInFen)} 元，各行之和 ${yuan(ours)} 元`, `${who.en} says ${yuan(amountInFen)} yuan, the lines come to ${yuan(ours)}`), { line });
    if (refundsInFen !== null && refundsInFen !== sums.returnedInFen) throw new FileProblem('totals', says(`${who.zh}写明退回 ${yuan(refundsInFen)} 元，各行之和 ${yuan(sums.returnedInFen)} 元`, `${who.en} says ${yuan(refundsInFen)} yuan went back, the lines come to ${yuan(sums.returnedInFen)}`), { line });
  }
}

/** Fields of which some stand in quotes; a quote within is doubled. */
function quoted(text: string, separator: string, quote: string): string[] {
  const fields: string[] = [];
  let at = 0;
  for (;;) {
    if (text.startsWith(quote, at)) {
      let value = '';
      let from = at + quote.length;
      for (;;) {
        const to = text.indexOf(quote, from);
        if (to === -1) { fields.push(value + text.slice(from)); return fields; }
        value += text.slice(from, to);
        from = to + quote.length;
        if (!text.startsWith(quote, from)) break;
        value += quote;
        from += quote.length;
      }
      fields.push(value);
      at = text.indexOf(separator, from);
    } else {
      const to = text.indexOf(separator, at);
      fields.push(to === -1 ? text.slice(at) : text.slice(at, to));
      at = to;
    }
    if (at === -1) return fields;
    at += separator.length;
  }
}
