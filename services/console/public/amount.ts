/** Money as people read it on a pay notice: yuan with two places, and in the capital figures 大写 that vouchers must bear. */

/** 123456 fen → `1,234.56`. */
export function yuan(amountInFen: number): string {
  const whole = Math.floor(amountInFen / 100);
  return `${String(whole).replace(/\B(?=(?:\d{3})+$)/g, ',')}.${String(amountInFen % 100).padStart(2, '0')}`;
}

const figures = ['零', '壹', '贰', '叁', '肆', '伍', '陆', '柒', '捌', '玖'];
const places = ['', '拾', '佰', '仟'];
const groups = ['', '万', '亿', '万亿'];

/**
 * Capital figures as 《正确填写票据和结算凭证的基本规定》 (PBOC, 支付结算办法 annex 1) wants them: 人民币 before, 整 after a sum that
 * ends in yuan or jiao, one 零 for any run of empty places, 零 before fen when there is no jiao.
 * Takes whole fen from 0 up to a safe integer.
 */
export function capitalAmount(amountInFen: number): string {
  const whole = Math.floor(amountInFen / 100);
  const jiao = Math.floor((amountInFen % 100) / 10);
  const fen = amountInFen % 10;
  const yuanWords = whole === 0 ? '' : `${capitalNumber(whole)}元`;
  if (jiao === 0 && fen === 0) return `人民币${yuanWords === '' ? '零元' : yuanWords}整`;
  const jiaoWords = jiao > 0 ? `${figures[jiao]}角` : yuanWords === '' ? '' : '零';
  return `人民币${yuanWords}${jiaoWords}${fen > 0 ? `${figures[fen]}分` : '整'}`;
}

function capitalNumber(value: number): string {
  let words = '';
  let gap = false;
  for (let group = groups.length - 1; group >= 0; group -= 1) {
    const part = Math.floor(value / 10_000 ** group) % 10_000;
    if (part === 0) { gap = words !== ''; continue; }
    for (let place = 3; place >= 0; place -= 1) {
      const figure = Math.floor(part / 10 ** place) % 10;
      if (figure === 0) { gap ||= words !== ''; continue; }
      words += `${gap ? '零' : ''}${figures[figure]}${places[place]}`;
      gap = false;
    }
    words += groups[group];
    gap = false;
  }
  return words;
}
