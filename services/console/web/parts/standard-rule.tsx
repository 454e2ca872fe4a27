/** A version of a standard in words: how it counts, reliefs, late fee, validity, and where its money belongs. */
import type { ReactNode } from 'react';
import type { components } from '../../../../contracts/fees/api.ts';
import { useWords } from '../language.tsx';
import { standardsTexts } from '../texts/standards.ts';
import { yuanOf } from './money.tsx';

type Standard = components['schemas']['Standard'];
type Words = ReturnType<typeof useWords<typeof standardsTexts>>;

/** Parts of a million as people write a rate. */
export const percentOf = (perMillion: number): string => `${String(perMillion / 10_000)}%`;

/** From when to when, as one reads it. */
export const validityOf = (w: Words, { validFrom, validTo = null }: { validFrom: string; validTo?: string | null | undefined }): string => (validTo === null ? w('fromOn', { from: validFrom }) : w('fromTo', { from: validFrom, to: validTo }));

/** How it counts, a line for each tier. */
export function ruleLines(w: Words, rule: Standard['rule']): string[] {
  switch (rule.kind) {
    case 'fixed': return [w('ruleFixed', { amount: yuanOf(rule.amountInFen) })];
    case 'per-unit': return [w('rulePerUnit', { unit: rule.unit, amount: yuanOf(rule.unitAmountInFen) }), ...(rule.wholeUnits ? [w('wholeUnits')] : [])];
    case 'range': return [w('ruleRange', { unit: rule.unit, lowest: yuanOf(rule.lowestInFen), highest: yuanOf(rule.highestInFen) }), ...(rule.wholeUnits ? [w('wholeUnits')] : [])];
    case 'tiers': return [
      ...rule.tiers.map(({ upTo, unitAmountInFen }, at) => { const from = rule.tiers[at - 1]?.upTo ?? ''; const amount = `${yuanOf(unitAmountInFen)}/${rule.unit}`; return upTo === null ? w('ruleTierOver', { from, unit: rule.unit, amount }) : w('ruleTier', { from: from === '' ? '' : `${from} `, upTo, unit: rule.unit, amount }); }),
      w(`mode-${rule.mode}`), ...(rule.wholeUnits ? [w('wholeUnits')] : []),
    ];
    case 'percentage': return [
      ...rule.tiers.map(({ upTo, perMillion }, at) => { const from = rule.tiers[at - 1]?.upTo ?? ''; const rate = percentOf(perMillion); return upTo === null ? (from === '' ? w('ruleRateAll', { of: rule.of, rate }) : w('ruleRateOver', { of: rule.of, from, rate })) : w('ruleRate', { of: rule.of, from: from === '' ? '' : `${from} `, upTo, rate }); }),
      ...(rule.atLeastInFen === null ? [] : [w('ruleLeast', { amount: yuanOf(rule.atLeastInFen) })]), ...(rule.atMostInFen === null ? [] : [w('ruleMost', { amount: yuanOf(rule.atMostInFen) })]),
    ];
  }
}

function reliefWords(w: Words, { name, basis, effect }: Standard['reliefs'][number]): string {
  if (effect.kind === 'exempt') return w('reliefExempt', { name, basis });
  return effect.kind === 'part' ? w('reliefPart', { name, basis, rate: percentOf(effect.stillPerMillion) }) : w('reliefLess', { name, basis, amount: yuanOf(effect.amountInFen) });
}

export function StandardFacts({ standard }: { standard: Standard }): ReactNode {
  const w = useWords(standardsTexts);
  const { lateFee } = standard;
  return (
    <dl className="hub-facts">
      <div><dt>{w('validity')}</dt><dd className="hub-number">{validityOf(w, standard)}</dd></div>
      <div><dt>{w('rule')}</dt><dd>{ruleLines(w, standard.rule).map((line) => <div key={line}>{line}</div>)}</dd></div>
      <div><dt>{w('words')}</dt><dd>{standard.words}</dd></div>
      <div><dt>{w('basis')}</dt><dd>{standard.basis}</dd></div>
      <div><dt>{w('revenueItem')}</dt><dd>{standard.revenueItem.name} <span className="hub-number">{standard.revenueItem.code}</span></dd></div>
      <div><dt>{w('collectingUnit')}</dt><dd>{standard.collectingUnit.name} <span className="hub-number">{standard.collectingUnit.code}</span></dd></div>
      <div><dt>{w('reliefs')}</dt><dd>{standard.reliefs.length === 0 ? w('noReliefs') : standard.reliefs.map((relief) => <div key={relief.code}>{reliefWords(w, relief)}</div>)}</dd></div>
      {lateFee && <div><dt>{w('lateFee')}</dt><dd>{w('lateFeeOf', { rate: percentOf(lateFee.perDayPerMillion), most: percentOf(lateFee.atMostPerMillion), basis: lateFee.basis })}</dd></div>}
    </dl>
  );
}
