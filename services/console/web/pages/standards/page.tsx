/** The register of standards of charges 收费标准: what is in force, what waits for a second officer, what was withdrawn. */
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useNavigate } from 'react-router';
import type { components } from '../../../../../contracts/fees/api.ts';
import { api, take } from '../../api.ts';
import { useWords } from '../../language.tsx';
import { DataTable, type Column } from '../../parts/data-table.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { Reading } from '../../parts/reading.tsx';
import { useRememberedChoice } from '../../parts/remembered-choice.ts';
import { ruleLines, validityOf } from '../../parts/standard-rule.tsx';
import { StateTag, Tag } from '../../parts/state-tag.tsx';
import { useRoles } from '../../session.tsx';
import { standardsTexts } from '../../texts/standards.ts';

type Kept = components['schemas']['KeptStandard'];
/** What stands in the list for one standard: its latest version, or the one that was only proposed. */
const latest = ({ versions, proposal }: Kept): components['schemas']['Standard'] | undefined => versions.at(-1) ?? (proposal?.what.kind === 'publish' ? proposal.what.standard : undefined);

export default function StandardsPage(): ReactNode {
  const w = useWords(standardsTexts);
  const may = useRoles();
  const navigate = useNavigate();
  const [chosen, choose] = useRememberedChoice('standards');
  const query = useQuery({ queryKey: ['fees', 'register'], queryFn: ({ signal }) => take(api.fees.GET('/standard-register', { signal })) });
  const columns: readonly Column<Kept>[] = [
    { key: 'code', title: w('code'), width: '150px', cell: ({ code }) => <span className="hub-number">{code}</span> },
    { key: 'name', title: w('name'), cell: (one) => latest(one)?.name ?? '' },
    { key: 'rule', title: w('rule'), cell: (one) => { const standard = latest(one); return standard ? ruleLines(w, standard.rule)[0] : ''; } },
    { key: 'unit', title: w('collectingUnit'), roomy: true, cell: (one) => latest(one)?.collectingUnit.name ?? '' },
    { key: 'validity', title: w('validity'), width: '190px', minor: true, cell: (one) => { const standard = latest(one); return standard ? <span className="hub-number">{validityOf(w, standard)}</span> : ''; } },
    { key: 'state', title: w('state'), width: '160px', cell: (one) => <span className="hub-row"><StateTag kind="standardState" value={one.state} />{one.proposal && one.state !== 'proposed' && <Tag tone="warn">{w('waiting')}</Tag>}</span> },
  ];
  return (
    <>
      <PageHead title={w('title')}>{may('catalogue-officer') && <Button type="primary" onClick={() => void navigate('/staff/standards/draft')}>{w('draft')}</Button>}</PageHead>
      <Reading query={query} rows={6} empty={{ when: ({ standards }) => standards.length === 0, title: w('none'), note: w('noneNote') }}>
        {({ standards }) => (
          <DataTable
            label={w('list')} globalKeys columns={columns} rows={standards.toSorted((a, b) => Number(b.proposal !== null) - Number(a.proposal !== null))} rowKey={(one) => one.code} chosen={chosen} choose={choose}
            open={(one) => void navigate(`/staff/standards/${one.code}`)} mark={(one) => (one.proposal ? 'yellow' : undefined)}
          />
        )}
      </Reading>
    </>
  );
}
