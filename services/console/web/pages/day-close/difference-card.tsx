/** A line that differs, as a task: who owns it, what one person says of it, and the other's signature. */
import { Button, Input, Radio } from 'antd';
import { useState, type ReactNode } from 'react';
import { Link } from 'react-router';
import type { components } from '../../../../../contracts/fees/api.ts';
import { isPayCode } from '../../../../../contracts/typed-pay-code.ts';
import { useAct } from '../../act.ts';
import { api, take } from '../../api.ts';
import { useTerms, useWords } from '../../language.tsx';
import { ConfirmAct } from '../../parts/confirm-act.tsx';
import { Field, FormDialog } from '../../parts/form-dialog.tsx';
import { Money } from '../../parts/money.tsx';
import { StateTag } from '../../parts/state-tag.tsx';
import { useRoles, useSession } from '../../session.tsx';
import { dayCloseTexts } from '../../texts/day-close.ts';

type Difference = components['schemas']['Difference'];
/** A line of the fiscal record is known by its pay code; its key says of which book it is. */
export const titleOf = ({ key, payCode }: Pick<Difference, 'key' | 'payCode'>): string => (key.endsWith(payCode) && payCode !== '' ? payCode : key);
interface Given { of: { source: string; day: string; threeWay: boolean }; one: Difference }

export function DifferenceCard({ of, one }: Given): ReactNode {
  const w = useWords(dayCloseTexts);
  const term = useTerms();
  const { task } = one;
  const threeWay = of.threeWay || of.source === 'fiscal';
  return (
    <section className="hub-card" aria-label={titleOf(one)}>
      <h2><span className="hub-number">{titleOf(one)}</span> <span><StateTag kind="verdict" value={one.verdict} /> <StateTag kind="standing" value={one.standing} /></span></h2>
      <div className="hub-card-body">
        <dl className="hub-facts">
          <div><dt>{w('ours')}</dt><dd>{one.oursInFen === null ? '—' : <Money fen={one.oursInFen} />}</dd></div>
          <div><dt>{w('bank')}</dt><dd>{one.theirsInFen === null ? '—' : <Money fen={one.theirsInFen} />}</dd></div>
          {threeWay && <div><dt>{w('record')}</dt><dd>{one.fiscalInFen === null ? '—' : <Money fen={one.fiscalInFen} />}</dd></div>}
          {threeWay && one.differs.length > 0 && <div><dt>{w('apart')}</dt><dd>{one.differs.map((book) => term('book', book)).join('、')}</dd></div>}
          {one.payCode !== '' && <div><dt>{w('payCode')}</dt><dd>{isPayCode(one.payCode) ? <Link to={`/staff/bills/${one.payCode}`}>{one.payCode}</Link> : one.payCode}</dd></div>}
          {one.lines.length > 0 && <div className="hub-fact-wide"><dt>{w('file')}</dt><dd>{one.lines.map(({ file, line }) => w('inFile', { file, line })).join('；')}</dd></div>}
          {one.otherDay !== null && <div><dt>{w('day')}</dt><dd>{w('otherDay', { day: one.otherDay })}</dd></div>}
        </dl>
        {task?.setBack && <p className="hub-soft">{w('cameBack', { reason: task.setBack })}</p>}
        {task?.resolution ? <p>{w('resolution', { name: task.resolution.by, kind: term('resolutionKind', task.resolution.kind), note: task.resolution.note })}{task.countersigned && ` ${w('signedBy', { name: task.countersigned.by })}`}</p> : task?.owner && <p className="hub-soft">{w('owner', { name: task.owner.by })}</p>}
        <Acts of={of} one={one} />
      </div>
    </section>
  );
}

function Acts({ of, one }: Given): ReactNode {
  const w = useWords(dayCloseTexts);
  const may = useRoles();
  const { person } = useSession();
  const [resolving, resolve] = useState(false);
  if (!may('cashier', 'supervisor')) return null;
  const at = { source: of.source, day: of.day, differenceId: one.id };
  if (one.standing === 'open' || one.standing === 'taken') {
    return (
      <div className="hub-act-row">
        {resolving && <Resolve of={of} one={one} close={() => { resolve(false); }} />}
        <Button type="primary" onClick={() => { resolve(true); }}>{w('resolve')}</Button>
        {one.task?.owner?.by !== person.subject && <Take at={at} of={one.key} />}
      </div>
    );
  }
  if (one.standing !== 'resolved') return null;
  if (one.task?.resolution?.by === person.subject) return <p className="hub-soft">{w('needsOther')}</p>;
  return (
    <div className="hub-act-row">
      <ConfirmAct label={w('sign')} title={w('signTitle')} note={w('signNote')} button={{ type: 'primary' }} run={(key) => take(api.fees.POST('/day-closes/{source}/{day}/differences/{differenceId}/countersignatures', { params: { path: at, header: { 'Idempotency-Key': key } }, body: { agreed: true } }))} />
      <ConfirmAct label={w('sendBack')} title={w('sendBackTitle')} danger reason={{ label: w('why'), maxLength: 200 }} run={(key, reason) => take(api.fees.POST('/day-closes/{source}/{day}/differences/{differenceId}/rejections', { params: { path: at, header: { 'Idempotency-Key': key } }, body: { reason } }))} />
    </div>
  );
}

function Take({ at, of }: { at: { source: string; day: string; differenceId: string }; of: string }): ReactNode {
  const w = useWords(dayCloseTexts);
  const act = useAct((key, _: undefined) => take(api.fees.POST('/day-closes/{source}/{day}/differences/{differenceId}/owners', { params: { path: at, header: { 'Idempotency-Key': key } }, body: { key: of } })));
  return <><Button loading={act.busy} onClick={() => void act.perform(undefined)}>{w('take')}</Button>{act.error && <span className="hub-field-fault" role="alert">{act.error.message}</span>}</>;
}

function Resolve({ of, one, close }: Given & { close(): void }): ReactNode {
  const w = useWords(dayCloseTexts);
  const term = useTerms();
  const [kind, setKind] = useState(one.resolutions[0] ?? 'explain');
  const [note, setNote] = useState('');
  const [tried, setTried] = useState(false);
  const act = useAct((key, _: undefined) => take(api.fees.POST('/day-closes/{source}/{day}/differences/{differenceId}/resolutions', { params: { path: { source: of.source, day: of.day, differenceId: one.id }, header: { 'Idempotency-Key': key } }, body: { key: one.key, kind, note: note.trim() } })), { done: close });
  const wrong = note.trim().length < 2;
  return (
    <FormDialog title={w('resolve')} label={w('resolve')} busy={act.busy} error={act.error} close={close} submit={() => { setTried(true); if (!wrong) void act.perform(undefined); }}>
      <Field label={w('kind')} required>{(box) => <Radio.Group id={box.id} value={kind} onChange={(event) => { setKind(one.resolutions.find((each) => each === event.target.value) ?? 'explain'); }} options={one.resolutions.map((each) => ({ value: each, label: term('resolutionKind', each) }))} />}</Field>
      {titleOf(one) !== one.key && kind === 'book' && <p className="hub-soft">{w('askPlatform')}</p>}
      <Field label={w('reason')} required fault={tried && wrong ? w('required') : undefined}>{(box) => <Input.TextArea {...box} rows={3} maxLength={500} value={note} onChange={(event) => { setNote(event.target.value); }} />}</Field>
    </FormDialog>
  );
}
