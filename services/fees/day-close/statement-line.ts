/**
 * One line of a statement as the bank gateway delivers it, and a stream of them. Promises: a line that breaks the contract is named by
 * its number and field; nothing but a piece of the stream is held; two deliveries with the same lines in any order have the same content.
 */
import { refusal, type Refusal } from '../../../contracts/refusals.ts';

/** The fields of a line, in order, separated by tabs. */
export const fieldNames = ['line', 'kind', 'payCode', 'serial', 'amountInFen', 'workDate', 'collectedOn', 'collectingUnit', 'revenueItem', 'payerName'] as const;
type Field = (typeof fieldNames)[number];

/** The delivery breaks the contract; `refusal` names line and field. */
export class StatementWrong extends Error {
  override name = 'StatementWrong';
  readonly refusal: Refusal;
  constructor(told: Refusal) { super(told.en); this.refusal = told; }
}

/** What the money of a line is called on our books: a dialect without serials names it by the statement's day and the pay code. */
export const moneyNameOf = ({ serial, payCode }: { serial: string; payCode: string }, day: string): string => (serial === '' ? `${day}-${payCode}` : serial);

/** What a stream of lines came to. `content` is the same for the same lines, whatever their order and numbers. */
export interface Summary { lines: number; amountInFen: number; content: string; hasSerials: boolean }

const rules: Readonly<Record<Field, RegExp>> = {
  line: /^[1-9]\d{0,9}$/, kind: /^(?:payment|refund|reversal)$/, payCode: /^[0-9A-Za-z]{0,42}$/, serial: /^[0-9A-Za-z_.-]{0,64}$/, amountInFen: /^(?:0|[1-9]\d{0,14})$/,
  workDate: /^(?:\d{4}-\d{2}-\d{2})?$/, collectedOn: /^(?:\d{4}-\d{2}-\d{2})?$/, collectingUnit: /^[^\p{Cc}]{0,50}$/u, revenueItem: /^[^\p{Cc}]{0,42}$/u, payerName: /^[^\p{Cc}]{0,200}$/u,
};

function wrong(at: number, field: string, zh: string, en: string): StatementWrong {
  return new StatementWrong(refusal('statement-line-wrong', { field: `lines.${String(at)}.${field}`, detail: { zh: `第 ${String(at)} 行：${zh}`, en: `line ${String(at)}: ${en}` } }));
}

/** Columns of the table, in the order `rowsIn` gives them. */
export const columns = ['matched_by', 'line', 'kind', 'pay_code', 'serial', 'amount_in_fen', 'work_date', 'collected_on', 'collecting_unit', 'revenue_item', 'payer_name'] as const;

const longestLine = 4_096;

/** Checks lines as they come and gives them as rows of the table, piece by piece; `summary` grows meanwhile. `day` stands where a line names none; lines are
 * matched by their serial, or, where there is none or the serial is not ours to know, by their pay code. */
export async function* rowsIn(stream: AsyncIterable<Buffer>, day: string, by: 'serial' | 'pay-code', summary: Summary): AsyncGenerator<Buffer> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const content = contentOf();
  let rest = '';
  let at = 0;
  let withoutSerial = 0;
  const take = (text: string): string => {
    const fields = text.split('\t');
    at += 1;
    if (fields.length !== fieldNames.length) throw wrong(at, 'line', `应有 ${String(fieldNames.length)} 个字段，实有 ${String(fields.length)} 个`, `${String(fieldNames.length)} fields are expected, ${String(fields.length)} found`);
    for (let field = 0; field < fieldNames.length; field += 1) {
      const name = fieldNames[field];
      if (name !== undefined && !rules[name].test(fields[field] ?? '')) throw wrong(at, name, `${name} 不符合约定`, `${name} breaks the contract`);
    }
    const [line = '', kind = '', payCode = '', serial = '', amount = '', workDate = '', collectedOn = '', unit = '', item = '', payer = ''] = fields;
    if (payCode === '' && (serial === '' || by === 'pay-code')) throw wrong(at, 'serial', '缴款码与流水号至少有一项', 'neither pay code nor serial');
    if (serial === '' || by === 'pay-code') withoutSerial += 1;
    summary.lines += 1;
    summary.amountInFen += kind === 'payment' ? Number(amount) : -Number(amount);
    const on = workDate === '' ? day : workDate;
    const rest = `${kind}\t${payCode}\t${serial}\t${amount}\t${on}\t${collectedOn === '' ? on : collectedOn}\t${unit}\t${item}\t${payer}\n`;
    content.add(rest);
    return `${serial === '' || by === 'pay-code' ? payCode : serial}\t${line}\t${rest}`;
  };
  const decoded = (piece?: Buffer): string => {
    try { return piece ? decoder.decode(piece, { stream: true }) : decoder.decode(); } catch { throw wrong(at + 1, 'line', '不是合法的 UTF-8', 'not valid UTF-8'); }
  };
  for await (const piece of stream) {
    const lines = (rest + decoded(piece)).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > longestLine) throw wrong(at + 1, 'line', '行过长', 'the line is too long');
    if (lines.length > 0) yield Buffer.from(lines.map(take).join(''), 'utf8');
  }
  rest += decoded();
  if (rest !== '') yield Buffer.from(take(rest), 'utf8');
  summary.hasSerials = withoutSerial === 0;
  summary.content = `${String(summary.lines)}-${content.value()}`;
}

/**
 * A digest that does not know the order of what is added: the sums of two well-mixed 32-bit words of each line. It tells a file that was
 * sent again under another name; nobody gains by forging one, since a bank can say what it likes in its own file anyway.
 */
function contentOf(): { add(text: string): void; value(): string } {
  let [first, second, third] = [0, 0, 0];
  return {
    add(text) {
      let [a, b] = [0x811c9dc5, 0x9747b28c];
      for (let at = 0; at < text.length; at += 1) {
        const unit = text.charCodeAt(at);
        a = Math.imul(a ^ unit, 0x01000193);
        b = Math.imul(b ^ unit, 0x5bd1e995);
        b ^= b >>> 15;
      }
      a = mixed(a ^ b); b = mixed(b + 0x9e3779b9);
      first = (first + a) >>> 0;
      second = (second + b) >>> 0;
      third = (third + Math.imul(a, b | 1)) >>> 0;
    },
    value: () => [first, second, third].map((word) => word.toString(16).padStart(8, '0')).join(''),
  };
}
function mixed(word: number): number {
  let mix = word;
  mix = Math.imul(mix ^ (mix >>> 16), 0x85ebca6b);
  mix = Math.imul(mix ^ (mix >>> 13), 0xc2b2ae35);
  return (mix ^ (mix >>> 16)) >>> 0;
}
