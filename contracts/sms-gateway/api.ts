// Generated from openapi.yaml by `npm run generate`. Do not edit.
export interface paths {
    "/texts/{textId}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description 短信编号，由调用方给定 · given by the caller (also the key against doubles) */
                textId: components["schemas"]["TextId"];
            };
            cookie?: never;
        };
        /** 查询短信 · what became of a text */
        get: operations["showText"];
        /**
         * 发送短信 · take a text and send it once
         * @description 地址即键，无需 Idempotency-Key；内容相同的重复请求得到相同答复，内容不同的被拒绝（`idempotency-key-reused`）。
         *
         *     The address is the key. Asking again with the same content is harmless and answers the same; with another
         *     content it is refused (`idempotency-key-reused`). 200 means: kept safely and going out.
         */
        put: operations["sendText"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/state": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 链路状态 · state of the link to the carrier */
        get: operations["showState"];
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
        TextId: string;
        Text: {
            textId: components["schemas"]["TextId"];
            caseNumber: string;
            /** @description 已脱敏 · masked */
            mobile: string;
            /**
             * @description waiting 待发 · submitted 运营商已收 · in-doubt 是否发出不明 · delivered 已送达 · failed 失败 ·
             *     unreported 逾期无报告 · attention 需人工处理
             * @enum {string}
             */
            state: "waiting" | "submitted" | "in-doubt" | "delivered" | "failed" | "unreported" | "attention";
            parts: number;
            /** @description 运营商状态码或拒绝原因 · the word of the carrier or why it refused */
            code: string | null;
            /** Format: date-time */
            sentAt: string | null;
            /** Format: date-time */
            reportedAt: string | null;
            attempts: {
                /** @description 扩展号码 · extension digits */
                extension: string;
                /** Format: date-time */
                startedAt: string;
                parts: {
                    /** @enum {string} */
                    state: "waiting" | "in-doubt" | "taken" | "delivered" | "failed";
                    carrierId: string | null;
                    code: string | null;
                }[];
            }[];
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
            /** @description 银行：每日文件来源 · bank, where daily files are fetched from */
            dailyFiles?: {
                feed: string;
                /** @description 银行代码；财政为 fiscal · code of the bank; `fiscal` for the fiscal record */
                source: string;
                /** @description 文件方言 · dialect of its files */
                profile: string;
                /** @description 取文件的地址与目录 · server and folder */
                place: string;
                /**
                 * @description up 目录可读 · down 目录不通 · waiting 尚未查看
                 * @enum {string}
                 */
                state: "up" | "down" | "waiting";
                /** Format: date-time */
                lookedAt: string | null;
                /**
                 * Format: date-time
                 * @description 目录最近一次可读 · when it could last be read
                 */
                answeredAt: string | null;
                /** @description 目录现有的故障 · what is wrong with the folder now */
                trouble: null | {
                    detail: string;
                    /** @description 须有人处理（账号、密钥、目录）· a person must mend it */
                    toMend: boolean;
                    /** Format: date-time */
                    since: string;
                };
                /** @description 应到而未到的日期 · days whose file should be there and is not */
                missingDays: string[];
                /** @description 汇总与明细文件不符的日期 · days whose totals are not those of the files they add up */
                differingDays: string[];
                /** @description 目录中没有来源会读的文件 · files in the folder that no source reads */
                unread: {
                    count: number;
                    names: {
                        name: string;
                        /**
                         * @description no-profile 没有格式认识此名 · no-feed 有格式而未设来源 · another 属于另一银行或区划
                         * @enum {string}
                         */
                        why: "no-profile" | "no-feed" | "another";
                        /** @description 认识此名的格式 · profile that knows the name */
                        profile: string | null;
                    }[];
                };
                /** @description 近几日各状态的文件数 · files of the days looked at, by state */
                files: {
                    /** @description 尚不完整 · not whole yet */
                    arriving: number;
                    /** @description 有错，未收 · wrong, nothing of it taken */
                    refused: number;
                    /** @description 待送收费服务 · to be delivered to fees */
                    owed: number;
                    delivered: number;
                    /** @description 与此前文件相同 · the same bytes as one before */
                    repeated: number;
                    /** @description 问题清单 · lists of problems for people */
                    shown: number;
                };
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
    showText: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description 短信编号，由调用方给定 · given by the caller (also the key against doubles) */
                textId: components["schemas"]["TextId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 短信状态，号码已脱敏 · its state (the number is masked) */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Text"];
                };
            };
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
        };
    };
    sendText: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description 短信编号，由调用方给定 · given by the caller (also the key against doubles) */
                textId: components["schemas"]["TextId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description 手机号码 */
                    mobile: string;
                    /** @description 全文，含签名【…】 · whole text with its sign */
                    text: string;
                    /** @description 办件编号 */
                    caseNumber: string;
                };
            };
        };
        responses: {
            /** @description 已收下 · taken */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        textId: components["schemas"]["TextId"];
                        /** @description 计费条数 · parts it travels in */
                        parts: number;
                    };
                };
            };
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
        };
    };
    showState: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 链路 · the link */
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
}
