/** Says when the same applicant already has an open case of the same item: a second one is often a mistake, never forbidden. */
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState, type ReactNode } from 'react';
import { api, take } from '../../api.ts';
import { useTerms, useWords } from '../../language.tsx';
import { intakeTexts } from '../../texts/intake.ts';

/** A name is looked for when typing has paused for so long. */
const restMs = 500;

export function OpenCases({ itemCode, applicant }: { itemCode: string; applicant: string }): ReactNode {
  const w = useWords(intakeTexts);
  const term = useTerms();
  const name = useRested(applicant.trim());
  const query = useQuery({
    queryKey: ['intake', 'open-cases', { itemCode, name }], enabled: [...name].length >= 4,
    queryFn: ({ signal }) => take(api.intake.GET('/cases', { params: { query: { q: name, itemCode, open: true, limit: 20 } }, signal })),
  });
  const found = (query.data?.cases ?? []).filter((line) => line.applicant === name);
  const [first] = found;
  if (!first || name !== applicant.trim()) return null;
  return (
    <p className="hub-open-cases hub-tone-warn" role="status">
      <span>{found.length === 1 ? w('openCase', { number: first.receiptNumber, state: term('caseState', first.state) }) : w('openCases', { count: found.length })}</span>
      <a href={found.length === 1 ? `/staff/cases/${first.caseNumber}` : `/staff/cases?q=${encodeURIComponent(name)}`} target="_blank" rel="noopener">{w('openCaseSee')}</a>
    </p>
  );
}

function useRested(value: string): string {
  const [rested, setRested] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), restMs);
    return () => clearTimeout(timer);
  }, [value]);
  return rested;
}
