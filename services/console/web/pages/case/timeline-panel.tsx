/**
 * One timeline out of all services and all outside systems. Promise: a service that does not answer is named and asked
 * again; everything the others told stays.
 */
import { Alert, Button } from 'antd';
import { useQueries, type UseQueryResult } from '@tanstack/react-query';
import { useMemo, useState, type ReactNode } from 'react';
import { operationsOf, take } from '../../api.ts';
import { useLanguage, useTerms, useWords } from '../../language.tsx';
import type { Tone } from '../../look.ts';
import { readers } from '../../parts/case-readers.ts';
import { useBills, useCertificates, useLedger, useTexts, type Case } from '../../parts/case-reading.ts';
import { EmptyState } from '../../parts/empty-state.tsx';
import { MaskedBody } from '../../parts/masked-body.tsx';
import { momentText } from '../../parts/moment.tsx';
import { yuanOf } from '../../parts/money.tsx';
import { Tag } from '../../parts/state-tag.tsx';
import { Timeline } from '../../parts/timeline.tsx';
import { Problem } from '../../problem.ts';
import { useRoles } from '../../session.tsx';
import { caseTexts } from '../../texts/case.ts';
import { countBySource, mergeTimeline, timelineSources, type TimelineEntry, type TimelineSource } from './timeline.ts';

/** The services that talk with the outside. */
const gateways = ['province-gateway', 'bank-gateway', 'sms-gateway'] as const;

/** One service's part of the story. */
interface Source { readonly service: TimelineSource; readonly about: 'records' | 'exchanges'; readonly allowed: boolean; readonly query: UseQueryResult<unknown> }

export function TimelinePanel({ one }: { one: Case }): ReactNode {
  const w = useWords(caseTexts);
  const term = useTerms();
  const may = useRoles();
  const { caseNumber } = one;
  const bills = useBills(caseNumber);
  const ledger = useLedger(caseNumber);
  const certificates = useCertificates(caseNumber);
  const texts = useTexts(caseNumber);
  const exchanges = useQueries({
    queries: gateways.map((service) => ({
      queryKey: [service, 'exchanges', { caseNumber }], enabled: may(...readers.exchanges),
      queryFn: async ({ signal }: { signal: AbortSignal }) => (await take(operationsOf(service).GET('/operations/exchanges', { params: { query: { caseNumber, limit: 500 } }, signal }))).exchanges,
    })),
  });
  const sources: Source[] = [
    { service: 'fees', about: 'records', allowed: may(...readers.bills), query: bills },
    { service: 'seal', about: 'records', allowed: may(...readers.ledger), query: ledger },
    { service: 'certificates', about: 'records', allowed: may(...readers.certificates), query: certificates },
    { service: 'notify', about: 'records', allowed: may(...readers.texts), query: texts },
    ...gateways.flatMap((service, index): Source[] => {
      const query = exchanges[index];
      return query ? [{ service, about: 'exchanges', allowed: may(...readers.exchanges), query }] : [];
    }),
  ];
  const [province, bank, sms] = exchanges.map((query) => query.data);
  const entries = useMemo(() => mergeTimeline({
    steps: one.steps, acknowledged: one.province.acknowledged, bills: bills.data, ledger: ledger.data, certificates: certificates.data, texts: texts.data,
    exchanges: { 'province-gateway': province, 'bank-gateway': bank, 'sms-gateway': sms },
  }), [one, bills.data, ledger.data, certificates.data, texts.data, province, bank, sms]);
  const counts = countBySource(entries);
  const [only, setOnly] = useState<TimelineSource | undefined>(undefined);
  const [newestFirst, setNewestFirst] = useState(true);
  const filtered = only === undefined ? entries : entries.filter((entry) => entry.source === only);
  const shown = newestFirst ? [...filtered].reverse() : filtered;
  const tell = useTeller();
  const named = (list: readonly Source[]): string => list.map((source) => (source.about === 'exchanges' ? w('exchangesName', { service: term('service', source.service) }) : term('service', source.service))).join('、');
  const missing = sources.filter((source) => source.allowed && source.query.error !== null);
  const loading = sources.filter((source) => source.allowed && source.query.isPending && !source.query.error);
  const closed = sources.filter((source) => !source.allowed);
  return (
    <div className="hub-stack">
      {missing.length > 0 && (
        <div className="hub-stack" role="alert">
          {missing.map((source) => <MissingSource key={`${source.service} ${source.about}`} name={source.about === 'exchanges' ? named([source]) : w('serviceName', { service: named([source]) })} query={source.query} />)}
        </div>
      )}
      <div className="hub-filter" role="group" aria-label={w('filter')}>
        <Button size="small" type={only === undefined ? 'primary' : 'default'} ghost={only === undefined} aria-pressed={only === undefined} onClick={() => setOnly(undefined)}>{w('all')} <span className="hub-number">{entries.length}</span></Button>
        {timelineSources.filter((source) => counts.has(source)).map((source) => (
          <Button key={source} size="small" type={only === source ? 'primary' : 'default'} ghost={only === source} aria-pressed={only === source} onClick={() => setOnly(only === source ? undefined : source)}>
            {term('service', source)} <span className="hub-number">{counts.get(source)}</span>
          </Button>
        ))}
        <Button size="small" type="text" className="hub-filter-end" onClick={() => setNewestFirst(!newestFirst)}>{newestFirst ? w('newestFirst') : w('oldestFirst')}</Button>
      </div>
      {loading.length > 0 && <p className="hub-soft" role="status">{w('sourcesLoading', { services: named(loading) })}</p>}
      {shown.length === 0 ? <EmptyState title={w('timelineEmpty')} /> : <Timeline label={w('tabTimeline')} entries={shown.map(tell)} />}
      {closed.length > 0 && <p className="hub-soft">{w('sourcesClosed', { services: named(closed) })}</p>}
    </div>
  );
}

