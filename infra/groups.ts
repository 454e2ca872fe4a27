/**
 * Asks that come at the same time go as one. Promises: an ask alone goes at once; while as many groups are under way as may be, the next gathers,
 * but nobody waits longer than the patience for others; each gets its own answer, in whatever company it went. Where the last group had company, the
 * next waits a moment for its own: those that were answered together ask again together, a millisecond or two apart.
 */

interface Waiting<Q, A> { question: Q; resolve(answer: A): void; reject(error: unknown): void }

/** `ask` gives one answer for each question, in their order; when it fails, all of its group fail. */
export function inGroups<Q, A>(options: { atMost: number; atOnce: number; patienceMs: number; companyMs: number; ask(questions: readonly Q[]): Promise<readonly A[]> }): (question: Q) => Promise<A> {
  const { atMost, atOnce, patienceMs, companyMs, ask } = options;
  let waiting: Waiting<Q, A>[] = [];
  let underWay = 0;
  let soon: NodeJS.Immediate | undefined;
  let patience: NodeJS.Timeout | undefined;
  let company: NodeJS.Timeout | undefined;
  let hadCompany = false;

  function send(): void {
    clearImmediate(soon);
    clearTimeout(patience);
    clearTimeout(company);
    soon = patience = company = undefined;
    const group = waiting.slice(0, atMost);
    waiting = waiting.slice(atMost);
    if (group.length === 0) return;
    underWay += 1;
    hadCompany = group.length > 1;
    void answerAll(group).finally(() => { underWay -= 1; plan(); });
    plan();
  }

  async function answerAll(group: readonly Waiting<Q, A>[]): Promise<void> {
    try {
      const answers = await ask(group.map(({ question }) => question));
      if (answers.length !== group.length) throw new Error(`${String(answers.length)} answers to ${String(group.length)} questions`);
      for (const [at, one] of group.entries()) one.resolve(answers[at] as A);
    } catch (error) { for (const one of group) one.reject(error); }
  }

  function plan(): void {
    if (waiting.length === 0) return;
    if (waiting.length >= atMost) { send(); return; }
    if (underWay >= atOnce) patience ??= setTimeout(send, patienceMs);
    else if (hadCompany) company ??= setTimeout(send, companyMs);
    // All that one turn of the event loop brought goes together.
    else soon ??= setImmediate(send);
  }

  return (question) => new Promise((resolve, reject) => { waiting.push({ question, resolve, reject }); plan(); });
}
