/**
 * An act of a person on a service: `const accept = useAct((key, input: Input) => take(api.intake.POST(…)))`.
 * Promise: one key for one intended act, kept until it succeeded or was refused, so that trying again after a lost
 * answer does not do it twice; afterwards everything read about the service or case is read again.
 */
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useRef, useState } from 'react';
import { newActKey } from './act-key.ts';
import { Problem } from './problem.ts';

export interface Act<Input, Result> {
  /** Does it; resolves to undefined when it failed, with the reason in `error`. */
  perform(input: Input): Promise<Result | undefined>;
  readonly busy: boolean;
  readonly error: Error | undefined;
  readonly result: Result | undefined;
  /** Forgets the outcome and the intention. */
  reset(): void;
}

export function useAct<Input, Result>(run: (key: string, input: Input) => Promise<Result>, options: { done?: (result: Result, input: Input) => void } = {}): Act<Input, Result> {
  const client = useQueryClient();
  const intended = useRef<{ key: string; about: string } | undefined>(undefined);
  const running = useRef(false);
  const [state, setState] = useState<{ busy: boolean; error?: Error; result?: Result }>({ busy: false });
  // The newest closures, so that callers need not memoise theirs.
  const latest = useRef({ run, options });
  latest.current = { run, options };
  const perform = useCallback(async (input: Input): Promise<Result | undefined> => {
    // A second press while the first is under way is the same act.
    if (running.current) return undefined;
    running.current = true;
    const about = JSON.stringify(input) ?? '';
    if (intended.current?.about !== about) intended.current = { key: newActKey(), about };
    setState({ busy: true });
    try {
      const result = await latest.current.run(intended.current.key, input);
      intended.current = undefined;
      setState({ busy: false, result });
      void client.invalidateQueries();
      latest.current.options.done?.(result, input);
      return result;
    } catch (thrown) {
      const error = thrown instanceof Error ? thrown : new Error(String(thrown));
      if (error instanceof Problem && !error.passing) {
        intended.current = undefined;
        // Refused often means that somebody else was faster: show what is now.
        if (error.status === 409 || error.status === 412) void client.invalidateQueries();
      }
      setState({ busy: false, error });
      return undefined;
    } finally {
      running.current = false;
    }
  }, [client]);
  const reset = useCallback(() => {
    intended.current = undefined;
    setState({ busy: false });
  }, []);
  return { perform, busy: state.busy, error: state.error, result: state.result, reset };
}
