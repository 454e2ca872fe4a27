/** Cases as rows: the clock first, then what it is and whose, and where it stands; a row opens its case. */
import type { ReactNode } from 'react';
import { Link, useNavigate } from 'react-router';
import { useBoth, useTerms, useWords } from '../language.tsx';
import { caseTableTexts } from '../texts/case-table.ts';
import type { CaseLine } from './case-pages.ts';
import { Clock } from './clock.tsx';
import { DataTable, type Column, type Paging } from './data-table.tsx';
import { Moment } from './moment.tsx';
import { StateTag, Tag } from './state-tag.tsx';

interface CaseTableProps {
  lines: readonly CaseLine[];
  label: string;
  /** All columns, where the list has the page to itself. */
  wide?: boolean;
  paging?: Paging;
  busy?: boolean;
  chosen: string | undefined;
  choose(key: string | undefined): void;
}

const dot = ' · ';
/** While these have the turn, the clock stands. */
const stands: ReadonlySet<string> = new Set(['special-procedure', 'applicant']);

export const caseAddress = (caseNumber: string): string => `/staff/cases/${caseNumber}`;

export function CaseTable({ lines, label, wide = false, paging, busy = false, chosen, choose }: CaseTableProps): ReactNode {
  const w = useWords(caseTableTexts);
  const term = useTerms();
  const both = useBoth();
  const navigate = useNavigate();
  const due: Column<CaseLine> = {
    key: 'due', title: w('due'), width: '112px',
    cell: (line) => <Clock light={line.light} due={line.due} ended={line.waitingFor === 'nobody'} standing={line.due === null && stands.has(line.waitingFor)} />,
  };
  const state: Column<CaseLine> = {
    key: 'state', title: w('state'), width: wide ? '112px' : '104px',
    cell: (line) => (
      <>
        <StateTag kind="caseState" value={line.state} />
        {line.attention && <div title={both(line.attention)}><Tag tone="bad">{w('attention')}</Tag></div>}
      </>
    ),
  };
  const what: Column<CaseLine> = {
    key: 'what', title: w('what'),
    cell: (line) => (
      <>
        <Link className="hub-one-line" to={caseAddress(line.caseNumber)} title={line.item}>{line.item}</Link>
        <span className="hub-one-line hub-soft" title={`${line.projectName} · ${line.applicant}`}><span className={wide ? 'hub-unshown' : 'hub-not-roomy'}>{line.applicant}{dot}</span>{line.projectName}</span>
      </>
    ),
  };
  const waiting: Column<CaseLine> = {
    key: 'waiting', title: w('waiting'), width: wide ? '104px' : '96px', minor: true,
    cell: (line) => (
      <>
        <span className="hub-one-line">{term('waitingFor', line.waitingFor)}</span>
        <span className="hub-one-line hub-soft">{line.waitingFor === 'nobody' ? '' : <Moment iso={line.waitingSince} />}</span>
      </>
    ),
  };
  const applicant: Column<CaseLine> = {
    key: 'applicant', title: w('applicant'), width: '19%', ...(wide ? { minor: true } : { roomy: true }),
    cell: (line) => <span className="hub-one-line" title={line.applicant}>{line.applicant}</span>,
  };
  const received: Column<CaseLine> = {
    key: 'received', title: w('received'), width: '152px', ...(wide ? { minor: true } : { roomy: true }),
    cell: (line) => (
      <>
        <span className="hub-one-line hub-code" title={line.caseNumber}>{line.receiptNumber}</span>
        <span className="hub-one-line hub-soft"><Moment iso={line.receivedAt} /> {line.receivedBy.name}</span>
      </>
    ),
  };
  const columns = [due, what, applicant, state, waiting, received];
  return (
    <DataTable
      label={label} columns={columns} rows={lines} rowKey={(line) => line.caseNumber} chosen={chosen} choose={choose} busy={busy} globalKeys
      open={(line) => void navigate(caseAddress(line.caseNumber))}
      mark={(line) => (line.light === 'red' ? 'red' : line.light === 'yellow' ? 'yellow' : undefined)}
      {...(paging ? { paging } : {})}
    />
  );
}
