// Generated from openapi.yaml by `npm run generate`. Do not edit.
export interface paths {
    "/seals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 全部印章 · all seals */
        get: operations["listSeals"];
        put?: never;
        /**
         * 制作印章 · make a seal
         * @description 生成密钥、证书、图形与电子印章并登记；私钥不出服务。 Makes key, certificate, picture and seal, and puts it on record.
         */
        post: operations["makeSeal"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/seals/{sealCode}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description 印章编码 · code of the seal */
                sealCode: components["parameters"]["SealCode"];
            };
            cookie?: never;
        };
        /** 一枚印章 · one seal */
        get: operations["showSeal"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/seals/{sealCode}/picture": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description 印章编码 · code of the seal */
                sealCode: components["parameters"]["SealCode"];
            };
            cookie?: never;
        };
        /**
         * 印章图形 · the picture
         * @description 文字已转为轮廓，无需字体；单位毫米。 Characters are outlines, no font is needed; millimetres.
         */
        get: operations["showPicture"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/seals/{sealCode}/certificate": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description 印章编码 · code of the seal */
                sealCode: components["parameters"]["SealCode"];
            };
            cookie?: never;
        };
        /** 签章证书与公钥 · certificate and public key */
        get: operations["showCertificate"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/seals/{sealCode}/public-key": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description 印章编码 · code of the seal */
                sealCode: components["parameters"]["SealCode"];
            };
            cookie?: never;
        };
        /** 签章公钥（PEM） · public key as PEM */
        get: operations["showPublicKey"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/seals/{sealCode}/stop": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description 印章编码 · code of the seal */
                sealCode: components["parameters"]["SealCode"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 停用印章，立即生效 · stop a seal, at once
         * @description 挂失、更名、移交；注销（cancellation）不可恢复。 Loss, rename, hand-over; a cancellation is final.
         */
        post: operations["stopSeal"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/seals/{sealCode}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description 印章编码 · code of the seal */
                sealCode: components["parameters"]["SealCode"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 恢复使用 · resume
         * @description 只能由该印章的保管人或代管人恢复。 Only by this seal's keeper or deputy.
         */
        post: operations["resumeSeal"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/seals/{sealCode}/duty": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description 印章编码 · code of the seal */
                sealCode: components["parameters"]["SealCode"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A/B 角交接 · keeper and deputy take turns */
        post: operations["putOnDuty"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ledger": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 用印台账 · the ledger
         * @description 部门专办员只见本部门的印章和事项。 A department officer sees uses of the own department's seals and items.
         */
        get: operations["listLedger"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ledger/{ledgerNumber}/signature": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description 台账编号 · ledger number */
                ledgerNumber: string;
            };
            cookie?: never;
        };
        /**
         * 电子签章数据（DER） · the signature, DER
         * @description GB/T 38540-2020 SES_Signature.
         */
        get: operations["showSignature"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/uses/{useKey}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description 用印请求键 · key of the use */
                useKey: string;
            };
            cookie?: never;
        };
        /** 一次用印请求的结果 · what became of one request */
        get: operations["showUse"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/verifications": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 验章 · verify a signature
         * @description 逐项检查并给出每项结果；不保存任何内容，可重复。 Every check with its result; nothing is kept, so no key is needed.
         */
        post: operations["verifySignature"];
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
         * @description 挂失、更名、移交、注销、其他
         * @enum {string}
         */
        StopKind: "loss" | "rename" | "hand-over" | "cancellation" | "other";
        /**
         * @description 直接赋权、委托行使、服务前移、审批直报
         * @enum {string}
         */
        DelegationForm: "direct" | "entrusted" | "forward" | "direct-report";
        /**
         * @description 决定、审核意见、证照
         * @enum {string}
         */
        Purpose: "decision" | "opinion" | "certificate";
        Owner: {
            name: string;
            creditCode: string;
        };
        Design: {
            /** @description 环行文字 · text on the arc */
            arcText: string;
            /** @description 五角星下横排文字 · line below the star */
            lineText?: string;
            /** @description 直径（毫米），默认 42 · diameter in mm */
            diameterMm?: number;
            colour?: string;
        };
        /** @description 使用范围；空列表表示不限 · what the seal may be used for; an empty list leaves that side open */
        Grant: {
            forms: components["schemas"]["DelegationForm"][];
            purposes: components["schemas"]["Purpose"][];
            itemPrefixes?: string[];
            delegationDocuments?: string[];
        };
        /** @description 保管人常设授权 · the keeper's standing authorisation */
        StandingAuthorisation: {
            documentNumber: string;
            validFrom: components["schemas"]["Day"];
            validTo: components["schemas"]["Day"];
        };
        MakeSeal: {
            sealCode: string;
            sealName: string;
            owner: components["schemas"]["Owner"];
            design: components["schemas"]["Design"];
            grants: components["schemas"]["Grant"][];
            /** @description 保管人账号 · account of the keeper (A) */
            keeper: string;
            /** @description 代管人账号 · account of the deputy (B) */
            deputy: string;
            standingAuthorisation: components["schemas"]["StandingAuthorisation"];
            validFrom: components["schemas"]["Day"];
            validTo: components["schemas"]["Day"];
        };
        Seal: {
            sealCode: string;
            sealName: string;
            owner: components["schemas"]["Owner"];
            design: components["schemas"]["Design"];
            grants: components["schemas"]["Grant"][];
            keeper: string;
            deputy: string;
            standingAuthorisation: components["schemas"]["StandingAuthorisation"];
            validFrom: components["schemas"]["Day"];
            validTo: components["schemas"]["Day"];
            /** @enum {string} */
            status: "in-use" | "stopped" | "cancelled";
            /** @enum {string} */
            onDuty: "keeper" | "deputy";
            /** Format: date-time */
            madeAt: string;
            madeBy: string;
            sealSha256: components["schemas"]["Digest"];
            stops: {
                kind: components["schemas"]["StopKind"];
                reason: string;
                by: string;
                /** Format: date-time */
                at: string;
                resumed: null | {
                    reason: string;
                    by: string;
                    /** Format: date-time */
                    at: string;
                };
            }[];
        };
        Picture: {
            widthMm: number;
            heightMm: number;
            /** @description 依次填充，规则 nonzero · fill in order, rule nonzero */
            paths: {
                /** @description SVG 路径，毫米，左上为原点 · SVG path data, millimetres, origin top left */
                d: string;
                fill: string;
            }[];
        };
        LedgerLine: {
            /** @description 台账编号，每枚印章连续编号 · consecutive for each seal */
            ledgerNumber: string;
            sequence: number;
            sealCode: string;
            sealName: string;
            caseNumber: string;
            useKey: string;
            purpose: components["schemas"]["Purpose"];
            document: {
                name: string;
                mediaType: string;
                sha256: components["schemas"]["Digest"];
                sm3: components["schemas"]["Digest"];
                bytes: number;
            };
            item: {
                code: string;
                name: string;
            };
            delegation: {
                documentNumber: string;
                form: components["schemas"]["DelegationForm"];
                validFrom: components["schemas"]["Day"];
                validTo: components["schemas"]["Day"];
                /** @description 赋权部门 · credit code of the delegating department */
                department?: string;
            };
            /** @description 批准用印的环节与人员账号 · the approved step and the accounts of its people */
            step: {
                name: string;
                decidedBy: string;
                reviewedBy: string;
                approvedAt: string;
                /** @description 受理时间；在授权期内受理的可以办完 · what was accepted in time is finished */
                acceptedAt?: string;
                /** @description 部门专办员会签（见章盖章）· who confirmed for the department */
                countersigned?: {
                    countersignedBy: string;
                    department: string;
                    countersignedAt: string;
                };
            };
            keeper: {
                account: string;
                /** @enum {string} */
                post: "keeper" | "deputy";
                /** @description 常设授权文号 · document number of the standing authorisation */
                authorisation: string;
            };
            /** Format: date-time */
            usedAt: string;
            signatureSha256: components["schemas"]["Digest"];
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
        /** @description 印章编码 · code of the seal */
        SealCode: string;
        /** @description 幂等键 · same key, same answer */
        IdempotencyKey: string;
    };
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    listSeals: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 按印章编码排列 · by code */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        seals: components["schemas"]["Seal"][];
                    };
                };
            };
            "4XX": components["responses"]["Refused"];
        };
    };
    makeSeal: {
        parameters: {
            query?: never;
            header: {
                /** @description 幂等键 · same key, same answer */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MakeSeal"];
            };
        };
        responses: {
            /** @description 已制作 · made */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Seal"];
                };
            };
            "4XX": components["responses"]["Refused"];
        };
    };
    showSeal: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description 印章编码 · code of the seal */
                sealCode: components["parameters"]["SealCode"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 印章 · the seal */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Seal"];
                };
            };
            "4XX": components["responses"]["Refused"];
        };
    };
    showPicture: {
        parameters: {
            query?: {
                /** @description outlines（JSON，默认）或 svg · outlines (JSON) or svg */
                format?: "outlines" | "svg";
            };
            header?: never;
            path: {
                /** @description 印章编码 · code of the seal */
                sealCode: components["parameters"]["SealCode"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 图形 · the picture */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Picture"];
                    "image/svg+xml": string;
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
                /** @description 印章编码 · code of the seal */
                sealCode: components["parameters"]["SealCode"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description PEM 文本，openssl 可读 · PEM that openssl reads */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        sealCode: string;
                        publicKeyPem: string;
                        certificatePem: string;
                        makerCertificatePem: string;
                        rootCertificatePem: string;
                        /** Format: date-time */
                        validFrom: string;
                        /** Format: date-time */
                        validTo: string;
                        sealSha256: components["schemas"]["Digest"];
                    };
                };
            };
            "4XX": components["responses"]["Refused"];
        };
    };
    showPublicKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description 印章编码 · code of the seal */
                sealCode: components["parameters"]["SealCode"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description SubjectPublicKeyInfo, PEM */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/x-pem-file": string;
                };
            };
            "4XX": components["responses"]["Refused"];
        };
    };
    stopSeal: {
        parameters: {
            query?: never;
            header: {
                /** @description 幂等键 · same key, same answer */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description 印章编码 · code of the seal */
                sealCode: components["parameters"]["SealCode"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    kind: components["schemas"]["StopKind"];
                    reason: string;
                };
            };
        };
        responses: {
            /** @description 已停用 · stopped */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Seal"];
                };
            };
            "4XX": components["responses"]["Refused"];
        };
    };
    resumeSeal: {
        parameters: {
            query?: never;
            header: {
                /** @description 幂等键 · same key, same answer */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description 印章编码 · code of the seal */
                sealCode: components["parameters"]["SealCode"];
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
            /** @description 已恢复 · in use again */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Seal"];
                };
            };
            "4XX": components["responses"]["Refused"];
        };
    };
    putOnDuty: {
        parameters: {
            query?: never;
            header: {
                /** @description 幂等键 · same key, same answer */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description 印章编码 · code of the seal */
                sealCode: components["parameters"]["SealCode"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    onDuty: "keeper" | "deputy";
                };
            };
        };
        responses: {
            /** @description 已交接 · handed over */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Seal"];
                };
            };
            "4XX": components["responses"]["Refused"];
        };
    };
    listLedger: {
        parameters: {
            query?: {
                /** @description 办件编号 · case number */
                caseNumber?: string;
                /** @description 印章编码 · seal code */
                sealCode?: string;
                /** @description 起（含） · from (inclusive) */
                from?: string;
                /** @description 止（不含） · to (exclusive) */
                to?: string;
                /** @description 缺省按用印先后 · in the order of use when left out */
                order?: "oldest" | "newest";
                /** @description 上一页给出的 next · the next of the page before */
                cursor?: string;
                /** @description 最多行数 · at most */
                limit?: number;
                /**
                 * @deprecated
                 * @description 请用 cursor · use cursor
                 */
                offset?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 按用印时间排列 · in the order of use */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 下一页的游标；没有下一页为空 · cursor of the next page; null after the last */
                        next: string | null;
                        lines: components["schemas"]["LedgerLine"][];
                    };
                };
            };
            "4XX": components["responses"]["Refused"];
        };
    };
    showSignature: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description 台账编号 · ledger number */
                ledgerNumber: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description SES_Signature */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": string;
                };
            };
            "4XX": components["responses"]["Refused"];
        };
    };
    showUse: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description 用印请求键 · key of the use */
                useKey: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 已用印或已拒绝 · used or refused */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        useKey: string;
                        caseNumber: string;
                        sealCode: string;
                        /** @enum {string} */
                        state: "used" | "refused";
                        line?: components["schemas"]["LedgerLine"];
                        refused?: {
                            reason: string;
                            zh: string;
                            en: string;
                            /** Format: date-time */
                            at: string;
                        };
                    };
                };
            };
            "4XX": components["responses"]["Refused"];
        };
    };
    verifySignature: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    sm3: components["schemas"]["Digest"];
                    /** @description SES_Signature，DER，base64 */
                    signature: string;
                };
            };
        };
        responses: {
            /** @description 验章结果 · the verdict */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        valid: boolean;
                        /** @description 电子印章结构版本 · version of the structure */
                        version: number | null;
                        sealId: string | null;
                        sealName: string | null;
                        signerName: string | null;
                        signedAt: string | null;
                        checks: {
                            /** @enum {string} */
                            check: "structure" | "document-hash" | "document-signature" | "signer-in-seal" | "maker-signature" | "seal-validity" | "signer-certificate" | "maker-certificate" | "time-stamp";
                            /** @enum {string} */
                            result: "passed" | "failed" | "absent" | "not-reached";
                            zh: string;
                            en: string;
                        }[];
                    };
                };
            };
            "4XX": components["responses"]["Refused"];
        };
    };
}
