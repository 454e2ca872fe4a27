/** Both ledgers step by step: what we handed over and how it stands, and what the province has of it. */
import type { ReactNode } from 'react';
import { useNavigate } from 'react-router';
import { api, take } from '../../api.ts';
import { useTerms, useWords } from '../../language.tsx';
import { useCursorPages } from '../../parts/cursor-pages.ts';
import { DataTable, type Column } from '../../parts/data-table.tsx';
import { OurSide, TheirSide } from '../../parts/ledger-sides.tsx';
import { ListFilters, useListFilter } from '../../parts/list-filters.tsx';
import { Moment } from '../../parts/moment.tsx';
import { usePlatforms, type LedgerStep } from '../../parts/province-reading.ts';
import { Reading } from '../../parts/reading.tsx';
import { useRememberedChoice } from '../../parts/remembered-choice.ts';
import { provinceTexts } from '../../texts/province.ts';
import { terms } from '../../texts/terms.ts';

const states = Object.keys(terms.outgoingState) as (keyof typeof terms.outgoingState)[];
const seen = Object.keys(terms.seenThere) as (keyof typeof terms.seenThere)[];

export function LedgerView(): ReactNode {
  const w = useWords(provinceTexts);
  const term = useTerms();
  const navigate = useNavigate();
  const names = (usePlatforms().data ?? []).map(({ name }) => name);
  const { q: _words, ...filter } = useListFilter({ state: states, theirs: seen, platform: names });
  const [chosen, choose] = useRememberedChoice('province-ledger');
  const { query, paging } = useCursorPages(['province-gateway', 'ledger'], filter, 50, (page, signal) => take(api.provinceGateway.GET('/ledger', { params: { query: page }, signal })));
  const columns: readonly Column<LedgerStep>[] = [
    { key: 'case', title: w('case'), cell: (one) => <><span className="hub-code hub-wrap">{one.caseNumber}</span><div className="hub-soft">{w('stepOf', { sequence: one.sequence, kind: term('provinceStep', one.kind) })} · {one.platform}</div></> },
    { key: 'ours', title: w('oursNow'), width: '190px', cell: (one) => <OurSide step={one} /> },
    { key: 'theirs', title: w('theirsNow'), width: '250px', cell: (one) => <TheirSide step={one} /> },
    { key: 'takenAt', title: w('takenAt'), width: '104px', roomy: true, cell: (one) => <Moment iso={one.takenAt} seconds /> },
  ];
  return (
    <>
      <ListFilters
        choices={[
          { key: 'state', label: w('oursNow'), options: states.map((each) => [each, term('outgoingState', each)]) },
          { key: 'theirs', label: w('theirsNow'), options: seen.map((each) => [each, term('seenThere', each)]) },
          { key: 'platform', label: w('platform'), options: names.map((each) => [each, each]) },
        ]}
      />
      <Reading query={query} rows={10} empty={{ when: (page) => page.steps.length === 0, title: w('ledgerEmpty') }}>
        {(page) => (
          <DataTable
            label={w('ledger')} globalKeys columns={columns} rows={page.steps} rowKey={(one) => `${one.caseNumber}/${one.sequence}`} chosen={chosen} choose={choose}
            open={(one) => void navigate(`/staff/province/cases/${one.caseNumber}`)} mark={(one) => (one.theirs.seen === 'missing' || one.theirs.seen === 'differs' || one.ours.state === 'refused' ? 'red' : undefined)} paging={paging} busy={query.isFetching}
          />
        )}
      </Reading>
    </>
  );
}
