/** A bill made at the window: charges by published standards, counted as they are chosen, several on one sheet (一票制). */
import { Button, Input } from 'antd';
import { useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useNavigate } from 'react-router';
import type { components } from '../../../../../contracts/fees/api.ts';
import { useAct } from '../../act.ts';
import { api, take } from '../../api.ts';
import { useLanguage, useWords } from '../../language.tsx';
import { dayPlus, today } from '../../now.ts';
import { Choice } from '../../parts/choice.tsx';
import { Field, FormDialog } from '../../parts/form-dialog.tsx';
import { Money } from '../../parts/money.tsx';
import { useStandards } from '../../parts/standard-reading.tsx';
import { ProblemAlert } from '../../parts/problem-alert.tsx';
import { typedMeasure } from '../../parts/typed-number.ts';
import { moneyTexts } from '../../texts/money.ts';

type Wanted = components['schemas']['WantedCharge'];
interface Typed { code: string; measure: string; relief: string; document: string }
const nothing: Typed = { code: '', measure: '', relief: '', document: '' };
const wantedOf = ({ code, measure, relief, document }: Typed): Wanted => ({ standardCode: code, measure: typedMeasure(measure) ?? null, relief: relief === '' ? null : { code: relief, documentNumber: document.trim() } });


export function OpenBill(): ReactNode {
  const w = useWords(moneyTexts);
  const [open, setOpen] = useState(false);
  return <>{open && <Form close={() => { setOpen(false); }} />}<Button type="primary" onClick={() => { setOpen(true); }}>{w('open')}</Button></>;
}

