/**
 * One intake from the first character to the receipt: what is typed, what was sent, what follows. Promise: everything is
 * kept on the server while it is unfinished; a registration goes out under one key until it is answered, however often it
 * must be asked; the acceptance or notice that follows likewise.
 */
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { newActKey } from '../../act-key.ts';
import { api, take } from '../../api.ts';
import { drafts } from '../../drafts.ts';
import { now } from '../../now.ts';
import { usePapers, type Papers } from '../../parts/papers.ts';
import { Problem, type Unreachable } from '../../problem.ts';
import { emptyValues, isWorthKeeping, type FieldName, type FollowUp, type FormValues, type IntakeDraft, type Registration } from './draft.ts';
import { openDraftKeeper, type DraftKeeper, type KeepingState } from './draft-keeping.ts';
import { answerFaultsOfProblem, answersSent, type AnswerFaults, type Answers } from './answer-check.ts';
import { bodyOf, faultsOfProblem, type Faults } from './form-faults.ts';
import { insist } from './insistence.ts';
import type { OfferedItem } from './offered-item.ts';

/** The draft's key at the server. */
export const draftKey = 'intake';
/** No power cut comes between saving and sending more often than a clerk should wait for it. */
const flushWaitMs = 1_500;

export interface Done {
  readonly caseNumber: string;
  readonly receiptNumber: string;
  readonly then: FollowUp['kind'];
  /** What was told to be missing. */
  readonly noticed: readonly string[] | undefined;
  /** Why what should have followed did not happen. */
  readonly refused: Problem | undefined;
  /** The first try had got through, with what was in the form then. */
  readonly asFirstSent: boolean;
  readonly seconds: number | undefined;
}
export interface Trouble { readonly error: Problem | Unreachable; readonly tries: number }
export type Stage =
  | { readonly kind: 'filling' }
  | { readonly kind: 'sending'; readonly doing: 'receive' | 'accept' | 'notice'; readonly trouble: Trouble | undefined }
  | { readonly kind: 'done'; readonly done: Done };

export type Intent = { readonly kind: 'none' | 'accept' } | { readonly kind: 'notice'; readonly missing: readonly string[] };

export interface Desk {
  readonly item: OfferedItem | undefined;
  readonly values: FormValues;
  readonly answers: Answers;
  readonly papers: Papers;
  readonly stage: Stage;
  /** Faults a service found, until the field changes. */
  readonly faults: Faults;
  /** The same of answers, by key. */
  readonly answerFaults: AnswerFaults;
  /** A refusal that belongs to no field. */
  readonly refused: Problem | undefined;
  readonly keeping: KeepingState;
  choose(item: OfferedItem | undefined): void;
  change(values: Partial<FormValues>): void;
  answer(key: string, value: string): void;
  /** Sends; everything must have been checked. */
  send(intent: Intent): void;
  /** Gives up waiting for an answer and goes back to the form; the key stays. */
  stopWaiting(): void;
  /** Tries again at once. */
  hurry(): void;
  /** Goes on with what was kept. */
  goOn(draft: IntakeDraft, item: OfferedItem | undefined): void;
  /** An empty desk. */
  clear(): void;
}

class GivenUp extends Error {}

const noRows: readonly { name: string }[] = [];

