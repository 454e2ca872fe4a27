/** Errors as people and programs read them: RFC 9457 problem details, Chinese first, English beside it. */
import type { Meanwhile, Refusal } from '../contracts/refusals.ts';

export interface Problem {
  type: string; title: string; titleEn: string; status: number; detail: string; detailEn: string; reason: string; field?: string;
  errors?: { field: string; zh: string; en: string }[];
  meanwhile?: Meanwhile;
}

const titles: Record<number, readonly [zh: string, en: string]> = {
  400: ['请求有误', 'The request is not right'], 401: ['未登录', 'Not signed in'], 403: ['无权操作', 'Not permitted'], 404: ['未找到', 'Not found'], 405: ['不支持此操作', 'Method not taken'],
  409: ['与当前状态冲突', 'In conflict with the present state'], 412: ['资料已变动', 'Changed since it was read'], 413: ['内容过大', 'Too large'], 415: ['类型不受支持', 'Type not supported'],
  422: ['内容不符合规定', 'Against the rules'], 429: ['请求过多', 'Too many requests'], 500: ['系统故障', 'Our fault'], 502: ['暂时无法办理', 'Not available now'], 503: ['暂时无法办理', 'Not available now'], 504: ['结果未知', 'Result unknown'],
};

export function problem(status: number, reason: string, detail: string, detailEn: string, more: Pick<Problem, 'field' | 'errors' | 'meanwhile'> = {}): Problem {
  const [title, titleEn] = titles[status] ?? titles[500] ?? ['', ''];
  return { type: `/problems/${reason}`, title, titleEn, status, detail, detailEn, reason, ...more };
}
export const problemOf = (refusal: Refusal): Problem =>
  problem(refusal.status, refusal.reason, refusal.zh, refusal.en, {
    ...(refusal.field === undefined ? {} : { field: refusal.field }), ...(refusal.meanwhile === undefined ? {} : { meanwhile: refusal.meanwhile }),
  });
