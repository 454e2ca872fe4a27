/** What each side counts of each day: equal, or the line stands out. */
import { useQuery } from '@tanstack/react-query';
import { Alert } from 'antd';
import type { ReactNode } from 'react';
import type { paths } from '../../../../../contracts/province-gateway/api.ts';
import { api, take } from '../../api.ts';
import { useTerms, useWords } from '../../language.tsx';
import { DataTable, type Column } from '../../parts/data-table.tsx';
import { ListFilters, useListFilter } from '../../parts/list-filters.tsx';
import { Moment } from '../../parts/moment.tsx';
import { usePlatforms } from '../../parts/province-reading.ts';
import { Reading } from '../../parts/reading.tsx';
import { provinceTexts } from '../../texts/province.ts';

type Counted = paths['/ledger/counts']['get']['responses'][200]['content']['application/json']['counts'][number];

export function CountsView(): ReactNode {
  const w = useWords(provinceTexts);
  const term = useTerms();
  const names = (usePlatforms().data ?? []).map(({ name }) => name);
  const { platform, from, to } = useListFilter({ platform: names });
  const asked = { ...(platform === undefined ? {} : { platform }), ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { until: to }) };
  const query = useQuery({ queryKey: ['province-gateway', 'counts', asked], queryFn: ({ signal }) => take(api.provinceGateway.GET('/ledger/counts', { params: { query: asked }, signal })) });
  const differs = (one: Counted): boolean => one.theirs !== null && one.theirs !== one.ours;
  const columns: readonly Column<Counted>[] = [
    { key: 'day', title: w('day'), width: '120px', cell: (one) => <span className="hub-number">{one.day}</span> },
    { key: 'platform', title: w('platform'), cell: (one) => one.platform },
    { key: 'kind', title: w('step'), width: '140px', cell: (one) => term('provinceStep', one.kind) },
    { key: 'ours', title: w('ours'), width: '110px', align: 'right', cell: (one) => <span className="hub-number">{one.ours}</span> },
    { key: 'theirs', title: w('theirs'), width: '110px', align: 'right', cell: (one) => (one.theirs === null ? <span className="hub-soft">{w('notTold')}</span> : <span className="hub-number">{one.theirs}</span>) },
    { key: 'difference', title: w('difference'), width: '96px', align: 'right', cell: (one) => (one.theirs !== null && differs(one) ? <span className="hub-number hub-light-red">{one.theirs - one.ours}</span> : '') },
    { key: 'comparedAt', title: w('comparedAt'), width: '120px', minor: true, cell: (one) => <Moment iso={one.comparedAt} /> },
  ];
  return (
    <>
      <ListFilters choices={[{ key: 'platform', label: w('platform'), options: names.map((each) => [each, each]) }]} period={w('period')} />
      <Reading query={query} rows={8} empty={{ when: (found) => found.counts.length === 0, title: w('countsNone') }}>
        {(found) => (
          <>
            {found.unequal > 0 ? <Alert type="error" showIcon title={w('countsUnequal', { count: found.unequal })} /> : <Alert type="success" showIcon title={w('countsEqual', { from: found.from, until: found.until })} />}
            <DataTable label={w('counts')} columns={columns} rows={found.counts} rowKey={(one) => `${one.platform} ${one.day} ${one.kind}`} mark={(one) => (differs(one) ? 'red' : undefined)} />
          </>
        )}
      </Reading>
    </>
  );
}
