/** A fee as it was counted: for each charge its standard, version, basis and lines, and where the money belongs. */
import type { ReactNode } from 'react';
import type { components } from '../../../../contracts/intake/api.ts';
import { useLanguage, useWords } from '../language.tsx';
import { caseTexts } from '../texts/case.ts';
import { Money, yuanOf } from './money.tsx';

type Fee = Pick<components['schemas']['CountedFee'], 'amountInFen' | 'charges'>;

export function CountedFee({ fee }: { fee: Fee }): ReactNode {
  const w = useWords(caseTexts);
  return (
    <>
      {fee.charges.map((charge) => (
        <section key={charge.name} className="hub-counted" aria-label={charge.name}>
          <p className="hub-counted-head"><strong>{charge.name}</strong><span className="hub-number">{yuanOf(charge.amountInFen)}</span></p>
          {charge.assessed ? <Reckoning assessed={charge.assessed} /> : <p className="hub-soft">{charge.standard}</p>}
        </section>
      ))}
      <p className="hub-counted-head"><span>{fee.amountInFen === 0 ? w('feeExempt') : w('feeTotal')}</span><strong className="hub-amount"><Money fen={fee.amountInFen} /></strong></p>
    </>
  );
}

type Assessed = NonNullable<Fee['charges'][number]['assessed']>;
/** How one charge comes about; also on a bill, whose charges say the same of themselves. */
export function Reckoning({ assessed }: { assessed: Assessed }): ReactNode {
  const w = useWords(caseTexts);
  const { language } = useLanguage();
  return (
    <>
      <ol className="hub-reckoning">{assessed.lines.map((line) => <li key={line.zh}>{line[language]}</li>)}</ol>
      <p className="hub-soft">{w('feeStandard', { code: assessed.standardCode, from: assessed.validFrom, basis: assessed.basis })}</p>
      {assessed.relief && <p className="hub-soft">{w('feeReliefProof', { document: assessed.relief.documentNumber })}</p>}
      <p className="hub-soft">{w('feeBelongs', { item: `${assessed.revenueItem.name} ${assessed.revenueItem.code}`, unit: assessed.collectingUnit.name })}</p>
    </>
  );
}
