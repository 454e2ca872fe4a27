/** The clocks of a case as intake reckons them, each explaining itself on demand. */
import type { ReactNode } from 'react';
import { useBoth, useWords } from '../language.tsx';
import { caseTexts } from '../texts/case.ts';
import type { CaseClock } from './case-reading.ts';
import { Clock } from './clock.tsx';

export function CaseClocks({ clocks }: { clocks: readonly CaseClock[] }): ReactNode {
  const w = useWords(caseTexts);
  const both = useBoth();
  if (clocks.length === 0) return <p className="hub-soft">{w('noClocks')}</p>;
  return (
    <ul className="hub-clocks" aria-label={w('clocks')}>
      {[...clocks].sort((a, b) => Number(a.stoppedOn !== null) - Number(b.stoppedOn !== null)).map(({ kind, name, light, due, standing, stoppedOn, daysLeft, lines }) => (
        <li key={kind}><Clock label={both(name)} light={light} due={due} standing={standing} stoppedOn={stoppedOn} daysLeft={daysLeft} reckoning={lines} /></li>
      ))}
    </ul>
  );
}
