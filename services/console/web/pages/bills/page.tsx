/** Bills 缴款单, newest first, and what came in of late; one opens to how its amount comes about and what became of it. */
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useNavigate } from 'react-router';
import type { components, operations } from '../../../../../contracts/fees/api.ts';
import { api, take } from '../../api.ts';
import { useLanguage, useTerms, useWords } from '../../language.tsx';
import { dayPlus, today } from '../../now.ts';
import { Chart } from '../../parts/chart.tsx';
import { useCursorPages } from '../../parts/cursor-pages.ts';
import { DataTable, type Column } from '../../parts/data-table.tsx';
import { ListFilters, useListFilter } from '../../parts/list-filters.tsx';
import { Moment } from '../../parts/moment.tsx';
import { Money, yuanOf } from '../../parts/money.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { Reading } from '../../parts/reading.tsx';
import { useRememberedChoice } from '../../parts/remembered-choice.ts';
import { StateTag } from '../../parts/state-tag.tsx';
import { useRoles } from '../../session.tsx';
import { billsTexts } from '../../texts/bills.ts';
import { OpenBill } from './open-bill.tsx';

type Bill = components['schemas']['Bill'];
type State = NonNullable<NonNullable<operations['listBills']['parameters']['query']>['state']>;
const states: readonly State[] = ['issued', 'paid', 'reversed', 'void'];

export default function BillsPage(): ReactNode {
  const w = useWords(billsTexts);
  const may = useRoles();
  const navigate = useNavigate();
  const term = useTerms();
  const filter = useListFilter({ state: states });
  const [chosen, choose] = useRememberedChoice('bills');
  const { query, paging } = useCursorPages(['fees', 'bills'], filter, 50, (page, signal) => take(api.fees.GET('/bills', { params: { query: page }, signal })));
  const { language } = useLanguage();
  const hint = query.data?.hint;
  const columns: readonly Column<Bill>[] = [
    { key: 'payCode', title: w('payCode'), width: '236px', cell: (bill) => <span className="hub-number hub-pay-code">{bill.payCode}</span> },
    { key: 'payer', title: w('payer'), cell: (bill) => bill.payer.name },
    { key: 'item', title: w('item'), minor: true, cell: (bill) => bill.item.name },
    { key: 'amount', title: w('amount'), width: '112px', align: 'right', cell: (bill) => <Money fen={bill.amountInFen} /> },
    { key: 'state', title: w('state'), width: '92px', cell: (bill) => <StateTag kind="billState" value={bill.state} /> },
    { key: 'issuedAt', title: w('issuedAt'), width: '108px', minor: true, cell: (bill) => <Moment iso={bill.issuedAt} /> },
    { key: 'paidAt', title: w('paidAt'), width: '108px', roomy: true, cell: (bill) => (bill.paidAt === null ? '' : <Moment iso={bill.paidAt} />) },
  ];
  return (
    <>
      <PageHead title={w('title')}>{may('cashier') && <OpenBill />}</PageHead>
      <div className="hub-stack">
        <ListFilters words={w('q')} choices={[{ key: 'state', label: w('state'), options: states.map((each) => [each, term('billState', each)]) }]} period={w('period')} />
        <Reading query={query} rows={10} empty={{ when: (page) => page.bills.length === 0, title: w('empty'), note: hint ? hint[language] : w('emptyNote') }}>
          {(page) => <DataTable label={w('list')} globalKeys columns={columns} rows={page.bills} rowKey={(bill) => bill.payCode} chosen={chosen} choose={choose} open={(bill) => void navigate(`/staff/bills/${bill.payCode}`)} paging={paging} busy={query.isFetching} />}
        </Reading>
        {may('cashier', 'supervisor', 'auditor', 'integrator') && <Days />}
      </div>
    </>
  );
}

/** What came in on each of the last thirty days, bank by bank. */
function Days(): ReactNode {
  const w = useWords(billsTexts);
  const to = today();
  const from = dayPlus(to, -29);
  const query = useQuery({ queryKey: ['fees', 'payment-days', { from, to }], queryFn: ({ signal }) => take(api.fees.GET('/payments/days', { params: { query: { from, to } }, signal })) });
  return (
    <section className="hub-card" aria-label={w('days')}>
      <h2>{w('days')}</h2>
      <div className="hub-card-body">
        <Reading query={query} empty={{ when: ({ days }) => days.length === 0, title: w('daysNone') }}>
          {({ days }) => {
            const banks = [...new Set(days.map((each) => each.bank))].toSorted();
            const all = Array.from({ length: 30 }, (_, index) => dayPlus(from, index));
            const sum = (pick: (each: (typeof days)[number]) => number): number => days.reduce((total, each) => total + pick(each), 0);
            return (
              <>
                <p>{w('daysSum', { payments: sum((each) => each.payments), amount: yuanOf(sum((each) => each.amountInFen)), reconciled: sum((each) => each.reconciled) })}</p>
                <Chart
                  money label={w('daysLabel')} height={200}
                  option={{
                    xAxis: { type: 'category', data: all.map((each) => each.slice(5)) }, yAxis: { type: 'value' },
                    series: banks.map((bank) => ({ type: 'bar', stack: 'sum', name: bank, data: all.map((each) => (days.find((one) => one.bank === bank && one.day === each)?.amountInFen ?? 0) / 100) })),
                  }}
                />
              </>
            );
          }}
        </Reading>
      </div>
    </section>
  );
}
