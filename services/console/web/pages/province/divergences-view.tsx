/** Where the two ledgers differ, whose word counts, and the acts that mend it: compare now, heal by rule, settle by hand. */
import { useState, type ReactNode } from 'react';
import { Link } from 'react-router';
import { api, take } from '../../api.ts';
import { useLanguage, useTerms, useWords } from '../../language.tsx';
import { ConfirmAct } from '../../parts/confirm-act.tsx';
import { useCursorPages } from '../../parts/cursor-pages.ts';
import { DataTable, type Column } from '../../parts/data-table.tsx';
import { ListFilters, useListFilter } from '../../parts/list-filters.tsx';
import { Moment } from '../../parts/moment.tsx';
import { usePlatforms, type Divergence } from '../../parts/province-reading.ts';
import { Reading } from '../../parts/reading.tsx';
import { StateTag, Tag } from '../../parts/state-tag.tsx';
import { useRoles } from '../../session.tsx';
import { fieldName, fieldValue } from '../../texts/province-fields.ts';
import { provinceTexts } from '../../texts/province.ts';

const states = ['open', 'healed', 'gone', 'settled'] as const;

export function DivergencesView(): ReactNode {
  const w = useWords(provinceTexts);
  const term = useTerms();
  const { language } = useLanguage();
  const mends = useRoles()('integrator', 'supervisor');
  const names = (usePlatforms().data ?? []).map(({ name }) => name);
  const { q: _words, ...filter } = useListFilter({ state: states, platform: names });
  const [said, setSaid] = useState<string>();
  const { query, paging } = useCursorPages(['province-gateway', 'divergences'], { ...filter, state: filter.state ?? 'open' }, 50, (page, signal) => take(api.provinceGateway.GET('/ledger/divergences', { params: { query: page }, signal })));
  // Of a whole step each side tells its revision, or how often it has it.
  const worded = (one: Divergence, value: string | null): string => (value === null || value === '' ? w('nothing') : one.field ? fieldValue(one.field, value, language) : one.nature === 'twice' ? value : w('revision', { revision: value }));
  const columns: readonly Column<Divergence>[] = [
    { key: 'nature', title: w('nature'), width: '128px', cell: (one) => <><Tag tone={one.nature === 'differs' || one.nature === 'older' ? 'warn' : 'bad'}>{term('divergenceNature', one.nature)}</Tag>{one.field && <div className="hub-soft hub-wrap" title={one.field}>{fieldName(one.field, language)}</div>}</> },
    { key: 'case', title: w('case'), cell: (one) => <><Link className="hub-code hub-wrap" to={`/staff/province/cases/${one.caseNumber}`}>{one.caseNumber}</Link><div className="hub-soft">{w('stepOf', { sequence: one.sequence, kind: term('provinceStep', one.kind) })} · {one.platform}</div></> },
    { key: 'ours', title: w('ours'), width: '110px', cell: (one) => <span className="hub-wrap">{worded(one, one.ours)}</span> },
    { key: 'theirs', title: w('theirs'), width: '110px', cell: (one) => <span className="hub-wrap">{worded(one, one.theirs)}</span> },
    { key: 'winner', title: w('winner'), width: '92px', cell: (one) => term('ledgerWinner', one.winner) },
    { key: 'state', title: w('state'), width: '96px', cell: (one) => <><StateTag kind="divergenceState" value={one.state} />{one.note !== '' && <div className="hub-soft hub-wrap">{one.note}</div>}</> },
    { key: 'foundAt', title: w('foundAt'), width: '104px', roomy: true, cell: (one) => <Moment iso={one.foundAt} /> },
    ...(mends ? [{ key: 'settle', title: w('settle'), width: '84px', cell: (one: Divergence) => (one.state === 'open' ? <ConfirmAct label={w('settle')} title={w('settleTitle')} button={{ size: 'small' }} reason={{ label: w('settleReason') }} run={(_key, note) => take(api.provinceGateway.POST('/ledger/divergences/{number}/settlement', { params: { path: { number: one.number } }, body: { note } }))} /> : null) }] : []),
  ];
  const platform = filter.platform === undefined ? {} : { platform: filter.platform };
  return (
    <>
      <ListFilters choices={[{ key: 'state', label: w('state'), options: states.map((each) => [each, term('divergenceState', each)]) }, { key: 'platform', label: w('platform'), options: names.map((each) => [each, each]) }]}>
        {mends && (
          <span className="hub-row">
            <ConfirmAct label={w('sweep')} title={w('sweepTitle')} note={w('sweepNote')} button={{ size: 'small' }} run={() => take(api.provinceGateway.POST('/ledger/sweeps', { body: platform }))}
              done={({ swept }) => setSaid(swept.filter((one) => one.supported).map((one) => `${one.platform}：${w('swept', { steps: one.steps, cases: one.cases, found: one.found })}`).join('；'))} />
            <ConfirmAct label={w('heal')} title={w('healTitle')} note={w('healNote')} button={{ size: 'small', type: 'primary' }} run={() => take(api.provinceGateway.POST('/ledger/healing', { body: platform }))} done={(result) => setSaid(w('healed', result))} />
          </span>
        )}
      </ListFilters>
      {said !== undefined && said !== '' && <p role="status" className="hub-said">{said}</p>}
      <Reading query={query} rows={8} empty={{ when: (page) => page.divergences.length === 0, title: w('divergencesEmpty'), note: w('divergencesEmptyNote') }}>
        {(page) => <DataTable label={w('divergences')} globalKeys columns={columns} rows={page.divergences} rowKey={(one) => String(one.number)} paging={paging} busy={query.isFetching} />}
      </Reading>
    </>
  );
}
