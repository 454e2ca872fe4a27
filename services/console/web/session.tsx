/**
 * The session as pages see it. Promise: below `SessionGate` somebody is always signed in; an ended session covers the
 * page with a dialog and takes nothing from it; a desk left alone is signed out.
 */
import { Button, Modal } from 'antd';
import { useCallback, useEffect, useState, useSyncExternalStore, type ReactNode } from 'react';
import { createContext, useContext, useMemo } from 'react';
import { useWords } from './language.tsx';
import { now } from './now.ts';
import { ProblemAlert } from './parts/problem-alert.tsx';
import { signedInPath, signIn, signInAddress, whenToldSignedIn, type Session } from './sign-in.ts';
import { frameTexts } from './texts/frame.ts';

const SessionContext = createContext<Session | undefined>(undefined);

/** Who is signed in. */
export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error('outside SessionGate');
  return session;
}

/** `const may = useRoles(); may('reviewer', 'approver')`: whether any of them is held. It hides, services decide. */
export function useRoles(): (...roles: readonly string[]) => boolean {
  const { roles } = useSession();
  return useCallback((...wanted) => wanted.some((role) => roles.includes(role)), [roles]);
}

/** Without a touch for so long a person is warned, and then signed out; the console itself ends sessions after as long. */
const idleMs = 30 * 60_000;
const warnMs = 2 * 60_000;

export function SessionGate({ children, waiting }: { children: ReactNode; waiting: (unreachable: boolean) => ReactNode }): ReactNode {
  const state = useSyncExternalStore(signIn.watch, signIn.now);
  const kind = state.kind;
  useEffect(() => {
    const ask = (): void => void signIn.ask().catch(() => undefined);
    if (kind === 'loading') ask();
    if (kind !== 'unreachable' && kind !== 'ended') return undefined;
    const timer = setInterval(ask, 3_000);
    const stop = whenToldSignedIn(ask);
    return () => {
      clearInterval(timer);
      stop();
    };
  }, [kind]);
  if (!('session' in state)) return waiting(kind === 'unreachable');
  return (
    <SessionContext value={state.session}>
      {children}
      <SignInAgain open={kind === 'ended'} />
      {kind === 'signed-in' && <IdleWatch />}
    </SessionContext>
  );
}

function SignInAgain({ open }: { open: boolean }): ReactNode {
  const w = useWords(frameTexts);
  return (
    <Modal
      open={open} closable={false} mask={{ closable: false }} keyboard={false} width={440} zIndex={2000} title={w('endedTitle')}
      footer={[
        <Button key="other" onClick={() => location.assign(signInAddress('/staff/'))}>{w('endedOther')}</Button>,
        <Button key="again" type="primary" autoFocus onClick={() => window.open(signInAddress(signedInPath), 'hub-sign-in', 'popup,width=520,height=640')}>{w('endedButton')}</Button>,
      ]}
    >
      <p>{w('endedNote')}</p>
    </Modal>
  );
}

function IdleWatch(): ReactNode {
  const w = useWords(frameTexts);
  const [left, setLeft] = useState<number | undefined>(undefined);
  const [error, setError] = useState<Error | undefined>(undefined);
  const touched = useMemo(() => ({ at: now().getTime() }), []);
  useEffect(() => {
    const touch = (): void => {
      touched.at = now().getTime();
    };
    const signs = ['pointerdown', 'keydown', 'wheel', 'touchstart'] as const;
    for (const sign of signs) addEventListener(sign, touch, { passive: true, capture: true });
    const timer = setInterval(() => {
      const rest = touched.at + idleMs - now().getTime();
      setLeft(rest < warnMs ? Math.max(0, Math.ceil(rest / 1000)) : undefined);
      if (rest <= 0) {
        touched.at = now().getTime();
        signIn.leave(false).then(signIn.ended, setError);
      }
    }, 1_000);
    return () => {
      clearInterval(timer);
      for (const sign of signs) removeEventListener(sign, touch, { capture: true });
    };
  }, [touched]);
  return (
    <Modal
      open={left !== undefined} closable={false} mask={{ closable: false }} width={400} title={w('idleTitle')}
      footer={<Button type="primary" autoFocus onClick={() => { touched.at = now().getTime(); setLeft(undefined); void signIn.ask().catch(setError); }}>{w('idleStay')}</Button>}
    >
      <p role="timer">{w('idleNote', { seconds: left ?? 0 })}</p>
      {error && <ProblemAlert error={error} />}
    </Modal>
  );
}
