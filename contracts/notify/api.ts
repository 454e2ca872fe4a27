// Generated from openapi.yaml by `npm run generate`. Do not edit.
export interface paths {
    "/texts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 一个办件的全部短信 · all texts of a case */
        get: operations["listTexts"];
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
        Notice: {
            textKey: string;
            caseNumber: string;
            /** @enum {string} */
            kind: "received" | "supplement" | "accepted" | "not-accepted" | "fee-due" | "paid" | "decided" | "refused" | "ready" | "delivered" | "withdrawn";
            /**
             * @description scheduled 待允许时段 · handing-over 送交网关 · handed-over 已交网关 · delivered 已送达 · failed 失败 · unknown 结果不明
             * @enum {string}
             */
            state: "scheduled" | "handing-over" | "handed-over" | "delivered" | "failed" | "unknown";
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
            /** Format: date-time */
            reportedAt: string | null;
            /** @description 失败原因 · why it failed */
            reason: string | null;
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
            query: {
                caseNumber: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 按时间先后 · in the order they were asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        texts: components["schemas"]["Notice"][];
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
