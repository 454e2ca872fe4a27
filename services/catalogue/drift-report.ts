/** The report of differences: how many, whose, how old; and every one of them with what each source says. Also as a workbook for offices. */
import type { components } from '../../contracts/catalogue/api.ts';
import { chinaDate } from '../../infra/clock.ts';
import { daysBetween } from './civil-day.ts';
import type { DriftRecord } from './drift.ts';
import type { DriftRunRecord } from './drift-run.ts';

type Report = components['schemas']['DriftReport'];

const ageOf = (record: DriftRecord, now: Date): number => daysBetween(chinaDate(new Date(record.foundAt)), chinaDate(record.closedAt === null ? now : new Date(record.closedAt)));
/** A week is to be expected, a month is long, beyond a quarter lists have drifted apart for good. */
const ages = [['week', 7], ['month', 30], ['quarter', 90], ['older', Number.POSITIVE_INFINITY]] as const;

/** Counts by owner, field and age. */
export function driftReport(records: readonly DriftRecord[], lastRun: DriftRunRecord | undefined, now: Date): Report {
  const counted = <K extends string>(keyOf: (record: DriftRecord) => K): Map<K, DriftRecord[]> => {
    const groups = new Map<K, DriftRecord[]>();
    for (const record of records) {
      const known = groups.get(keyOf(record));
      if (known) known.push(record);
      else groups.set(keyOf(record), [record]);
    }
    return groups;
  };
  const oldest = (of: readonly DriftRecord[]): number => of.reduce((most, one) => Math.max(most, ageOf(one, now)), 0);
  return {
    at: now.toISOString(), comparedAt: lastRun?.finishedAt ?? null, items: lastRun?.counts.items ?? 0, total: records.length,
    byOwner: [...counted((one) => `${one.owner.side} ${one.owner.name} ${one.owner.post}`).values()].flatMap((of) => {
      const [first] = of;
      return first ? [{ owner: first.owner, count: of.length, open: of.filter((one) => one.status === 'open').length, oldestDays: oldest(of) }] : [];
    }).toSorted((a, b) => b.count - a.count),
    byField: [...counted((one) => one.field).values()].flatMap((of) => {
      const [first] = of;
      return first ? [{ field: first.field, zh: first.zh, en: first.en, count: of.length }] : [];
    }).toSorted((a, b) => b.count - a.count),
    byAge: ages.map(([age, within], index) => ({ age, count: records.filter((one) => ageOf(one, now) <= within && ageOf(one, now) > (ages[index - 1]?.[1] ?? -1)).length })),
  };
}

const standingsZh = { open: '待处理', explained: '已说明', 'being-mended': '整改中', closed: '已消除' } as const;

/** The same as .xlsx, one row a difference. */
export async function driftWorkbook(records: readonly DriftRecord[], now: Date): Promise<Buffer> {
  const { default: writeWorkbook } = await import('write-excel-file/node');
  const says = (text: string | null | undefined): string => (text === undefined ? '（未涉及）' : text ?? '（无）');
  const head = ['事项编码', '事项名称', '内容', '省级平台', '部门目录', '园区发布', '责任方', '责任岗位', '状态', '发现时间', '已持续天数', '说明', '整改期限'];
  const rows = records.map((one) => [
    one.code, one.name, one.zh, says(one.sayings.province), says(one.sayings.department), says(one.sayings.zone), one.owner.name, one.owner.post, standingsZh[one.status],
    chinaDate(new Date(one.foundAt)), ageOf(one, now), one.note ?? '', one.until ?? '',
  ]);
  return writeWorkbook([head.map((value) => ({ value, fontWeight: 'bold' as const })), ...rows.map((row) => row.map((value) => (typeof value === 'number' ? { value, type: Number } : { value, type: String, wrap: true })))], {
    columns: [34, 28, 14, 36, 36, 36, 24, 24, 10, 12, 10, 30, 12].map((width) => ({ width })), stickyRowsCount: 1, sheet: '三方目录差异',
  }).toBuffer();
}
