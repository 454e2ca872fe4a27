/** Filters of a list, kept in the page's address so that they survive a reload and can be sent to a colleague. */
import SearchOutlined from '@ant-design/icons/SearchOutlined';
import { Button, Input } from 'antd';
import { useEffect, useState, type ReactNode } from 'react';
import { useSearchParams } from 'react-router';
import { useWords } from '../language.tsx';
import { today } from '../now.ts';
import { frameTexts } from '../texts/frame.ts';
import { Choice } from './choice.tsx';

interface ListFiltersProps {
  /** What the search box finds; without it there is none. */
  words?: string;
  choices?: readonly { readonly key: string; readonly label: string; readonly options: readonly (readonly [value: string, title: string])[] }[];
  /** What the two days are about; without it there are none. */
  period?: string;
  children?: ReactNode;
}

const day = /^\d{4}-\d{2}-\d{2}$/;

/** What stands in the address, each word checked: `q` of two letters or more, days as days, choices among those there are. */
export function useListFilter<Choices extends Readonly<Record<string, readonly string[]>>>(choices: Choices): { q?: string; from?: string; to?: string } & { [Key in keyof Choices]?: Choices[Key][number] } {
  const [address] = useSearchParams();
  const found: Record<string, string> = {};
  const q = (address.get('q') ?? '').trim().slice(0, 60);
  if (q.length >= 2) found['q'] = q;
  for (const key of ['from', 'to']) {
    const given = address.get(key) ?? '';
    if (day.test(given)) found[key] = given;
  }
  for (const [key, known] of Object.entries(choices)) {
    const given = address.get(key);
    if (given !== null && known.includes(given)) found[key] = given;
  }
  // Every word above is one of those the type allows.
  return found as ReturnType<typeof useListFilter<Choices>>;
}

export function ListFilters({ words, choices = [], period, children }: ListFiltersProps): ReactNode {
  const w = useWords(frameTexts);
  const [address, setAddress] = useSearchParams();
  const q = address.get('q') ?? '';
  const [text, setText] = useState(q);
  useEffect(() => setText(q), [q]);
  const set = (key: string, value: string): void => {
    const next = new URLSearchParams(address);
    for (const [name, given] of [...(words === undefined ? [] : [['q', text.trim()] as const]), [key, value] as const]) {
      if (given) next.set(name, given);
      else next.delete(name);
    }
    setAddress(next);
  };
  return (
    <form role="search" aria-label={w('filters')} className="hub-card hub-filters" onSubmit={(event) => { event.preventDefault(); set('q', text.trim()); }}>
      {words !== undefined && <Input size="small" className="hub-filters-q" value={text} allowClear prefix={<SearchOutlined aria-hidden />} aria-label={words} placeholder={words} maxLength={60} onChange={(event) => setText(event.target.value)} />}
      {choices.map((choice) => <Choice key={choice.key} shown label={choice.label} any={w('any')} value={address.get(choice.key) ?? ''} options={choice.options} change={(value) => set(choice.key, value)} />)}
      {period !== undefined && (
        <fieldset className="hub-choice">
          <legend className="hub-unseen">{period}</legend>
          <span aria-hidden>{period}</span>
          <input type="date" aria-label={`${period} ${w('from')}`} value={address.get('from') ?? ''} max={address.get('to') ?? today()} onChange={(event) => set('from', event.target.value)} />
          <input type="date" aria-label={`${period} ${w('to')}`} value={address.get('to') ?? ''} min={address.get('from') ?? undefined} onChange={(event) => set('to', event.target.value)} />
        </fieldset>
      )}
      {children}
      {words !== undefined && <Button size="small" type="primary" htmlType="submit">{w('find')}</Button>}
    </form>
  );
}
