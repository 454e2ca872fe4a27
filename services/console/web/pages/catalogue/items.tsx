/** Items of the zone by name, code, form, state and body, paged however many there are. */
import type { ReactNode } from 'react';
import { useNavigate } from 'react-router';
import type { components } from '../../../../../contracts/catalogue/api.ts';
import { api, take } from '../../api.ts';
import { useTerms, useWords } from '../../language.tsx';
import { useDelegations } from '../../parts/catalogue-reading.ts';
import { useCursorPages } from '../../parts/cursor-pages.ts';
import { DataTable, type Column } from '../../parts/data-table.tsx';
import { ListFilters, useListFilter } from '../../parts/list-filters.tsx';
import { Reading } from '../../parts/reading.tsx';
import { useRememberedChoice } from '../../parts/remembered-choice.ts';
import { StateTag, Tag } from '../../parts/state-tag.tsx';
import { catalogueTexts } from '../../texts/catalogue.ts';
import { terms } from '../../texts/terms.ts';

type ListedItem = components['schemas']['ListedItem'];
const forms = Object.keys(terms.form) as (keyof typeof terms.form)[];
const states = Object.keys(terms.itemState) as (keyof typeof terms.itemState)[];

export function Items(): ReactNode {
  const w = useWords(catalogueTexts);
  const term = useTerms();
  const navigate = useNavigate();
  const delegations = useDelegations();
  const departments = [...new Set((delegations.data ?? []).map(({ department }) => department.name))].toSorted((a, b) => a.localeCompare(b, 'zh'));
  const filter = useListFilter({ form: forms, state: states, department: departments });
  const [chosen, choose] = useRememberedChoice('catalogue');
  const { query, paging } = useCursorPages(['catalogue', 'items'], filter, 50, (page, signal) => take(api.catalogue.GET('/items', { params: { query: page }, signal })));
  const light = new Map((delegations.data ?? []).map((one) => [one.documentNumber, one.light]));
  const columns: readonly Column<ListedItem>[] = [
    { key: 'item', title: w('item'), cell: (one) => <>{one.name ?? <span className="hub-soft">{w('unpublished')}</span>}<div className="hub-soft hub-code">{one.code}</div></> },
    { key: 'form', title: w('form'), width: '88px', cell: (one) => <Tag tone="outside">{term('form', one.form)}</Tag> },
    { key: 'department', title: w('department'), width: '184px', minor: true, cell: (one) => one.department },
    { key: 'limit', title: w('limit'), width: '104px', minor: true, cell: (one) => one.promisedLimit && <span className="hub-number">{w('limitOf', { amount: one.promisedLimit.amount, unit: term('unit', one.promisedLimit.unit) })}</span> },
    { key: 'charged', title: w('charged'), width: '72px', roomy: true, cell: (one) => (one.charged === null ? '' : w(one.charged ? 'chargedYes' : 'chargedNo')) },
    { key: 'version', title: w('version'), width: '76px', roomy: true, cell: (one) => (one.version === null ? '' : w('versionOf', { version: one.version })) },
    { key: 'document', title: w('documentNumber'), width: '160px', roomy: true, cell: (one) => one.documentNumber },
    { key: 'validTo', title: w('validTo'), width: '112px', cell: (one) => <span className={`hub-number hub-light-${light.get(one.documentNumber) ?? 'none'}`}>{one.validTo}</span> },
    { key: 'state', title: w('state'), width: '92px', cell: (one) => <><StateTag kind="itemState" value={one.state} />{one.withdrawnFor !== null && <div className="hub-soft">{term('withdrawalReason', one.withdrawnFor)}</div>}</> },
  ];
  return (
    <div className="hub-stack">
      <ListFilters
        words={w('find')}
        choices={[
          { key: 'form', label: w('form'), options: forms.map((each) => [each, term('form', each)]) },
          { key: 'state', label: w('state'), options: states.map((each) => [each, term('itemState', each)]) },
          { key: 'department', label: w('department'), options: departments.map((each) => [each, each]) },
        ]}
      />
      <Reading query={query} rows={10} empty={{ when: (page) => page.items.length === 0, title: w('none'), note: w('noneNote') }}>
        {(page) => (
          <DataTable
            label={w('items')} globalKeys columns={columns} rows={page.items} rowKey={(one) => one.code} chosen={chosen} choose={choose} open={(one) => void navigate(`/staff/catalogue/${one.code}`)}
            paging={{ ...paging, total: page.total }} busy={query.isFetching}
          />
        )}
      </Reading>
    </div>
  );
}
