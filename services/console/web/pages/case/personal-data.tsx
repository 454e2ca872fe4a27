/**
 * The contact of a case: masked for everybody. Whoever holds the right may see it plain for a minute, after saying why;
 * intake records the look before it answers. Promise: the plain data is kept nowhere but in this part while it shows.
 */
import EyeOutlined from '@ant-design/icons/EyeOutlined';
import { Button } from 'antd';
import { useEffect, useState, type ReactNode } from 'react';
import { api, take } from '../../api.ts';
import { useWords } from '../../language.tsx';
import { readers } from '../../parts/case-readers.ts';
import type { Case } from '../../parts/case-reading.ts';
import { ConfirmAct } from '../../parts/confirm-act.tsx';
import { useRoles } from '../../session.tsx';
import { caseTexts } from '../../texts/case.ts';

const shownSeconds = 60;

export function PersonalData({ one }: { one: Case }): ReactNode {
  const w = useWords(caseTexts);
  const may = useRoles();
  const [plain, setPlain] = useState<Case['contact'] | undefined>(undefined);
  const [left, setLeft] = useState(0);
  const showing = plain !== undefined;
  useEffect(() => {
    if (!showing) return undefined;
    setLeft(shownSeconds);
    const timer = setInterval(() => setLeft((seconds) => seconds - 1), 1_000);
    const end = setTimeout(() => setPlain(undefined), shownSeconds * 1_000);
    return () => {
      clearInterval(timer);
      clearTimeout(end);
    };
  }, [showing]);
  const contact = plain ?? one.contact;
  return (
    <>
      <dl className={`hub-pairs ${showing ? 'hub-plain-data' : ''}`}>
        <div><dt>{w('contactName')}</dt><dd>{contact.name}</dd></div>
        <div><dt>{w('mobile')}</dt><dd className="hub-number">{contact.mobile}</dd></div>
        {contact.citizenNumber !== null && <div><dt>{w('citizenNumber')}</dt><dd className="hub-number">{contact.citizenNumber}</dd></div>}
      </dl>
      {showing && <p className="hub-row"><span role="timer" className="hub-soft">{w('plainLeft', { seconds: left })}</span><Button size="small" onClick={() => setPlain(undefined)}>{w('plainHide')}</Button></p>}
      {!showing && may(...readers.plainContact) && (
        <ConfirmAct
          label={w('showPlain')} title={w('plainTitle')} note={w('plainNote')} reason={{ label: w('plainReason'), maxLength: 200 }} button={{ size: 'small', icon: <EyeOutlined /> }}
          run={(key, reason) => take(api.intake.POST('/cases/{caseNumber}/looks', { params: { path: { caseNumber: one.caseNumber }, header: { 'Idempotency-Key': key } }, body: { reason } }))}
          done={(answer) => setPlain(answer.contact)}
        />
      )}
    </>
  );
}
