/** What a line's transactions mean, where each fact stands in them, and which code is answered when. */
import type { ReactNode } from 'react';
import { useWords } from '../../language.tsx';
import { DataTable } from '../../parts/data-table.tsx';
import { bankLinesTexts } from '../../texts/bank-lines.ts';
import type { Line } from './page.tsx';

export function TransactionsView({ line }: { line: Line }): ReactNode {
  const w = useWords(bankLinesTexts);
  const means = { login: w('login'), query: w('query'), confirm: w('confirm'), cancel: w('cancel'), reconcile: w('reconcile'), 'refund-query': w('refundQuery'), 'refund-confirm': w('refundConfirm') };
  return (
    <section className="hub-card">
      <h2>{w('viewTransactions')}</h2>
      <DataTable
        label={w('viewTransactions')} rows={line.transactions} rowKey={(one) => one.code}
        columns={[
          { key: 'code', title: w('code'), width: '90px', cell: (one) => <span className="hub-code">{one.code}</span> },
          { key: 'means', title: w('means'), width: '110px', cell: (one) => means[one.means] },
          { key: 'takes', title: w('takes'), cell: (one) => <ul className="hub-line-takes">{one.takes.map(({ fact, place, format, optional }) => <li key={fact}><span>{fact}{optional ? '?' : ''}</span> <span className="hub-code">{place}</span>{format !== 'text' && <span className="hub-soft"> {format}</span>}</li>)}</ul> },
          { key: 'answers', title: w('answers'), minor: true, cell: (one) => <span className="hub-code hub-line-answers">{one.answers.join(' ')}</span> },
          { key: 'result', title: w('result'), width: '120px', cell: (one) => <><span className="hub-code">{one.result.code}</span> {one.result.words}</> },
        ]}
      />
    </section>
  );
}

export function ResultsView({ line }: { line: Line }): ReactNode {
  const w = useWords(bankLinesTexts);
  return (
    <section className="hub-card">
      <h2>{w('viewResults')}</h2>
      <DataTable
        label={w('viewResults')} rows={line.results} rowKey={(one) => one.when}
        columns={[
          { key: 'when', title: w('when'), width: '220px', cell: (one) => <span className="hub-code">{one.when}</span> },
          { key: 'code', title: w('code'), width: '110px', cell: (one) => <span className="hub-code">{one.code}</span> },
          { key: 'words', title: w('words'), cell: (one) => one.words },
        ]}
      />
    </section>
  );
}