/** `kept` says whether a draft lay on the server when the page was opened. */
export function useIntakeDesk(kept: boolean): Desk {
  const client = useQueryClient();
  const [item, setItem] = useState<OfferedItem | undefined>(undefined);
  const [values, setValues] = useState<FormValues>(emptyValues);
  const [answers, setAnswers] = useState<Answers>({});
  const [answerFaults, setAnswerFaults] = useState<AnswerFaults>({});
  const [stage, setStage] = useState<Stage>({ kind: 'filling' });
  const [faults, setFaults] = useState<Faults>({});
  const [refused, setRefused] = useState<Problem | undefined>(undefined);
  const [keeping, setKeeping] = useState<KeepingState>('nothing');
  const papers = usePapers(item?.materials ?? noRows);
  const keeper = useRef<DraftKeeper<IntakeDraft> | undefined>(undefined);
  /** The key of this registration, from its first sending to its answer. */
  const key = useRef<string | undefined>(undefined);
  /** What went out last under that key and was not answered. */
  const unanswered = useRef<Registration | undefined>(undefined);
  const began = useRef<number | undefined>(undefined);
  const pausing = useRef<(() => void) | undefined>(undefined);
  const giveUp = useRef<(() => void) | undefined>(undefined);
  const restored = useRef(false);

  useEffect(() => {
    const opened = openDraftKeeper<IntakeDraft>({
      put: (draft) => drafts.keep(draftKey, draft), remove: () => drafts.drop(draftKey), told: setKeeping,
      after: (ms, then) => { const timer = setTimeout(then, ms); return () => clearTimeout(timer); },
    }, kept);
    keeper.current = opened;
    return () => {
      keeper.current = undefined;
      // Leaving the page is no reason to lose the last half second.
      void opened.flush().catch(() => undefined).finally(() => opened.close());
    };
  }, [kept]);

  const draftNow = useCallback((more: Partial<IntakeDraft> = {}): IntakeDraft => ({
    version: 1, savedAt: now().toISOString(), itemCode: item?.code ?? null, itemName: item?.name ?? '', values, answers: { ...answers }, papers: [...papers.kept], sent: unanswered.current ?? null, registered: null, ...more,
  }), [item, values, answers, papers.kept]);

  const touched = useRef(false);
  useEffect(() => {
    if (stage.kind !== 'filling' || (!touched.current && !restored.current)) return;
    const draft = draftNow();
    keeper.current?.change(isWorthKeeping(draft) ? draft : null);
  }, [stage.kind, draftNow]);
  // A paper that has arrived is a change like any other.
  useEffect(() => { if (papers.kept.length > 0) touched.current = true; }, [papers.kept]);

  const pause = useCallback((ms: number): Promise<void> => new Promise((resolve) => {
    const over = (): void => { clearTimeout(timer); pausing.current = undefined; resolve(); };
    const timer = setTimeout(over, ms);
    pausing.current = over;
  }), []);

  const latest = useRef({ draftNow });
  latest.current = { draftNow };

  const acts = useMemo(() => {
    const doing = (what: 'receive' | 'accept' | 'notice') => {
      setStage({ kind: 'sending', doing: what, trouble: undefined });
      return { pause, waiting: (error: Problem | Unreachable, tries: number) => setStage({ kind: 'sending', doing: what, trouble: { error, tries } }) };
    };
    /** Waits a moment for the draft to be safe; an outage must not keep the act from being tried. */
    const safe = async (draft: IntakeDraft): Promise<void> => {
      keeper.current?.change(draft);
      await Promise.race([keeper.current?.flush().catch(() => undefined), new Promise((resolve) => { setTimeout(resolve, flushWaitMs); })]);
    };
    const post = ({ key: actKey, body }: Registration) => take(api.intake.POST('/cases', { params: { header: { 'Idempotency-Key': actKey } }, body }));

    const register = async (registration: Registration): Promise<void> => {
      const before = unanswered.current;
      unanswered.current = registration;
      setFaults({});
      setAnswerFaults({});
      setRefused(undefined);
      const patience = doing('receive');
      // Giving up is possible while a question is on its way, too; its late answer is found by the key the next time.
      let gaveUp = false;
      const halted = new Promise<never>((_, reject) => { giveUp.current = () => { gaveUp = true; reject(new GivenUp()); }; });
      halted.catch(() => undefined);
      const patient = { ...patience, pause: async (ms: number) => { await pause(ms); if (gaveUp) throw new GivenUp(); }, waiting: (error: Problem | Unreachable, tries: number) => { if (!gaveUp) patience.waiting(error, tries); } };
      await safe(latest.current.draftNow({ sent: registration }));
      let asFirstSent = false;
      let sent = registration;
      try {
        const reply = await Promise.race([halted, insist(() => post(registration), patient).catch((error: unknown) => {
          // The key has been used with another body: an earlier try, thought lost, had arrived. Its answer is the answer.
          if (!(error instanceof Problem) || error.reason !== 'idempotency-key-reused' || !before) throw error;
          asFirstSent = true;
          sent = before;
          return insist(() => post(before), patient);
        })]);
        await follow({ caseNumber: reply.caseNumber, receiptNumber: reply.receiptNumber, then: sent.then }, asFirstSent);
      } catch (error) {
        if (error instanceof GivenUp) {
          setStage({ kind: 'filling' });
          return;
        }
        // Refused: this key has had its answer.
        key.current = undefined;
        unanswered.current = undefined;
        touched.current = true;
        if (error instanceof Problem) {
          const found = faultsOfProblem(error);
          const wrong = answerFaultsOfProblem(error);
          setFaults(found);
          setAnswerFaults(wrong);
          setRefused(Object.keys(found).length + Object.keys(wrong).length > 0 ? undefined : error);
          if (found.item) void client.invalidateQueries({ queryKey: ['intake', 'items'] });
        } else setRefused(new Problem({ status: 0, reason: 'unknown', zh: String(error), en: String(error) }));
        setStage({ kind: 'filling' });
      }
    };

    const follow = async (registered: NonNullable<IntakeDraft['registered']>, asFirstSent: boolean): Promise<void> => {
      const { caseNumber, then } = registered;
      let problem: Problem | undefined;
      giveUp.current = undefined;
      if (then.kind !== 'none') {
        // From here on the draft says that the case exists; it must not be registered again after a power cut.
        keeper.current?.change(latest.current.draftNow({ sent: null, registered }));
        const patience = doing(then.kind);
        const params = { path: { caseNumber }, header: { 'Idempotency-Key': then.key } };
        try {
          await insist(async () => (then.kind === 'accept'
            ? take(api.intake.POST('/cases/{caseNumber}/acceptance', { params, body: { decision: 'accept', reason: '' } }))
            : take(api.intake.POST('/cases/{caseNumber}/supplement-notice', { params, body: { missing: [...then.missing] } }))), patience);
        } catch (error) {
          if (!(error instanceof Problem)) throw error;
          problem = error;
        }
      }
      key.current = undefined;
      unanswered.current = undefined;
      touched.current = false;
      restored.current = false;
      keeper.current?.change(null);
      setStage({ kind: 'done', done: {
        caseNumber, receiptNumber: registered.receiptNumber, then: then.kind, noticed: then.kind === 'notice' && !problem ? then.missing : undefined, refused: problem, asFirstSent,
        seconds: began.current === undefined ? undefined : Math.round((now().getTime() - began.current) / 1000),
      } });
      void client.invalidateQueries({ queryKey: ['intake'] });
    };
    return { register, follow };
  }, [client, pause]);

  const begin = (): void => { began.current ??= now().getTime(); };

  return {
    item, values, answers, papers, stage, faults, answerFaults, refused, keeping,
    choose(next) {
      begin();
      touched.current = true;
      setItem(next);
      // An item that serves no natural persons has no place for a person's document.
      if (next && !next.servesPersons) setValues((before) => ({ ...before, documentType: '', documentNumber: '' }));
      setFaults(({ item: _gone, materials: _papers, ...rest }) => rest);
      setRefused(undefined);
    },
    change(fields) {
      begin();
      touched.current = true;
      setValues((before) => ({ ...before, ...fields }));
      setFaults((before) => Object.fromEntries(Object.entries(before).filter(([field]) => !(field in fields))));
    },
    answer(name, value) {
      begin();
      touched.current = true;
      setAnswers((before) => ({ ...before, [name]: value }));
      setAnswerFaults(({ [name]: _said, ...rest }) => rest);
    },
    send(intent) {
      if (!item || stage.kind !== 'filling') return;
      key.current ??= newActKey();
      const then: FollowUp = intent.kind === 'none' ? { kind: 'none' } : intent.kind === 'notice' ? { kind: 'notice', key: newActKey(), missing: [...intent.missing] }
        // What is charged by a standard is counted and told first, on the page of the case.
        : item.feeTerms ? { kind: 'none' } : { kind: 'accept', key: newActKey() };
      void acts.register({ key: key.current, body: bodyOf(item.code, values, papers.kept, answersSent(item.formFields, answers)), then });
    },
    stopWaiting: () => { giveUp.current?.(); pausing.current?.(); },
    hurry: () => pausing.current?.(),
    goOn(draft, offered) {
      began.current = undefined;
      restored.current = true;
      setItem(offered);
      setValues(draft.values);
      setAnswers(draft.answers);
      papers.restore(draft.papers);
      if (draft.registered) void acts.follow(draft.registered, false);
      else if (draft.sent) {
        key.current = draft.sent.key;
        void acts.register(draft.sent);
      }
    },
    clear() {
      began.current = undefined;
      key.current = undefined;
      unanswered.current = undefined;
      touched.current = false;
      restored.current = false;
      setItem(undefined);
      setValues(emptyValues);
      setAnswers({});
      papers.restore([]);
      setFaults({});
      setAnswerFaults({});
      setRefused(undefined);
      setStage({ kind: 'filling' });
      keeper.current?.change(null);
    },
  };
}

/** Which field a fault belongs to, for those that are of the form. */
export const formFaults = (faults: Faults): Partial<Record<FieldName, NonNullable<Faults[FieldName]>>> => {
  const { item: _item, materials: _materials, ...fields } = faults;
  return fields;
};