function Form({ close }: { close(): void }): ReactNode {
  const w = useWords(moneyTexts);
  const navigate = useNavigate();
  const { language } = useLanguage();
  const { inForce, trouble } = useStandards();
  const [charges, setCharges] = useState<readonly Typed[]>([nothing]);
  const [payer, setPayer] = useState({ name: '', creditCode: '' });
  const [owner, setOwner] = useState({ caseNumber: '', projectCode: '' });
  const [dueBy, setDueBy] = useState(dayPlus(today(), 30));
  const [tried, setTried] = useState(false);
  // What is still being typed is not asked about: half a charge would only be refused.
  const isWhole = ({ code, measure, relief, document }: Typed): boolean => {
    const rule = inForce.find((each) => each.code === code)?.rule;
    return rule !== undefined && (rule.kind === 'fixed' || typedMeasure(measure) !== undefined) && (relief === '' || document.trim() !== '');
  };
  const chosen = charges.filter(isWhole);
  const half = charges.some((charge) => charge.code !== '' && !isWhole(charge));
  const counted = useQuery({
    queryKey: ['fees', 'assessment', chosen], enabled: chosen.length > 0, retry: false,
    queryFn: ({ signal }) => take(api.fees.POST('/assessments', { body: { charges: chosen.map(wantedOf) }, signal })),
  });
  const act = useAct((key, _: undefined) => take(api.fees.POST('/bills', {
    params: { header: { 'Idempotency-Key': key } },
    body: { caseNumber: owner.caseNumber.trim() || null, projectCode: owner.projectCode.trim() || null, payer: { name: payer.name.trim(), creditCode: payer.creditCode.trim() || null }, charges: chosen.map(wantedOf), dueBy: `${dueBy}T23:59:59+08:00` },
  })), { done: (bill) => void navigate(`/staff/bills/${bill.payCode}`) });
  const noOwner = owner.caseNumber.trim() === '' && owner.projectCode.trim() === '';
  const ready = payer.name.trim() !== '' && !noOwner && !half && counted.data !== undefined && counted.data.amountInFen > 0;
  const change = (at: number, part: Partial<Typed>): void => { setCharges(charges.map((each, index) => (index === at ? { ...each, ...part } : each))); };
  return (
    <FormDialog title={w('openTitle')} label={w('open')} note={w('openNote')} width={680} busy={act.busy} error={act.error} close={close} submit={() => { setTried(true); if (ready) void act.perform(undefined); }}>
      {trouble}
      <div className="hub-pair">
        <Field label={w('payer')} required fault={tried && payer.name.trim() === '' ? w('required') : undefined}>{(box) => <Input {...box} maxLength={200} value={payer.name} onChange={(event) => { setPayer({ ...payer, name: event.target.value }); }} />}</Field>
        <Field label={w('creditCode')}>{(box) => <Input {...box} maxLength={18} value={payer.creditCode} onChange={(event) => { setPayer({ ...payer, creditCode: event.target.value }); }} />}</Field>
        <Field label={w('project')} fault={tried && noOwner ? w('ownerFault') : undefined}>{(box) => <Input {...box} maxLength={24} value={owner.projectCode} onChange={(event) => { setOwner({ ...owner, projectCode: event.target.value }); }} />}</Field>
        <Field label={w('caseNumber')}>{(box) => <Input {...box} maxLength={50} value={owner.caseNumber} onChange={(event) => { setOwner({ ...owner, caseNumber: event.target.value }); }} />}</Field>
        <Field label={w('dueBy')} required>{(box) => <Input {...box} type="date" min={today()} value={dueBy} onChange={(event) => { setDueBy(event.target.value); }} />}</Field>
      </div>
      {charges.map((charge, at) => {
        const standard = inForce.find(({ code }) => code === charge.code);
        return (
          <fieldset key={String(at)} className="hub-charge">
            <legend>{w('charge', { n: at + 1 })}</legend>
            <Choice label={w('charge', { n: at + 1 })} value={charge.code} any="—" options={inForce.map(({ code, name }) => [code, `${code} ${name}`])} change={(code) => { change(at, { ...nothing, code }); }} />
            <div className="hub-act-row">
            {standard && standard.rule.kind !== 'fixed' && <Field label={`${w('measure')}（${standard.rule.kind === 'percentage' ? standard.rule.of : standard.rule.unit}）`} required fault={tried && typedMeasure(charge.measure) === undefined ? w('measureFault') : undefined}>{(box) => <Input {...box} inputMode="decimal" maxLength={16} value={charge.measure} onChange={(event) => { change(at, { measure: event.target.value }); }} />}</Field>}
            {standard && standard.reliefs.length > 0 && <Choice shown label={w('relief')} value={charge.relief} any={w('reliefNone')} options={standard.reliefs.map(({ code, name }) => [code, name])} change={(relief) => { change(at, { relief }); }} />}
            {charge.relief !== '' && <Field label={w('reliefDocument')} required fault={tried && charge.document.trim() === '' ? w('reliefDocumentFault') : undefined}>{(box) => <Input {...box} maxLength={60} value={charge.document} onChange={(event) => { change(at, { document: event.target.value }); }} />}</Field>}
            </div>
            {charges.length > 1 && <Button size="small" onClick={() => { setCharges(charges.filter((_, index) => index !== at)); }}>{w('dropCharge', { n: at + 1 })}</Button>}
          </fieldset>
        );
      })}
      <Button size="small" onClick={() => { setCharges([...charges, nothing]); }}>{w('addCharge')}</Button>
      <div className="hub-reckoned" aria-live="polite">
        {counted.error && chosen.length > 0 && <ProblemAlert error={counted.error} />}
        {counted.data && (
          <>
            <ol>{counted.data.charges.flatMap((charge, at) => (charge.assessed?.lines ?? []).map((line, index) => <li key={`${String(at)} ${String(index)}`}>{language === 'zh' ? line.zh : line.en}</li>))}</ol>
            <p><strong><Money fen={counted.data.amountInFen} /></strong>{half && <span className="hub-soft"> {w('halfTyped')}</span>}</p>
          </>
        )}
      </div>
    </FormDialog>
  );
}
