/** Where a charge's quantity comes from 计费数量, in the words of a list and back: what is written out is read as the same. Pure. */
import type { MeasureSource } from '../../contracts/catalogue/messages.ts';
import type { BothLanguages } from '../../contracts/refusals.ts';

/** As it stands in a table: 固定：2, 表单：area, 受理时填写. */
export function measureWords(measure: MeasureSource): string {
  switch (measure.from) {
    case 'constant': return `固定：${measure.value}`;
    case 'form': return `表单：${measure.field}`;
    case 'clerk': return '受理时填写';
  }
}

/** What a cell means; null where nothing is counted. */
export function measureOf(text: string): { value: MeasureSource | null } | { problem: BothLanguages } {
  const plain = text.normalize('NFKC').replaceAll(/\s+/g, '');
  if (/^(?:|[-—/]+|无|不计数量|按件|定额)$/.test(plain)) return { value: null };
  if (/^(?:受理时填写|窗口填写|受理时确定|窗口确定)$/.test(plain)) return { value: { from: 'clerk' } };
  const constant = /^(?:固定:?)?(\d{1,12}(?:\.\d{1,3})?)$/.exec(plain)?.[1];
  if (constant !== undefined) return Number(constant) > 0 ? { value: { from: 'constant', value: constant } } : { problem: { zh: '固定的计费数量应大于零', en: 'a constant quantity is more than nothing' } };
  const field = /^(?:表单|窗口表单|表单字段):?([a-z][A-Za-z0-9]{0,39})$/.exec(plain)?.[1];
  if (field !== undefined) return { value: { from: 'form', field } };
  return { problem: { zh: '应写为“固定：2”“表单：area”（窗口表单的字段名）或“受理时填写”；定额的不填', en: 'write 固定：2, 表单：area (the key of a question of the form) or 受理时填写; nothing for a fixed charge' } };
}
