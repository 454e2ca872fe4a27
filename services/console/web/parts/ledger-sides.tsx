/** One step as each side of the two ledgers has it. */
import type { ReactNode } from 'react';
import { useWords } from '../language.tsx';
import { provinceTexts } from '../texts/province.ts';
import { Moment, momentText } from './moment.tsx';
import type { LedgerStep } from './province-reading.ts';
import { StateTag } from './state-tag.tsx';

export function OurSide({ step }: { step: LedgerStep }): ReactNode {
  const w = useWords(provinceTexts);
  const { ours } = step;
  return (
    <>
      <StateTag kind="outgoingState" value={ours.state} />{ours.revision > 1 && <> {w('revision', { revision: ours.revision })}</>}
      <div className="hub-soft hub-wrap">{w('attempts', { count: ours.attempts })}{ours.dueAt !== null && <> · {w('again', { at: momentText(ours.dueAt) })}</>}{ours.detail !== '' && ours.state !== 'acknowledged' && <> · {ours.detail}</>}</div>
    </>
  );
}

export function TheirSide({ step }: { step: LedgerStep }): ReactNode {
  const w = useWords(provinceTexts);
  const { theirs } = step;
  return (
    <>
      <StateTag kind="seenThere" value={theirs.seen} />{theirs.revision !== null && theirs.revision > 1 && <> {w('revision', { revision: theirs.revision })}</>}
      <div className="hub-soft hub-wrap">{theirs.receipt !== null && theirs.receipt !== '' && <>{w('receiptNo', { receipt: theirs.receipt })} </>}{theirs.acknowledgedAt !== null && <>{w('acknowledgedAt')} <Moment iso={theirs.acknowledgedAt} /> </>}{theirs.seenAt !== null && <>{w('seenAt')} <Moment iso={theirs.seenAt} /></>}</div>
    </>
  );
}
