/**
 * People and posts 人员与岗位: who may sign in, who holds which post, who is away, and every change of it. Administrators change,
 * auditors read. Promise: what somebody may do today is what the console itself reckons, with its reason beside it.
 */
import SearchOutlined from '@ant-design/icons/SearchOutlined';
import { Button, Input, Tabs } from 'antd';
import { useState, type ReactNode } from 'react';
import { useSearchParams } from 'react-router';
import { useTerms, useWords } from '../../language.tsx';
import { Choice } from '../../parts/choice.tsx';
import { DataTable, type Column } from '../../parts/data-table.tsx';
import { EmptyState } from '../../parts/empty-state.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { Reading } from '../../parts/reading.tsx';
import { Tag } from '../../parts/state-tag.tsx';
import { useRoles } from '../../session.tsx';
import { peopleTexts } from '../../texts/people.ts';
import { AddAbsence, EndAbsence } from './absence-acts.tsx';
import { History } from './history.tsx';
import { NewPerson } from './person-acts.tsx';
import { PersonPane } from './person-pane.tsx';
import { NewPost, postRoles } from './post-acts.tsx';
import { PostPane } from './post-pane.tsx';
import { spanOn, useRegister, type Absence, type HistoryLine, type Person, type Post, type Register } from './register.ts';
import './people.css';

const tabs = ['people', 'posts', 'absences', 'history'] as const;
type Tab = (typeof tabs)[number];
const tabWords = { people: 'tabPeople', posts: 'tabPosts', absences: 'tabAbsences', history: 'tabHistory' } as const;

/** Where the reader is, kept in the address. */
interface Place { tab: Tab; one: string | undefined; go(to: { tab?: Tab; one?: string | undefined }): void }

function usePlace(): Place {
  const [address, setAddress] = useSearchParams();
  const tab = tabs.find((each) => each === address.get('tab')) ?? 'people';
  return {
    tab, one: address.get('one') ?? undefined,
    go: (to) => setAddress({ tab: to.tab ?? tab, ...(to.one === undefined ? {} : { one: to.one }) }, { replace: to.tab === undefined }),
  };
}

export default function PeoplePage(): ReactNode {
  const w = useWords(peopleTexts);
  const may = useRoles();
  const place = usePlace();
  const register = useRegister();
  const [fresh, setFresh] = useState<string | undefined>(undefined);
  const administrator = may('administrator');
  const act = (loaded: Register): ReactNode => {
    if (place.tab === 'people') return <NewPerson done={(person) => { setFresh(person.subject); place.go({ one: person.subject }); }} />;
    if (place.tab === 'posts') return <NewPost done={(post) => place.go({ one: post.code })} />;
    return place.tab === 'absences' ? <AddAbsence register={loaded} /> : null;
  };
  return (
    <>
      <PageHead title={w('title')} note={administrator ? w('note') : w('readOnly')}>{administrator && register.data && act(register.data)}</PageHead>
      <Tabs activeKey={place.tab} className="hub-page-tabs" onChange={(key) => place.go({ tab: tabs.find((each) => each === key) ?? 'people' })} items={tabs.map((key) => ({ key, label: w(tabWords[key]) }))} />
      <Reading query={register} rows={10}>
        {(loaded) => (
          <>
            {place.tab === 'people' && <People register={loaded} place={place} fresh={fresh} />}
            {place.tab === 'posts' && <Posts register={loaded} place={place} />}
            {place.tab === 'absences' && <Absences register={loaded} administrator={administrator} openPerson={(one) => place.go({ tab: 'people', one })} />}
            {place.tab === 'history' && <WholeHistory register={loaded} place={place} />}
          </>
        )}
      </Reading>
    </>
  );
}

const has = (text: string, words: string): boolean => text.toLowerCase().includes(words.trim().toLowerCase());

