/** One person: what may be done on a day and why, rights, absences, changes, and what an administrator does about it. */
import CloseOutlined from '@ant-design/icons/CloseOutlined';
import { useQuery } from '@tanstack/react-query';
import { Alert, Button } from 'antd';
import { useState, type ReactNode } from 'react';
import { api, take } from '../../api.ts';
import { useTerms, useWords } from '../../language.tsx';
import { Reading } from '../../parts/reading.tsx';
import { Tag } from '../../parts/state-tag.tsx';
import { useRoles, useSession } from '../../session.tsx';
import { peopleTexts } from '../../texts/people.ts';
import { AddAbsence, EndAbsence } from './absence-acts.tsx';
import { History } from './history.tsx';
import { ChangePerson, DisablePerson, GiveRight, ResetPassword, SignOut } from './person-acts.tsx';
import { spanOn, type Effective, type Person, type Register } from './register.ts';

interface PersonPaneProps { person: Person; register: Register; fresh: boolean; close(): void; openPost(code: string): void }

export function PersonPane({ person, register, fresh, close, openPost }: PersonPaneProps): ReactNode {
  const w = useWords(peopleTexts);
  const term = useTerms();
  const may = useRoles();
  const session = useSession();
  const administrator = may('administrator');
  const own = session.person.subject === person.subject;
  const absences = register.absences.filter((absence) => absence.subject === person.subject);
  return (
    <section className="hub-card hub-pane" aria-labelledby="person-name">
      <header><h2 id="person-name" className="hub-row">{person.name} <Tag tone={person.active ? 'good' : 'bad'}>{w(person.active ? 'stateActive' : 'stateDisabled')}</Tag></h2><Button type="text" size="small" icon={<CloseOutlined />} aria-label={w('close')} onClick={close} /></header>
      <div className="hub-card-body hub-stack">
        <dl className="hub-pairs">
          <div><dt>{w('login')}</dt><dd className="hub-code">{person.login}</dd></div>
          <div><dt>{w('subject')}</dt><dd className="hub-code">{person.subject}</dd></div>
        </dl>
        {administrator && fresh && <Alert type="warning" showIcon title={w('passwordNone')} />}
        {administrator && <p className="hub-row"><ResetPassword person={person} primary={fresh} /><ChangePerson person={person} /><SignOut person={person} /><DisablePerson person={person} /></p>}
        {administrator && own && <p className="hub-soft">{w('selfNote')}</p>}
        <MayDo person={person} register={register} openPost={openPost} />
        <div>
          <h3 className="hub-small-head">{w('rights')}</h3>
          {person.rights.length === 0 && <p className="hub-soft">{w('rightsNone')}</p>}
          <ul>{person.rights.map((right) => (
            <li key={right.right}>{w('rightHeld', { right: term('role', right.right), until: right.until })} {right.until < register.today && <Tag>{w('rightEnded')}</Tag>}<div className="hub-soft">{w('rightBasis', { basis: right.basis })}</div></li>
          ))}</ul>
          {administrator && !own && <p className="hub-row hub-pane-acts"><GiveRight person={person} today={register.today} /></p>}
        </div>
        <div>
          <h3 className="hub-small-head">{w('absenceList')}</h3>
          {absences.length === 0 && <p className="hub-soft">{w('rightsNone')}</p>}
          <ul className="hub-plain-list">{absences.map((absence) => {
            const at = spanOn(absence, register.today);
            return <li key={absence.id} className="hub-row"><span className="hub-number">{absence.from} – {absence.to}</span><Tag tone={at === 'current' ? 'warn' : at === 'coming' ? 'active' : 'calm'}>{w(at)}</Tag><span className="hub-soft">{absence.reason}</span>{administrator && <EndAbsence absence={absence} register={register} />}</li>;
          })}</ul>
          {administrator && person.active && <p className="hub-row hub-pane-acts"><AddAbsence register={register} subject={person.subject} small /></p>}
        </div>
        <div>
          <h3 className="hub-small-head">{w('history')}</h3>
          <History register={register} kind="person" id={person.subject} limit={10} label={w('history')} />
        </div>
      </div>
    </section>
  );
}

function MayDo({ person, register, openPost }: { person: Person; register: Register; openPost(code: string): void }): ReactNode {
  const w = useWords(peopleTexts);
  const [day, setDay] = useState('');
  const asked = day === '' || day === register.today ? undefined : day;
  const query = useQuery({
    queryKey: ['console', 'effective', { subject: person.subject, day: asked }],
    queryFn: ({ signal }) => take(api.console.GET('/people/{subject}/effective-roles', { params: { path: { subject: person.subject }, query: asked === undefined ? {} : { day: asked } }, signal })),
  });
  return (
    <div>
      <div className="hub-pane-head">
        <h3 className="hub-small-head">{w('mayOn', { day: asked ?? register.today })}</h3>
        <input type="date" className="hub-box" aria-label={w('day')} value={asked ?? register.today} onChange={(event) => setDay(event.target.value)} />
      </div>
      <Reading query={query} rows={3} empty={{ when: ({ posts }) => posts.length === 0, title: w('noPosts') }}>{(effective) => <HeldPosts effective={effective} openPost={openPost} />}</Reading>
    </div>
  );
}

function HeldPosts({ effective, openPost }: { effective: Effective; openPost(code: string): void }): ReactNode {
  const w = useWords(peopleTexts);
  const term = useTerms();
  return (
    <ul className="hub-held">
      {effective.posts.map((post) => (
        <li key={`${post.code} ${post.as}`}>
          <Tag tone={post.acting ? 'good' : 'calm'}>{w(post.acting ? 'acts' : 'actsNot')}</Tag>
          <div><Button type="link" size="small" className="hub-inline-link" onClick={() => openPost(post.code)}>{post.name}</Button> <span className="hub-soft">{w('as', { letter: post.as })} · {term('role', post.role)}{post.window === null ? '' : ` · ${post.window}`}</span>
            <div className="hub-soft">{w(`because-${post.because}`)}</div></div>
        </li>
      ))}
    </ul>
  );
}
