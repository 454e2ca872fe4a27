/**
 * Banks' lines 银行接入, for who connects a bank: what the profile of a line says, and the frames that have just passed, field by field.
 * Promise: what is secret or about a person was hidden before it came here; the list keeps its place while frames arrive.
 */
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useSearchParams } from 'react-router';
import type { components } from '../../../../../contracts/bank-gateway/api.ts';
import { api, take } from '../../api.ts';
import { useWords } from '../../language.tsx';
import { DataTable } from '../../parts/data-table.tsx';
import { Moment } from '../../parts/moment.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { Reading } from '../../parts/reading.tsx';
import { bankLinesTexts } from '../../texts/bank-lines.ts';
import { FramesView } from './frames-view.tsx';
import { ResultsView, TransactionsView } from './transactions-view.tsx';
import './bank-lines.css';

export type Line = components['schemas']['BankLine'];
const views = ['frames', 'frame', 'transactions', 'results'] as const;

export default function BankLinesPage(): ReactNode {
  const w = useWords(bankLinesTexts);
  const [address, setAddress] = useSearchParams();
  const query = useQuery({ queryKey: ['bank-gateway', 'lines'], queryFn: ({ signal }) => take(api.bankGateway.GET('/lines', { signal })), refetchInterval: 10_000 });
  const view = views.find((one) => one === address.get('view')) ?? 'frames';
  const titles = { frames: w('viewFrames'), frame: w('viewFrame'), transactions: w('viewTransactions'), results: w('viewResults') };
  return (
    <>
      <PageHead title={w('title')} note={w('note')} />
      <Reading query={query} rows={8} empty={{ when: ({ lines }) => lines.length === 0, title: w('none'), note: w('noneNote') }}>
        {({ lines }) => {
          const line = lines.find((one) => one.line === address.get('line')) ?? lines[0];
          if (!line) return null;
          const go = (change: Record<string, string>): void => setAddress({ line: line.line, view, ...change });
          return (
            <div className="hub-stack">
              {lines.length === 1 ? <p className="hub-row"><span className="hub-code">{line.name}</span><span className="hub-soft">{line.title} {line.host}:{line.port}</span></p> : (
                <label className="hub-choice"><span>{w('lines')}</span><select value={line.line} onChange={(event) => go({ line: event.target.value })}>{lines.map((one) => <option key={one.line} value={one.line}>{w('lineTitle', { name: one.name, port: one.port })}</option>)}</select></label>
              )}
              <nav className="hub-views" aria-label={w('views')}>
                {views.map((one) => <a key={one} href={`?line=${line.line}&view=${one}`} aria-current={one === view ? 'page' : undefined} onClick={(event) => { event.preventDefault(); go({ view: one }); }}>{titles[one]}</a>)}
              </nav>
              {view === 'frames' ? <FramesView key={line.line} line={line.line} /> : view === 'frame' ? <><LineFacts line={line} /><FrameLayout line={line} /></> : view === 'transactions' ? <TransactionsView line={line} /> : <ResultsView line={line} />}
            </div>
          );
        }}
      </Reading>
    </>
  );
}

function LineFacts({ line }: { line: Line }): ReactNode {
  const w = useWords(bankLinesTexts);
  const as = { digits: w('asDigits'), binary: w('asBinary'), bcd: w('asBcd') };
  const counts = { frame: w('countsFrame'), rest: w('countsRest'), body: w('countsBody') };
  const banks = line.banks;
  return (
    <>
      <section className="hub-card">
        <h2><span>{line.name} <span className="hub-soft">{line.title}</span></span></h2>
        <dl className="hub-facts hub-card-body">
          <div><dt>{w('listen')}</dt><dd className="hub-code">{line.host}:{line.port}</dd></div>
          <div><dt>{w('connections')}</dt><dd className="hub-number">{line.connections}</dd></div>
          <div><dt>{w('charset')}</dt><dd>{line.charset}</dd></div>
          <div><dt>{w('body')}</dt><dd>{line.body.startsWith('XML') ? line.body : w('bodySeparated', { separator: line.body })}</dd></div>
          <div><dt>{w('length')}</dt><dd>{line.length === null ? w('lengthNone') : w('lengthIs', { width: line.length.width, as: as[line.length.as], counts: counts[line.length.counts] })}</dd></div>
          <div><dt>{w('mac')}</dt><dd>{line.mac === null ? w('macNone') : w('macIs', { algorithm: line.mac.algorithm.toUpperCase(), field: line.mac.field, over: line.mac.over.join(' + ') })}</dd></div>
          <div><dt>{w('identity')}</dt><dd>{line.identity === 'login' ? w('identityLogin') : w('identityName')}</dd></div>
        </dl>
      </section>
      <section className="hub-card">
        <h2>{w('banks')}</h2>
        <DataTable
          label={w('banks')} rows={banks} rowKey={(one) => one.bank}
          columns={[
            { key: 'bank', title: w('bank'), cell: (one) => <span className="hub-code">{one.bank}</span> },
            { key: 'user', title: w('userCode'), cell: (one) => <span className="hub-code">{one.userCode}</span> },
            { key: 'addresses', title: w('addresses'), cell: (one) => (one.addresses.length === 0 ? <span className="hub-soft">{w('anyAddress')}</span> : <span className="hub-code">{one.addresses.join(' ')}</span>) },
            { key: 'secret', title: w('secret'), width: '110px', cell: (one) => (one.hasMacSecret ? w('secretSet') : <span className="hub-soft">{w('secretNone')}</span>) },
            { key: 'login', title: w('lastLogin'), width: '150px', cell: (one) => (one.lastLoginAt === null ? <span className="hub-soft">{w('never')}</span> : <Moment iso={one.lastLoginAt} seconds />) },
            { key: 'exchange', title: w('lastExchange'), width: '150px', cell: (one) => (one.lastExchangeAt === null ? <span className="hub-soft">{w('never')}</span> : <Moment iso={one.lastExchangeAt} seconds />) },
          ]}
        />
      </section>
    </>
  );
}

function FrameLayout({ line }: { line: Line }): ReactNode {
  const w = useWords(bankLinesTexts);
  if (line.header.length + line.trailer.length === 0) return <p className="hub-soft">{w('layoutNone')}</p>;
  return (
    <>
      {([['layout', line.header], ['layoutTrailer', line.trailer]] as const).filter(([, fields]) => fields.length > 0).map(([title, fields]) => (
        <section key={title} className="hub-card">
          <h2>{w(title)}</h2>
          <DataTable
            label={w(title)} rows={fields} rowKey={(one) => one.name}
            columns={[
              { key: 'name', title: w('field'), cell: (one) => <span className="hub-code">{one.name}</span> },
              { key: 'width', title: w('width'), width: '160px', cell: (one) => <span className="hub-code">{one.width}</span> },
              { key: 'fill', title: w('fill'), width: '180px', cell: (one) => (one.fill === 'left' ? w('fillLeft') : w('fillRight')) },
              { key: 'value', title: w('fixed'), cell: (one) => (one.value === null ? '' : <span className="hub-code">{one.value}</span>) },
            ]}
          />
        </section>
      ))}
    </>
  );
}
