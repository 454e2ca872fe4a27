/** What was exempt from every charge 免缴: what it comes to by day, unit and item, and each case with the document it rests on. One opens to its case. */
import { useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useNavigate } from 'react-router';
import type { components, operations } from '../../../../../contracts/fees/api.ts';
import { api, take } from '../../api.ts';
import { useLanguage, useWords } from '../../language.tsx';
import { dayPlus, today } from '../../now.ts';
import { Choice } from '../../parts/choice.tsx';
import { useCursorPages } from '../../parts/cursor-pages.ts';
import { DataTable, type Column } from '../../parts/data-table.tsx';
import { ListFilters, useListFilter } from '../../parts/list-filters.tsx';
import { Moment, momentText } from '../../parts/moment.tsx';
import { Money, yuanOf } from '../../parts/money.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { Reading } from '../../parts/reading.tsx';
import { useRememberedChoice } from '../../parts/remembered-choice.ts';
import { SaveTable } from '../../parts/save-table.tsx';
import type { SheetColumn } from '../../parts/spreadsheet.ts';
import { exemptionsTexts } from '../../texts/exemptions.ts';
import './exemptions.css';

type Exemption = components['schemas']['Exemption'];
type Sums = operations['sumExemptions']['responses'][200]['content']['application/json'];
type Asked = NonNullable<operations['listExemptions']['parameters']['query']>;

export default function ExemptionsPage(): ReactNode {
  const w = useWords(exemptionsTexts);
  const { from: since, to: until } = useListFilter({});
  // A year unless somebody says otherwise: both parts of the page are about the same days.
  const to = until ?? today();
  const from = since ?? dayPlus(to, -364);
  const query = useQuery({ queryKey: ['fees', 'exemption-sums', { from, to }], queryFn: ({ signal }) => take(api.fees.GET('/exemptions/sums', { params: { query: { from, to } }, signal })) });
  const known = (rows: Sums['units'] | undefined): string[] => rows?.map(({ key }) => key) ?? [];
  const { q, unit, item } = useListFilter({ unit: known(query.data?.units), item: known(query.data?.items) });
  const filter: Asked = { from, to, ...(q === undefined ? {} : { q }), ...(unit === undefined ? {} : { unit }), ...(item === undefined ? {} : { item }) };
  return (
    <>
      <PageHead title={w('title')} note={w('note')}>{query.data && query.data.exemptions > 0 && <SaveFound filter={filter} />}</PageHead>
      <div className="hub-stack">
        <Reading query={query} rows={10}>{(sums) => <Both sums={sums} filter={filter} from={from} to={to} />}</Reading>
      </div>
    </>
  );
}

function Both({ sums, filter, from, to }: { sums: Sums; filter: Asked; from: string; to: string }): ReactNode {
  const w = useWords(exemptionsTexts);
  const navigate = useNavigate();
  const [chosen, choose] = useRememberedChoice('exemptions');
  const { query, paging } = useCursorPages(['fees', 'exemptions'], filter, 50, (page, signal) => take(api.fees.GET('/exemptions', { params: { query: page }, signal })));
  const named = (rows: Sums['units']): [string, string][] => rows.filter(({ key }) => key !== '').map(({ key, name }) => [key, `${key} ${name}`]);
  const columns: readonly Column<Exemption>[] = [
    { key: 'at', title: w('at'), width: '96px', cell: (one) => <Moment iso={one.exemptedAt} /> },
    { key: 'item', title: w('caseItem'), cell: (one) => <><div>{one.item.name}</div><div className="hub-soft hub-number hub-exempt-case">{one.caseNumber}</div></> },
    { key: 'unit', title: w('unit'), width: '176px', minor: true, cell: (one) => unitsOf(one).join('、') },
    { key: 'document', title: w('document'), width: '172px', cell: (one) => documentsOf(one).join('、') },
    { key: 'forgone', title: w('forgone'), width: '112px', align: 'right', cell: (one) => <Money fen={one.forgoneInFen} /> },
  ];
  return (
    <>
      <ListFilters words={w('q')} choices={[{ key: 'unit', label: w('unit'), options: named(sums.units) }, { key: 'item', label: w('item'), options: named(sums.items) }]} period={w('period')} />
      <Reading query={query} rows={6} empty={{ when: ({ exemptions }) => exemptions.length === 0, title: w('none'), note: w('noneNote') }}>
        {({ exemptions }) => <DataTable label={w('list')} globalKeys columns={columns} rows={exemptions} rowKey={({ billKey }) => billKey} chosen={chosen} choose={choose} open={({ caseNumber }) => void navigate(`/staff/cases/${caseNumber}`)} paging={paging} busy={query.isPlaceholderData} />}
      </Reading>
      <SumsOf sums={sums} from={from} to={to} />
    </>
  );
}

