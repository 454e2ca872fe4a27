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
    "/fiscal/notices/{payCode}": {
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
         * 向财政平台查询缴费状态 · how a bill stands with the fiscal platform
         * @description 财政平台没有这张单时答 404 `unknown-bill` · 404 when the platform has no such bill.
         */
        get: operations["showFiscalNotice"];
        /**
         * 向财政平台报送电子缴款单 · tell the fiscal platform of a bill
         * @description 同一缴款码重复报送不会产生第二张单；`payUrl` 为财政平台给出的扫码缴款地址，没有则为空。未接入财政平台时答 409 `not-configured`。
         *     503 表示肯定没有送达，504 表示不能确定（按缴款码查询后再决定）。
         *
         *     The same pay code again makes no second bill. 503: surely not there. 504: perhaps there, ask before doing anything.
         */
        put: operations["pushFiscalNotice"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/fiscal/notices/{payCode}/voidings": {
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
         * 告知财政平台缴款单作废 · tell the fiscal platform that a bill is void
         * @description 正文与报送时相同 · the body is that of the notice. 只限未缴 · only while unpaid.
         */
        post: operations["voidFiscalNotice"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/fiscal/receipts/{payCode}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description 缴款码 · pay code */
                payCode: components["parameters"]["PayCode"];
            };
            cookie?: never;
        };
        /** 票据办到哪一步、有无废号 · how far a receipt is, and which numbers were burnt for it */
        get: operations["showFiscalReceipt"];
        /**
         * 换开财政电子票据 · have the fiscal platform make the receipt of a bill
         * @description 先取票号再换开；已换开的再次请求得到同一张票据。取号没有幂等标识：答复丢失的票号记为废号并告警（504），
         *     再次请求时另取新号；同一张单废号达到上限后答 409 `receipt-number-in-doubt`，由人核实后放行。
         *
         *     First a number is taken, then the receipt is made; asked again, it is the same receipt. Taking a number cannot be repeated:
         *     one whose answer was lost is written down as burnt and alarmed (504); the next request takes another, until as many
         *     are burnt for one bill as may be: then a person looks (409 `receipt-number-in-doubt`).
         */
        put: operations["takeFiscalReceipt"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/fiscal/receipts/{payCode}/releases": {
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
        /** 废号核实后放行，可再取新号 · somebody has looked into the burnt numbers; another may be taken */
        post: operations["releaseReceiptNumber"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/fiscal/receipts/{payCode}/document": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description 缴款码 · pay code */
                payCode: components["parameters"]["PayCode"];
            };
            cookie?: never;
        };
        /** 下载财政电子票据文件 · the receipt itself, as the platform made it */
        get: operations["showFiscalReceiptDocument"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/daily-files": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 见到的每日文件，每个版本一条 · daily files as they were seen, one entry for each version */
        get: operations["listDailyFiles"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/daily-files/fetches": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 立即查看一个来源的目录 · look into one folder now
         * @description 与定时查看相同，只是现在就做：完整的文件被读取并送交，尚不完整的记下等待。同一文件不会因此重复计入。
         *     The same as the look that is made by the clock, now: what is whole is read and delivered, what is not is waited for.
         *     Nothing is counted twice by it.
         */
        post: operations["fetchDailyFiles"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/daily-files/{fileId}/items": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 问题清单的各行 · lines of a list of problems */
        get: operations["listDailyFileItems"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/lines": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 各银行接入口及其配置 · the lines of banks, each with its profile
         * @description 口令、密钥不在其中 · without any secret.
         */
        get: operations["listLines"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/lines/{line}/frames": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 该接入口最近的报文，逐字段，已脱敏 · the last frames of a line, field by field, masked
         * @description 只在内存中，只有本实例的 · kept in memory only, and only those of this copy.
         */
        get: operations["listFrames"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/orders/{orderNumber}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description 我方订单号；一个缴款单可先后有几个 · our number; a bill may have several in turn */
                orderNumber: components["parameters"]["OrderNumber"];
            };
            cookie?: never;
        };
        /** 查询渠道订单 · what the channel says of an order */
        get: operations["showOrder"];
        /**
         * 向支付渠道下单 · open an order at the payment channel
         * @description 同一订单号再次请求：渠道已有且内容相同的，答复同一订单；内容不同的 `idempotency-key-reused`。504 表示不能确定渠道是否已收到：先查询（showOrder），不得换号重下。
         *     503 表示确定没有下单，可原样重试。
         *
         *     The same order number again is answered with the same order when the content is the same. 504: it is not known whether the channel has
         *     it; ask (showOrder) before anything else. 503: surely not opened, may be asked again as it is.
         */
        put: operations["openOrder"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/orders/{orderNumber}/cancellations": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description 我方订单号；一个缴款单可先后有几个 · our number; a bill may have several in turn */
                orderNumber: components["parameters"]["OrderNumber"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 关闭未付的订单 · close an order nobody has paid
         * @description 200：此后该订单不会再被支付。已付的 409 `already-paid`，其款以 showOrder 所述为准。可反复请求直到有确定答复。
         *
         *     200: the order can no longer be paid. Paid already: 409 `already-paid`, see showOrder. May be asked again until the answer is certain.
         */
        post: operations["cancelOrder"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/orders/{orderNumber}/refunds/{refundNumber}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description 我方订单号；一个缴款单可先后有几个 · our number; a bill may have several in turn */
                orderNumber: components["parameters"]["OrderNumber"];
                refundNumber: components["parameters"]["RefundNumber"];
            };
            cookie?: never;
        };
        /** 查询退付 · how a refund stands at the channel */
        get: operations["showOrderRefund"];
        /**
         * 原路退付 · give money back the way it came
         * @description 退付号即渠道流水：同一退付号再次请求不会再退一次。先查后退，504 时以同一退付号查询或重试。
         *
         *     The refund number names it at the channel too: the same number again gives nothing back twice. 504: ask, or repeat with the same number.
         */
        put: operations["refundOrder"];
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
        /**
         * @description 缴款码，长度与字符随省份 · pay code; length and characters depend on the province
         * @example 43060326300000000042
         */
        PayCode: string;
        Day: string;
        /** @description 财政平台的交易流水号 · serial of the fiscal platform */
        FiscalSerial: string;
        /** @description 电子缴款单；缴款人信息不写入日志与往来记录 · the bill; its payer never reaches a log */
        FiscalNotice: {
            caseNumber: string;
            /** @description 开单日期 */
            billedOn: components["schemas"]["Day"];
            /** @description 执收单位 */
            collectingUnit: {
                code: string;
                name: string;
            };
            /** @description 缴款人 */
            payer: {
                name: string;
                creditCode: string | null;
                mobile?: string;
            };
            /** @description 应缴合计 · to be paid in all */
            amountInFen: number;
            principalInFen: number;
            /** @description 滞纳金 */
            lateFeeInFen: number;
            lines: {
                /** @description 收入项目编码 · code of the revenue item */
                revenueItem: string | null;
                name: string;
                amountInFen: number;
                /** @description 计量单位 */
                unit: string;
                quantity: number;
                /** @description 收缴标准 */
                standard: string;
            }[];
            memo: string;
        };
        /** @description 到账确认 · what the platform says of the payment */
        FiscalPayment: {
            amountInFen: number;
            confirmedOn: components["schemas"]["Day"];
            confirmedAt: string;
            serial: components["schemas"]["FiscalSerial"];
            /** @description 缴款方式，平台的代码 · how it was paid, in the platform’s code */
            payMode: string;
        };
        /** @description 财政电子票据：凭代码、号码、校验码查验 · checked by code, number and check code */
        FiscalReceipt: {
            /** @description 票据代码 */
            code: string;
            /** @description 票据号码 */
            number: string;
            /** @description 校验码 */
            checkCode: string;
            /** Format: date-time */
            issuedAt: string;
        };
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
        /** @description 来源名称，见设置 · name of a feed, as the settings say */
        FeedName: string;
        /**
         * @description 尚不完整、有错未收、待送、已送达、与此前相同、供人查看（问题清单、汇总）· not whole yet, wrong and not taken, to be delivered, delivered, same bytes as one before, for people to see (problems, totals)
         * @enum {string}
         */
        DailyFileState: "arriving" | "refused" | "owed" | "delivered" | "repeated" | "shown";
        /** @description 每日文件的一个版本 · one version of a daily file */
        DailyFile: {
            id: string;
            feed: components["schemas"]["FeedName"];
            name: string;
            /** Format: date */
            day: string;
            bytes: number;
            state: components["schemas"]["DailyFileState"];
            /** Format: date-time */
            seenAt: string;
            /** Format: date-time */
            readAt: string | null;
            /** Format: date-time */
            deliveredAt: string | null;
            sha256: string | null;
            lines: number | null;
            paymentsInFen: number | null;
            /** @description 退付与冲正 · refunds and reversals */
            returnedInFen: number | null;
            /** @description 错在哪里、为何等待 · what is wrong, or what is waited for */
            problem: null | {
                /** @enum {string} */
                reason: "half" | "character" | "fields" | "amount" | "day" | "totals" | "length" | "digest" | "older" | "bank" | "kind" | "too-large" | "fees";
                line: number | null;
                /** @description 该行第几个字节 · byte of that line */
                byte: number | null;
                zh: string;
                en: string;
            };
            /** @description 与哪个版本相同 · id of the version with the same bytes */
            repeats: string | null;
            /** @description 汇总文件与其所汇总的明细文件相比；其他文件为空 · a file of totals beside the files it adds up; null of any other */
            totals: null | {
                /**
                 * @description agrees 相符 · differs 不符 · waiting 明细未到齐 · alone 没有读取明细的来源
                 * @enum {string}
                 */
                state: "agrees" | "differs" | "waiting" | "alone";
                /** @description 明细文件的笔数 · lines of those files */
                count: number;
                /** @description 明细文件的金额，减去退回 · their money, less what went back */
                amountInFen: number;
                files: string[];
                /** @description 尚缺的来源 · sources whose file has not come */
                waitsFor: string[];
            };
        };
        ChannelOrder: {
            orderNumber: string;
            /**
             * @description absent 渠道没有此单（下单请求可能还在路上）· pending 待付 · paid 已付 · failed 支付失败 · unknown 渠道自己也不确定 · closed 已关闭或失效 ·
             *     refunding 渠道正在退 · refunded 全退 · partly-refunded 部分退
             * @enum {string}
             */
            state: "absent" | "pending" | "paid" | "failed" | "unknown" | "closed" | "refunding" | "refunded" | "partly-refunded";
            channelOrder: string | null;
            refundedInFen: number;
            /** @description 付过款的才有（退过的也有）· of what was paid, also when it was given back */
            payment: components["schemas"]["ChannelPayment"] | null;
        };
        ChannelPayment: {
            /** @description 渠道的银行代码，与缴款告知所用相同 · the code payments of this channel are told under */
            bank: string;
            /** @description 与缴款告知所用相同 · the serial its payment is told under */
            serial: string;
            payCode: string;
            amountInFen: number;
            /** @description 渠道的账务日 · day of the channel's books */
            workDate: string;
            collectedOn: string;
            /** Format: date-time */
            paidAt: string;
            /** @description 支付方式：微信、支付宝、刷卡等 · how it was paid */
            way: string;
        };
        ChannelRefund: {
            orderNumber: string;
            refundNumber: string;
            /**
             * @description absent 渠道没有 · sent 处理中 · refunded 已退 · failed 退付失败 · unknown 渠道自己也不确定
             * @enum {string}
             */
            state: "absent" | "sent" | "refunded" | "failed" | "unknown";
            amountInFen: number | null;
            /** @description 渠道的退付流水 · the channel's serial of it */
            serial: string | null;
            detail: string;
        };
        BankLine: {
            line: string;
            name: string;
            title: string;
            host: string;
            port: number;
            connections: number;
            charset: string;
            /** @description XML 或分隔符 · XML, or the separator of its fields */
            body: string;
            /** @description 空表示以断开连接为结束 · null where a frame ends with the connection */
            length: {
                width: number;
                /** @enum {string} */
                as: "digits" | "binary" | "bcd";
                /**
                 * @description 整个报文（含自身）、其后全部、只报文体 · with itself, all that follows, the body alone
                 * @enum {string}
                 */
                counts: "frame" | "rest" | "body";
            } | null;
            header: components["schemas"]["FrameField"][];
            trailer: components["schemas"]["FrameField"][];
            mac: {
                algorithm: string;
                field: string;
                over: string[];
            } | null;
            /**
             * @description 登录后发授权码，或凭约定地址上的名称 · by a code given at sign-on, or by its name from agreed addresses
             * @enum {string}
             */
            identity: "login" | "name";
            transactions: {
                code: string;
                /** @enum {string} */
                means: "login" | "query" | "confirm" | "cancel" | "reconcile" | "refund-query" | "refund-confirm";
                takes: components["schemas"]["FactPlace"][];
                answers: string[];
                result: components["schemas"]["ResultCode"];
            }[];
            /** @description 何时答何码 · which code when */
            results: {
                when: string;
                code: string;
                words: string;
            }[];
            banks: {
                bank: string;
                userCode: string;
                /** @description 限定的来源地址；空为不限 · none means any */
                addresses: string[];
                hasMacSecret: boolean;
                /** Format: date-time */
                lastLoginAt: string | null;
                /** Format: date-time */
                lastExchangeAt: string | null;
            }[];
        };
        FrameField: {
            name: string;
            /** @description 字节数，或以某字段之值为长 · bytes, or as long as another field says */
            width: string;
            /**
             * @description left 左对齐右补 · right 右对齐左补
             * @enum {string}
             */
            fill: "left" | "right";
            /** @description 固定取值 · always written so */
            value: string | null;
        };
        FactPlace: {
            fact: string;
            place: string;
            format: string;
            optional: boolean;
        };
        ResultCode: {
            code: string;
            words: string;
        };
        SeenExchange: {
            sequence: number;
            /** Format: date-time */
            at: string;
            peer: string;
            tookMs: number;
            ask: components["schemas"]["SeenFrame"];
            answer: components["schemas"]["SeenFrame"];
        };
        SeenFrame: {
            bytes: number;
            /** @description 交易码 · transaction code */
            code: string;
            header: components["schemas"]["SeenField"][];
            body: components["schemas"]["SeenField"][];
            /** @description 读不了的原因 · why it could not be read */
            fault: {
                zh: string;
                en: string;
            } | null;
        };
        SeenField: {
            name: string;
            value: string;
            /** @description 已遮盖 · hidden in part or whole */
            masked: boolean;
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
        /** @description 我方订单号；一个缴款单可先后有几个 · our number; a bill may have several in turn */
        OrderNumber: string;
        RefundNumber: string;
        /** @description 缴款码 · pay code */
        PayCode: components["schemas"]["PayCode"];
        /** @description 同一次请求重发须用同一个键 · the same for every repetition of one command */
        IdempotencyKey: string;
    };
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
    showFiscalNotice: {
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
            /** @description 财政平台的说法 · as the platform says */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        payCode: components["schemas"]["PayCode"];
                        /**
                         * @description 未缴、已缴、作废
                         * @enum {string}
                         */
                        state: "unpaid" | "paid" | "void";
                        payment: components["schemas"]["FiscalPayment"] | null;
                    };
                };
            };
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
        };
    };
    pushFiscalNotice: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description 缴款码 · pay code */
                payCode: components["parameters"]["PayCode"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FiscalNotice"];
            };
        };
        responses: {
            /** @description 财政平台已收到 · the platform has it */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        payUrl: string | null;
                    };
                };
            };
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
        };
    };
    voidFiscalNotice: {
        parameters: {
            query?: never;
            header: {
                /** @description 同一次请求重发须用同一个键 · the same for every repetition of one command */
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
                "application/json": components["schemas"]["FiscalNotice"];
            };
        };
        responses: {
            /** @description 财政平台已作废 · void there */
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
    showFiscalReceipt: {
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
            /** @description 本网关所记 · as this gateway has it */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        payCode: components["schemas"]["PayCode"];
                        /**
                         * @description 未办、取号中、已取号、换开中、已换开
                         * @enum {string}
                         */
                        state: "none" | "numbering" | "numbered" | "issuing" | "issued";
                        receipt: components["schemas"]["FiscalReceipt"] | null;
                        /** @description 废号：取号答复丢失，财政平台可能已给出号码 · numbers the platform may have given and we never learnt */
                        burnt: {
                            /** Format: date-time */
                            askedAt: string;
                            /** @description 取号报文的 MsgID · id of the message that asked */
                            messageId: string;
                            detail: string;
                            released: {
                                by: string;
                                /** Format: date-time */
                                at: string;
                                note: string;
                            } | null;
                        }[];
                    };
                };
            };
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
        };
    };
    takeFiscalReceipt: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description 缴款码 · pay code */
                payCode: components["parameters"]["PayCode"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    notice: components["schemas"]["FiscalNotice"];
                    payment: components["schemas"]["FiscalPayment"];
                };
            };
        };
        responses: {
            /** @description 票据 · the receipt */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FiscalReceipt"];
                };
            };
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
        };
    };
    releaseReceiptNumber: {
        parameters: {
            query?: never;
            header: {
                /** @description 同一次请求重发须用同一个键 · the same for every repetition of one command */
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
                    /** @description 核实情况 · what was found */
                    note: string;
                };
            };
        };
        responses: {
            /** @description 已放行 · released */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        payCode: components["schemas"]["PayCode"];
                        released: number;
                    };
                };
            };
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
        };
    };
    showFiscalReceiptDocument: {
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
            /** @description 票据文件 · the file */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/pdf": string;
                    "application/ofd": string;
                    "application/xml": string;
                };
            };
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
        };
    };
    listDailyFiles: {
        parameters: {
            query?: {
                feed?: components["schemas"]["FeedName"];
                day?: string;
                /** @description 文件所属日期，起始日（含）· first day of the files */
                from?: string;
                /** @description 截止日（含）· last day, counted */
                to?: string;
                state?: components["schemas"]["DailyFileState"];
                limit?: number;
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
                        files: components["schemas"]["DailyFile"][];
                    };
                };
            };
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
        };
    };
    fetchDailyFiles: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    feed: components["schemas"]["FeedName"];
                };
            };
        };
        responses: {
            /** @description 看到了什么 · what was found */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        feed: components["schemas"]["FeedName"];
                        /**
                         * @description 已查看、另一副本正在查看、目录不通
                         * @enum {string}
                         */
                        result: "looked" | "busy" | "trouble";
                        trouble: string | null;
                        /** @description 本次读取的文件 · files read this time */
                        files: components["schemas"]["DailyFile"][];
                    };
                };
            };
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
        };
    };
    listDailyFileItems: {
        parameters: {
            query?: {
                limit?: number;
            };
            header?: never;
            path: {
                fileId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 按行号 · by line */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            line: number;
                            payCode: string;
                            serial: string | null;
                            amountInFen: number | null;
                            /** @description 对方给出的原因 · why, in the words of the other side */
                            reason: string;
                        }[];
                    };
                };
            };
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
        };
    };
    listLines: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 各接入口 · each line */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        lines: components["schemas"]["BankLine"][];
                    };
                };
            };
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
        };
    };
    listFrames: {
        parameters: {
            query?: {
                /** @description 只要此序号之后的 · only those later than this */
                after?: number;
                limit?: number;
            };
            header?: never;
            path: {
                line: string;
            };
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
                        frames: components["schemas"]["SeenExchange"][];
                    };
                };
            };
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
        };
    };
    showOrder: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description 我方订单号；一个缴款单可先后有几个 · our number; a bill may have several in turn */
                orderNumber: components["parameters"]["OrderNumber"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 渠道所记 · as the channel has it */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChannelOrder"];
                };
            };
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
        };
    };
    openOrder: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description 我方订单号；一个缴款单可先后有几个 · our number; a bill may have several in turn */
                orderNumber: components["parameters"]["OrderNumber"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    payCode: components["schemas"]["PayCode"];
                    /** @description 供往来记录 · for the record of exchanges */
                    caseNumber: string | null;
                    /** @description 等于各明细之和 · the sum of the lines */
                    amountInFen: number;
                    /** @description 缴款人；渠道配置需要时才上送 · sent only where the profile asks for it */
                    payer: string;
                    lines: {
                        /** @description 收入项目编码 */
                        revenueItem: string;
                        /** @description 执收单位编码 */
                        collectingUnit: string;
                        name: string;
                        amountInFen: number;
                    }[];
                    /**
                     * Format: date-time
                     * @description 失效时间；渠道可更早 · the channel may end it sooner
                     */
                    expiresAt: string;
                    /** @description 在窗口收款（线下）· paid at a window; then an operator is needed */
                    offline: boolean;
                    /** @description 柜员号 · who serves the window */
                    operator: string | null;
                };
            };
        };
        responses: {
            /** @description 渠道订单 · the channel's order */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        orderNumber: string;
                        /** @description 渠道的订单号 · the channel's own number */
                        channelOrder: string;
                        /** @description 二维码内容；渠道只肯说已有此单时为空，关闭后换号重下 · content of the QR; null when the channel only says that it has the order */
                        payUrl: string | null;
                        /** Format: date-time */
                        expiresAt: string;
                    };
                };
            };
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
        };
    };
    cancelOrder: {
        parameters: {
            query?: never;
            header: {
                /** @description 同一次请求重发须用同一个键 · the same for every repetition of one command */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description 我方订单号；一个缴款单可先后有几个 · our number; a bill may have several in turn */
                orderNumber: components["parameters"]["OrderNumber"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 已关闭 · closed */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChannelOrder"];
                };
            };
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
        };
    };
    showOrderRefund: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description 我方订单号；一个缴款单可先后有几个 · our number; a bill may have several in turn */
                orderNumber: components["parameters"]["OrderNumber"];
                refundNumber: components["parameters"]["RefundNumber"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 渠道所记 · as the channel has it */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChannelRefund"];
                };
            };
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
        };
    };
    refundOrder: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description 我方订单号；一个缴款单可先后有几个 · our number; a bill may have several in turn */
                orderNumber: components["parameters"]["OrderNumber"];
                refundNumber: components["parameters"]["RefundNumber"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    amountInFen: number;
                    caseNumber: string | null;
                };
            };
        };
        responses: {
            /** @description 渠道受理 · taken by the channel */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChannelRefund"];
                };
            };
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
        };
    };
}
