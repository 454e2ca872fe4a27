/** Where the fields of what is told came from, and which are still typed by hand: the share that must fall. */
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { paths } from '../../../../../contracts/province-gateway/api.ts';
import { api, take } from '../../api.ts';
import { useLanguage, useTerms, useWords } from '../../language.tsx';
import { Chart } from '../../parts/chart.tsx';
import { DataTable, type Column } from '../../parts/data-table.tsx';
import { ListFilters, useListFilter } from '../../parts/list-filters.tsx';
import { usePlatforms } from '../../parts/province-reading.ts';
import { Reading } from '../../parts/reading.tsx';
import { fieldName } from '../../texts/province-fields.ts';
import { provinceTexts } from '../../texts/province.ts';

type Row = paths['/provenance']['get']['responses'][200]['content']['application/json']['rows'][number];
const sources = ['case', 'item', 'licence', 'typed'] as const;

export function ProvenanceView(): ReactNode {
  const w = useWords(provinceTexts);
  const term = useTerms();
  const { language } = useLanguage();
  const names = (usePlatforms().data ?? []).map(({ name }) => name);
  const { platform, from, to } = useListFilter({ platform: names });
  const asked = { ...(platform === undefined ? {} : { platform }), ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { until: to }) };
  const query = useQuery({ queryKey: ['province-gateway', 'provenance', asked], queryFn: ({ signal }) => take(api.provinceGateway.GET('/provenance', { params: { query: asked }, signal })) });
  const columns: readonly Column<Row>[] = [
    { key: 'field', title: w('field'), cell: (one) => <span title={one.field}>{fieldName(one.field, language)}</span> },
    { key: 'kind', title: w('step'), width: '140px', cell: (one) => term('provinceStep', one.kind) },
    { key: 'platform', title: w('platform'), width: '160px', minor: true, cell: (one) => one.platform },
    { key: 'times', title: w('times'), width: '96px', align: 'right', cell: (one) => <span className="hub-number">{one.fields}</span> },
  ];
  return (
    <>
      <ListFilters choices={[{ key: 'platform', label: w('platform'), options: names.map((each) => [each, each]) }]} period={w('period')} />
      <Reading query={query} rows={8}>
        {(found) => {
          const typed = found.rows.filter((row) => row.source === 'typed').toSorted((a, b) => b.fields - a.fields);
          return (
            <>
              <section className="hub-card" aria-labelledby="province-share">
                <h2 id="province-share">{w('typedShare', { share: (found.typedShare * 100).toFixed(1) })}</h2>
                <div className="hub-card-body">
                  <p className="hub-soft">{w('provenanceOf', { from: found.from, until: found.until, steps: found.steps, fields: found.fields })}</p>
                  <p className="hub-row">{sources.map((source) => <span key={source}>{term('fieldSource', source)} <strong className="hub-plain-strong hub-number">{found.bySource[source]}</strong></span>)}</p>
                  {found.fields > 0 && (
                    <Chart
                      label={w('provenance')} height={90}
                      option={{ xAxis: { type: 'value', max: found.fields, show: false }, yAxis: { type: 'category', data: [''], show: false }, series: sources.map((source) => ({ type: 'bar', stack: 'sum', barWidth: 26, name: term('fieldSource', source), data: [found.bySource[source]] })) }}
                    />
                  )}
                </div>
              </section>
              <section aria-label={w('typedFields')} className="hub-stack">
                <h2 className="hub-small-head">{w('typedFields')}</h2>
                {typed.length === 0 ? <p className="hub-soft">{w('typedNone')}</p> : <DataTable label={w('typedFields')} columns={columns} rows={typed} rowKey={(one) => `${one.platform} ${one.kind} ${one.field}`} />}
              </section>
            </>
          );
        }}
      </Reading>
    </>
  );
}
