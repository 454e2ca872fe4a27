/**
 * Daily files 每日文件: where they are fetched, what became of each version, and what to do about one that cannot be believed. Promise: a file that
 * was refused says in a clerk's words what is wrong and who mends it; looking now does what the clock would do later, nothing else.
 */
import { useQuery } from '@tanstack/react-query';
import { Alert, Button } from 'antd';
import { useState, type ReactNode } from 'react';
import { Link } from 'react-router';
import type { components } from '../../../../../contracts/bank-gateway/api.ts';
import { useAct } from '../../act.ts';
import { api, take } from '../../api.ts';
import { useLanguage, useTerms, useWords } from '../../language.tsx';
import { useCursorPages } from '../../parts/cursor-pages.ts';
import { DataTable, type Column } from '../../parts/data-table.tsx';
import { ListFilters, useListFilter } from '../../parts/list-filters.tsx';
import { Moment, momentText } from '../../parts/moment.tsx';
import { Money, yuanOf } from '../../parts/money.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { Reading } from '../../parts/reading.tsx';
import { StateTag, Tag } from '../../parts/state-tag.tsx';
import { useRoles } from '../../session.tsx';
import { dailyFilesTexts } from '../../texts/daily-files.ts';
import { terms } from '../../texts/terms.ts';
import './daily-files.css';

type Feed = NonNullable<components['schemas']['GatewayState']['dailyFiles']>[number];
type File = components['schemas']['DailyFile'];
type Reason = NonNullable<File['problem']>['reason'];
const states = Object.keys(terms.dailyFileState) as (keyof typeof terms.dailyFileState)[];
const remedies = {
  half: 'half', character: 'character', fields: 'fields', amount: 'wrongAmount', day: 'wrongDay', totals: 'totals', length: 'length', digest: 'digestWrong', older: 'olderAgain', bank: 'bank', kind: 'kind', 'too-large': 'tooLarge', fees: 'fees',
} as const satisfies Record<Reason, keyof typeof dailyFilesTexts>;

export default function DailyFilesPage(): ReactNode {
  const w = useWords(dailyFilesTexts);
  const query = useQuery({ queryKey: ['bank-gateway', 'daily-feeds'], queryFn: ({ signal }) => take(api.bankGateway.GET('/state', { signal })), refetchInterval: 10_000 });
  return (
    <>
      <PageHead title={w('title')} note={w('note')} />
      <Reading query={query} rows={8} empty={{ when: ({ dailyFiles }) => (dailyFiles ?? []).length === 0, title: w('noFeeds'), note: w('noFeedsNote') }}>
        {({ dailyFiles = [] }) => <div className="hub-stack"><Feeds feeds={dailyFiles} /><Files feeds={dailyFiles} /></div>}
      </Reading>
    </>
  );
}

function Feeds({ feeds }: { feeds: readonly Feed[] }): ReactNode {
  const w = useWords(dailyFilesTexts);
  const may = useRoles();
  const mayFetch = may('cashier', 'integrator');
  const columns: readonly Column<Feed>[] = [
    { key: 'whose', title: w('whose'), width: '104px', cell: (one) => (one.source === 'fiscal' ? w('fiscal') : <span className="hub-code">{one.source}</span>) },
    { key: 'feed', title: w('feed'), width: '176px', cell: (one) => <><div>{one.feed}</div><div className="hub-soft">{one.profile}</div></> },
    { key: 'state', title: w('state'), cell: (one) => <FeedState one={one} /> },
    { key: 'place', title: w('place'), roomy: true, cell: (one) => <span className="hub-code hub-wrapped">{one.place}</span> },
    { key: 'looked', title: w('lookedAt'), width: '132px', cell: (one) => (one.lookedAt === null ? <span className="hub-soft">{w('never')}</span> : <Moment iso={one.lookedAt} seconds />) },
    ...(mayFetch ? [{ key: 'fetch', title: '', width: '196px', cell: (one: Feed) => <FetchNow feed={one.feed} /> }] : []),
  ];
  return (
    <section className="hub-card" aria-label={w('feeds')}>
      <h2>{w('feeds')}</h2>
      <DataTable label={w('feeds')} columns={columns} rows={feeds} rowKey={({ feed }) => feed} mark={(one) => (one.state === 'down' || one.files.refused > 0 || one.differingDays.length > 0 ? 'red' : one.missingDays.length > 0 || one.unread.count > 0 ? 'yellow' : undefined)} />
    </section>
  );
}

