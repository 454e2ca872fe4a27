/** Entering what a bank told on paper of money that goes back: done with its serial, or failed with the reason. */
import { Button, Input, Radio } from 'antd';
import { useState, type ReactNode } from 'react';
import { useAct } from '../act.ts';
import { useWords } from '../language.tsx';
import { moneyTexts } from '../texts/money.ts';
import { Field, FormDialog } from './form-dialog.tsx';

export interface BankTold { done: boolean; serial: string; note: string }

export function BankWord({ title, run }: { title: string; run(key: string, told: BankTold): Promise<unknown> }): ReactNode {
  const w = useWords(moneyTexts);
  const [open, setOpen] = useState(false);
  const [told, tell] = useState<BankTold>({ done: true, serial: '', note: '' });
  const [tried, setTried] = useState(false);
  const act = useAct((key, given: BankTold) => run(key, given), { done: () => { setOpen(false); } });
  const wrong = told.done && !/^[0-9A-Za-z_.-]{1,64}$/.test(told.serial);
  return (
    <>
      {open && (
        <FormDialog title={title} label={title} busy={act.busy} error={act.error} close={() => { setOpen(false); act.reset(); }} submit={() => { setTried(true); if (!wrong) void act.perform(told); }}>
          <Field label={w('outcome')} required>{(box) => <Radio.Group id={box.id} value={told.done ? 'done' : 'failed'} onChange={(event) => { tell({ ...told, done: event.target.value === 'done' }); }} options={[{ value: 'done', label: w('tellDone') }, { value: 'failed', label: w('tellFailed') }]} />}</Field>
          {told.done && <Field label={w('tellSerial')} required fault={tried && wrong ? w('tellSerialFault') : undefined}>{(box) => <Input {...box} maxLength={64} value={told.serial} onChange={(event) => { tell({ ...told, serial: event.target.value.trim() }); }} />}</Field>}
          <Field label={w('tellNote')}>{(box) => <Input {...box} maxLength={200} value={told.note} onChange={(event) => { tell({ ...told, note: event.target.value }); }} />}</Field>
        </FormDialog>
      )}
      <Button onClick={() => { setOpen(true); }}>{title}</Button>
    </>
  );
}
