// What an applicant of the demonstration would write on an item's own form: right by each question's kind, nobody's truth.

/** One question, as the window is offered it. */
export interface Question {
  key: string;
  kind: 'text' | 'long-text' | 'number' | 'date' | 'choice' | 'yes-no' | 'credit-code' | 'mobile';
  required: boolean;
  options?: readonly string[] | undefined;
}

const byKey: Readonly<Record<string, string>> = { location: '云岭经开区创业路 8 号', area: '120', startsOn: '2026-12-01', endsOn: '2026-12-20', dailyVolume: '35.5', deviceCount: '2', floorArea: '8600' };
const byKind: Readonly<Record<Question['kind'], string>> = {
  text: '示例内容',
  'long-text': '示例说明',
  number: '1',
  date: '2026-12-01',
  choice: '',
  'yes-no': 'yes',
  'credit-code': '',
  mobile: '19900000009',
};

/** Answers to all that is required. */
export function sampleAnswers(questions: readonly Question[]): Record<string, string> {
  return Object.fromEntries(questions.filter((each) => each.required).map((each) => [each.key, byKey[each.key] ?? each.options?.[0] ?? byKind[each.kind]]));
}