function FeedState({ one }: { one: Feed }): ReactNode {
  const w = useWords(dailyFilesTexts);
  return (
    <div className="hub-file-state">
      <span><Tag tone={one.state === 'up' ? 'good' : one.state === 'down' ? 'bad' : 'calm'}>{w(one.state)}</Tag> {one.missingDays.length > 0 && <Tag tone="warn">{w('missing', { days: one.missingDays.join('、') })}</Tag>} {one.differingDays.length > 0 && <Tag tone="bad">{w('totalsDiffer', { days: one.differingDays.join('、') })}</Tag>}</span>
      <span className="hub-soft">{w('counted', one.files)}</span>
      {one.missingDays.length > 0 && <span className="hub-soft">{w('missingNote')}</span>}
      {one.unread.count > 0 && <Unread unread={one.unread} />}
      {one.trouble && <span className="hub-file-trouble">{w('trouble', { at: momentText(one.trouble.since), detail: one.trouble.detail })} {one.trouble.toMend ? w('toMend') : w('mendsItself')}</span>}
    </div>
  );
}

/** Files in the folder that nobody reads, each with what to do about it. */
function Unread({ unread: { count, names } }: { unread: Feed['unread'] }): ReactNode {
  const w = useWords(dailyFilesTexts);
  const why = { 'no-profile': 'unreadNoProfile', 'no-feed': 'unreadNoFeed', another: 'unreadAnother' } as const;
  return (
    <details className="hub-unread">
      <summary>{w('unread', { n: count })}</summary>
      <ul>{names.map(({ name, why: reason, profile }) => <li key={name}><span className="hub-code hub-wrapped">{name}</span> <span className="hub-soft">{w(why[reason], { profile: profile ?? '' })}</span></li>)}</ul>
      {count > names.length && <p className="hub-soft">{w('unreadMore', { n: count - names.length })}</p>}
    </details>
  );
}

function FetchNow({ feed }: { feed: string }): ReactNode {
  const w = useWords(dailyFilesTexts);
  const act = useAct((_key, _: undefined) => take(api.bankGateway.POST('/daily-files/fetches', { body: { feed } })));
  const { result } = act;
  const said = act.error?.message ?? (result === undefined ? undefined : result.result === 'busy' ? w('fetchBusy') : result.result === 'trouble' ? w('fetchTrouble', { detail: result.trouble ?? '' }) : result.files.length === 0 ? w('fetchedNone') : w('fetched', { n: result.files.length }));
  return <div className="hub-file-state"><Button size="small" loading={act.busy} aria-label={`${w('fetchNow')} ${feed}`} onClick={() => void act.perform(undefined)}>{w('fetchNow')}</Button>{said !== undefined && <span className="hub-soft" role="status">{said}</span>}</div>;
}

