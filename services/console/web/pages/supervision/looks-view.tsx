/** Who looked at personal data in plain, when, at which case and why: newest first, by one account when asked. */
import { useState, type ReactNode } from 'react';
import { Link, useSearchParams } from 'react-router';
import type { operations } from '../../../../../contracts/intake/api.ts';
import { api, take } from '../../api.ts';
import { useWords } from '../../language.tsx';
import { useCursorPages } from '../../parts/cursor-pages.ts';
import { DataTable, type Column } from '../../parts/data-table.tsx';
import { ListFilters, useListFilter } from '../../parts/list-filters.tsx';
import { Moment, momentText } from '../../parts/moment.tsx';
import { Reading } from '../../parts/reading.tsx';
import { SaveTable } from '../../parts/save-table.tsx';
import type { SheetColumn } from '../../parts/spreadsheet.ts';
import { supervisionTexts } from '../../texts/supervision.ts';

type Look = operations['listLooks']['responses']['200']['content']['application/json']['looks'][number];

export function LooksView(): ReactNode {
  const w = useWords(supervisionTexts);
  const [address] = useSearchParams();
  const { q } = useListFilter({});
  const [chosen, choose] = useState<string | undefined>(undefined);
  const { query, paging } = useCursorPages(['intake', 'looks'], q === undefined ? {} : { by: q }, 50, (page, signal) => take(api.intake.GET('/looks', { params: { query: page }, signal })));
  const only = (account: string): string => {
    const next = new URLSearchParams(address);
    next.set('q', account);
    return `?${next.toString()}`;
  };
  const columns: readonly Column<Look>[] = [
    { key: 'at', title: w('at'), width: '124px', cell: (look) => <Moment iso={look.at} seconds /> },
    { key: 'person', title: w('person'), width: '160px', cell: (look) => <Link to={only(look.by.subject)}>{look.by.name}</Link> },
    { key: 'account', title: w('account'), width: '190px', roomy: true, cell: (look) => <span className="hub-code">{look.by.subject}</span> },
    { key: 'reason', title: w('reason'), cell: (look) => <span title={look.reason}>{look.reason}</span> },
    { key: 'case', title: w('caseNumber'), width: '350px', cell: (look) => <Link className="hub-number" to={`/staff/cases/${look.caseNumber}`}>{look.caseNumber}</Link> },
  ];
  const sheet: readonly SheetColumn<Look>[] = [
    { title: w('at'), value: (look) => momentText(look.at), width: 18 },
    { title: w('person'), value: (look) => look.by.name, width: 20 },
    { title: w('account'), value: (look) => look.by.subject, width: 24 },
    { title: w('reason'), value: (look) => look.reason, width: 50 },
    { title: w('caseNumber'), value: (look) => look.caseNumber, width: 48 },
  ];
  return (
    <>
      <ListFilters words={w('looksBy')} />
      <Reading query={query} rows={8} empty={{ when: (page) => page.looks.length === 0, title: w('looksEmpty'), note: w('looksEmptyNote') }}>
        {(page) => (
          <>
            <div className="hub-watch-save"><SaveTable label={w('exportPage')} name={w('exportLooks')} sheet={w('exportLooks')} columns={sheet} rows={page.looks} /></div>
            <DataTable label={w('looks')} globalKeys columns={columns} rows={page.looks} rowKey={(look) => `${look.at} ${look.caseNumber} ${look.by.subject}`} chosen={chosen} choose={choose} paging={paging} busy={query.isFetching} />
          </>
        )}
      </Reading>
    </>
  );
}
