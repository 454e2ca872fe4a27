// Generated from openapi.yaml by `npm run generate`. Do not edit.
export interface paths {
    "/operations/work": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 尚未完成的工作 · what is owed */
        get: operations["showWork"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/operations/parked": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 搁置的消息 · parked messages */
        get: operations["listParked"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/operations/parked/{messageId}/put-back": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** 放回 · give it to its record again */
        post: operations["putBack"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/operations/republish": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** 消息流丢失后由发件箱重新发布 · publish again what the outbox holds, after a stream was lost; receivers drop what they know */
        post: operations["republish"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/operations/exchanges": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 与外部系统的往来记录（已脱敏）· talks with outside systems, masked */
        get: operations["listExchanges"];
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
    showWork: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 尚未送出的消息、尚未完成的外部调用、逾期的提醒 · messages, calls and reminders still owed */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        messagesOwed: number;
                        callsOwed: number;
                        remindersLate: number;
                        circuits: {
                            [key: string]: "closed" | "open" | "half-open";
                        };
                    };
                };
            };
            "4XX": components["responses"]["Refused"];
        };
    };
    listParked: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 最近搁置的在前 · newest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        parked: {
                            id: string;
                            type: string;
                            recordId: string;
                            reason: string;
                            deliveries: number;
                            parkedAt: string;
                            putBackAt: string | null;
                            putBackBy: string | null;
                        }[];
                    };
                };
            };
            "4XX": components["responses"]["Refused"];
        };
    };
    putBack: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                messageId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 已放回 · put back */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        messageId: string;
                        /** @constant */
                        state: "put-back";
                    };
                };
            };
            "4XX": components["responses"]["Refused"];
        };
    };
    republish: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * Format: date-time
                     * @description 从何时起的消息
                     */
                    since: string;
                };
            };
        };
        responses: {
            /** @description 待重新发布的消息数 · how many are owed again */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        owed: number;
                    };
                };
            };
            "4XX": components["responses"]["Refused"];
        };
    };
    listExchanges: {
        parameters: {
            query?: {
                caseNumber?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 最近的在前 · newest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        exchanges: {
                            at: string;
                            target: string;
                            operation: string;
                            caseNumber: string;
                            request: string;
                            answer: string;
                            /** @enum {string} */
                            outcome: "done" | "refused" | "unavailable" | "in-doubt";
                            tookMs: number;
                        }[];
                    };
                };
            };
            "4XX": components["responses"]["Refused"];
        };
    };
}