function People({ register, place, fresh }: { register: Register; place: Place; fresh: string | undefined }): ReactNode {
  const w = useWords(peopleTexts);
  const term = useTerms();
  const [words, setWords] = useState('');
  const [state, setState] = useState('');
  const [role, setRole] = useState('');
  const rolesOf = (person: Person): readonly string[] => register.effectiveOf(person.subject)?.roles ?? [];
  const rows = register.people.filter((person) => has(`${person.name} ${person.login} ${person.subject}`, words)
    && (state === '' || person.active === (state === 'active')) && (role === '' || rolesOf(person).includes(role)));
  const chosen = register.people.find((person) => person.subject === place.one);
  const columns: readonly Column<Person>[] = [
    { key: 'name', title: w('name'), cell: (person) => <><strong className="hub-plain-strong">{person.name}</strong>{chosen && !person.active && <> <Tag tone="bad">{w('stateDisabled')}</Tag></>}<div className="hub-soft hub-code">{person.login}</div></> },
    { key: 'roles', title: w('todayMay'), cell: (person) => {
      const roles = rolesOf(person);
      return roles.length === 0 ? <span className="hub-soft">{w('nothingToday')}</span> : <span className="hub-tags">{roles.map((each) => <Tag key={each} tone={each === 'personal-data-reader' ? 'warn' : 'active'}>{term('role', each)}</Tag>)}</span>;
    } },
    ...(chosen ? [] : [{ key: 'state', title: w('state'), width: '92px', cell: (person: Person) => <Tag tone={person.active ? 'good' : 'bad'}>{w(person.active ? 'stateActive' : 'stateDisabled')}</Tag> }]),
  ];
  return (
    <Split
      pane={chosen && <PersonPane key={chosen.subject} person={chosen} register={register} fresh={fresh === chosen.subject} close={() => place.go({})} openPost={(one) => place.go({ tab: 'posts', one })} />}
      filters={(
        <>
          <Input size="small" className="hub-filters-q" value={words} allowClear prefix={<SearchOutlined aria-hidden />} aria-label={w('find')} placeholder={w('find')} onChange={(event) => setWords(event.target.value)} />
          <Choice shown label={w('role')} any={w('stateAll')} value={role} options={[...postRoles, 'personal-data-reader'].map((each) => [each, term('role', each)])} change={setRole} />
          <Choice shown label={w('state')} any={w('stateAll')} value={state} options={[['active', w('stateActive')], ['disabled', w('stateDisabled')]]} change={setState} />
        </>
      )}
    >
      {rows.length === 0 ? <div className="hub-card"><EmptyState title={w('noPeople')} /></div>
        : <DataTable label={w('personList')} columns={columns} rows={rows} rowKey={(person) => person.subject} globalKeys chosen={place.one} choose={(one) => place.go({ one })} open={(person) => place.go({ one: person.subject })} />}
    </Split>
  );
}

function Posts({ register, place }: { register: Register; place: Place }): ReactNode {
  const w = useWords(peopleTexts);
  const term = useTerms();
  const [words, setWords] = useState('');
  const [role, setRole] = useState('');
  const rows = register.posts.filter((post) => has(`${post.name} ${post.code} ${post.window ?? ''} ${post.holders.map((holder) => register.nameOf(holder.subject)).join(' ')}`, words) && (role === '' || post.role === role));
  const chosen = register.posts.find((post) => post.code === place.one);
  const columns: readonly Column<Post>[] = [
    { key: 'name', title: w('post'), cell: (post) => <><strong className="hub-plain-strong">{post.name}</strong>{!post.active && <> <Tag tone="bad">{w('closed')}</Tag></>}<div className="hub-soft">{term('role', post.role)}{post.window === null ? '' : ` · ${post.window}`}</div></> },
    ...(['A', 'B'] as const).map((letter): Column<Post> => ({ key: letter, title: w(letter === 'A' ? 'holderA' : 'holderB'), cell: (post) => <NowHolds post={post} letter={letter} register={register} /> })),
  ];
  return (
    <Split
      pane={chosen && <PostPane key={chosen.code} post={chosen} register={register} close={() => place.go({})} openPerson={(one) => place.go({ tab: 'people', one })} />}
      filters={(
        <>
          <Input size="small" className="hub-filters-q" value={words} allowClear prefix={<SearchOutlined aria-hidden />} aria-label={w('findPost')} placeholder={w('findPost')} onChange={(event) => setWords(event.target.value)} />
          <Choice shown label={w('role')} any={w('stateAll')} value={role} options={postRoles.map((each) => [each, term('role', each)])} change={setRole} />
        </>
      )}
    >
      {rows.length === 0 ? <div className="hub-card"><EmptyState title={w('noPostsFound')} /></div>
        : <DataTable label={w('postList')} columns={columns} rows={rows} rowKey={(post) => post.code} globalKeys chosen={place.one} choose={(one) => place.go({ one })} open={(post) => place.go({ one: post.code })} />}
    </Split>
  );
}

