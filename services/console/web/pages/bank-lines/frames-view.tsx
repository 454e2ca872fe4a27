/** The frames that have just passed on one line, newest first; one is shown field by field beside the list. */
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState, type ReactNode } from 'react';
import type { components } from '../../../../../contracts/bank-gateway/api.ts';
import { api, take } from '../../api.ts';
import { useLanguage, useWords } from '../../language.tsx';
import { DataTable } from '../../parts/data-table.tsx';
import { Moment, momentText } from '../../parts/moment.tsx';
import { Reading } from '../../parts/reading.tsx';
import { Tag } from '../../parts/state-tag.tsx';
import { bankLinesTexts } from '../../texts/bank-lines.ts';

type Exchange = components['schemas']['SeenExchange'];
type Frame = components['schemas']['SeenFrame'];
const everyMs = 2_000;

export function FramesView({ line }: { line: string }): ReactNode {
  const w = useWords(bankLinesTexts);
  const [paused, setPaused] = useState(false);
  const [chosen, choose] = useState<string | undefined>(undefined);
  const query = useQuery({
    queryKey: ['bank-gateway', 'frames', line], queryFn: ({ signal }) => take(api.bankGateway.GET('/lines/{line}/frames', { params: { path: { line }, query: { limit: 100 } }, signal })), refetchInterval: paused ? false : everyMs,
  });
  return (
    <>
      <p className="hub-row hub-soft">
        <span>{paused ? w('paused') : w('framesNote')}</span>
        <Button size="small" onClick={() => setPaused(!paused)}>{paused ? w('goOn') : w('pause')}</Button>
      </p>
      <Reading query={query} rows={8} empty={{ when: ({ frames }) => frames.length === 0, title: w('framesNone'), note: w('framesNoneNote') }}>
        {({ frames }) => {
          const shown = frames.find(({ sequence }) => String(sequence) === chosen);
          return (
            <div className="hub-line-frames">
              <DataTable
                label={w('frames')} globalKeys rows={frames} rowKey={(one) => String(one.sequence)} chosen={chosen} choose={choose}
                columns={[
                  { key: 'at', title: w('at'), width: '132px', cell: (one) => <button type="button" className="hub-line-open" aria-pressed={String(one.sequence) === chosen} onClick={() => choose(String(one.sequence))}><Moment iso={one.at} seconds /></button> },
                  { key: 'asked', title: w('asked'), width: '90px', cell: (one) => <Said frame={one.ask} /> },
                  { key: 'answered', title: w('answered'), cell: (one) => <Said frame={one.answer} /> },
                ]}
              />
              <aside className="hub-card" tabIndex={0} aria-label={w('fields')}>
                {shown ? <Fields exchange={shown} /> : <p className="hub-card-body hub-soft">{w('chooseOne')}</p>}
              </aside>
            </div>
          );
        }}
      </Reading>
    </>
  );
}

function Said({ frame }: { frame: Frame }): ReactNode {
  const w = useWords(bankLinesTexts);
  const { language } = useLanguage();
  if (frame.fault) return <Tag tone="bad">{w('unreadable')}<span className="hub-unseen"> {frame.fault[language]}</span></Tag>;
  return <span className="hub-code">{frame.code === '' ? '–' : frame.code}</span>;
}

function Fields({ exchange }: { exchange: Exchange }): ReactNode {
  const w = useWords(bankLinesTexts);
  return (
    <>
      <h2><span>{w('frameOf', { at: momentText(exchange.at) })}</span><span className="hub-soft"><span className="hub-code">{exchange.peer}</span> {w('milliseconds', { ms: exchange.tookMs })}</span></h2>
      {([['asked', exchange.ask], ['answered', exchange.answer]] as const).map(([title, frame]) => <FrameTable key={title} title={w(title)} frame={frame} />)}
    </>
  );
}

function FrameTable({ title, frame }: { title: string; frame: Frame }): ReactNode {
  const w = useWords(bankLinesTexts);
  const { language } = useLanguage();
  const fields = [...frame.header.map((one) => ({ ...one, part: w('partHeader') })), ...frame.body.map((one) => ({ ...one, part: w('partBody') }))];
  return (
    <div className="hub-line-frame">
      <h3>{title} <span className="hub-code">{frame.code}</span> <span className="hub-soft">{w('bytes', { count: frame.bytes })}</span></h3>
      {frame.fault && <p className="hub-line-fault">{frame.fault[language]}</p>}
      {fields.length > 0 && (
        <table>
          <caption className="hub-unseen">{title}</caption>
          <thead><tr><th scope="col">{w('part')}</th><th scope="col">{w('field')}</th><th scope="col">{w('value')}</th></tr></thead>
          <tbody>{fields.map((one, at) => <tr key={`${one.part}${String(at)}`}><td className="hub-soft">{one.part}</td><th scope="row" className="hub-code">{one.name}</th><td className="hub-code">{one.value}{one.masked && <span className="hub-line-masked"> {w('masked')}</span>}</td></tr>)}</tbody>
        </table>
      )}
    </div>
  );
}
