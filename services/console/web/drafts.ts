/**
 * What a person has begun and not finished, kept on the server for that person alone. Promise: what was kept comes back
 * as it was, or not at all; reading it says nothing about its shape.
 */
import { api, take } from './api.ts';
import { Problem } from './problem.ts';

export const drafts = {
  /** Undefined when nothing is kept under this key. */
  async read(key: string): Promise<unknown> {
    // Asked first which there are: a browser reports every 404 as an error, and having no draft is none.
    const { drafts: found } = await take(api.console.GET('/drafts'));
    if (!found.some((draft) => draft.key === key)) return undefined;
    try {
      return (await take(api.console.GET('/drafts/{draftKey}', { params: { path: { draftKey: key } } }))).content;
    } catch (error) {
      if (error instanceof Problem && error.status === 404) return undefined;
      throw error;
    }
  },
  async keep(key: string, content: object): Promise<void> {
    await take(api.console.PUT('/drafts/{draftKey}', { params: { path: { draftKey: key } }, body: { content: { ...content } } }));
  },
  async drop(key: string): Promise<void> {
    await take(api.console.DELETE('/drafts/{draftKey}', { params: { path: { draftKey: key } } }));
  },
};
