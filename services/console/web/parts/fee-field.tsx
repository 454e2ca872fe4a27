/**
 * The fee of a case before it is accepted: what the clerk adds to the charges counted by standards, and what fees makes of it, line by line.
 * Promise: the sum shown is the one that is charged; while it is being counted, or cannot be, nothing is taken for known.
 */
import { useQuery } from '@tanstack/react-query';
import { Input } from 'antd';
import { useDeferredValue, useEffect, useMemo, type ReactNode } from 'react';
import { api, take } from '../api.ts';
import { useWords } from '../language.tsx';
import { caseTexts } from '../texts/case.ts';
import { givenFees, nothingTyped, type TypedFee, type Values } from './case-act.ts';
import type { Case } from './case-reading.ts';
import { Choice } from './choice.tsx';
import { CountedFee } from './counted-fee.tsx';
import { Field } from './form-dialog.tsx';
import { ProblemAlert } from './problem-alert.tsx';
import { useStandards } from './standard-reading.tsx';

interface FeeFieldProps { one: Case; typed: Values['fees']; change(typed: Values['fees']): void; counted(seenInFen: number | null): void; id: string }

export function FeeField({ one, typed, change, counted, id }: FeeFieldProps): ReactNode {
  const w = useWords(caseTexts);
  const standards = useStandards();
  const { feeTerms } = one;
  const now = useMemo(() => givenFees(feeTerms ?? [], typed), [feeTerms, typed]);
  const given = useDeferredValue(now);
  const terms = feeTerms ?? [];
  const query = useQuery({
    // What applies may change under the open page: counted again whenever the case is read again.
    queryKey: ['fees', 'case-fee', one.caseNumber, one.answers, terms, given], enabled: given !== null, retry: false, gcTime: 0,
    queryFn: ({ signal }) => take(api.intake.POST('/cases/{caseNumber}/fee-countings', { params: { path: { caseNumber: one.caseNumber } }, body: { given: given ?? [] }, signal })),
  });
  // Without the standards nobody could choose a relief, and the full price would be taken for known.
  const whole = standards.read && now !== null && now === given && !query.isFetching && !query.error ? query.data : undefined;
  const sum = whole?.amountInFen ?? null;
  useEffect(() => { counted(sum); }, [sum, counted]);
  const set = (name: string, part: Partial<TypedFee>): void => change({ ...typed, [name]: { ...nothingTyped, ...typed[name], ...part } });
  return (
    <fieldset className="hub-field" id={id} tabIndex={-1}>
      <legend>{w('fieldFee')}</legend>
      {standards.trouble}
      {terms.map(({ name, standardCode, measure, known, unit, reliefAllowed }) => {
        const standard = standards.inForce.find(({ code }) => code === standardCode);
        const { measure: quantity, relief, document } = typed[name] ?? nothingTyped;
        const counts = standard?.rule.kind === 'percentage' ? standard.rule.of : standard && 'unit' in standard.rule ? standard.rule.unit : unit ?? '';
        return (
          <div key={name} className="hub-fee-term" role="group" aria-label={name}>
            <p><strong>{name}</strong> <span className="hub-soft">{standard?.words ?? standardCode}</span></p>
            {known !== null && <p className="hub-soft">{w(measure?.from === 'form' ? 'feeFromForm' : 'feeConstant', { quantity: `${known} ${unit ?? counts}` })}</p>}
            {measure?.from === 'clerk' && (
              <Field label={`${w('feeMeasure')}${counts === '' ? '' : `（${counts}）`}`} required>
                {(tied) => <Input {...tied} inputMode="decimal" maxLength={16} value={quantity} onChange={(event) => set(name, { measure: event.target.value })} />}
              </Field>
            )}
            {reliefAllowed && standard && standard.reliefs.length > 0 && (
              <Choice shown label={w('feeRelief')} value={relief} any={w('feeReliefNone')} options={standard.reliefs.map((each) => [each.code, each.name])} change={(code) => set(name, { relief: code, ...(code === '' ? { document: '' } : {}) })} />
            )}
            {relief !== '' && (
              <Field label={w('feeReliefDocument')} required>{(tied) => <Input {...tied} maxLength={60} value={document} onChange={(event) => set(name, { document: event.target.value })} />}</Field>
            )}
          </div>
        );
      })}
      <div className="hub-reckoned" aria-live="polite">
        {query.error && given !== null && <ProblemAlert error={query.error} retry={() => void query.refetch()} busy={query.isFetching} />}
        {given === null ? <p className="hub-soft">{w('feeMissing')}</p> : query.isFetching ? <p className="hub-soft">{w('feeCounting')}</p> : query.data && <CountedFee fee={query.data} />}
      </div>
    </fieldset>
  );
}