function MissingSource({ name, query }: { name: string; query: UseQueryResult<unknown> }): ReactNode {
  const w = useWords(caseTexts);
  const { language } = useLanguage();
  const { error } = query;
  return (
    <Alert
      type="warning" showIcon title={w('sourceMissing', { service: name })} description={error instanceof Problem && !error.passing ? error[language] : undefined}
      action={<Button size="small" loading={query.isFetching} onClick={() => void query.refetch()}>{w('refresh')}</Button>}
    />
  );
}

/** Puts an entry into words. */
function useTeller(): (entry: TimelineEntry) => Parameters<typeof Timeline>[0]['entries'][number] {
  const w = useWords(caseTexts);
  const term = useTerms();
  const { language } = useLanguage();
  return (entry) => {
    const from = <Tag tone={entry.kind === 'exchange' ? 'outside' : 'calm'}>{term('service', entry.source)}</Tag>;
    const heard = entry.heardAt === undefined ? undefined : w('sinceHeard', { moment: momentText(entry.heardAt) });
    const told = (title: string, tone: Tone, more: { by?: string; note?: ReactNode; more?: ReactNode } = {}): Parameters<typeof Timeline>[0]['entries'][number] => ({
      key: entry.key, at: entry.at, tone, title: <>{title} {from}</>, ...(more.by ? { by: more.by } : {}),
      ...(more.note || heard ? { note: <>{more.note}{more.note && heard ? ' · ' : ''}{heard}</> } : {}), ...(more.more ? { more: more.more } : {}),
    });
    switch (entry.kind) {
      case 'step': return told(language === 'zh' ? entry.zh : entry.en, entry.source === 'intake' ? 'active' : 'outside', { by: entry.by || w('bySystem') });
      case 'bill-issued': return told(w('toldBill', { payCode: entry.payCode, amount: yuanOf(entry.amountInFen) }), 'warn');
      case 'payment': return told(w('toldPayment', { amount: yuanOf(entry.amountInFen) }), 'good', { note: w('toldSerial', { bank: entry.bank, serial: entry.serial }) });
      case 'reversal': return told(w('toldReversal', { amount: yuanOf(entry.amountInFen) }), 'bad', { note: w('toldSerial', { bank: entry.bank, serial: entry.serial }) });
      case 'bill-void': return told(w('toldVoid', { payCode: entry.payCode }), 'bad', { by: entry.by, note: entry.reason });
      case 'seal': return told(w('toldSeal', { seal: entry.sealName }), 'bad', { by: entry.by, note: w('toldSealNote', { purpose: term('sealPurpose', entry.purpose), document: entry.document, ledger: entry.ledgerNumber }) });
      case 'certificate-drafted': return told(w('toldDrafted', { number: entry.number }), 'outside', { note: entry.title });
      case 'certificate-issued': return told(w('toldIssued', { number: entry.number }), 'good', { note: entry.title });
      case 'text-asked': return told(w('toldText', { kind: term('textKind', entry.text) }), 'calm', {
        note: <>{term('noticeState', entry.state)}{entry.state === 'scheduled' && entry.dueAt ? ` · ${w('toldTextLater', { moment: momentText(entry.dueAt) })}` : ''}</>,
        more: <p className="hub-quote hub-wrap">{entry.words}</p>,
      });
      case 'text-reported': return told(w('toldReport', { kind: term('textKind', entry.text), state: term('noticeState', entry.state) }), entry.state === 'delivered' ? 'good' : 'bad', entry.reason ? { note: entry.reason } : {});
      case 'acknowledged': return told(w('toldAcknowledged', { step: term('provinceStep', entry.step), sequence: entry.sequence }), 'good');
      case 'exchange': return told(w('toldExchange', { target: targetOf(entry.target, w), operation: entry.target === 'province' ? term('provinceStep', entry.operation) : entry.operation }), entry.outcome === 'done' ? 'outside' : entry.outcome === 'refused' ? 'bad' : 'warn', {
        note: <>{w('toldTook', { outcome: term('outcome', entry.outcome), ms: entry.tookMs })}{entry.times > 1 && ` · ${w('toldTimes', { times: entry.times, moment: momentText(entry.until) })}`}</>,
        more: <Bodies sent={entry.request} cameBack={entry.answer} />,
      });
      default: {
        const never: never = entry;
        return never;
      }
    }
  };
}

function targetOf(target: string, w: (key: keyof typeof caseTexts) => string): string {
  switch (target) {
    case 'province': return w('target-province');
    case 'carrier': return w('target-carrier');
    case 'bank': return w('target-bank');
    default: return target;
  }
}

/** What was sent and what came back; opened when somebody wants to know. */
function Bodies({ sent, cameBack }: { sent: string; cameBack: string }): ReactNode {
  const w = useWords(caseTexts);
  const [open, setOpen] = useState(false);
  return (
    <details className="hub-bodies" open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{w('bodies')}</summary>
      {open && (
        <div className="hub-stack">
          <MaskedBody label={w('sent')} body={sent} />
          <MaskedBody label={w('cameBack')} body={cameBack} />
        </div>
      )}
    </details>
  );
}
