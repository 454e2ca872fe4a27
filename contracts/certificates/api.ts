// Generated from openapi.yaml by `npm run generate`. Do not edit.
export interface paths {
    "/certificates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 证照 · certificates
         * @description 不限办件时最近制作的在前；限定办件时按制作先后。`q` 可为证书编号、证照标识、办件编号（均可只写一段）或持证主体名称。部门专办员只见本部门事项的。
         *
         *     Newest first; those of one case in the order they were ordered. `q` is (part of) a number, licence identifier, case number
         *     or the holder's name. A department officer sees those of the own department.
         */
        get: operations["listCertificates"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/certificates/{number}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description 证书编号 · certificate number */
                number: components["parameters"]["Number"];
            };
            cookie?: never;
        };
        /** 一份证照 · one certificate */
        get: operations["showCertificate"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/certificates/{number}/pdf": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description 证书编号 · certificate number */
                number: components["parameters"]["Number"];
            };
            cookie?: never;
        };
        /**
         * 证照文件（仅限已签发）· the document, once issued
         * @description 底稿、已撤销和已换发的证照不提供文件。 Drafts, revoked and superseded certificates are not handed out.
         */
        get: operations["showDocument"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/certificates/{number}/prints": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description 证书编号 · certificate number */
                number: components["parameters"]["Number"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 登记打印 · put a print on record
         * @description 首次打印无需批准；再次打印须先有他人批准的申请，否则 409 `second-person-needed`。每份批准只用一次，份数不得多于所批。
         *
         *     The first print needs nothing; every later one needs a request that another person has approved, else 409
         *     `second-person-needed`. An approval serves one print, of no more copies than were approved.
         */
        post: operations["printCertificate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/certificates/{number}/reprint-requests": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description 证书编号 · certificate number */
                number: components["parameters"]["Number"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** 申请再次打印 · ask for a further print */
        post: operations["requestReprint"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/certificates/{number}/reprint-requests/{requestId}/approval": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description 证书编号 · certificate number */
                number: components["parameters"]["Number"];
                requestId: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 批准再次打印 · approve a further print
         * @description 申请人不得批准自己的申请 · nobody approves what they asked for.
         */
        post: operations["approveReprint"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/verifications/{reference}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description 证照标识或证书编号 · licence identifier or certificate number */
                reference: string;
            };
            cookie?: never;
        };
        /**
         * 核验证照真伪，无需登录 · whether a certificate is genuine; for everybody
         * @description 只显示核对所需的最少信息。浏览器得到网页，程序得到 JSON。 Shows the least that comparing needs. A browser gets a page, a program gets JSON.
         */
        get: operations["verifyCertificate"];
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
        Digest: string;
        Day: string;
        /**
         * @description 制证中、待用印、已签发、已换发、已撤销、未能制证
         * @enum {string}
         */
        State: "drafting" | "drafted" | "issued" | "superseded" | "revoked" | "refused";
        Document: {
            name: string;
            mediaType: string;
            sha256: components["schemas"]["Digest"];
            sm3: components["schemas"]["Digest"];
            bytes: number;
        };
        Certificate: {
            /** @description 证书编号 · certificate number */
            number: string;
            /** @description 证照标识（GB/T 36904-2018）· licence identifier */
            licenceId: string;
            state: components["schemas"]["State"];
            caseNumber: string;
            certificateKey: string;
            title: string;
            template: string;
            holder: {
                name: string;
                creditCode: string;
            };
            item: {
                code: string;
                name: string;
            };
            issuer: {
                name: string;
                creditCode: string;
            };
            decision: {
                documentNumber: string;
                decidedOn: components["schemas"]["Day"];
                summary: string;
            };
            validFrom: components["schemas"]["Day"];
            /** @description 空为长期 · null means without end */
            validTo: components["schemas"]["Day"] | null;
            facts: {
                label: string;
                value: string;
            }[];
            seals: {
                sealCode: string;
                sealName: string;
            }[];
            document: components["schemas"]["Document"] | null;
            signatures: {
                ledgerNumber: string;
                sealCode: string;
                sealName: string;
                documentSha256: components["schemas"]["Digest"];
            }[];
            draftedAt: string | null;
            issuedAt: string | null;
            refused: {
                reason: string;
                zh: string;
                en: string;
            } | null;
            /** @description 打印记录，按先后 · prints, in order */
            prints: {
                /** @description 制证员账号 · account */
                by: string;
                /** Format: date-time */
                at: string;
                copies: number;
                reason: string | null;
                /** @description 再次打印所依据的申请 · the request a reprint rests on */
                requestId: string | null;
            }[];
            /** @description 再次打印的申请，按先后 · requests to print again, in order */
            reprintRequests: {
                id: string;
                by: string;
                /** Format: date-time */
                at: string;
                copies: number;
                reason: string;
                /**
                 * @description 待批准、已批准、已用
                 * @enum {string}
                 */
                state: "waiting" | "approved" | "used";
                approval: {
                    by: string;
                    /** Format: date-time */
                    at: string;
                    note: string | null;
                } | null;
            }[];
        };
        Verification: {
            /**
             * @description 真实、已换发、已撤销、未查到
             * @enum {string}
             */
            result: "genuine" | "superseded" | "revoked" | "unknown";
            zh: string;
            en: string;
            /** @description 核验时间 · when this was asked */
            checkedAt: string;
            title?: string;
            number?: string;
            licenceId?: string;
            issuer?: string;
            /** @description 已遮盖的持证主体 · masked holder */
            holder?: string;
            validFrom?: components["schemas"]["Day"];
            validTo?: components["schemas"]["Day"] | null;
            /** @description 有效期已过 · the term has ended */
            expired?: boolean;
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
        /** @description 证书编号 · certificate number */
        Number: string;
        /** @description 幂等键 · same key, same answer */
        IdempotencyKey: string;
    };
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    listCertificates: {
        parameters: {
            query?: {
                /** @description 只看一个办件的 · of one case only */
                caseNumber?: string;
                /** @description 编号、标识、办件或持证主体 · number, identifier, case or holder */
                q?: string;
                state?: components["schemas"]["State"];
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
            /** @description 一页证照 · one page of certificates */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        certificates: components["schemas"]["Certificate"][];
                        /** @description 下一页的游标；没有下一页为空 · cursor of the next page; null after the last */
                        next: string | null;
                    };
                };
            };
            "4XX": components["responses"]["Refused"];
        };
    };
    showCertificate: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description 证书编号 · certificate number */
                number: components["parameters"]["Number"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 证照 · the certificate */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Certificate"];
                };
            };
            "4XX": components["responses"]["Refused"];
        };
    };
    showDocument: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description 证书编号 · certificate number */
                number: components["parameters"]["Number"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description PDF；ETag 为其 SHA-256 · PDF; its ETag is its SHA-256 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/pdf": string;
                };
            };
            "4XX": components["responses"]["Refused"];
        };
    };
    printCertificate: {
        parameters: {
            query?: never;
            header: {
                /** @description 幂等键 · same key, same answer */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description 证书编号 · certificate number */
                number: components["parameters"]["Number"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description 份数 */
                    copies: number;
                    /** @description 备注，如损页 · such as a spoilt sheet */
                    reason?: string;
                };
            };
        };
        responses: {
            /** @description 已登记 · on record */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Certificate"];
                };
            };
            "4XX": components["responses"]["Refused"];
        };
    };
    requestReprint: {
        parameters: {
            query?: never;
            header: {
                /** @description 幂等键 · same key, same answer */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description 证书编号 · certificate number */
                number: components["parameters"]["Number"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    reason: string;
                    /** @default 1 */
                    copies?: number;
                };
            };
        };
        responses: {
            /** @description 待批准 · waits for approval */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Certificate"];
                };
            };
            "4XX": components["responses"]["Refused"];
        };
    };
    approveReprint: {
        parameters: {
            query?: never;
            header: {
                /** @description 幂等键 · same key, same answer */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description 证书编号 · certificate number */
                number: components["parameters"]["Number"];
                requestId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    note?: string;
                };
            };
        };
        responses: {
            /** @description 已批准 · approved */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Certificate"];
                };
            };
            "4XX": components["responses"]["Refused"];
        };
    };
    verifyCertificate: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description 证照标识或证书编号 · licence identifier or certificate number */
                reference: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 核验结果；未知的编号也在此回答 · the result, for unknown numbers too */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Verification"];
                    "text/html": string;
                };
            };
            "4XX": components["responses"]["Refused"];
        };
    };
}