function Files({ feeds }: { feeds: readonly Feed[] }): ReactNode {
  const w = useWords(dailyFilesTexts);
  const term = useTerms();
  const [chosen, choose] = useState<string | undefined>(undefined);
  const filter = useListFilter({ feed: feeds.map(({ feed }) => feed), state: states });
  const { query, paging } = useCursorPages(['bank-gateway', 'daily-files'], filter, 50, (page, signal) => take(api.bankGateway.GET('/daily-files', { params: { query: page }, signal })), { refetchMs: 10_000 });
  const sourceOf = (of: string): string | undefined => feeds.find((one) => one.feed === of)?.source;
  return (
    <section aria-label={w('files')} className="hub-stack">
      <ListFilters choices={[{ key: 'feed', label: w('feed'), options: feeds.map(({ feed }) => [feed, feed]) }, { key: 'state', label: w('state'), options: states.map((one) => [one, term('dailyFileState', one)]) }]} period={w('day')} />
      <Reading query={query} rows={6} empty={{ when: ({ files }) => files.length === 0, title: w('noFiles'), note: w('noFilesNote') }}>
        {({ files }) => {
          const isOld = (one: File): boolean => files.some((other) => other.feed === one.feed && other.name === one.name && Number(other.id) > Number(one.id));
          const shown = files.find(({ id }) => id === chosen) ?? files.find((one) => one.state === 'refused' && !isOld(one)) ?? files[0];
          return (
            <div className="hub-files">
              <div className="hub-stack">
                <DataTable
                  label={w('files')} globalKeys rows={files} rowKey={(one) => one.id} chosen={shown?.id} choose={choose} paging={paging} busy={query.isPlaceholderData} mark={(one) => (one.state === 'refused' && !isOld(one) ? 'red' : undefined)}
                  columns={[
                    { key: 'day', title: w('day'), width: '96px', cell: (one) => <span className="hub-number">{one.day}</span> },
                    { key: 'name', title: w('name'), cell: (one) => <span className="hub-wrapped">{one.name}{isOld(one) && <span className="hub-soft"> {w('older')}</span>}</span> },
                    { key: 'state', title: w('state'), width: '92px', cell: (one) => <StateTag kind="dailyFileState" value={one.state} /> },
                    { key: 'lines', title: w('lines'), width: '64px', align: 'right', roomy: true, cell: (one) => <span className="hub-number">{one.lines ?? ''}</span> },
                    { key: 'amount', title: w('amount'), width: '100px', align: 'right', cell: (one) => (one.paymentsInFen === null ? '' : <Money fen={one.paymentsInFen} />) },
                  ]}
                />
              </div>
              <aside className="hub-card" tabIndex={0} aria-label={w('one')}>{shown ? <OneFile one={shown} source={sourceOf(shown.feed)} versions={files.filter((other) => other.feed === shown.feed && other.name === shown.name)} choose={choose} /> : <p className="hub-card-body hub-soft">{w('chooseOne')}</p>}</aside>
            </div>
          );
        }}
      </Reading>
    </section>
  );
}

