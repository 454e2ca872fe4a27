/** The published standards of charges as they stand today. */
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { components } from '../../../../../contracts/fees/api.ts';
import { api, take } from '../../api.ts';
import { useWords } from '../../language.tsx';
import { DataTable, type Column } from '../../parts/data-table.tsx';
import { Reading } from '../../parts/reading.tsx';
import { moneyTexts } from '../../texts/money.ts';

type Standard = components['schemas']['RegisteredStandard']['versions'][number];

export function StandardsView(): ReactNode {
  const w = useWords(moneyTexts);
  const query = useQuery({ queryKey: ['fees', 'standards'], queryFn: ({ signal }) => take(api.fees.GET('/standards', { signal })) });
  const columns: readonly Column<Standard>[] = [
    { key: 'code', title: w('standardCode'), width: '110px', cell: (standard) => <span className="hub-number">{standard.code}</span> },
    { key: 'name', title: w('standardName'), cell: (standard) => standard.name },
    { key: 'words', title: w('standardWords'), cell: (standard) => standard.words },
    { key: 'basis', title: w('standardBasis'), minor: true, cell: (standard) => standard.basis },
    { key: 'item', title: w('standardItem'), roomy: true, cell: (standard) => `${standard.revenueItem.name} ${standard.revenueItem.code}` },
    { key: 'unit', title: w('standardUnit'), minor: true, cell: (standard) => standard.collectingUnit.name },
    { key: 'from', title: w('standardFrom'), width: '110px', cell: (standard) => <span className="hub-number">{standard.validFrom}</span> },
  ];
  return (
    <Reading query={query} rows={6} empty={{ when: ({ standards }) => standards.length === 0, title: w('standardsNone'), note: w('standardsNote') }}>
      {({ standards }) => <DataTable label={w('standardsList')} columns={columns} rows={standards.filter(({ state }) => state === 'published').flatMap(({ versions }) => versions.slice(-1))} rowKey={(standard) => standard.code} />}
    </Reading>
  );
}
