// Generated from openapi.yaml by `npm run generate`. Do not edit.
export interface paths {
    "/state": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 监听与银行接入状态 · listeners and the banks seen on them */
        get: operations["showState"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/exchanges": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 与银行的往来（已脱敏）· exchanges with banks, masked */
        get: operations["listBankExchanges"];
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
        Exchange: {
            /** Format: date-time */
            at: string;
            /** @description 方言/银行 · dialect and bank, such as zone-nontax/ICBC */
            bank: string;
            /** @description 交易码 · transaction code asked */
            operation: string;
            caseNumber: string;
            /** @description 缴款码、流水号；无人名与账号 · pay code and serial; no names, no accounts */
            request: string;
            answer: string;
            /** @enum {string} */
            outcome: "done" | "refused" | "unavailable" | "in-doubt";
            tookMs: number;
        };
        /** @description 网关状态，各网关同一格式 · state of a gateway, one shape for all */
        GatewayState: {
            /** @description 适配器 · adapter in use */
            adapter: string;
            /** @description 配置名称 · profile in use */
            profile: string | null;
            /** @description 对方地址（主机与端口）；对方连我方的为监听地址 · host and port of the other side, or where it connects to us */
            target: string;
            /**
             * @description up 正常 · down 不通 · waiting 尚无往来
             * @enum {string}
             */
            state: "up" | "down" | "waiting";
            /**
             * Format: date-time
             * @description 此状态起于何时；不能确定为空 · since when; null when not known
             */
            since: string | null;
            /**
             * Format: date-time
             * @description 最近一次得到答复 · when it last answered or was answered
             */
            lastSuccessAt: string | null;
            /** @description 最近一次失败及原因 · the last failure and why */
            lastFailure: {
                /** Format: date-time */
                at: string;
                /** @enum {string} */
                kind: "unavailable" | "in-doubt";
                operation: string;
                /** @description 原始原因，已脱敏 · what was said, masked */
                detail: string;
                zh: string;
                en: string;
            } | null;
            /**
             * @description 熔断状态；由调用方熔断的为空 · of its breaker; null where the caller has it
             * @enum {string|null}
             */
            circuit: "closed" | "open" | "half-open" | null;
            /** @description 待办的外部调用与未发出的消息 · calls and messages still owed */
            queued: number;
            /** @description 最近一小时各种结果的次数 · outcomes of the last hour */
            lastHour: {
                done: number;
                refused: number;
                unavailable: number;
                inDoubt: number;
            };
            /**
             * Format: date-time
             * @description 省级平台：本实例最近一次得到答复 · province, this copy
             */
            lastAnsweredAt?: string | null;
            /** @description 省级平台：上级决定查询到何处 · how far decisions have been asked for */
            decisionsCursor?: string | null;
            /** @description 省级平台：本实例启动以来的结果 · province, outcomes since this copy started */
            answers?: {
                done: number;
                refused: number;
                unavailable: number;
                inDoubt: number;
            };
            /** @description 银行：各接入口 · bank, where banks connect */
            listeners?: {
                /** @description 报文方言 · dialect, such as zone-nontax */
                adapter: string;
                host: string;
                port: number;
                /** @description 当前连接数 · open now */
                connections: number;
                /** @description 因超过上限而拒绝的连接 · turned away for want of room since the start */
                refusedConnections: number;
                banks: {
                    bank: string;
                    /** Format: date-time */
                    lastLoginAt: string | null;
                    /** Format: date-time */
                    lastExchangeAt: string | null;
                }[];
            }[];
            /**
             * @description 短信：链路阶段 · texts, phase of the link
             * @enum {string}
             */
            phase?: "stopped" | "connecting" | "up" | "waiting";
            /** @description 短信：滑动窗口 · texts, parts unanswered at once */
            windowSize?: number;
            unanswered?: number;
            /** @description 短信：链路最近的错误 · texts, last error of the link */
            lastError?: null | {
                code: string;
                /** Format: date-time */
                at: string;
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
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    showState: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 当前状态 · as it is now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayState"];
                };
            };
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
        };
    };
    listBankExchanges: {
        parameters: {
            query?: {
                /** @description 只看一个办件的 · of one case only */
                caseNumber?: string;
                limit?: number;
                outcome?: "done" | "refused" | "unavailable" | "in-doubt";
                /** @description 上一页给出的 next · the next of the page before */
                cursor?: string;
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
                        next: string | null;
                        exchanges: components["schemas"]["Exchange"][];
                    };
                };
            };
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
        };
    };
}