function OneFile({ one, source, versions, choose }: { one: File; source: string | undefined; versions: readonly File[]; choose(id: string): void }): ReactNode {
  const w = useWords(dailyFilesTexts);
  const { language } = useLanguage();
  const may = useRoles();
  return (
    <>
      <h2><span className="hub-wrapped">{one.name}</span> <StateTag kind="dailyFileState" value={one.state} /></h2>
      <div className="hub-card-body hub-stack">
        {one.problem && (
          <Alert type={one.state === 'refused' ? 'error' : 'warning'} showIcon role="note" title={one.state === 'refused' ? w('wrong') : w('waitsFor')} description={<><p>{one.problem[language]}</p><p><strong>{w('remedy')}</strong> {w(remedies[one.problem.reason])}</p></>} />
        )}
        {one.totals && <TotalsCheck one={one} totals={one.totals} />}
        {one.repeats !== null && <p className="hub-soft">{w('repeats')}</p>}
        <dl className="hub-facts">
          <div><dt>{w('day')}</dt><dd className="hub-number">{one.day}</dd></div>
          <div><dt>{w('lines')}</dt><dd className="hub-number">{one.lines ?? '—'}</dd></div>
          <div><dt>{w('amount')}</dt><dd>{one.paymentsInFen === null ? '—' : <Money fen={one.paymentsInFen - (one.returnedInFen ?? 0)} />}{(one.returnedInFen ?? 0) > 0 && <div className="hub-soft">{w('returned', { amount: yuanOf(one.returnedInFen ?? 0) })}</div>}</dd></div>
          <div><dt>{w('seenAt')}</dt><dd><Moment iso={one.seenAt} seconds /></dd></div>
          <div><dt>{w('deliveredAt')}</dt><dd>{one.deliveredAt === null ? '—' : <Moment iso={one.deliveredAt} seconds />}</dd></div>
          <div><dt>{w('bytes')}</dt><dd className="hub-number">{w('bytesOf', { n: one.bytes })}</dd></div>
          {one.sha256 !== null && <div className="hub-fact-wide"><dt>{w('digest')}</dt><dd className="hub-code hub-file-digest">{one.sha256}</dd></div>}
        </dl>
        {versions.length > 1 && (
          <div><h3>{w('versions')}</h3><ul className="hub-file-versions">{versions.map((each) => (
            <li key={each.id}><button type="button" className="hub-file-version" aria-pressed={each.id === one.id} onClick={() => { choose(each.id); }}><Moment iso={each.seenAt} seconds /></button> <StateTag kind="dailyFileState" value={each.state} /> <span className="hub-number">{each.lines ?? ''}</span> {each.paymentsInFen === null ? '' : <Money fen={each.paymentsInFen} />}</li>
          ))}</ul></div>
        )}
        {one.state === 'shown' && one.totals === null && <Items file={one.id} />}
        {source !== undefined && (one.state === 'delivered' || one.state === 'repeated') && may('cashier', 'supervisor', 'auditor') && <p><Link to={`/staff/day-close?source=${source}&day=${one.day}`}>{w('closeDay')}</Link></p>}
      </div>
    </>
  );
}

/** A file of totals beside the files it adds up. */
function TotalsCheck({ one, totals }: { one: File; totals: NonNullable<File['totals']> }): ReactNode {
  const w = useWords(dailyFilesTexts);
  const tone = { agrees: 'success', differs: 'error', waiting: 'info', alone: 'warning' } as const;
  const said = { agrees: 'totalsAgree', differs: 'totalsDifferent', waiting: 'totalsWait', alone: 'totalsAlone' } as const;
  return (
    <Alert
      type={tone[totals.state]} showIcon role="note" title={w(said[totals.state], { feeds: totals.waitsFor.join('、') })}
      description={(
        <>
          {totals.state !== 'alone' && <p>{w('totalsSides', { stated: one.lines ?? 0, statedYuan: yuanOf(one.paymentsInFen ?? 0), found: totals.count, foundYuan: yuanOf(totals.amountInFen) })}</p>}
          {totals.files.length > 0 && <ul>{totals.files.map((name) => <li key={name} className="hub-wrapped">{name}</li>)}</ul>}
          {totals.state === 'differs' && <p><strong>{w('remedy')}</strong> {w('totalsRemedy')}</p>}
        </>
      )}
    />
  );
}

function Items({ file }: { file: string }): ReactNode {
  const w = useWords(dailyFilesTexts);
  const query = useQuery({ queryKey: ['bank-gateway', 'daily-file-items', file], queryFn: ({ signal }) => take(api.bankGateway.GET('/daily-files/{fileId}/items', { params: { path: { fileId: file }, query: { limit: 200 } }, signal })) });
  return (
    <section aria-label={w('items')}>
      <h3>{w('items')}</h3>
      <Reading query={query} rows={3}>
        {({ items }) => (
          <DataTable
            label={w('items')} rows={items} rowKey={({ line }) => String(line)}
            columns={[
              { key: 'payCode', title: w('payCode'), cell: (one) => <span className="hub-number">{one.payCode}</span> }, { key: 'reason', title: w('reason'), cell: (one) => one.reason },
              { key: 'amount', title: w('amount'), width: '104px', align: 'right', cell: (one) => (one.amountInFen === null ? '' : <Money fen={one.amountInFen} />) },
            ]}
          />
        )}
      </Reading>
    </section>
  );
}
