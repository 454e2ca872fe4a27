/** A bill as WeChat Pay gives it: UTF-8 with a byte order mark, a backtick before each field, sums in the last of two more lines. */
import type { SimulatedDay, WrittenFile } from '../../simulated-day.ts';

const columns = '交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注';
const words = { payment: 'SUCCESS', refund: 'REFUND', reversal: 'REVOKED' } as const;

/** The file of one day. */
export function writeBill({ bank, day, lines, stated }: SimulatedDay): WrittenFile {
  const yuan = (fen: number): string => (fen / 100).toFixed(2);
  const tick = (fields: readonly string[]): string => fields.map((field) => `\`${field}`).join(',');
  let [paid, back] = [0, 0];
  const rows = lines.map(({ payCode, amountInFen, serial = `42000${payCode}`, kind = 'payment' }, at) => {
    const pays = kind === 'payment';
    if (pays) paid += amountInFen; else back += amountInFen;
    return tick([
      `${day} 10:00:${String(at % 60).padStart(2, '0')}`, 'wx0000000000000000', bank, '0', '', pays ? serial : `4100${payCode}`, payCode, 'o0000000', 'NATIVE', words[kind], 'OTHERS', 'CNY', pays ? yuan(amountInFen) : '0.00', '0.00',
      pays ? '0' : serial, pays ? '0' : `R${payCode}`, pays ? '0.00' : yuan(amountInFen), '0.00', '', pays ? '' : 'SUCCESS', '政务服务, 缴费', payCode, '0.00', '0.00%', yuan(amountInFen), '0.00', '',
    ].map((field) => (field.includes(',') ? field.replace(',', '，') : field)));
  });
  const end = ['总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额', tick([String(stated?.count ?? lines.length), yuan(stated?.amountInFen ?? paid), yuan(back), '0.00', '0.00', yuan(paid), yuan(back)])];
  return { name: `${bank}All${day.split('-').join('')}.csv`, bytes: Buffer.from(`\uFEFF${[columns, ...rows, ...end].join('\r\n')}\r\n`, 'utf8') };
}
