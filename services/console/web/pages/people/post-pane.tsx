/** One post: what it is, who holds it as A and B from when to when and who acts today, its changes, and what is done about it. */
import CloseOutlined from '@ant-design/icons/CloseOutlined';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useTerms, useWords } from '../../language.tsx';
import { Tag } from '../../parts/state-tag.tsx';
import { useRoles } from '../../session.tsx';
import { peopleTexts } from '../../texts/people.ts';
import { History, Value } from './history.tsx';
import { ChangeHolders, ChangePost, ClosePost } from './post-acts.tsx';
import { spanOn, type Post, type Register } from './register.ts';

export function PostPane({ post, register, close, openPerson }: { post: Post; register: Register; close(): void; openPerson(subject: string): void }): ReactNode {
  const w = useWords(peopleTexts);
  const term = useTerms();
  const administrator = useRoles()('administrator');
  const held = (subject: string): ReturnType<Register['effectiveOf']> => register.effectiveOf(subject);
  return (
    <section className="hub-card hub-pane" aria-labelledby="post-name">
      <header><h2 id="post-name" className="hub-row">{post.name} <Tag tone={post.active ? 'good' : 'bad'}>{w(post.active ? 'open' : 'closed')}</Tag></h2><Button type="text" size="small" icon={<CloseOutlined />} aria-label={w('close')} onClick={close} /></header>
      <div className="hub-card-body hub-stack">
        <dl className="hub-pairs">
          <div><dt>{w('role')}</dt><dd>{term('role', post.role)}</dd></div>
          <div><dt>{w('code')}</dt><dd className="hub-code">{post.code}</dd></div>
          {post.department !== null && <div><dt>{w('department')}</dt><dd><Value field="department" value={post.department} register={register} /></dd></div>}
          {post.window !== null && <div><dt>{w('window')}</dt><dd>{post.window}</dd></div>}
        </dl>
        {administrator && <p className="hub-row"><ChangeHolders post={post} register={register} primary={post.holders.length === 0} /><ChangePost post={post} /><ClosePost post={post} /></p>}
        <div>
          <h3 className="hub-small-head">{w('holders')}</h3>
          {post.holders.length === 0 && <p className="hub-soft">{w('holdersNone')}</p>}
          <ul className="hub-held">
            {post.holders.map((holder) => {
              const at = spanOn(holder, register.today);
              const now = at === 'current' ? held(holder.subject)?.posts.find((each) => each.code === post.code && each.as === holder.letter) : undefined;
              return (
                <li key={`${holder.letter} ${holder.subject} ${holder.from}`}>
                  <Tag tone={now?.acting ? 'good' : 'calm'}>{w('as', { letter: holder.letter })}</Tag>
                  <div><Button type="link" size="small" className="hub-inline-link" onClick={() => openPerson(holder.subject)}>{register.nameOf(holder.subject)}</Button> <span className="hub-soft hub-number">{holder.from} – {holder.to ?? w('openEnd')}</span>
                    <div className="hub-soft">{now ? `${w(now.acting ? 'acts' : 'actsNot')} · ${w(`because-${now.because}`)}` : w(at === 'coming' ? 'holderComing' : 'holderOver')}</div></div>
                </li>
              );
            })}
          </ul>
        </div>
        <div>
          <h3 className="hub-small-head">{w('history')}</h3>
          <History register={register} kind="post" id={post.code} limit={10} label={w('history')} />
        </div>
      </div>
    </section>
  );
}
