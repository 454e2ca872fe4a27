/** Certificates 证照, newest first; one opens to the document, its seals and its prints. */
import type { ReactNode } from 'react';
import { useNavigate } from 'react-router';
import type { components } from '../../../../../contracts/certificates/api.ts';
import { api, take } from '../../api.ts';
import { useTerms, useWords } from '../../language.tsx';
import { useCursorPages } from '../../parts/cursor-pages.ts';
import { DataTable, type Column } from '../../parts/data-table.tsx';
import { ListFilters, useListFilter } from '../../parts/list-filters.tsx';
import { Moment } from '../../parts/moment.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { Reading } from '../../parts/reading.tsx';
import { useRememberedChoice } from '../../parts/remembered-choice.ts';
import { StateTag } from '../../parts/state-tag.tsx';
import { certificatesTexts } from '../../texts/certificates.ts';
import { terms } from '../../texts/terms.ts';

type Certificate = components['schemas']['Certificate'];
const states = Object.keys(terms.certificateState) as (keyof typeof terms.certificateState)[];

export default function CertificatesPage(): ReactNode {
  const w = useWords(certificatesTexts);
  const term = useTerms();
  const navigate = useNavigate();
  const filter = useListFilter({ state: states });
  const [chosen, choose] = useRememberedChoice('certificates');
  const { query, paging } = useCursorPages(['certificates', 'certificates'], filter, 50, (page, signal) => take(api.certificates.GET('/certificates', { params: { query: page }, signal })));
  const columns: readonly Column<Certificate>[] = [
    { key: 'number', title: w('number'), width: '158px', cell: (one) => <span className="hub-number">{one.number}</span> },
    { key: 'title', title: w('name'), cell: (one) => one.title },
    { key: 'holder', title: w('holder'), minor: true, cell: (one) => one.holder.name },
    { key: 'issuer', title: w('issuer'), roomy: true, cell: (one) => one.issuer.name },
    { key: 'state', title: w('state'), width: '92px', cell: (one) => <StateTag kind="certificateState" value={one.state} /> },
    { key: 'issuedAt', title: w('issuedAt'), width: '108px', minor: true, cell: (one) => (one.issuedAt === null ? '' : <Moment iso={one.issuedAt} />) },
  ];
  return (
    <>
      <PageHead title={w('title')} />
      <div className="hub-stack">
        <ListFilters words={w('q')} choices={[{ key: 'state', label: w('state'), options: states.map((each) => [each, term('certificateState', each)]) }]} period={w('period')} />
        <Reading query={query} rows={10} empty={{ when: (page) => page.certificates.length === 0, title: w('empty'), note: w('emptyNote') }}>
          {(page) => <DataTable label={w('list')} globalKeys columns={columns} rows={page.certificates} rowKey={(one) => one.number} chosen={chosen} choose={choose} open={(one) => void navigate(`/staff/certificates/${one.number}`)} paging={paging} busy={query.isFetching} />}
        </Reading>
      </div>
    </>
  );
}