const unitsOf = ({ charges, department }: Exemption): string[] => [...new Set(charges.map(({ assessed }) => assessed?.collectingUnit.name ?? department.name))];
const documentsOf = ({ charges }: Exemption): string[] => [...new Set(charges.flatMap(({ assessed }) => assessed?.relief?.documentNumber ?? []))];

/** All that the filter finds, as a spreadsheet. */
function SaveFound({ filter }: { filter: Asked }): ReactNode {
  const w = useWords(exemptionsTexts);
  const { language } = useLanguage();
  const sheet: readonly SheetColumn<Exemption>[] = [
    { title: w('at'), value: (one) => momentText(one.exemptedAt), width: 18 }, { title: w('caseNumber'), value: (one) => one.caseNumber, width: 44 }, { title: w('caseItem'), value: (one) => one.item.name, width: 32 },
    { title: w('unit'), value: (one) => unitsOf(one).join('、'), width: 28 }, { title: w('item'), value: ({ charges }) => [...new Set(charges.flatMap(({ assessed }) => assessed?.revenueItem.name ?? []))].join('、'), width: 24 },
    { title: w('document'), value: (one) => documentsOf(one).join('、'), width: 24 }, { title: w('forgone'), value: (one) => one.forgoneInFen / 100 },
    { title: w('reckoning'), value: ({ charges }) => charges.flatMap(({ assessed }) => assessed?.lines.map((line) => line[language]) ?? []).join('；'), width: 60 },
  ];
  return <SaveTable label={w('save')} name="exemptions" sheet={w('sheet')} rows={() => allOf(filter)} columns={sheet} />;
}

/** What the days come to, whatever else is filtered. */
function SumsOf({ sums, from, to }: { sums: Sums; from: string; to: string }): ReactNode {
  const w = useWords(exemptionsTexts);
  const [by, group] = useState<'units' | 'items' | 'days'>('units');
  const words = { units: w('unit'), items: w('item'), days: w('day') };
  const rows = sums[by];
  return (
    <section className="hub-card" aria-label={w('sums')}>
      <h2>{w('sums')}</h2>
      <div className="hub-card-body hub-exempt-total">
        <span>{w('total', { from, to, n: sums.exemptions, amount: yuanOf(sums.forgoneInFen) })}</span>
        {rows.length > 0 && <Choice label={w('by')} shown value={by === 'units' ? '' : by} any={words.units} options={[['items', words.items], ['days', words.days]]} change={(value) => { group(value === 'items' || value === 'days' ? value : 'units'); }} />}
      </div>
      {rows.length > 0 && (
        <div className="hub-table-scroll" tabIndex={0} role="group" aria-label={w('sums')}>
          <table className="hub-table">
            <thead><tr><th scope="col" className="hub-align-left">{words[by]}</th><th scope="col" className="hub-align-right">{w('cases')}</th><th scope="col" className="hub-align-right">{w('forgone')}</th></tr></thead>
            <tbody>{rows.map(({ key, name, exemptions, forgoneInFen }) => <tr key={key}><td><span className="hub-number">{key}</span> <span className="hub-soft">{name}</span></td><td className="hub-align-right hub-number">{exemptions}</td><td className="hub-align-right"><Money fen={forgoneInFen} /></td></tr>)}</tbody>
          </table>
        </div>
      )}
    </section>
  );
}

/** Every page of what the filter finds. */
async function allOf(filter: Asked): Promise<Exemption[]> {
  const all: Exemption[] = [];
  for (let cursor: string | undefined; ;) {
    const { exemptions, next } = await take(api.fees.GET('/exemptions', { params: { query: { ...filter, limit: 200, ...(cursor === undefined ? {} : { cursor }) } } }));
    all.push(...exemptions);
    if (next === null) return all;
    cursor = next;
  }
}
