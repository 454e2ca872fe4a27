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
    "/operations/parked/{messageId}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                messageId: components["parameters"]["MessageId"];
            };
            cookie?: never;
        };
        /** 一条搁置消息的始末与放回预览 · the whole story of one, and what putting it back would meet */
        get: operations["showParked"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/operations/parked/{messageId}/proposals": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                messageId: components["parameters"]["MessageId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 提出放回 · propose that it be put back
         * @description 涉及钱款、印章、证照的服务（`twoPersons` 为真），须一人提出、另一人放回。再次提出只更新理由；消息再次失败被搁置时，提出作废。
         *
         *     Where money, a seal or paper follows (`twoPersons`), one person proposes and another puts back. Proposing again only changes
         *     the note; when the message is parked anew, the proposal is void.
         */
        post: operations["proposePutBack"];
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
            path: {
                messageId: components["parameters"]["MessageId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 放回 · give it to its record again
         * @description `twoPersons` 为真而无他人提出的，409 `second-person-needed`；放回后仍然失败的，409 `failed-again`，消息仍搁置。
         *
         *     409 `second-person-needed` where two persons are needed and no other has proposed it; 409 `failed-again` when it breaks
         *     again, and it stays parked.
         */
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
        ParkedMessage: {
            id: string;
            /** @description 消息类型 · type of the message */
            type: string;
            recordId: string;
            caseNumber: string;
            /** @description 最后一次失败的原因 · why it failed last */
            reason: string;
            deliveries: number;
            parkedAt: string;
            firstFailedAt: string;
            lastFailedAt: string;
            /** @enum {string} */
            state: "waiting" | "proposed" | "put-back";
            /** @description 放回须两人 · putting it back takes two persons */
            twoPersons: boolean;
            proposal: {
                by: string;
                at: string;
                note: string;
            } | null;
            /** @description 内容开头，已脱敏 · how it begins, masked */
            preview: string;
            putBackAt: string | null;
            putBackBy: string | null;
        };
        ParkedStory: {
            id: string;
            /** @description 消息类型 · type of the message */
            type: string;
            recordId: string;
            caseNumber: string;
            /** @description 最后一次失败的原因 · why it failed last */
            reason: string;
            deliveries: number;
            parkedAt: string;
            firstFailedAt: string;
            lastFailedAt: string;
            /** @enum {string} */
            state: "waiting" | "proposed" | "put-back";
            /** @description 放回须两人 · putting it back takes two persons */
            twoPersons: boolean;
            proposal: {
                by: string;
                at: string;
                note: string;
            } | null;
            /** @description 内容开头，已脱敏 · how it begins, masked */
            preview: string;
            putBackAt: string | null;
            putBackBy: string | null;
            /** @description 内容，已脱敏 · the contents, masked */
            payload: string;
            /** @description 出错位置，已截短 · where it broke, shortened */
            stack: string;
            history: {
                at: string;
                /** @enum {string} */
                act: "parked" | "proposed" | "put-back" | "failed-again";
                /** @description 账号；系统搁置的为空 · account; empty when the hub parked it */
                by: string;
                note: string;
                result: string;
            }[];
            /** @description 此刻放回会遇到什么 · what putting it back would meet now */
            target: {
                /** @description 收这条消息的记录类别 · the kind of record it is given to */
                machine: string | null;
                recordId: string;
                /** @description 记录现在的状态；尚无记录为空 · null while there is no record */
                recordState: string | null;
                recordVersion: number | null;
                /** @description 收件箱已认得此消息，放回不会再起作用 · already taken once; putting it back changes nothing */
                knownToInbox: boolean;
                /** @description 内容符合约定 · the contents keep the contract */
                readable: boolean;
            };
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
    parameters: {
        MessageId: string;
    };
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
            query?: {
                /** @description waiting 只列尚未放回的 · only what has not been put back */
                state?: "all" | "waiting";
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
            /** @description 最近搁置的在前 · newest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        parked: components["schemas"]["ParkedMessage"][];
                        /** @description 下一页的游标；没有下一页为空 · cursor of the next page; null after the last */
                        next: string | null;
                    };
                };
            };
            "4XX": components["responses"]["Refused"];
        };
    };
    showParked: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                messageId: components["parameters"]["MessageId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 始末；内容已脱敏 · the story; contents are masked */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ParkedStory"];
                };
            };
            "4XX": components["responses"]["Refused"];
        };
    };
    proposePutBack: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                messageId: components["parameters"]["MessageId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description 原因与处理 · what was wrong and what was done about it */
                    note: string;
                };
            };
        };
        responses: {
            /** @description 已提出 · proposed */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ParkedStory"];
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
                messageId: components["parameters"]["MessageId"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    note?: string;
                };
            };
        };
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
                        /** @description accepted、ignored: 原因、refused: 原因、known already · what came of it */
                        result: string;
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
                /** @description out 我方发起 · in 对方发起 */
                direction?: "out" | "in";
                outcome?: "done" | "refused" | "unavailable" | "in-doubt";
                target?: string;
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
            /** @description 最近的在前 · newest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 下一页的游标；没有下一页为空 · cursor of the next page; null after the last */
                        next: string | null;
                        exchanges: {
                            id: string;
                            at: string;
                            /** @enum {string} */
                            direction: "out" | "in";
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
