// Generated from openapi.yaml by `npm run generate`. Do not edit.
export interface paths {
    "/texts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 短信 · texts
         * @description 不限办件时最近的在前；限定办件时按时间先后。部门专办员只见本部门事项的。
         *
         *     Newest first; those of one case in the order they were asked for. A department officer sees those of the own department.
         */
        get: operations["listTexts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/text-counts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 每日各状态的短信数 · how many texts of each day are in which state
         * @description 一次最多 366 天；缺省为最近 30 天 · 366 days at most; the last 30 when left out.
         */
        get: operations["countTexts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/texts/{textKey}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 一条短信 · one text */
        get: operations["showText"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @enum {string} */
        TextKind: "received" | "supplement" | "accepted" | "not-accepted" | "fee-due" | "paid" | "decided" | "refused" | "ready" | "delivered" | "withdrawn";
        /**
         * @description scheduled 待允许时段 · handing-over 送交网关 · handed-over 已交网关 · delivered 已送达 · failed 失败 · unknown 结果不明
         * @enum {string}
         */
        TextState: "scheduled" | "handing-over" | "handed-over" | "delivered" | "failed" | "unknown";
        Notice: {
            textKey: string;
            caseNumber: string;
            kind: components["schemas"]["TextKind"];
            state: components["schemas"]["TextState"];
            /** @description 窗口受理员、审计以外的岗位看到的是脱敏号码 · masked unless the post needs it */
            mobile: string;
            /** @description 短信全文，查询密码已隐去 · the words without the query password */
            words: string;
            /** Format: date-time */
            askedAt: string;
            /**
             * Format: date-time
             * @description 因时段限制推迟到 · put off by the permitted hours
             */
            dueAt: string | null;
            /**
             * Format: date-time
             * @description 运营商状态报告的时间 · when the carrier reported
             */
            reportedAt: string | null;
            /** @description 失败原因 · why it failed */
            reason: string | null;
        };
        /** @description What somebody else did before this request arrived 其间他人已办, for a request that came too late. */
        ProblemMeanwhile: {
            /** @description Present state 当前状态. */
            state: string;
            /** @description The last step, in Chinese 最近一步. */
            zh: string;
            /** @description The last step, in English 最近一步（英文）. */
            en: string;
            /** @description Account that took it, empty when a machine did 办理人账号. */
            by: string;
            /** @description Name of that member of staff 办理人. */
            name: string;
            /**
             * Format: date-time
             * @description When 办理时间.
             */
            at: string;
        };
        ProblemError: {
            /** @description Path of the offending field 出错字段. */
            field: string;
            /** @description The rule that is broken, in Chinese 不符合的规则. */
            zh: string;
            /** @description The rule that is broken, in English 不符合的规则（英文）. */
            en: string;
        };
        Problem: {
            /**
             * Format: uri-reference
             * @description Identifies the kind of problem 问题类型; for a refusal it ends in the reason.
             * @example /problems/unknown-item
             */
            type: string;
            /**
             * @description What was refused and what to do, in Chinese 中文说明.
             * @example 没有这个事项，请核对事项编码
             */
            title: string;
            /**
             * @description The same sentence in English 英文说明.
             * @example There is no such item; check its code
             */
            titleEn: string;
            /** @description HTTP status, repeated in the body 状态码. */
            status: number;
            /** @description What is particular to this occurrence, in Chinese 具体情况. */
            detail?: string;
            /** @description The same in English 具体情况（英文）. */
            detailEn?: string;
            /**
             * @description Stable reason 拒绝原因; programs branch on this, never on the sentences.
             * @example unknown-item
             */
            reason: string;
            /**
             * @description Path of the offending field 出错字段.
             * @example applicant.creditCode
             */
            field?: string;
            /** @description Case number 办件编号, when the request belongs to a case. */
            caseNumber?: string;
            meanwhile?: components["schemas"]["ProblemMeanwhile"];
            /** @description Every fault found at once 全部问题, when there are several. */
            errors?: components["schemas"]["ProblemError"][];
        };
    };
    responses: {
        /** @description The rules say no 拒绝 (4xx), or we failed 故障 (5xx). */
        Refused: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
    };
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    listTexts: {
        parameters: {
            query?: {
                /** @description 只看一个办件的 · of one case only */
                caseNumber?: string;
                state?: components["schemas"]["TextState"];
                kind?: components["schemas"]["TextKind"];
                /** @description 起始日（含），北京时间 · first day, China time */
                from?: string;
                /** @description 截止日（含）· last day, counted */
                to?: string;
                /** @description 上一页给出的 next · the next of the page before */
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 一页短信 · one page of texts */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        texts: components["schemas"]["Notice"][];
                        /** @description 下一页的游标；没有下一页为空 · cursor of the next page; null after the last */
                        next: string | null;
                    };
                };
            };
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
        };
    };
    countTexts: {
        parameters: {
            query?: {
                /** @description 起始日（含），北京时间 · first day, China time */
                from?: string;
                /** @description 截止日（含）· last day, counted */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 按日期、状态排列，没有的不列 · by day and state; what there is none of is left out */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        counts: {
                            day: string;
                            state: components["schemas"]["TextState"];
                            texts: number;
                        }[];
                    };
                };
            };
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
        };
    };
    showText: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                textKey: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 短信 · the text */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Notice"];
                };
            };
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
        };
    };
}
