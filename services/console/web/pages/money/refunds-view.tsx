/** Refunds by the state they are in; each opens its bill, where two people act on it. */
import type { ReactNode } from 'react';
import { useNavigate } from 'react-router';
import type { components } from '../../../../../contracts/fees/api.ts';
import { api, take } from '../../api.ts';
import { useTerms, useWords } from '../../language.tsx';
import { useCursorPages } from '../../parts/cursor-pages.ts';
import { DataTable, type Column } from '../../parts/data-table.tsx';
import { ListFilters, useListFilter } from '../../parts/list-filters.tsx';
import { Moment } from '../../parts/moment.tsx';
import { Money } from '../../parts/money.tsx';
import { Reading } from '../../parts/reading.tsx';
import { useRememberedChoice } from '../../parts/remembered-choice.ts';
import { StateTag } from '../../parts/state-tag.tsx';
import { moneyTexts } from '../../texts/money.ts';

type Refund = components['schemas']['ListedRefund'];
const states = ['requested', 'approved', 'sent', 'refunded', 'failed', 'rejected'] as const satisfies readonly Refund['state'][];

export function RefundsView(): ReactNode {
  const w = useWords(moneyTexts);
  const term = useTerms();
  const navigate = useNavigate();
  const { state } = useListFilter({ state: states });
  const [chosen, choose] = useRememberedChoice('refunds');
  const { query, paging } = useCursorPages(['fees', 'refunds'], state === undefined ? {} : { state }, 50, (page, signal) => take(api.fees.GET('/refunds', { params: { query: page }, signal })));
  const columns: readonly Column<Refund>[] = [
    { key: 'payCode', title: w('payCode'), width: '178px', cell: (refund) => <span className="hub-number">{refund.payCode}</span> },
    { key: 'amount', title: w('amount'), width: '112px', align: 'right', cell: (refund) => <Money fen={refund.amountInFen} /> },
    { key: 'paid', title: w('paid'), width: '112px', align: 'right', minor: true, cell: (refund) => <Money fen={refund.paidInFen} /> },
    { key: 'bank', title: w('bank'), width: '96px', minor: true, cell: (refund) => refund.bank },
    { key: 'reason', title: w('reason'), cell: (refund) => refund.reason },
    { key: 'state', title: w('state'), width: '100px', cell: (refund) => <StateTag kind="refundState" value={refund.state} /> },
    { key: 'requested', title: w('requested'), width: '120px', roomy: true, cell: (refund) => <Moment iso={refund.requested.at} /> },
  ];
  return (
    <>
      <ListFilters choices={[{ key: 'state', label: w('state'), options: states.map((each) => [each, term('refundState', each)]) }]} />
      <Reading query={query} rows={8} empty={{ when: (page) => page.refunds.length === 0, title: w('refundsNone'), note: w('refundsNote') }}>
        {(page) => <DataTable label={w('refundsList')} globalKeys columns={columns} rows={page.refunds} rowKey={(refund) => refund.number} chosen={chosen} choose={choose} open={(refund) => void navigate(`/staff/bills/${refund.payCode}`)} paging={paging} busy={query.isFetching} />}
      </Reading>
    </>
  );
}
