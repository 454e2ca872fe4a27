/** Every text the applicant was sent about this case, with its words and what the carrier said became of it. */
import type { ReactNode } from 'react';
import { useTerms, useWords } from '../../language.tsx';
import { readers } from '../../parts/case-readers.ts';
import { useTexts, type Text } from '../../parts/case-reading.ts';
import { EmptyState } from '../../parts/empty-state.tsx';
import { Moment, momentText } from '../../parts/moment.tsx';
import { Reading } from '../../parts/reading.tsx';
import { StateTag } from '../../parts/state-tag.tsx';
import { useRoles } from '../../session.tsx';
import { caseTexts } from '../../texts/case.ts';

export function TextsPanel({ caseNumber }: { caseNumber: string }): ReactNode {
  const w = useWords(caseTexts);
  const may = useRoles();
  const texts = useTexts(caseNumber);
  if (!may(...readers.texts)) return <EmptyState title={w('closedDocument')} />;
  return (
    <Reading query={texts} empty={{ when: (all) => all.length === 0, title: w('noTexts') }}>
      {(all) => <ul className="hub-texts">{all.map((text) => <OneText key={text.textKey} text={text} />)}</ul>}
    </Reading>
  );
}

function OneText({ text }: { text: Text }): ReactNode {
  const w = useWords(caseTexts);
  const term = useTerms();
  return (
    <li className="hub-card">
      <header><h3>{term('textKind', text.kind)}</h3><StateTag kind="noticeState" value={text.state} /></header>
      <div className="hub-card-body">
        <p className="hub-wrap">{text.words}</p>
        <p className="hub-soft">
          {w('textTo', { mobile: text.mobile })} · {w('textAsked')} <Moment iso={text.askedAt} seconds />
          {text.reportedAt && <> · {w('textReported')} <Moment iso={text.reportedAt} seconds /></>}
          {text.state === 'scheduled' && text.dueAt && <> · {w('toldTextLater', { moment: momentText(text.dueAt) })}</>}
        </p>
        {text.reason && <p className="hub-field-fault">{w('textWhyFailed', { reason: text.reason })}</p>}
      </div>
    </li>
  );
}
