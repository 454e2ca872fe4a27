/** The console's own API: one handler an operation. Everything here is already held against contracts/console/openapi.yaml. */
import type { operations } from '../../contracts/console/api.ts';
import type { AnswerOf } from '../../infra/http-client.ts';
import type { Handlers } from '../../infra/http-server.ts';
import type { RegisterStore } from './store.ts';

type Shown<K extends keyof operations> = AnswerOf<operations[K]>;

export function handlersOf(register: RegisterStore): Handlers {
  return {
    async listPeople() {
      const body: Shown<'listPeople'> = { people: [...(await register.read()).people.values()].toSorted((a, b) => (a.login < b.login ? -1 : 1)) };
      return { status: 200, body };
    },
    async listPosts() {
      return { status: 200, body: { posts: [...(await register.read()).posts.values()].toSorted((a, b) => (a.code < b.code ? -1 : 1)) } };
    },
  };
}
