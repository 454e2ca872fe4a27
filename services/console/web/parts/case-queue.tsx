/**
 * Cases that wait for a person, worked through one after the other: the list, the papers, and the form beside them.
 * Promise: n and p go on without going back; a case that was dealt with hands over to the next one by itself; the place
 * is kept while the list changes, and so is what was typed.
 */
import { Alert, Button } from 'antd';
import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { Link, useSearchParams } from 'react-router';
import { api, take } from '../api.ts';
import type { components } from '../../../../contracts/intake/api.ts';
import { useBoth, useTerms, useWords } from '../language.tsx';
import { caseTexts } from '../texts/case.ts';
import { CaseActs } from './case-acts.tsx';
import { CaseClocks } from './case-clocks.tsx';
import { CaseDocuments } from './case-documents.tsx';
import { CaseFacts } from './case-facts.tsx';
import { useCase } from './case-reading.ts';
import { Clock } from './clock.tsx';
import { EmptyState } from './empty-state.tsx';
import { afterThis, beforeThis } from './queue-place.ts';
import { Reading } from './reading.tsx';
import { StateTag, Tag } from './state-tag.tsx';
import { typing } from './typing.ts';

type Line = components['schemas']['CaseLine'];
interface Page { cases: Line[]; next: string | null }
/** As many as anybody works through at a sitting. */
const shownAtOnce = 100;
const keys = { next: 'n', previous: 'p' } as const;

export function CaseQueue({ waitingFor }: { waitingFor: string }): ReactNode {
  const w = useWords(caseTexts);
  const queue: UseQueryResult<Page> = useQuery({
    queryKey: ['intake', 'queue', waitingFor],
    queryFn: ({ signal }) => take(api.intake.GET('/cases', { params: { query: { waitingFor, open: true, order: 'due', limit: shownAtOnce } }, signal })),
  });
  return <Reading query={queue} rows={8}>{(page) => <Worked page={page} emptyTitle={w('queueEmpty')} />}</Reading>;
}

function Worked({ page, emptyTitle }: { page: Page; emptyTitle: string }): ReactNode {
  const w = useWords(caseTexts);
  const term = useTerms();
  const [search, setSearch] = useSearchParams();
  const numbers = page.cases.map((line) => line.caseNumber);
  // The order in which this person has seen them: a case that left keeps its place until the reader moves on.
  const seen = useRef<string[]>([]);
  seen.current = [...seen.current, ...numbers.filter((number) => !seen.current.includes(number))];
  const wanted = search.get('case');
  const shown = wanted ?? numbers[0];
  const go = (to: string | undefined): void => {
    if (to !== undefined) setSearch((before) => { before.set('case', to); return before; }, { replace: true });
  };
  const next = shown === undefined ? undefined : afterThis(seen.current, numbers, shown);
  const previous = shown === undefined ? undefined : beforeThis(seen.current, numbers, shown);
  // Read while the reader is still at this one, so that going on takes no time.
  useCase(next ?? '', next !== undefined);
  const latest = useRef({ go, next, previous });
  latest.current = { go, next, previous };
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
      const to = event.key === keys.next ? latest.current.next : event.key === keys.previous ? latest.current.previous : undefined;
      if (to === undefined) return;
      event.preventDefault();
      latest.current.go(to);
    };
    addEventListener('keydown', listen);
    return () => removeEventListener('keydown', listen);
  }, []);
  if (shown === undefined) return <EmptyState title={emptyTitle} note={w('queueEmptyNote')} />;
  const place = numbers.indexOf(shown);
  return (
    <div className="hub-queue">
      <section className="hub-card" aria-label={w('queueList')}>
        <ul className="hub-queue-list" tabIndex={-1}>
          {page.cases.map((line) => (
            <li key={line.caseNumber}>
              <button type="button" aria-current={line.caseNumber === shown ? 'true' : undefined} onClick={() => go(line.caseNumber)}>
                <strong className="hub-one-line" title={line.item}>{line.item}</strong>
                <span className="hub-one-line">{line.applicant}</span>
                <span className="hub-row"><Clock light={line.light} due={line.due} />{line.attention && <Tag tone="bad">{w('attentionTitle')}</Tag>}</span>
                <span className="hub-unseen">{term('caseState', line.state)}</span>
              </button>
            </li>
          ))}
          {numbers.length === 0 && <li className="hub-card-body hub-soft">{emptyTitle}</li>}
        </ul>
      </section>
      <div className="hub-stack">
        <div className="hub-queue-bar">
          <span>{place < 0 ? w('queueLeft') : w(page.next === null ? 'queuePlace' : 'queueMore', { place: place + 1, count: numbers.length })}</span>
          <span className="hub-row">
            <Button size="small" disabled={previous === undefined} onClick={() => go(previous)}>{w('queuePrevious')}<kbd aria-hidden>{keys.previous}</kbd></Button>
            <Button size="small" disabled={next === undefined} onClick={() => go(next)}>{w('queueNext')}<kbd aria-hidden>{keys.next}</kbd></Button>
            <Link to={`/staff/cases/${shown}`}>{w('openWhole')}</Link>
          </span>
        </div>
        <Pane key={shown} caseNumber={shown} done={() => go(next)} />
      </div>
    </div>
  );
}

function Pane({ caseNumber, done }: { caseNumber: string; done: () => void }): ReactNode {
  const w = useWords(caseTexts);
  const both = useBoth();
  const term = useTerms();
  const query = useCase(caseNumber);
  const [folded, setFolded] = useState(false);
  return (
    <Reading query={query} rows={10}>
      {(one) => (
        <div className="hub-queue-pane">
          <article className="hub-card hub-card-body hub-stack" aria-labelledby="queue-case">
            <div>
              <h2 id="queue-case" className="hub-queue-case">{one.item.name}</h2>
              <p className="hub-row"><StateTag kind="caseState" value={one.state} /><Tag tone="outside">{term('form', one.form)}</Tag><span>{one.applicant.name}</span></p>
              <p className="hub-soft">{one.projectName}</p>
            </div>
            {one.attention && <Alert type="error" showIcon title={w('attentionTitle')} description={both(one.attention)} />}
            <CaseDocuments one={one} height="max(320px, calc(100vh - 330px))" />
          </article>
          <div className="hub-stack">
            <CaseActs one={one} done={done} />
            <section className="hub-card" aria-labelledby="queue-clocks"><h2 id="queue-clocks">{w('clocks')}</h2><div className="hub-card-body"><CaseClocks clocks={one.clocks} /></div></section>
            <section className="hub-card" aria-labelledby="queue-facts">
              <header><h2 id="queue-facts">{w('facts')}</h2><Button size="small" type="text" aria-expanded={!folded} onClick={() => setFolded(!folded)}>{folded ? w('unfold') : w('closeAct')}</Button></header>
              {!folded && <div className="hub-card-body"><CaseFacts one={one} /></div>}
            </section>
          </div>
        </div>
      )}
    </Reading>
  );
}
