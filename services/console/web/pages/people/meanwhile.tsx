/** Refused because somebody else was faster: says so, shows how it is now, and lets the person begin again from there. */
import { Alert, Button } from 'antd';
import type { ReactNode } from 'react';
import { useWords } from '../../language.tsx';
import { Problem } from '../../problem.ts';
import { peopleTexts } from '../../texts/people.ts';

export const isStale = (error: Error | undefined): boolean => error instanceof Problem && error.reason === 'stale-version';

export function Meanwhile({ children, take }: { children: ReactNode; take(): void }): ReactNode {
  const w = useWords(peopleTexts);
  return (
    <Alert
      type="warning" showIcon role="alert" title={w('staleTitle')}
      description={<><p>{w('staleNote')}</p>{children}<Button size="small" onClick={take}>{w('staleTake')}</Button></>}
    />
  );
}
