/** What may be done with a change set; each act says which revision was read. */
import CheckOutlined from '@ant-design/icons/CheckOutlined';
import { useId, useState, type ReactNode } from 'react';
import { useNavigate } from 'react-router';
import type { components } from '../../../../../contracts/catalogue/api.ts';
import { api, take } from '../../api.ts';
import { useWords } from '../../language.tsx';
import { dayPlus, today } from '../../now.ts';
import { ConfirmAct } from '../../parts/confirm-act.tsx';
import { changeSetTexts } from '../../texts/change-sets.ts';

type ChangeSet = components['schemas']['ChangeSet'];
const furthestDays = 731;
const params = ({ id }: ChangeSet, key: string): { path: { changeSetId: string }; header: { 'Idempotency-Key': string } } => ({ path: { changeSetId: id }, header: { 'Idempotency-Key': key } });

export function Approve({ one }: { one: ChangeSet }): ReactNode {
  const w = useWords(changeSetTexts);
  const field = useId();
  const [day, setDay] = useState('');
  return (
    <ConfirmAct
      label={w('approve')} title={w('approveTitle', { id: one.id })} note={w('approveNote')} button={{ type: 'primary', icon: <CheckOutlined /> }}
      reason={{ label: w('note'), required: false }}
      run={(key, note) => take(api.catalogue.POST('/change-sets/{changeSetId}/approval', { params: params(one, key), body: { revision: one.revision, effectiveOn: day === '' || day === today() ? null : day, note } }))}
    >
      <div className="hub-field">
        <label htmlFor={field}>{w('effectiveOn')}</label>
        <input id={field} type="date" className="hub-box hub-day" value={day === '' ? today() : day} min={today()} max={dayPlus(today(), furthestDays)} aria-describedby={`${field}-note`} onChange={(event) => setDay(event.target.value)} />
        <p id={`${field}-note`} className="hub-soft">{w('effectiveNote')}</p>
      </div>
    </ConfirmAct>
  );
}

export function Reject({ one }: { one: ChangeSet }): ReactNode {
  const w = useWords(changeSetTexts);
  return (
    <ConfirmAct
      label={w(one.state === 'approved' ? 'callOff' : 'reject')} title={w('rejectTitle', { id: one.id })} note={w('rejectNote')} danger reason={{ label: w('reason') }}
      run={(key, reason) => take(api.catalogue.POST('/change-sets/{changeSetId}/rejection', { params: params(one, key), body: { revision: one.revision, reason } }))}
    />
  );
}

export function Undo({ one }: { one: ChangeSet }): ReactNode {
  const w = useWords(changeSetTexts);
  return (
    <ConfirmAct
      label={w('undo')} title={w('undoTitle', { id: one.id })} note={w('undoNote')} danger reason={{ label: w('reason') }}
      run={(key, reason) => take(api.catalogue.POST('/change-sets/{changeSetId}/undoing', { params: params(one, key), body: { revision: one.revision, reason } }))}
    />
  );
}

export function ProposeAgain({ one }: { one: ChangeSet }): ReactNode {
  const w = useWords(changeSetTexts);
  const navigate = useNavigate();
  return (
    <ConfirmAct
      label={w('proposeAgain')} title={w('proposeAgainTitle', { id: one.id })} note={w('proposeAgainNote')} reason={{ label: w('reason'), maxLength: 200 }}
      run={(key, reason) => take(api.catalogue.POST('/change-sets/{changeSetId}/renewal', { params: params(one, key), body: { reason } }))}
      done={(opened) => void navigate(`/staff/change-sets/${opened.id}`)}
    />
  );
}

export function Compare({ one }: { one: ChangeSet }): ReactNode {
  const w = useWords(changeSetTexts);
  return (
    <ConfirmAct
      label={w('compare')} title={w('compareTitle', { id: one.id })} note={w('compareNote')} button={{ type: 'primary' }}
      run={(key) => take(api.catalogue.POST('/change-sets/{changeSetId}/comparison', { params: params(one, key) }))}
    />
  );
}
