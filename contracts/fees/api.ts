// Generated from openapi.yaml by `npm run generate`. Do not edit.
export interface paths {
    "/bills": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 缴款单 · bills
         * @description 不限办件时最近开具的在前；限定办件时按开具先后。`q` 可为缴款码、办件编号（均可只写一段）；收费员和窗口受理员还可按缴款人名称查找。
         *
         *     Newest first; those of one case in the order they were issued. `q` is (part of) a pay code or case number, and for
         *     those who see payers plain also of the payer's name.
         */
        get: operations["listBills"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/bills/{payCode}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description 缴款码 · pay code */
                payCode: components["parameters"]["PayCode"];
            };
            cookie?: never;
        };
        /**
         * 查询缴款单 · one bill
         * @description 供银行查询时看 `refusesPayment`：为空方可收款 · a bank takes money only while `refusesPayment` is null.
         */
        get: operations["showBill"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/bills/{payCode}/payments": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description 缴款码 · pay code */
                payCode: components["parameters"]["PayCode"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 银行告知已收款 · a bank tells of a payment it has taken
         * @description 只有银行网关可以调用（令牌主体在 HUB_BANK_GATEWAYS 中）。Idempotency-Key 必须为 `payment:{bank}:{serial}`。
         *     200 表示已入账；同一流水号再次告知得到相同答复；已由另一流水号缴款的，409 `already-paid`。
         *
         *     Only for the bank gateway. The Idempotency-Key must be `payment:{bank}:{serial}`. 200 means committed; the same
         *     serial is answered the same again, also when the bank's work date has moved on; another serial on a paid bill is
         *     409 `already-paid`; a serial whose payment was reversed, or that paid another bill, is `serial-already-used`.
         */
        post: operations["confirmPayment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/bills/{payCode}/cancellations": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description 缴款码 · pay code */
                payCode: components["parameters"]["PayCode"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 银行冲正 · a bank takes its payment back on the same work date
         * @description 同一银行、同一银行工作日、尚未对账，方可冲正；此后只能退付。已冲正的重复请求得到相同答复。
         *
         *     Same bank, same bank work date, not reconciled; later only a refund helps. Asked again, it is answered the same.
         */
        post: operations["cancelPayment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/bills/{payCode}/voidings": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description 缴款码 · pay code */
                payCode: components["parameters"]["PayCode"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 作废未缴的缴款单 · void a bill nobody has paid
         * @description 已缴的不能作废 · a paid bill cannot be voided. 总线上没有相应事件 · nothing is stated on the bus.
         */
        post: operations["voidBill"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/payments/totals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 一家银行若干工作日的缴款总额 · what one bank has paid over a range of its work dates */
        get: operations["showTotals"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/payments/days": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 每家银行每个工作日的缴款 · payments of each bank on each of its work dates
         * @description 不含已冲正的；一次最多 366 天 · without what was reversed; 366 days at most.
         */
        get: operations["listPaymentDays"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/reconciliations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 总额对账 · compare a bank's total with ours and close what agrees
         * @description 相符则这些缴款即为已对账，不能再冲正；不符 409 `totals-differ`；其间缴款均已对过账的 409 `already-reconciled`。
         *
         *     When both agree, those payments are closed and can no longer be cancelled; else 409 `totals-differ`; when every
         *     payment of the range was closed before, 409 `already-reconciled`.
         */
        post: operations["reconcileTotals"];
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
        /** @description 缴款码 */
        PayCode: string;
        /** @description 银行代码 · the bank's code in our books */
        BankCode: string;
        /** @description 银行流水号 */
        BankSerial: string;
        Day: string;
        Totals: {
            bank: components["schemas"]["BankCode"];
            from: components["schemas"]["Day"];
            to: components["schemas"]["Day"];
            /** @description 笔数 */
            payments: number;
            amountInFen: number;
            /** @description 其中已对账的笔数 · how many of them are closed */
            reconciled: number;
        };
        Payment: {
            bank: components["schemas"]["BankCode"];
            serial: components["schemas"]["BankSerial"];
            amountInFen: number;
            workDate: components["schemas"]["Day"];
            collectedOn: components["schemas"]["Day"];
            /** Format: date-time */
            settledAt: string;
        };
        Bill: {
            payCode: components["schemas"]["PayCode"];
            billKey: string;
            caseNumber: string;
            /**
             * @description issued 待缴 · paid 已缴 · reversed 已冲正，可再缴 · void 作废
             * @enum {string}
             */
            state: "issued" | "paid" | "reversed" | "void";
            /**
             * @description 为何现在不能缴款 · why it cannot be paid now; null when it can
             * @enum {string|null}
             */
            refusesPayment: "already-paid" | "bill-void" | "bill-overdue" | null;
            /** @description 各项之和（分）· sum of the charges */
            amountInFen: number;
            payer: {
                /** @description 个人姓名对收费员、窗口受理员以外的岗位脱敏 · a person's name is masked but for those who must know whom they serve */
                name: string;
                creditCode: string | null;
            };
            item: components["schemas"]["Coded"];
            department: components["schemas"]["Coded"];
            charges: {
                name: string;
                /** @description 收费标准 */
                standard: string;
                unitAmountInFen: number;
                quantity: number;
                amountInFen: number;
                /** @description 金额的由来 · how the amount comes about */
                explained: {
                    zh: string;
                    en: string;
                };
            }[];
            /** Format: date-time */
            issuedAt: string;
            /** Format: date-time */
            dueBy: string;
            /**
             * Format: date-time
             * @description 入账时间；未缴为空 · when it was settled
             */
            paidAt: string | null;
            /** @description 何人何时为何作废 · who voided it, when and why */
            voided: {
                by: string;
                /** Format: date-time */
                at: string;
                reason: string;
            } | null;
            payment: components["schemas"]["Payment"] | null;
            reversals: {
                bank: components["schemas"]["BankCode"];
                serial: components["schemas"]["BankSerial"];
                amountInFen: number;
                workDate: components["schemas"]["Day"];
                collectedOn: components["schemas"]["Day"];
                /** Format: date-time */
                settledAt: string;
                /** Format: date-time */
                reversedAt: string;
            }[];
        };
        Coded: {
            code: string;
            name: string;
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
        /** @description 缴款码 · pay code */
        PayCode: string;
        /** @description 同一键只做一次 · the same key does a thing once */
        IdempotencyKey: string;
    };
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    listBills: {
        parameters: {
            query?: {
                /** @description 只看一个办件的 · of one case only */
                caseNumber?: string;
                /** @description 缴款码、办件编号或缴款人 · pay code, case number or payer */
                q?: string;
                state?: "issued" | "paid" | "reversed" | "void";
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
            /** @description 一页缴款单 · one page of bills */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        bills: components["schemas"]["Bill"][];
                        /** @description 下一页的游标；没有下一页为空 · cursor of the next page; null after the last */
                        next: string | null;
                    };
                };
            };
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
        };
    };
    showBill: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description 缴款码 · pay code */
                payCode: components["parameters"]["PayCode"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 缴款单 · the bill */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Bill"];
                };
            };
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
        };
    };
    confirmPayment: {
        parameters: {
            query?: never;
            header: {
                /** @description 同一键只做一次 · the same key does a thing once */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description 缴款码 · pay code */
                payCode: components["parameters"]["PayCode"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    bank: components["schemas"]["BankCode"];
                    serial: components["schemas"]["BankSerial"];
                    /** @description 必须等于缴款单金额（分）· must equal the bill */
                    amountInFen: number;
                    /** @description 银行工作日 · the day of the bank's books */
                    workDate: components["schemas"]["Day"];
                    /** @description 银行收款日 · the day the money came in */
                    collectedOn: components["schemas"]["Day"];
                };
            };
        };
        responses: {
            /** @description 已入账 · committed */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        payCode: components["schemas"]["PayCode"];
                        caseNumber: string;
                        bank: components["schemas"]["BankCode"];
                        serial: components["schemas"]["BankSerial"];
                        amountInFen: number;
                        /** Format: date-time */
                        settledAt: string;
                    };
                };
            };
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
        };
    };
    cancelPayment: {
        parameters: {
            query?: never;
            header: {
                /** @description 同一键只做一次 · the same key does a thing once */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description 缴款码 · pay code */
                payCode: components["parameters"]["PayCode"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    bank: components["schemas"]["BankCode"];
                    workDate: components["schemas"]["Day"];
                };
            };
        };
        responses: {
            /** @description 已冲正 · reversed */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        payCode: components["schemas"]["PayCode"];
                        caseNumber: string;
                        bank: components["schemas"]["BankCode"];
                        serial: components["schemas"]["BankSerial"];
                        amountInFen: number;
                        /** Format: date-time */
                        reversedAt: string;
                    };
                };
            };
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
        };
    };
    voidBill: {
        parameters: {
            query?: never;
            header: {
                /** @description 同一键只做一次 · the same key does a thing once */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description 缴款码 · pay code */
                payCode: components["parameters"]["PayCode"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description 作废原因 · why */
                    reason: string;
                };
            };
        };
        responses: {
            /** @description 已作废 · void */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        payCode: components["schemas"]["PayCode"];
                        /** @constant */
                        state: "void";
                    };
                };
            };
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
        };
    };
    showTotals: {
        parameters: {
            query: {
                bank: components["schemas"]["BankCode"];
                from: components["schemas"]["Day"];
                to: components["schemas"]["Day"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 不含已冲正的 · without what was reversed */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Totals"];
                };
            };
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
        };
    };
    listPaymentDays: {
        parameters: {
            query: {
                from: components["schemas"]["Day"];
                to: components["schemas"]["Day"];
                bank?: components["schemas"]["BankCode"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 按日期、银行排列；没有缴款的日子不列 · by day and bank; days without payments are left out */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        days: {
                            day: components["schemas"]["Day"];
                            bank: components["schemas"]["BankCode"];
                            payments: number;
                            amountInFen: number;
                            /** @description 其中已对账的笔数 · how many of them are closed */
                            reconciled: number;
                        }[];
                    };
                };
            };
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
        };
    };
    reconcileTotals: {
        parameters: {
            query?: never;
            header: {
                /** @description 同一键只做一次 · the same key does a thing once */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    bank: components["schemas"]["BankCode"];
                    from: components["schemas"]["Day"];
                    to: components["schemas"]["Day"];
                    amountInFen: number;
                };
            };
        };
        responses: {
            /** @description 相符 · they agree */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Totals"];
                };
            };
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
        };
    };
}
