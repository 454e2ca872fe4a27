/**
 * Which version of its item a case goes by 办件所依版本. Until it is accepted it goes by what applies now; with the acceptance it is pinned for
 * good (办件 carries the version in force at acceptance). What was asked for in the one notice of everything missing is not raised
 * afterwards, and a case that counts as accepted from its receipt keeps what applied on that day (行政许可法第三十二条第一款第四、五项).
 */
import { subParkKey, type OfferedItem } from '../../contracts/catalogue/messages.ts';
import type { CaseRecord } from './case.ts';
import { isRefusal, takenAnswers, unanswered } from './form-answers.ts';

const isPlace = ({ key }: OfferedItem['formFields'][number]): boolean => key === subParkKey;

/** The case by what is offered now; the same record when nothing differs. Only for one that is not accepted yet. */
export function byWhatApplies(record: CaseRecord, item: OfferedItem | undefined): CaseRecord {
  if (item === undefined || record.acceptedAt !== null) return record;
  // The power under which it would be accepted is that of today, whatever the notice asked for; and so is how far it reaches.
  const applies = record.supplement === null ? item : { ...record.item, delegation: item.delegation, formFields: [...item.formFields.filter(isPlace), ...record.item.formFields.filter((field) => !isPlace(field))] };
  if (JSON.stringify(applies) === JSON.stringify(record.item)) return record;
  // An answer to a question nobody asks any more, or that is no choice any more, counts for nothing; the others stay.
  const answers = Object.fromEntries(Object.entries(record.answers).filter(([key, value]) => !isRefusal(takenAnswers(applies.formFields, { [key]: value }))));
  return { ...record, item: applies, answers };
}

/** What is told in the case when another version has come into force between receipt and acceptance. */
export const versionChange = (before: CaseRecord, after: CaseRecord): string | null =>
  (before.item.version === after.item.version && before.item.edition === after.item.edition ? null : `事项已更新，按现行内容办理：第 ${String(after.item.version)} 版第 ${String(after.item.edition)} 次发布`);

/** Whether the power is limited to sub-parks and nobody has said in which of them the project lies. */
export const unplaced = (record: CaseRecord): boolean => unanswered(record.item.formFields, record.answers).some((field) => field.key === subParkKey);
