/** What went wrong and what to do, in the reader's language; with a way to try again where that may help. */
import { Alert, Button } from 'antd';
import type { ReactNode } from 'react';
import { useBoth, useWords } from '../language.tsx';
import { Problem, Unreachable } from '../problem.ts';
import { frameTexts } from '../texts/frame.ts';

/** `retry` shows a button; faults of single fields are listed unless the form shows them itself (`fields={false}`). */
export function ProblemAlert({ error, retry, busy = false, fields = true }: { error: Error; retry?: (() => void) | undefined; busy?: boolean; fields?: boolean }): ReactNode {
  const w = useWords(frameTexts);
  const both = useBoth();
  const action = retry ? <Button size="small" loading={busy} onClick={retry}>{w('retry')}</Button> : undefined;
  if (error instanceof Problem) {
    return (
      <Alert
        type={error.passing ? 'warning' : 'error'} showIcon role="alert" title={both(error)} action={action}
        description={error.detail || error.passing || (fields && error.faults.length > 0) ? (
          <>
            {error.detail && <div>{both(error.detail)}</div>}
            {error.passing && retry && <div>{w('problemPassing')}</div>}
            {fields && error.faults.length > 0 && <ul className="hub-faults">{error.faults.map((fault) => <li key={`${fault.field} ${fault.zh}`}>{both(fault)}</li>)}</ul>}
          </>
        ) : undefined}
      />
    );
  }
  if (error instanceof Unreachable) return <Alert type="warning" showIcon role="alert" title={w('problemUnreachable')} description={w('problemUnreachableNote')} action={action} />;
  return <Alert type="error" showIcon role="alert" title={w('problemUnknown')} description={w('brokenNote')} action={action} />;
}
