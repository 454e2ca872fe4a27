// Generated from openapi.yaml by `npm run generate`. Do not edit.
export interface paths {
    "/materials": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** 上传材料（按内容识别 PDF、JPEG、PNG、OFD，按 SHA-256 只存一份）· upload a material; kept once by digest */
        post: operations["uploadMaterial"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/materials/{sha256}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 查看材料 · the material itself */
        get: operations["showMaterial"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/cases": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 办件列表 · cases, newest first */
        get: operations["listCases"];
        put?: never;
        /** 收件 · register a case at the window */
        post: operations["registerCase"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/cases/{caseNumber}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                caseNumber: components["parameters"]["CaseNumber"];
            };
            cookie?: never;
        };
        /** 办件详情（个人信息脱敏）· one case, personal data masked */
        get: operations["showCase"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/cases/{caseNumber}/letter": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                caseNumber: components["parameters"]["CaseNumber"];
            };
            cookie?: never;
        };
        /** 决定书或初审意见书 · the decision letter or opinion, as it was sealed */
        get: operations["showLetter"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/cases/{caseNumber}/supplement-notice": {
        parameters: {
            query?: never;
            header: {
                /** @description 同一操作的重复提交使用同一个键 · the same key for the same act */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                caseNumber: components["parameters"]["CaseNumber"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** 一次性告知补正 · one complete notice of everything missing */
        post: operations["askSupplement"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/cases/{caseNumber}/supplements": {
        parameters: {
            query?: never;
            header: {
                /** @description 同一操作的重复提交使用同一个键 · the same key for the same act */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                caseNumber: components["parameters"]["CaseNumber"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** 补交材料 · hand in what was missing */
        post: operations["supplyMaterials"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/cases/{caseNumber}/acceptance": {
        parameters: {
            query?: never;
            header: {
                /** @description 同一操作的重复提交使用同一个键 · the same key for the same act */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                caseNumber: components["parameters"]["CaseNumber"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** 受理或不予受理 · accept, or refuse to accept with reasons */
        post: operations["acceptCase"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/cases/{caseNumber}/special-procedures": {
        parameters: {
            query?: never;
            header: {
                /** @description 同一操作的重复提交使用同一个键 · the same key for the same act */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                caseNumber: components["parameters"]["CaseNumber"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** 特别程序开始，期限暂停 · a special procedure begins and the clock stands */
        post: operations["startSpecialProcedure"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/cases/{caseNumber}/special-procedures/end": {
        parameters: {
            query?: never;
            header: {
                /** @description 同一操作的重复提交使用同一个键 · the same key for the same act */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                caseNumber: components["parameters"]["CaseNumber"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** 特别程序结束 · it ends and the clock goes on */
        post: operations["endSpecialProcedure"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/cases/{caseNumber}/review": {
        parameters: {
            query?: never;
            header: {
                /** @description 同一操作的重复提交使用同一个键 · the same key for the same act */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                caseNumber: components["parameters"]["CaseNumber"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** 审查 · review */
        post: operations["reviewCase"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/cases/{caseNumber}/decision": {
        parameters: {
            query?: never;
            header: {
                /** @description 同一操作的重复提交使用同一个键 · the same key for the same act */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                caseNumber: components["parameters"]["CaseNumber"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** 决定（审批直报为初审意见）· decide; under direct report, give the pre-examination opinion */
        post: operations["decideCase"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/cases/{caseNumber}/delivery": {
        parameters: {
            query?: never;
            header: {
                /** @description 同一操作的重复提交使用同一个键 · the same key for the same act */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                caseNumber: components["parameters"]["CaseNumber"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** 送达 · hand over */
        post: operations["deliverResult"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/cases/{caseNumber}/withdrawal": {
        parameters: {
            query?: never;
            header: {
                /** @description 同一操作的重复提交使用同一个键 · the same key for the same act */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                caseNumber: components["parameters"]["CaseNumber"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** 撤回申请 · the applicant withdraws */
        post: operations["withdrawCase"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/cases/{caseNumber}/attention": {
        parameters: {
            query?: never;
            header: {
                /** @description 同一操作的重复提交使用同一个键 · the same key for the same act */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                caseNumber: components["parameters"]["CaseNumber"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** 已处理，继续办理 · what needed a person has been dealt with; go on */
        post: operations["resolveAttention"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/progress": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** 进度查询（公众）· progress by receipt number and query password; in the body, so that no proxy logs the password */
        post: operations["queryProgress"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/items": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 本窗口可受理的事项 · items the window may accept now */
        get: operations["listOfferedItems"];
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
        CaseNumber: string;
        Digest: string;
        /** @enum {string} */
        FileKind: "pdf" | "jpeg" | "png" | "ofd";
        /** @enum {string} */
        CaseState: "received" | "supplementing" | "accepted" | "suspended" | "reviewed" | "opinion-sealing" | "reported-up" | "awaiting-payment" | "decision-sealing" | "certificate-drafting" | "certificate-sealing" | "certificate-issuing" | "ready" | "delivered" | "closed" | "not-accepted" | "withdrawn";
        Due: {
            statutory: string | null;
            promised: string | null;
            /** @description 工作日历未载入时的说明 */
            calendarMissing: string | null;
        };
        GivenMaterials: {
            /** @description 事项目录中的材料名称 */
            name: string;
            sha256: components["schemas"]["Digest"];
        }[];
        CaseLine: {
            caseNumber: components["schemas"]["CaseNumber"];
            receiptNumber: string;
            state: components["schemas"]["CaseState"];
            item: string;
            form: string;
            projectName: string;
            applicant: string;
            receivedAt: string;
            due: string | null;
            attention: string | null;
        };
        Case: {
            caseNumber: components["schemas"]["CaseNumber"];
            receiptNumber: string;
            state: components["schemas"]["CaseState"];
            item: {
                code: string;
                name: string;
                version: number;
                department: string;
            };
            /** @enum {string} */
            form: "direct" | "entrusted" | "forward" | "direct-report";
            projectName: string;
            applicant: {
                name: string;
                creditCode: string;
            };
            contact: {
                name: string;
                citizenNumber: string | null;
                mobile: string;
            };
            materials: {
                name: string;
                sha256: components["schemas"]["Digest"];
                kind: components["schemas"]["FileKind"];
            }[];
            due: components["schemas"]["Due"];
            decision: null | {
                result: string;
                by: string;
                at: string;
                documentNumber: string;
            };
            upstream: null | {
                result: string;
                documentNumber: string;
                authority: string;
                at: string;
            };
            bill: null | {
                payCode: string | null;
                amountInFen: number;
                state: string;
                paidAt: string | null;
            };
            seals: {
                purpose: string;
                ledgerNumber: string;
                sealCode: string;
                sealName: string;
                documentSha256: string;
            }[];
            certificate: null | {
                number: string;
                licenceId: string;
                sha256: string;
                issuedAt: string | null;
            };
            letter: null | {
                name: string;
                sha256: string;
            };
            province: {
                owed: string[];
                acknowledged: {
                    sequence: number;
                    kind: string;
                    at: string;
                }[];
            };
            attention: null | {
                reason: string;
                zh: string;
                en: string;
                at: string;
            };
            steps: {
                at: string;
                service: string;
                what: string;
                by: string;
            }[];
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
        /** @description 已办理 · done; the case's present state */
        Moved: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    caseNumber: components["schemas"]["CaseNumber"];
                    state: components["schemas"]["CaseState"];
                    due: components["schemas"]["Due"];
                };
            };
        };
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
        /** @description 同一操作的重复提交使用同一个键 · the same key for the same act */
        IdempotencyKey: string;
        CaseNumber: components["schemas"]["CaseNumber"];
    };
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    uploadMaterial: {
        parameters: {
            query?: never;
            header?: {
                /** @description 文件名，百分号编码 · percent-encoded name */
                "X-File-Name"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/octet-stream": string;
            };
        };
        responses: {
            /** @description 已保存 · kept */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        sha256: components["schemas"]["Digest"];
                        kind: components["schemas"]["FileKind"];
                        bytes: number;
                    };
                };
            };
            "4XX": components["responses"]["Refused"];
        };
    };
    showMaterial: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                sha256: components["schemas"]["Digest"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 原件 · the bytes */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "*/*": string;
                };
            };
            "4XX": components["responses"]["Refused"];
        };
    };
    listCases: {
        parameters: {
            query?: {
                state?: components["schemas"]["CaseState"];
                itemCode?: string;
                /** @description 上一页最后一行的时间 · time of the last row of the page before */
                before?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 一页 · one page */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        cases: components["schemas"]["CaseLine"][];
                    };
                };
            };
            "4XX": components["responses"]["Refused"];
        };
    };
    registerCase: {
        parameters: {
            query?: never;
            header: {
                /** @description 同一操作的重复提交使用同一个键 · the same key for the same act */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description 业务办理项编码或实施编码 */
                    itemCode: string;
                    projectName: string;
                    applicant: {
                        name: string;
                        /** @description 统一社会信用代码 */
                        creditCode: string;
                    };
                    contact: {
                        name: string;
                        /** @description 居民身份证号 */
                        citizenNumber: string | null;
                        mobile: string;
                    };
                    materials: components["schemas"]["GivenMaterials"];
                };
            };
        };
        responses: {
            /** @description 已收件，打印收件凭证 · received; the receipt carries number and query password */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        caseNumber: components["schemas"]["CaseNumber"];
                        state: components["schemas"]["CaseState"];
                        due: components["schemas"]["Due"];
                        receiptNumber: string;
                        queryPassword: string;
                        /** @description 尚缺的必要材料 */
                        missing: string[];
                        /** @description 一次性告知期限；日历未载入时为空 */
                        noticeDue: string | null;
                    };
                };
            };
            "4XX": components["responses"]["Refused"];
        };
    };
    showCase: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                caseNumber: components["parameters"]["CaseNumber"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 办件 · the case */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Case"];
                };
            };
            "4XX": components["responses"]["Refused"];
        };
    };
    showLetter: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                caseNumber: components["parameters"]["CaseNumber"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 文书原文 · the text */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            "4XX": components["responses"]["Refused"];
        };
    };
    askSupplement: {
        parameters: {
            query?: never;
            header: {
                /** @description 同一操作的重复提交使用同一个键 · the same key for the same act */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                caseNumber: components["parameters"]["CaseNumber"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    missing: string[];
                };
            };
        };
        responses: {
            200: components["responses"]["Moved"];
            "4XX": components["responses"]["Refused"];
        };
    };
    supplyMaterials: {
        parameters: {
            query?: never;
            header: {
                /** @description 同一操作的重复提交使用同一个键 · the same key for the same act */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                caseNumber: components["parameters"]["CaseNumber"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    materials: components["schemas"]["GivenMaterials"];
                };
            };
        };
        responses: {
            200: components["responses"]["Moved"];
            "4XX": components["responses"]["Refused"];
        };
    };
    acceptCase: {
        parameters: {
            query?: never;
            header: {
                /** @description 同一操作的重复提交使用同一个键 · the same key for the same act */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                caseNumber: components["parameters"]["CaseNumber"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    decision: "accept" | "refuse";
                    /** @default  */
                    reason?: string;
                };
            };
        };
        responses: {
            200: components["responses"]["Moved"];
            "4XX": components["responses"]["Refused"];
        };
    };
    startSpecialProcedure: {
        parameters: {
            query?: never;
            header: {
                /** @description 同一操作的重复提交使用同一个键 · the same key for the same act */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                caseNumber: components["parameters"]["CaseNumber"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    kind: "hearing" | "inspection" | "expert-review" | "quarantine" | "appraisal";
                    /** @description 启动理由和依据 */
                    reason: string;
                };
            };
        };
        responses: {
            200: components["responses"]["Moved"];
            "4XX": components["responses"]["Refused"];
        };
    };
    endSpecialProcedure: {
        parameters: {
            query?: never;
            header: {
                /** @description 同一操作的重复提交使用同一个键 · the same key for the same act */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                caseNumber: components["parameters"]["CaseNumber"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    result: string;
                };
            };
        };
        responses: {
            200: components["responses"]["Moved"];
            "4XX": components["responses"]["Refused"];
        };
    };
    reviewCase: {
        parameters: {
            query?: never;
            header: {
                /** @description 同一操作的重复提交使用同一个键 · the same key for the same act */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                caseNumber: components["parameters"]["CaseNumber"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    opinion: "agree" | "disagree";
                    /** @default  */
                    note?: string;
                };
            };
        };
        responses: {
            200: components["responses"]["Moved"];
            "4XX": components["responses"]["Refused"];
        };
    };
    decideCase: {
        parameters: {
            query?: never;
            header: {
                /** @description 同一操作的重复提交使用同一个键 · the same key for the same act */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                caseNumber: components["parameters"]["CaseNumber"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    decision: "granted" | "refused";
                    /** @default  */
                    note?: string;
                    /**
                     * @description 有效期至
                     * @default null
                     */
                    validTo?: string | null;
                };
            };
        };
        responses: {
            200: components["responses"]["Moved"];
            "4XX": components["responses"]["Refused"];
        };
    };
    deliverResult: {
        parameters: {
            query?: never;
            header: {
                /** @description 同一操作的重复提交使用同一个键 · the same key for the same act */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                caseNumber: components["parameters"]["CaseNumber"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    recipient: string;
                    /** @enum {string} */
                    method: "window" | "post";
                };
            };
        };
        responses: {
            200: components["responses"]["Moved"];
            "4XX": components["responses"]["Refused"];
        };
    };
    withdrawCase: {
        parameters: {
            query?: never;
            header: {
                /** @description 同一操作的重复提交使用同一个键 · the same key for the same act */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                caseNumber: components["parameters"]["CaseNumber"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    reason: string;
                };
            };
        };
        responses: {
            200: components["responses"]["Moved"];
            "4XX": components["responses"]["Refused"];
        };
    };
    resolveAttention: {
        parameters: {
            query?: never;
            header: {
                /** @description 同一操作的重复提交使用同一个键 · the same key for the same act */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                caseNumber: components["parameters"]["CaseNumber"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    note: string;
                };
            };
        };
        responses: {
            200: components["responses"]["Moved"];
            "4XX": components["responses"]["Refused"];
        };
    };
    queryProgress: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    receiptNumber: string;
                    queryPassword: string;
                };
            };
        };
        responses: {
            /** @description 进度 · progress */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        state: components["schemas"]["CaseState"];
                        item: string;
                        due: string | null;
                        payCode?: string | null;
                        steps: {
                            at: string;
                            what: string;
                        }[];
                    };
                };
            };
            "4XX": components["responses"]["Refused"];
        };
    };
    listOfferedItems: {
        parameters: {
            query?: {
                q?: string;
                form?: "direct" | "entrusted" | "forward" | "direct-report";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 事项 · items */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            code: string;
                            name: string;
                            form: string;
                            department: string;
                            feeInFen: number;
                            materials: {
                                name: string;
                                required: boolean;
                            }[];
                            validTo: string;
                        }[];
                    };
                };
            };
            "4XX": components["responses"]["Refused"];
        };
    };
}
