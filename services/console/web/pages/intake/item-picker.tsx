/**
 * Choosing the item: a box to type in and the list beside it, walked with arrows and taken with Enter. Promise: pinyin is
 * fetched only here, and until it is there characters are found all the same.
 */
import SearchOutlined from '@ant-design/icons/SearchOutlined';
import { Input, type InputRef } from 'antd';
import { useEffect, useId, useMemo, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { useTerms, useWords } from '../../language.tsx';
import { EmptyState } from '../../parts/empty-state.tsx';
import { Money } from '../../parts/money.tsx';
import { Tag } from '../../parts/state-tag.tsx';
import { intakeTexts } from '../../texts/intake.ts';
import { find, findable, type Found, type Syllables } from './item-finder.ts';
import type { Limit, OfferedItem } from './offered-item.ts';

interface ItemPickerProps {
  items: readonly OfferedItem[];
  /** Codes, most recent first. */
  recent: readonly string[];
  typed: string;
  type(text: string): void;
  pick(item: OfferedItem): void;
  fault?: string | undefined;
}

/** More are not read by anybody. */
const shownAtMost = 60;

export function ItemPicker({ items, recent, typed, type, pick, fault }: ItemPickerProps): ReactNode {
  const w = useWords(intakeTexts);
  const syllables = useSyllables();
  const ready = useMemo(() => items.map((item) => findable(item, item.name, [item.code, item.department], syllables)), [items, syllables]);
  const found = useMemo(() => find(ready, typed, { key: (item) => item.code, recent, limit: shownAtMost }), [ready, typed, recent]);
  const [at, setAt] = useState(0);
  const list = useRef<HTMLUListElement>(null);
  const input = useRef<InputRef>(null);
  const id = useId();
  useEffect(() => setAt(0), [typed]);
  useEffect(() => input.current?.focus(), []);
  const chosen = found[Math.min(at, found.length - 1)];
  const go = (to: number): void => {
    const next = Math.max(0, Math.min(found.length - 1, to));
    setAt(next);
    list.current?.children[next]?.scrollIntoView({ block: 'nearest' });
  };
  const press = (event: KeyboardEvent): void => {
    // While an input method composes, its keys are its own.
    if (event.nativeEvent.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 6, PageUp: -6 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      go(at + step);
    } else if (event.key === 'Enter' && !event.ctrlKey && chosen) {
      event.preventDefault();
      pick(chosen.thing);
    } else if (event.key === 'Escape' && typed !== '') {
      event.preventDefault();
      type('');
    }
  };
  return (
    <section className="hub-card hub-item-picker" aria-label={w('findItem')}>
      <div className="hub-item-box">
        <Input
          ref={input} id="intake-item" size="large" value={typed} onChange={(event) => type(event.target.value)} onKeyDown={press} autoComplete="off" spellCheck={false} allowClear
          prefix={<SearchOutlined aria-hidden />} placeholder={w('findPlaceholder')} role="combobox" aria-label={w('findItem')} aria-expanded aria-autocomplete="list" aria-controls={`${id}-list`}
          aria-activedescendant={chosen ? `${id}-${chosen.thing.code}` : undefined} aria-invalid={fault !== undefined} aria-describedby={`${id}-keys`} status={fault === undefined ? '' : 'error'}
        />
        <p className="hub-soft" id={`${id}-keys`}><span role="status">{w('findCount', { count: typed.trim() === '' ? items.length : found.length })}</span> · {w('findKeys')}</p>
      </div>
      {fault !== undefined && <p className="hub-field-fault hub-item-fault" role="alert">{fault}</p>}
      <ul ref={list} id={`${id}-list`} role="listbox" aria-label={w('findItem')} className="hub-item-list">
        {found.map((one, index) => (
          <Choice key={one.thing.code} id={`${id}-${one.thing.code}`} found={one} chosen={one === chosen} recent={typed.trim() === '' && recent.includes(one.thing.code)} hover={() => setAt(index)} take={() => pick(one.thing)} />
        ))}
      </ul>
      {found.length === 0 && <EmptyState title={w('findNone', { typed })} note={w('findNoneNote')} />}
    </section>
  );
}

function Choice({ id, found, chosen, recent, hover, take }: { id: string; found: Found<OfferedItem>; chosen: boolean; recent: boolean; hover(): void; take(): void }): ReactNode {
  const w = useWords(intakeTexts);
  const { thing: item } = found;
  return (
    <li id={id} role="option" aria-selected={chosen} className={`hub-item-choice ${chosen ? 'hub-item-chosen' : ''}`} onMouseMove={hover} onMouseDown={(event) => { event.preventDefault(); take(); }}>
      <p className="hub-item-name">
        <span>{[...item.name].map((sign, index) => (found.places.has(index) ? <mark key={index}>{sign}</mark> : sign))}</span>
        {recent && <Tag tone="active">{w('recent')}</Tag>}
      </p>
      <ItemFacts item={item} />
    </li>
  );
}

/** What a clerk and an applicant ask about an item, on one line. */
export function ItemFacts({ item, papers = true }: { item: OfferedItem; papers?: boolean }): ReactNode {
  const w = useWords(intakeTexts);
  const term = useTerms();
  const limitWords = useLimitWords();
  return (
    <p className="hub-item-facts hub-soft">
      <Tag tone="outside">{term('form', item.form)}</Tag>
      <span>{item.department}</span>
      <span>{item.feeTerms ? w('feeByStandard') : item.feeInFen === 0 ? w('feeNone') : <Money fen={item.feeInFen} />}</span>
      <span>{w('limitBoth', { promised: limitWords(item.promisedLimit), statutory: limitWords(item.statutoryLimit) })}</span>
      {papers && <span>{w('papersCount', { count: item.materials.length, required: item.materials.filter((material) => material.required).length })}</span>}
      <span>{w('validTo', { date: item.validTo })}</span>
    </p>
  );
}

export function useLimitWords(): (limit: Limit) => string {
  const w = useWords(intakeTexts);
  return ({ amount, unit }) => w(unit === 'working-day' ? 'workingDays' : 'calendarDays', { amount });
}

/** The pronunciation of characters, fetched with the first item list; the dictionary is far larger than the page. */
function useSyllables(): Syllables | undefined {
  const [syllables, setSyllables] = useState<Syllables | undefined>(undefined);
  useEffect(() => {
    let wanted = true;
    void import('pinyin-pro').then(({ pinyin }) => {
      const say: Syllables = (text) => pinyin(text, { type: 'array', toneType: 'none', v: true }).map((sound) => [sound.toLowerCase()]);
      if (wanted) setSyllables(() => say);
    }).catch(() => undefined);
    return () => { wanted = false; };
  }, []);
  return syllables;
}
