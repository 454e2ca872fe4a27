/** What fees makes of an example by a standard nobody has published yet, explained as a bill would. */
import { useQuery } from '@tanstack/react-query';
import { Input } from 'antd';
import { useDeferredValue, useMemo, useState, type ReactNode } from 'react';
import { api, take } from '../../api.ts';
import { useLanguage, useWords } from '../../language.tsx';
import { Choice } from '../../parts/choice.tsx';
import { Field } from '../../parts/form-dialog.tsx';
import { Money } from '../../parts/money.tsx';
import { ProblemAlert } from '../../parts/problem-alert.tsx';
import { typedMeasure } from '../../parts/typed-number.ts';
import { standardsTexts } from '../../texts/standards.ts';
import type { Standard } from './typed-standard.ts';

export function Example({ standard }: { standard: Standard | undefined }): ReactNode {
  const w = useWords(standardsTexts);
  const { language } = useLanguage();
  const [measure, setMeasure] = useState('12.5');
  const [relief, setRelief] = useState('');
  const [daysLate, setDaysLate] = useState('30');
  const rule = standard?.rule;
  const known = standard?.reliefs.some(({ code }) => code === relief) === true;
  const quantity = rule?.kind === 'fixed' ? null : typedMeasure(measure) ?? '0';
  const proof = w('exampleProof');
  const late = standard?.lateFee ? Math.max(0, Math.min(3650, Math.trunc(Number(daysLate)) || 0)) : 0;
  // Asked as long as nobody types: each key would be a question of its own.
  const asked = useDeferredValue(useMemo(() => standard && { standard, measure: quantity, relief: known ? { code: relief, documentNumber: proof } : null, daysLate: late }, [standard, quantity, known, relief, late, proof]));
  const query = useQuery({
    queryKey: ['standard-example', asked], enabled: asked !== undefined, retry: false, gcTime: 0,
    queryFn: ({ signal }) => (asked === undefined ? Promise.resolve(undefined) : take(api.fees.POST('/standard-examples', { body: asked, signal }))),
  });
  const counts = rule?.kind === 'percentage' ? rule.of : rule && 'unit' in rule ? rule.unit : '';
  return (
    <section className="hub-card hub-draft-example" aria-label={w('example')}>
      <h2>{w('example')}</h2>
      <div className="hub-card-body">
        {rule?.kind !== 'fixed' && <Field label={`${w('exampleMeasure')}${counts === '' ? '' : `（${counts}）`}`}>{(tied) => <Input {...tied} inputMode="decimal" maxLength={16} value={measure} onChange={(event) => { setMeasure(event.target.value); }} />}</Field>}
        {standard && standard.reliefs.length > 0 && <Choice shown label={w('exampleRelief')} value={known ? relief : ''} any={w('exampleNone')} options={standard.reliefs.map(({ code, name }) => [code, name])} change={setRelief} />}
        {standard?.lateFee && <Field label={w('exampleLate')}>{(tied) => <Input {...tied} inputMode="numeric" maxLength={4} value={daysLate} onChange={(event) => { setDaysLate(event.target.value); }} />}</Field>}
        <div className="hub-reckoned" aria-live="polite">
          {standard === undefined ? <p className="hub-soft">{w('exampleEmpty')}</p> : query.error ? <ProblemAlert error={query.error} /> : query.data && (
            <>
              <ol>{query.data.lines.map((line) => <li key={line.zh}>{line[language]}</li>)}{query.data.lateFee && <li>{query.data.lateFee[language]}</li>}</ol>
              <p className="hub-counted-head"><span>{w('exampleTotal')}</span><strong className="hub-amount"><Money fen={query.data.amountInFen + (query.data.lateFee?.amountInFen ?? 0)} /></strong></p>
            </>
          )}
        </div>
      </div>
    </section>
  );
}