/** Who holds a letter of a post today: bold where he acts, with the reason where not. */
function NowHolds({ post, letter, register }: { post: Post; letter: 'A' | 'B'; register: Register }): ReactNode {
  const w = useWords(peopleTexts);
  const holder = post.holders.find((each) => each.letter === letter && spanOn(each, register.today) === 'current');
  if (!holder) return <span className="hub-soft">{w('vacant')}</span>;
  const held = register.effectiveOf(holder.subject)?.posts.find((each) => each.code === post.code && each.as === letter);
  return (
    <>
      <span>{register.nameOf(holder.subject)}</span>{holder.to !== null && <span className="hub-soft hub-number"> – {holder.to}</span>}
      <div>{held?.acting ? <span className="hub-acting">{w(letter === 'B' ? `because-${held.because}` : 'acts')}</span> : <span className="hub-soft">{held ? w(`because-${held.because}`) : ''}</span>}</div>
    </>
  );
}

function Absences({ register, administrator, openPerson }: { register: Register; administrator: boolean; openPerson(subject: string): void }): ReactNode {
  const w = useWords(peopleTexts);
  if (register.absences.length === 0) return <div className="hub-card"><EmptyState title={w('noAbsences')} note={w('noAbsencesNote')} /></div>;
  const standIns = (absence: Absence): string => register.posts.flatMap((post) => (post.active && post.holders.some((holder) => holder.letter === 'A' && holder.subject === absence.subject && spanOn(holder, absence.from) === 'current')
    ? [w('standsInFor', { name: post.holders.filter((holder) => holder.letter === 'B' && spanOn(holder, absence.from) === 'current').map((holder) => register.nameOf(holder.subject)).join('、') || w('standsInNobody'), post: post.name })] : [])).join('；');
  const columns: readonly Column<Absence>[] = [
    { key: 'person', title: w('person'), cell: (absence) => <Button type="link" size="small" className="hub-inline-link" onClick={() => openPerson(absence.subject)}>{register.nameOf(absence.subject)}</Button> },
    { key: 'when', title: w('when'), width: '196px', cell: (absence) => <span className="hub-number">{absence.from} – {absence.to}</span> },
    { key: 'state', title: w('state'), width: '84px', cell: (absence) => { const at = spanOn(absence, register.today); return <Tag tone={at === 'current' ? 'warn' : at === 'coming' ? 'active' : 'calm'}>{w(at)}</Tag>; } },
    { key: 'standsIn', title: w('standsIn'), cell: (absence) => <span>{standIns(absence)}</span> },
    { key: 'reason', title: w('reason'), minor: true, cell: (absence) => absence.reason },
    ...(administrator ? [{ key: 'act', title: w('act'), width: '104px', cell: (absence: Absence) => <EndAbsence absence={absence} register={register} /> }] : []),
  ];
  return <DataTable label={w('absenceList')} columns={columns} rows={register.absences} rowKey={(absence) => absence.id} />;
}

const kinds = ['person', 'post', 'absence'] as const;

function WholeHistory({ register, place }: { register: Register; place: Place }): ReactNode {
  const w = useWords(peopleTexts);
  const kind = kinds.find((each) => each === place.one);
  const open = (line: HistoryLine): void => {
    if (line.kind === 'post') place.go({ tab: 'posts', one: line.id });
    else {
      const kept = line.after ?? line.before;
      const subject = line.kind === 'person' ? line.id : kept?.['subject'];
      if (typeof subject === 'string') place.go({ tab: 'people', one: subject });
    }
  };
  return (
    <div className="hub-stack">
      <div className="hub-card hub-filters"><Choice shown label={w('historyKind')} any={w('allKinds')} value={kind ?? ''} options={kinds.map((each) => [each, w(`kind-${each}`)])} change={(one) => place.go({ one: one || undefined })} /></div>
      <section className="hub-card"><div className="hub-card-body"><History register={register} {...(kind === undefined ? {} : { kind })} label={w('history')} open={open} /></div></section>
    </div>
  );
}

/** A list, and beside it the one that is chosen. */
function Split({ filters, pane, children }: { filters: ReactNode; pane: ReactNode; children: ReactNode }): ReactNode {
  return (
    <div className={pane ? 'hub-split' : ''}>
      <div className="hub-stack"><div className="hub-card hub-filters">{filters}</div>{children}</div>
      {pane}
    </div>
  );
}
