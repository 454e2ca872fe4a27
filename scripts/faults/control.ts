// How people of the outside are told what to do in the scenario `money`: over the control endpoints of its simulators, which are killed like everything
// else. Promise: while nobody is there it is asked again; how often that was is told, and patience ends.
import { setTimeout as delay } from 'node:timers/promises';
import axios from 'axios';
import type { z } from 'zod';

export interface ControlAnswer { status: number; data: unknown }
export interface Control {
  /** Once; undefined when nobody is there. */
  once(where: string, body?: object): Promise<ControlAnswer | undefined>;
  /** Until somebody is there; a no is an answer too. */
  heard(where: string, body?: object): Promise<ControlAnswer>;
  /** Until it was done. */
  done<T>(where: string, shape: z.ZodType<T>, body?: object): Promise<T>;
}

const tries = 300;
const pauseMs = 200;

/** `who` names the simulator to whoever reads why a run broke off. */
export function controlOf(url: string, around: { who: string; interrupted: AbortSignal; onRepeat?(): void }): Control {
  const once: Control['once'] = (where, body) =>
    axios.request<unknown>({ method: body ? 'post' : 'get', url: `${url}${where}`, data: body, timeout: 120_000, proxy: false, validateStatus: () => true }).then(({ status, data }) => ({ status, data }), () => undefined);
  async function until(where: string, body: object | undefined, isEnough: (answer: ControlAnswer) => boolean): Promise<ControlAnswer> {
    for (let asked = 1; ; asked += 1) {
      const answer = await once(where, body);
      if (answer && isEnough(answer)) return answer;
      around.onRepeat?.();
      if (asked >= tries || around.interrupted.aborted) throw new Error(`${around.who} does not answer ${where}: ${answer ? `${String(answer.status)} ${JSON.stringify(answer.data).slice(0, 200)}` : 'nobody is there'}`);
      await delay(pauseMs);
    }
  }
  return {
    once,
    heard: (where, body) => until(where, body, () => true),
    async done(where, shape, body) { return shape.parse((await until(where, body, ({ status }) => status === 200)).data); },
  };
}
