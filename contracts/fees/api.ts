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
        /**
         * 窗口开单：几项费用一张单（一票制）· a bill over several charges of one case or project
         * @description 金额由已公布的收费标准逐项计算，不能手填；减免须有标准规定的依据和证明文号。
         *
         *     Amounts are counted from published standards and are never typed; relief only where the standard has it, against a document.
         */
        post: operations["openBill"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/pay-codes/form": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 本区缴款码的形式 · what pay codes look like here */
        get: operations["showPayCodeForm"];
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
    "/window/bills": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 银行窗口查询，一次可问多张 · what banks may take, several at once
         * @description 银行网关把同一时刻各银行线路的查询合在一次请求中。答复与 `payCodes` 次序一致，互不影响；`bill` 为空的，`problem` 说明原因。
         *
         *     The bank gateway asks for all lines that ask at the same moment. Answers stand in the order of `payCodes`, each for
         *     itself; where `bill` is null, `problem` says why. A bank takes money only while `refusesPayment` is null.
         */
        get: operations["askBills"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/window/payments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 银行告知已收款，一次可告知多笔 · banks tell of payments they have taken, several at once
         * @description 与逐笔告知（/bills/{payCode}/payments）相同：每笔以银行代码和流水号为唯一标识，逐笔判断、逐笔答复，次序一致；
         *     一笔被拒或出错不影响其他各笔。同一笔无论单独还是合在一起告知，只入账一次。
         *
         *     As telling of each alone (/bills/{payCode}/payments): bank and serial name a payment, so no key stands in the header; each is
         *     decided and answered for itself, in order, and one that is refused or fails spoils nothing for the others. Told alone
         *     or among others, a payment is settled once. Where `settled` is null, `problem` is what it would have been answered alone.
         */
        post: operations["confirmPayments"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/bills/{payCode}/notice": {
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
         * 缴款通知书（含二维码）· the notice to pay with its QR
         * @description 已作废、已过期、已缴款的页面上有相应标记，不再印二维码 · marked across the page, and without a QR, once void, expired or paid.
         */
        get: operations["showNotice"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/bills/{payCode}/receipt": {
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
         * 财政电子票据文件；尚未开出的为缴款回单 · the receipt as the platform made it, or a slip that says it is none
         * @description 响应头 `X-Document` 为 `receipt`（票据）或 `slip`（回单，不是票据）· the header says which of the two it is.
         */
        get: operations["showReceipt"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/bills/{payCode}/orders": {
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
         * 向支付渠道下单，得二维码 · open an order at the payment channel, for its QR
         * @description 二维码在 `orders` 最后一项的 `payUrl`，渠道答复后出现（再查缴款单）；已有未失效的订单则答复该订单。超时即结果未明：按原订单号查询，仍不明则关闭，直至确定。
         *
         *     The QR is `payUrl` of the last of `orders`, there once the channel has answered (ask for the bill again). An order still open is
         *     answered as it is. A timeout is unknown: asked by its own number, then closed by it, until that is certain.
         */
        post: operations["openOrder"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/bills/{payCode}/counter-entries": {
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
         * 录入窗口刷卡、现金缴款 · enter a POS or cash slip
         * @description 录入不等于到账：缴款单为“缴款中”，银行对账文件有相符的一笔方为已缴（HUB_COUNTER_PAYMENTS=at-once 时录入即视为已缴，由文件核实）。
         *
         *     Entering is not arriving: the bill is `paying` until the bank's file bears it out, or goes on at once where the zone has set it so.
         */
        post: operations["enterCounterPayment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/bills/{payCode}/reversals": {
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
         * 撤销未完成的缴款，或当日冲正经渠道已付的款 · take back a payment under way, or one paid through the channel today
         * @description 未付的订单按原号关闭，未得确定答复前反复关闭；其间若已付款，以渠道所述入账。窗口录入随之撤回。已由渠道付款的：仅限渠道账务日当日、对账之前、财政确认到账之前，全额原路退回（冲正）；未得确定答复前以同一冲正号反复请求，跨日亦然，
         *     其间状态为 `reversing`、`reversal-unconfirmed`。过后答 409，走退付流程。
         *
         *     An order not yet paid is closed by its own number until that is certain; paid meanwhile, it counts. Slips are withdrawn with it. What was paid through the channel goes back
         *     whole, only on the channel's day it was paid, before it is reconciled and before the fiscal platform has confirmed it; it is asked for under one number until that is certain, over midnight
         *     too, and is `reversing` or `reversal-unconfirmed` meanwhile. Afterwards 409: ask for a refund.
         */
        post: operations["takeBack"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/bills/{payCode}/fiscal-confirmations": {
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
         * 财政平台到账确认 · the fiscal platform says that the money has arrived
         * @description 只有银行网关可以调用。已缴的单转为“到账确认”；尚未接到银行告知的，以财政平台为准，同时入账（财政记录效力高于缴款渠道）。
         *     同一流水号再次告知得到相同答复。金额、缴款人、日期相符方予采信；不能入单的来款登记为不明款，答 409。
         *
         *     Only for the bank gateway. A paid bill becomes confirmed; one no bank has told of is settled by it, for the fiscal record
         *     outranks the channel. The same serial is answered the same. Believed only when amount, payer and date agree; money the bill
         *     cannot take goes onto the book of unidentified money, and is answered 409.
         */
        post: operations["confirmFiscally"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/bills/{payCode}/receipts": {
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
        /** 再次申请换开票据 · ask for the receipt again, after a refusal or a lost answer */
        post: operations["takeReceipt"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/receipts/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 财政电子票据查验 · whether a receipt is genuine
         * @description 票据代码、号码、校验码三项全对方为真；查无与校验码不符答复相同 · all three must be right; a wrong check code is answered like a number nobody knows.
         */
        get: operations["checkReceipt"];
        put?: never;
        post?: never;
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
    "/bills/{payCode}/refunds": {
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
         * 申请退付 · ask for money to be given back
         * @description 对账之后方可；当日差错由银行冲正。`refundableInFen` 为申请人所见可退金额，已变化则 412 · only after the day was reconciled; 412 when what is left has changed.
         */
        post: operations["requestRefund"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/bills/{payCode}/refunds/{refundNumber}/approvals": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description 缴款码 · pay code */
                payCode: components["parameters"]["PayCode"];
                /** @description 退付编号 · number of the refund */
                refundNumber: components["parameters"]["RefundNumber"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** 审核退付（另一人）· a second person approves */
        post: operations["approveRefund"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/bills/{payCode}/refunds/{refundNumber}/rejections": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description 缴款码 · pay code */
                payCode: components["parameters"]["PayCode"];
                /** @description 退付编号 · number of the refund */
                refundNumber: components["parameters"]["RefundNumber"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** 不予退付（另一人）· a second person declines */
        post: operations["rejectRefund"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/bills/{payCode}/refunds/{refundNumber}/sendings": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description 缴款码 · pay code */
                payCode: components["parameters"]["PayCode"];
                /** @description 退付编号 · number of the refund */
                refundNumber: components["parameters"]["RefundNumber"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** 退付通知已送收款银行 · the order was given to the bank that took the payment */
        post: operations["sendRefund"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/bills/{payCode}/refunds/{refundNumber}/results": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description 缴款码 · pay code */
                payCode: components["parameters"]["PayCode"];
                /** @description 退付编号 · number of the refund */
                refundNumber: components["parameters"]["RefundNumber"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 银行告知退付结果 · the bank tells how it ended
         * @description 须为原收款银行；收费员按银行回单录入，须填银行流水号 · only the bank that took the payment; a cashier enters its paper with the bank's serial.
         */
        post: operations["tellRefund"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/refunds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 退付 · bills by their latest refund */
        get: operations["listRefunds"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/assessments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 试算：按收费标准逐项计费 · what standards make of charges, line by line
         * @description 不留任何记录 · nothing is kept.
         */
        post: operations["assessCharges"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/standards": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 收费标准 · published standards of charges
         * @description 依法公示，查阅无需登录 · public by law.
         */
        get: operations["listStandards"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/standards/{standardCode}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description 收费标准编码 · code of the standard */
                standardCode: components["parameters"]["StandardCode"];
            };
            cookie?: never;
        };
        /** 一项收费标准及其各版 · one standard with its versions */
        get: operations["showStandard"];
        /**
         * 提出公布收费标准或其新版 · propose a standard, or its next version
         * @description 由另一位事项管理员批准后公布。已公布的版本不能改动；新版须自今天或以后日期起，并说明理由。
         *
         *     Published once a second officer has approved it. A published version never changes; the next begins today or later, with a reason.
         */
        put: operations["publishStandard"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/standards/{standardCode}/withdrawals": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description 收费标准编码 · code of the standard */
                standardCode: components["parameters"]["StandardCode"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** 提出废止收费标准 · propose that from a day on nothing is charged by it */
        post: operations["withdrawStandard"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/standards/{standardCode}/verdicts": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description 收费标准编码 · code of the standard */
                standardCode: components["parameters"]["StandardCode"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 批准或退回待批的提议 · approve what another officer proposed, or send it back
         * @description 批准须由提出人以外的人办理；退回须写明原因，提出人也可撤回 · approving takes another person; sending back takes a reason.
         */
        post: operations["decideProposal"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/standard-register": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 收费标准登记簿：含待批与经过 · the register with what waits for approval and what was done */
        get: operations["listRegister"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/standard-examples": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 未公布的标准试算一例 · what a standard not published yet would make of an example
         * @description 逐行说明与缴款单上的完全相同；不留任何记录 · explained as a bill would; nothing is kept.
         */
        post: operations["countExample"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/exemptions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 免缴记录：全部减免、无需缴款的 · cases exempt from every charge, with the reckoning */
        get: operations["listExemptions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/exemptions/sums": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 免缴合计，按日、执收单位、收入项目 · exemptions added up by day, collecting unit and revenue item
         * @description 一件涉及两个单位的，在每个单位各计一件，合计只计一件；一次最多 366 天。
         *
         *     One of two units counts once for each of them, and once in all; 366 days at most.
         */
        get: operations["sumExemptions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/unidentified-money": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 不明款 · money no bill took */
        get: operations["listUnidentifiedMoney"];
        put?: never;
        /**
         * 登记不明款 · tell of money a bank holds that no bill took
         * @description 银行及流水号唯一；收费员按银行来款单录入 · bank and serial name it; a cashier enters the bank's paper.
         */
        post: operations["reportMoney"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/unidentified-money/{moneyId}/proposals": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description 银行代码:流水号 · bank and serial */
                moneyId: components["parameters"]["MoneyId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** 认领或退回的意见 · what one person wants done with it */
        post: operations["proposePlacing"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/unidentified-money/{moneyId}/approvals": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description 银行代码:流水号 · bank and serial */
                moneyId: components["parameters"]["MoneyId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** 复核（另一人）· a second person agrees */
        post: operations["approvePlacing"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/unidentified-money/{moneyId}/rejections": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description 银行代码:流水号 · bank and serial */
                moneyId: components["parameters"]["MoneyId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** 不同意（另一人）· a second person does not agree */
        post: operations["rejectPlacing"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/unidentified-money/{moneyId}/returns": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description 银行代码:流水号 · bank and serial */
                moneyId: components["parameters"]["MoneyId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** 银行告知退回结果 · how the return ended */
        post: operations["tellReturn"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ledger/entries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 复式账分录 · entries of the ledger */
        get: operations["listLedgerEntries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ledger/parity": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 账实平衡检查 · whether the book balances and says what bills and money say */
        get: operations["checkParity"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/statements": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 收缴统计：按日、执收单位、收入项目或银行 · what came in and went back, by day, unit, item or bank */
        get: operations["showStatements"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/statements/{source}/{day}/files": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description 银行（或缴款渠道）代码；财政为 fiscal · code of the bank or channel; `fiscal` for the fiscal record */
                source: components["parameters"]["StatementSource"];
                /** @description 对方工作日 · the work date it is of */
                day: components["parameters"]["StatementDay"];
            };
            cookie?: never;
        };
        /** 某银行或财政某日的对账文件，含历次更正 · the statement files of a day, with all revisions */
        get: operations["listStatementFiles"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/statements/{source}/{day}/files/{fileId}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description 银行（或缴款渠道）代码；财政为 fiscal · code of the bank or channel; `fiscal` for the fiscal record */
                source: components["parameters"]["StatementSource"];
                /** @description 对方工作日 · the work date it is of */
                day: components["parameters"]["StatementDay"];
                /** @description 文件在该银行该日内的固定编号；更正文件沿用原编号 · fixed id of the file; a revision keeps it */
                fileId: string;
            };
            cookie?: never;
        };
        get?: never;
        /**
         * 送交对账文件 · deliver a statement, line by line
         * @description 只有银行网关可以调用。正文每行 10 个字段，以制表符分隔，UTF-8，行尾 `\n`，无表头：
         *     行号、类别、缴款码、流水号、金额（分）、银行工作日、收款日、执收单位、收入项目、缴款人。没有的字段留空，缴款码与流水号至少有一项；
         *     冲正行写原缴款流水号，退付行写退付流水号。同一缴款分项多行的，各行流水号相同、收入项目不同。
         *     同一编号、同一摘要（含历次更正）再送，不读正文，答复相同；同一编号、不同摘要即为更正，取代前一版。整份收下或整份不收。
         *
         *     Only for the bank gateway. Ten fields a line, separated by tabs, UTF-8, each line ended by `\n`, no header: line, kind
         *     (payment, refund, reversal), payCode, serial, amountInFen, workDate, collectedOn, collectingUnit, revenueItem, payerName.
         *     What is not known is empty; pay code or serial must be there. A reversal bears the serial of the payment, a refund its
         *     own. One payment split by revenue item is several lines with one serial. The same id and digest again (of any revision)
         *     is answered without reading the body; another digest is a revision and takes the place of the one before. A file is taken
         *     whole or not at all: `statement-line-wrong` names line and field, `statement-incomplete` says that the announced count
         *     or amount was not met. The connection is kept for the next only when the whole body was read.
         */
        put: operations["deliverStatementFile"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/day-closes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 日终：各日各银行（及财政）的总额与是否已结 · days, each bank's totals on both sides, and whether they are closed */
        get: operations["listDayCloses"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/day-closes/{source}/{day}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description 银行（或缴款渠道）代码；财政为 fiscal · code of the bank or channel; `fiscal` for the fiscal record */
                source: components["parameters"]["StatementSource"];
                /** @description 对方工作日 · the work date it is of */
                day: components["parameters"]["StatementDay"];
            };
            cookie?: never;
        };
        /**
         * 一日一行的逐笔核对结果，当场由明细算出 · one day of one source, judged line by line from what stands now
         * @description 只列出不相符的各笔，按流水号（或缴款码）排序分页；笔数与金额为各键轧差后不为零者。接了财政平台的，一家银行的一日由我方账、银行文件与财政到账记录三方核对：财政按缴款码比对，到账在哪一日由其自定。
         *
         *     Only the lines that differ are listed, by key; counts and amounts are of keys with something left after what cancels itself. Where a fiscal
         *     platform is connected a bank's day is compared over three books: ours, the bank's and the platform's own, the last by pay code, on whichever day it confirms.
         */
        get: operations["showDayClose"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/day-closes/{source}/{day}/closings": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description 银行（或缴款渠道）代码；财政为 fiscal · code of the bank or channel; `fiscal` for the fiscal record */
                source: components["parameters"]["StatementSource"];
                /** @description 对方工作日 · the work date it is of */
                day: components["parameters"]["StatementDay"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 日结 · close the day
         * @description `basis` 为所见结果的摘要，其后有变即 412 `day-changed`。有等待次日或未经两人处理的各笔，不能日结。
         *     日结后该日缴款不能冲正；其后到的文件使该日显示差异，处理后可再结。
         *
         *     `basis` is the digest of what was seen; when anything has changed since, 412. A line that waits or is not settled by two people
         *     keeps the day open. Payments of a closed day cannot be cancelled; a later file shows what differs, and the day is closed anew.
         */
        post: operations["closeDay"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/day-closes/{source}/{day}/differences/{differenceId}/owners": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description 银行（或缴款渠道）代码；财政为 fiscal · code of the bank or channel; `fiscal` for the fiscal record */
                source: components["parameters"]["StatementSource"];
                /** @description 对方工作日 · the work date it is of */
                day: components["parameters"]["StatementDay"];
                /** @description 差异标识 · id of the difference */
                differenceId: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** 认领差异 · own a difference */
        post: operations["takeDifference"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/day-closes/{source}/{day}/differences/{differenceId}/resolutions": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description 银行（或缴款渠道）代码；财政为 fiscal · code of the bank or channel; `fiscal` for the fiscal record */
                source: components["parameters"]["StatementSource"];
                /** @description 对方工作日 · the work date it is of */
                day: components["parameters"]["StatementDay"];
                /** @description 差异标识 · id of the difference */
                differenceId: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 提出处理 · say what it is and what is done
         * @description 差异已变化则 412 `difference-changed` · 412 when it is no longer what was seen.
         */
        post: operations["resolveDifference"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/day-closes/{source}/{day}/differences/{differenceId}/countersignatures": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description 银行（或缴款渠道）代码；财政为 fiscal · code of the bank or channel; `fiscal` for the fiscal record */
                source: components["parameters"]["StatementSource"];
                /** @description 对方工作日 · the work date it is of */
                day: components["parameters"]["StatementDay"];
                /** @description 差异标识 · id of the difference */
                differenceId: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** 复核（另一人）· a second person signs */
        post: operations["countersignDifference"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/day-closes/{source}/{day}/differences/{differenceId}/rejections": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description 银行（或缴款渠道）代码；财政为 fiscal · code of the bank or channel; `fiscal` for the fiscal record */
                source: components["parameters"]["StatementSource"];
                /** @description 对方工作日 · the work date it is of */
                day: components["parameters"]["StatementDay"];
                /** @description 差异标识 · id of the difference */
                differenceId: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** 退回（另一人）· a second person sends it back */
        post: operations["sendBackDifference"];
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
        /**
         * @description 缴款码，长度与字符随省份 · pay code; length and characters depend on the province
         * @example 43060326300000000042
         */
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
            /** @description 由不明款认领 · it was unidentified money before */
            claimed: boolean;
            /**
             * @description 由银行、财政平台、对账文件告知或窗口录入；财政平台先告知的，银行代码记为 FISCAL · who said so; FISCAL stands for the bank while only the platform has
             * @enum {string}
             */
            toldBy: "bank" | "fiscal" | "file" | "counter";
        };
        SettledPayment: {
            payCode: components["schemas"]["PayCode"];
            caseNumber: string;
            bank: components["schemas"]["BankCode"];
            serial: components["schemas"]["BankSerial"];
            amountInFen: number;
            /** Format: date-time */
            settledAt: string;
        };
        /** @description 银行收款所需 · what a bank must know to take money */
        WindowBill: {
            payCode: components["schemas"]["PayCode"];
            caseNumber: string;
            state: components["schemas"]["BillState"];
            refusesPayment: components["schemas"]["RefusesPayment"];
            /** @description 今天应缴（含滞纳金）· what is owed today with late fees */
            owedInFen: number;
            /** @description 缴款人名称 · who pays */
            payerName: string;
            /** @description 执收单位编码 · code of the department */
            departmentCode: string;
            /** @description 各项费用，逾期的另列滞纳金 · the charges, late fees beside them */
            lines: {
                name: string;
                amountInFen: number;
            }[];
        };
        ChannelOrder: {
            number: string;
            /**
             * @description opening 下单中 · open 待付 · asking 查询中 · closing 关闭中 · unconfirmed 关闭未确认 · paid 已付 · closed 已失效 · reversed 已撤销 · refused 未开成
             * @enum {string}
             */
            state: "opening" | "open" | "asking" | "closing" | "unconfirmed" | "paid" | "closed" | "reversed" | "refused";
            amountInFen: number;
            opened: components["schemas"]["Act"];
            /** Format: date-time */
            expiresAt: string;
            /** @description 在窗口收款 · paid at the window */
            offline: boolean;
            /** @description 渠道的订单号 */
            channelOrder: string | null;
            /** @description 二维码内容 · content of the QR */
            payUrl: string | null;
            why: string | null;
            /** @description 当日冲正已付款的经过 · attempts to take back what was paid by it, on the day it was paid */
            takenBack: {
                /** @description 冲正号，渠道以此识别 · names it at the channel */
                number: string;
                /**
                 * @description asked 冲正中 · unconfirmed 冲正未确认 · done 已冲正 · failed 未冲正
                 * @enum {string}
                 */
                state: "asked" | "unconfirmed" | "done" | "failed";
                asked: components["schemas"]["Act"];
                reason: string;
                /** @description 渠道的说法 · what the channel said of it */
                why: string | null;
            }[];
        };
        CounterEntry: {
            /**
             * @description 刷卡、现金
             * @enum {string}
             */
            kind: "pos" | "cash";
            /** @description 终端号；现金为收款柜台号 · terminal, or the bank's counter */
            terminal: string;
            /** @description 凭条号 · number on the slip */
            receiptNumber: string;
            bank: components["schemas"]["BankCode"];
            amountInFen: number;
            collectedOn: components["schemas"]["Day"];
            /**
             * @description 待核、已核、已撤回
             * @enum {string}
             */
            state: "waiting" | "confirmed" | "withdrawn";
            entered: components["schemas"]["Act"];
            why: string | null;
        };
        /**
         * @description issued 待缴 · paying 缴款中 · in-doubt 结果未明 · reversing 冲正中 · reversal-unconfirmed 冲正未确认 · paid 已缴（银行已收）· confirmed 到账确认（财政平台已确认）· receipted 票据已出 · reversed 已冲正，可再缴 · void 作废。
         *     已缴与否看 `payment`，不看状态 · whether money stands on it is said by `payment`.
         * @enum {string}
         */
        BillState: "issued" | "paying" | "in-doubt" | "paid" | "confirmed" | "receipted" | "reversing" | "reversal-unconfirmed" | "reversed" | "void";
        /**
         * @description 为何现在不能缴款 · why it cannot be paid now; null when it can
         * @enum {string|null}
         */
        RefusesPayment: "already-paid" | "bill-void" | "bill-overdue" | "payment-in-doubt" | null;
        /** @description 财政平台的到账确认 · the fiscal platform's word that the money has arrived */
        FiscalConfirmation: {
            serial: string;
            confirmedOn: components["schemas"]["Day"];
            /** @description 平台的时刻 · time by the platform's clock */
            confirmedAt: string;
            payMode: string;
            /**
             * Format: date-time
             * @description 入账时间 · when we committed it
             */
            at: string;
        };
        /** @description 财政电子票据：代码、号码、校验码由财政平台给出 · numbered by the platform; code, number and check code prove it */
        Receipt: {
            /** @description 票据代码 */
            code: string;
            /** @description 票据号码 */
            number: string;
            /** @description 校验码 */
            checkCode: string;
            /** Format: date-time */
            issuedAt: string;
        };
        /** @description 缴款单在财政平台的情况 · how the bill stands with the fiscal platform */
        FiscalStanding: {
            /**
             * @description 报送中、已报送、被拒、作废中、已作废、作废被拒
             * @enum {string}
             */
            notice: "asked" | "told" | "refused" | "voiding" | "voided" | "void-refused";
            /** @description 财政平台的扫码缴款地址 · where the payer may pay by the platform's own page */
            payUrl: string | null;
            /**
             * @description 未申请、换开中、结果未明、被拒；已换开的见 receipt · of a receipt not there yet
             * @enum {string}
             */
            receipt: "none" | "asked" | "in-doubt" | "refused";
            /** @description 被拒或未明的原因 */
            why: string | null;
            /** @description 票据被拒且知道怎样处理时，应做什么 · what to do about a refused receipt, where the reason is known */
            remedy: null | {
                zh: string;
                en: string;
            };
        };
        /** @description 本单未能收下的来款，已登记不明款 · money it could not take, on the book of unidentified money */
        Surplus: {
            bank: components["schemas"]["BankCode"];
            serial: components["schemas"]["BankSerial"];
            amountInFen: number;
            workDate: components["schemas"]["Day"];
            why: components["schemas"]["UnplacedReason"];
            /** Format: date-time */
            at: string;
        };
        Bill: {
            payCode: components["schemas"]["PayCode"];
            billKey: string;
            /** @description 项目缴款没有办件，为空串 · empty for a bill of a project */
            caseNumber: string;
            /**
             * @description case 办件开单 · window 窗口开单
             * @enum {string}
             */
            origin: "case" | "window";
            projectCode: string | null;
            /** @description 今天应缴（含滞纳金）· what is owed today with late fees */
            owedInFen: number;
            lateFees: components["schemas"]["ExplainedLine"][];
            /** @description 按收入项目、执收单位分列 · by revenue item and collecting unit, for settlement */
            split: {
                revenueItem: string | null;
                collectingUnit: string | null;
                amountInFen: number;
            }[];
            refunds: components["schemas"]["Refund"][];
            /** @description 还可申请退付的金额 · what of the payment may still be asked back */
            refundableInFen: number;
            state: components["schemas"]["BillState"];
            refusesPayment: components["schemas"]["RefusesPayment"];
            /** @description 各项之和（分）· sum of the charges */
            amountInFen: number;
            payer: components["schemas"]["Payer"];
            item: components["schemas"]["Coded"];
            department: components["schemas"]["Coded"];
            charges: components["schemas"]["Charge"][];
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
            confirmation: components["schemas"]["FiscalConfirmation"] | null;
            receipt: components["schemas"]["Receipt"] | null;
            /** @description 未接入财政平台为空 · null without a platform */
            fiscal: components["schemas"]["FiscalStanding"] | null;
            /** @description 渠道订单，最早的在前 · orders at the channel, oldest first */
            orders: components["schemas"]["ChannelOrder"][];
            /** @description 窗口录入的刷卡、现金缴款 · slips entered by a cashier */
            counterEntries: components["schemas"]["CounterEntry"][];
            surplus: components["schemas"]["Surplus"][];
            reversals: {
                bank: components["schemas"]["BankCode"];
                serial: components["schemas"]["BankSerial"];
                amountInFen: number;
                workDate: components["schemas"]["Day"];
                collectedOn: components["schemas"]["Day"];
                /** Format: date-time */
                settledAt: string;
                claimed: boolean;
                /** Format: date-time */
                reversedAt: string;
            }[];
        };
        ExemptionSum: {
            /** @description 日期，或单位、项目的编码 · day, or code of the unit or item */
            key: string;
            name: string;
            exemptions: number;
            forgoneInFen: number;
        };
        /** @description 全部减免、无需缴款的一件 · a case exempt from every charge */
        Exemption: {
            billKey: string;
            caseNumber: string;
            item: components["schemas"]["Coded"];
            department: components["schemas"]["Coded"];
            charges: components["schemas"]["Charge"][];
            /** @description 减免金额：不减免时应缴的 · what it would have come to without relief */
            forgoneInFen: number;
            /** Format: date-time */
            exemptedAt: string;
        };
        Coded: {
            code: string;
            name: string;
        };
        Payer: {
            /** @description 个人姓名对收费员、窗口受理员以外的岗位脱敏 · a person's name is masked but for those who must know whom they serve */
            name: string;
            creditCode: string | null;
        };
        /** @description 计算过程的一行；减免为负 · one line of the sum, negative for what is taken off */
        ExplainedLine: {
            zh: string;
            en: string;
            amountInFen: number;
        };
        Charge: {
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
            /** @description 按登记的收费标准计算的过程；按事项公布的单价计费则为空 · how a registered standard was counted */
            assessed: {
                standardCode: string;
                /** @description 所用版本的起始日 · the version counted by */
                validFrom: components["schemas"]["Day"];
                basis: string;
                revenueItem: components["schemas"]["Coded"];
                collectingUnit: components["schemas"]["Coded"];
                measure: components["schemas"]["Measure"] | null;
                relief: components["schemas"]["ClaimedRelief"] | null;
                lines: components["schemas"]["ExplainedLine"][];
            } | null;
        };
        /** @description 计费数量，最多三位小数 · a quantity with at most three decimals */
        Measure: string;
        ClaimedRelief: {
            code: string;
            /** @description 证明文号；没有证明文号的减免以 relief-document-missing 拒绝 · the document that proves it; a relief without one is refused with relief-document-missing */
            documentNumber: string;
        };
        WantedCharge: {
            standardCode: string;
            measure: components["schemas"]["Measure"] | null;
            relief: components["schemas"]["ClaimedRelief"] | null;
        };
        /** @description 怎样计费 · how a standard counts */
        ChargeRule: {
            /**
             * @description 定额
             * @constant
             */
            kind: "fixed";
            amountInFen: number;
        } | {
            /**
             * @description 按单位
             * @constant
             */
            kind: "per-unit";
            unit: string;
            unitAmountInFen: number;
            /** @description 不足一单位按一单位计 · a unit begun counts as one */
            wholeUnits: boolean;
        } | {
            /**
             * @description 幅度，一律按下限 · a range of which the lowest is taken
             * @constant
             */
            kind: "range";
            unit: string;
            lowestInFen: number;
            highestInFen: number;
            wholeUnits: boolean;
        } | {
            /**
             * @description 分档
             * @constant
             */
            kind: "tiers";
            unit: string;
            wholeUnits: boolean;
            /**
             * @description 分段累计、全额 · part by part, or all by the tier it falls into
             * @enum {string}
             */
            mode: "each-part" | "whole";
            tiers: {
                upTo: components["schemas"]["Measure"] | null;
                unitAmountInFen: number;
            }[];
        } | {
            /**
             * @description 按比例
             * @constant
             */
            kind: "percentage";
            /** @description 计费基数，如工程造价 · what the percentage is of */
            of: string;
            tiers: {
                upTo: components["schemas"]["Measure"] | null;
                perMillion: number;
            }[];
            atLeastInFen: number | null;
            atMostInFen: number | null;
        };
        /** @description 收费标准的一版 · one version of a standard */
        Standard: {
            code: string;
            name: string;
            /** @description 标准原文 · the standard in words */
            words: string;
            /** @description 收费依据 · the document that fixes it */
            basis: string;
            revenueItem: components["schemas"]["Coded"];
            collectingUnit: components["schemas"]["Coded"];
            rule: components["schemas"]["ChargeRule"];
            reliefs: {
                code: string;
                name: string;
                basis: string;
                effect: {
                    /** @constant */
                    kind: "exempt";
                } | {
                    /** @constant */
                    kind: "part";
                    stillPerMillion: number;
                } | {
                    /** @constant */
                    kind: "less";
                    amountInFen: number;
                };
            }[];
            /** @description 滞纳金 · surcharge for paying late */
            lateFee: {
                perDayPerMillion: number;
                atMostPerMillion: number;
                basis: string;
            } | null;
            validFrom: components["schemas"]["Day"];
            /** @description 截止日（含），未定期限的为空 · its last day; null where none is fixed */
            validTo?: components["schemas"]["Day"] | null;
            /** @description 为何公布此版；接替已公布的版本时必填 · why it follows the one before */
            reason?: string | null;
        };
        RegisteredStandard: {
            code: string;
            /** @enum {string} */
            state: "published" | "withdrawn";
            /** @description 最早的在前 · oldest first */
            versions: components["schemas"]["StandardVersion"][];
            withdrawn: components["schemas"]["StandardWithdrawal"];
        };
        /** @description 管理人员所见：含待批提议与经过 · as its keepers see it, with what waits for a second officer and what was done */
        KeptStandard: {
            code: string;
            /**
             * @description 待批、已公布、未获批准、已废止
             * @enum {string}
             */
            state: "proposed" | "published" | "rejected" | "withdrawn";
            versions: components["schemas"]["StandardVersion"][];
            withdrawn: components["schemas"]["StandardWithdrawal"];
            proposal: {
                number: number;
                proposed: components["schemas"]["Act"];
                what: {
                    /** @constant */
                    kind: "publish";
                    standard: components["schemas"]["Standard"];
                } | {
                    /** @constant */
                    kind: "withdraw";
                    from: components["schemas"]["Day"];
                    reason: string;
                };
            } | null;
            /** @description 最早的在前 · oldest first */
            history: {
                by: string;
                name: string;
                /** Format: date-time */
                at: string;
                /**
                 * @description 提出、批准、退回
                 * @enum {string}
                 */
                act: "proposed" | "approved" | "rejected";
                /**
                 * @description 公布、废止
                 * @enum {string}
                 */
                kind: "publish" | "withdraw";
                from: components["schemas"]["Day"];
                note: string | null;
            }[];
        };
        StandardVersion: {
            code: string;
            name: string;
            /** @description 标准原文 · the standard in words */
            words: string;
            /** @description 收费依据 · the document that fixes it */
            basis: string;
            revenueItem: components["schemas"]["Coded"];
            collectingUnit: components["schemas"]["Coded"];
            rule: components["schemas"]["ChargeRule"];
            reliefs: {
                code: string;
                name: string;
                basis: string;
                effect: {
                    /** @constant */
                    kind: "exempt";
                } | {
                    /** @constant */
                    kind: "part";
                    stillPerMillion: number;
                } | {
                    /** @constant */
                    kind: "less";
                    amountInFen: number;
                };
            }[];
            /** @description 滞纳金 · surcharge for paying late */
            lateFee: {
                perDayPerMillion: number;
                atMostPerMillion: number;
                basis: string;
            } | null;
            validFrom: components["schemas"]["Day"];
            validTo: components["schemas"]["Day"] | null;
            reason: string | null;
            published: components["schemas"]["Act"];
        };
        StandardWithdrawal: {
            by: string;
            /** Format: date-time */
            at: string;
            from: components["schemas"]["Day"];
            reason: string;
        } | null;
        /** @description 谁在何时 · who and when */
        Act: {
            by: string;
            /** Format: date-time */
            at: string;
        };
        /**
         * @description 待审核、已审核、已送银行、已退、退付失败、不予退付
         * @enum {string}
         */
        RefundState: "requested" | "approved" | "sent" | "refunded" | "failed" | "rejected";
        Refund: {
            number: string;
            amountInFen: number;
            reason: string;
            state: components["schemas"]["RefundState"];
            requested: components["schemas"]["Act"];
            decided: components["schemas"]["Act"] | null;
            sent: components["schemas"]["Act"] | null;
            result: {
                by: string;
                /** Format: date-time */
                at: string;
                serial: string | null;
                note: string;
            } | null;
            rejection: string | null;
        };
        ListedRefund: {
            number: string;
            amountInFen: number;
            reason: string;
            state: components["schemas"]["RefundState"];
            requested: components["schemas"]["Act"];
            decided: components["schemas"]["Act"] | null;
            sent: components["schemas"]["Act"] | null;
            result: {
                by: string;
                /** Format: date-time */
                at: string;
                serial: string | null;
                note: string;
            } | null;
            rejection: string | null;
            payCode: components["schemas"]["PayCode"];
            caseNumber: string;
            bank: components["schemas"]["BankCode"];
            paidInFen: number;
        };
        /**
         * @description 重复缴款、已作废、已逾期、金额不符、无此缴款单、流水号已用
         * @enum {string}
         */
        UnplacedReason: "already-paid" | "bill-void" | "bill-overdue" | "amount-differs" | "unknown-bill" | "serial-already-used";
        /**
         * @description 待认领、待复核、入单中、退回中、已认领、已退回
         * @enum {string}
         */
        UnidentifiedMoneyState: "found" | "proposed" | "placing" | "returning" | "claimed" | "returned";
        UnidentifiedMoney: {
            id: string;
            state: components["schemas"]["UnidentifiedMoneyState"];
            bank: components["schemas"]["BankCode"];
            serial: components["schemas"]["BankSerial"];
            amountInFen: number;
            workDate: components["schemas"]["Day"];
            collectedOn: components["schemas"]["Day"];
            payCode: string;
            why: components["schemas"]["UnplacedReason"];
            /**
             * @description 银行通知、对账文件、窗口录入、财政平台
             * @enum {string}
             */
            toldBy: "notice" | "file" | "window" | "fiscal";
            /** Format: date-time */
            foundAt: string;
            proposal: {
                what: {
                    /** @enum {string} */
                    kind: "claim" | "return";
                    payCode?: string;
                    reason: string;
                };
                proposed: components["schemas"]["Act"];
                approved: components["schemas"]["Act"] | null;
            } | null;
            /** @description 上次处理未成的原因 · why the last attempt came to nothing */
            setBack: string | null;
            returned: {
                by: string;
                /** Format: date-time */
                at: string;
                serial: string;
            } | null;
        };
        /**
         * @description 应缴款、应收非税收入、银行待划转、财政专户、应退款、不明款
         * @enum {string}
         */
        LedgerAccount: "receivable" | "assessed" | "bank" | "fiscal" | "refund-payable" | "unidentified";
        LedgerEntry: {
            /** @description 所属缴款单或不明款 · the bill or money it belongs to */
            record: string;
            place: number;
            /** @description 第几笔记账 · which posting of that record */
            posting: number;
            /** Format: date-time */
            at: string;
            /** @enum {string} */
            occasion: "issued" | "voided" | "late-fee" | "paid" | "confirmed" | "reversed" | "refund-approved" | "refunded" | "refund-failed" | "found" | "claimed" | "returned";
            account: components["schemas"]["LedgerAccount"];
            /** @description 借方 */
            debitInFen: number;
            /** @description 贷方 */
            creditInFen: number;
            payCode: string | null;
            bank: string | null;
            workDate: string | null;
            revenueItem: string | null;
            collectingUnit: string | null;
        };
        Parity: {
            /** @description 全部平衡 · everything agrees */
            holds: boolean;
            entries: number;
            postings: number;
            debitInFen: number;
            creditInFen: number;
            /** @description 借贷不平的记账（最多 100 笔）· postings whose sides differ, at most 100 */
            unbalanced: {
                record: string;
                posting: number;
                differenceInFen: number;
            }[];
            accounts: {
                account: components["schemas"]["LedgerAccount"];
                /** @description 借方减贷方 · debit less credit */
                balanceInFen: number;
                /** @description 由缴款单与不明款另行算得 · counted from bills and money themselves */
                expectedInFen: number;
            }[];
        };
        Sum: {
            /** @description 笔数 */
            count: number;
            amountInFen: number;
        };
        /** @description 一次日结 · one closing of a day */
        DayClosing: {
            /** @description 第几次 */
            number: number;
            by: string;
            /** Format: date-time */
            at: string;
            ours: components["schemas"]["Sum"];
            theirs: components["schemas"]["Sum"];
            /** @description 财政到账记录；未作三方核对为空 · the fiscal record; null where a day is closed over two books */
            fiscal: components["schemas"]["Sum"] | null;
            /** @description 其中经两人处理的差异 · differences settled by two people */
            differences: number;
        };
        ListedDay: {
            day: components["schemas"]["Day"];
            source: string;
            /** @description 我方 · our books */
            ours: components["schemas"]["Sum"] | null;
            /** @description 对方文件 · the statement; null until one came */
            theirs: components["schemas"]["Sum"] | null;
            /** @description 是否与财政到账记录三方核对 · whether the fiscal record is the third book of this day */
            threeWay: boolean;
            /** @description 三方核对的，财政到账记录是否已到 · of three books, whether the record has come */
            hasRecord: boolean;
            /** @description 财政到账记录中相应各笔，与该日页面同；未到、两方核对或笔数过多的为空 · what the fiscal record has of the same pay codes, as the page of the day says; null before it came, over two books, and of a day too large to add up in a list */
            fiscal: components["schemas"]["Sum"] | null;
            files: number;
            closed: components["schemas"]["DayClosing"] | null;
        };
        /**
         * @description 相符、长款、短款、金额不符、状态不符、重复、日期不符、缴款码不符、未到账确认、财政单方
         * @enum {string}
         */
        Verdict: "matched" | "theirs-only" | "ours-only" | "amount" | "state" | "duplicate" | "date" | "pay-code" | "unconfirmed" | "confirmed-alone";
        /**
         * @description 我方账、银行对账文件、财政到账记录
         * @enum {string}
         */
        Book: "ours" | "bank" | "fiscal";
        /**
         * @description 入账、登记不明款、说明
         * @enum {string}
         */
        ResolutionKind: "book" | "unidentified" | "explain";
        /**
         * @description 待次日、待处理、已认领、待复核、入账中、已处理
         * @enum {string}
         */
        Standing: "waiting" | "open" | "taken" | "resolved" | "applying" | "settled";
        /** @description 不相符的一笔 · a line that differs */
        Difference: {
            id: string;
            /** @description 流水号或缴款码；~ 开头为财政到账记录的缴款码 · serial or pay code; one beginning with ~ is a pay code of the fiscal record */
            key: string;
            verdict: components["schemas"]["Verdict"];
            payCode: string;
            oursInFen: number | null;
            /** @description 银行 · the bank’s */
            theirsInFen: number | null;
            /** @description 财政到账记录 · the fiscal record’s */
            fiscalInFen: number | null;
            /** @description 三者中哪一方不符 · which of the three stands apart */
            differs: components["schemas"]["Book"][];
            /** @description 对方记在哪一日 · the day the other side has it on */
            otherDay: string | null;
            standing: components["schemas"]["Standing"];
            lines: {
                file: string;
                line: number;
                serial: string;
                amountInFen: number;
                workDate: string;
                collectedOn: string;
            }[];
            /** @description 可作的处理，最合适的在前 · what may be done about it, the most natural first */
            resolutions: components["schemas"]["ResolutionKind"][];
            task: components["schemas"]["DifferenceTask"] | null;
        };
        DifferenceTask: {
            id: string;
            /**
             * @description 已认领、待复核、入账中、已处理
             * @enum {string}
             */
            state: "taken" | "resolved" | "applying" | "settled";
            source: string;
            day: string;
            verdict: components["schemas"]["Verdict"];
            key: string;
            payCode: string;
            oursInFen: number | null;
            theirsInFen: number | null;
            fiscalInFen: number | null;
            differs: components["schemas"]["Book"][];
            owner: components["schemas"]["Act"] | null;
            resolution: {
                by: string;
                /** Format: date-time */
                at: string;
                kind: components["schemas"]["ResolutionKind"];
                note: string;
            } | null;
            countersigned: components["schemas"]["Act"] | null;
            /** @description 上次退回的原因 · why it came back */
            setBack: string | null;
            history: {
                by: string;
                /** Format: date-time */
                at: string;
                /** @enum {string} */
                act: "taken" | "resolved" | "sent-back" | "countersigned" | "set-back" | "settled";
                note: string;
            }[];
        };
        DayClose: {
            source: string;
            day: components["schemas"]["Day"];
            /**
             * @description 待对账文件、待财政到账记录、待次日、有差异、可日结、已日结、日结后有变
             * @enum {string}
             */
            state: "awaiting-statement" | "awaiting-record" | "waiting" | "differing" | "ready" | "closed" | "changed-since";
            ours: components["schemas"]["Sum"];
            theirs: components["schemas"]["Sum"] | null;
            /** @description 是否与财政到账记录三方核对 · whether the fiscal record is the third book of this day */
            threeWay: boolean;
            /** @description 财政到账记录中相应各笔 · what the fiscal record has of the same pay codes; null until one came */
            fiscal: components["schemas"]["Sum"] | null;
            counts: {
                matched: number;
                "theirs-only": number;
                "ours-only": number;
                amount: number;
                state: number;
                duplicate: number;
                date: number;
                "pay-code": number;
                unconfirmed: number;
                "confirmed-alone": number;
            };
            /** @description 待次日的笔数 */
            waiting: number;
            /** @description 未处理完的笔数 */
            open: number;
            /** @description 已经两人处理的笔数 */
            settled: number;
            basis: string;
            next: string | null;
            closed: components["schemas"]["DayClosing"] | null;
            files: components["schemas"]["StatementFile"][];
            differences: components["schemas"]["Difference"][];
            /** @description 曾有任务、现已无差异 · tasks whose difference is no more */
            gone: components["schemas"]["DifferenceTask"][];
            /** @description 您现在可以日结 · you may close it now */
            mayClose: boolean;
        };
        /**
         * @description 计入、已被更正取代、与另一文件相同不重复计入
         * @enum {string}
         */
        StatementFileState: "counted" | "superseded" | "same-as-another";
        /** @description 对账文件 · a statement file */
        StatementFile: {
            source: string;
            day: components["schemas"]["Day"];
            fileId: string;
            /** @description 第几版 */
            revision: number;
            name: string;
            sha256: string;
            lines: number;
            amountInFen: number;
            state: components["schemas"]["StatementFileState"];
            /** @description 与哪个文件相同 · id of the file with the same lines */
            sameAs: string | null;
            /** Format: date-time */
            receivedAt: string;
        };
        StatementRow: {
            /** @description 日期、单位、项目或银行 · day, unit, item or bank; empty where none is known */
            key: string;
            /** @description 应收（已扣减作废、退付）；按银行统计时为 0 · assessed, less what was voided or given back; 0 by bank, since nothing is owed by bank */
            assessedInFen: number;
            paidInFen: number;
            reversedInFen: number;
            refundedInFen: number;
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
        /** @description 退付编号 · number of the refund */
        RefundNumber: string;
        /** @description 收费标准编码 · code of the standard */
        StandardCode: string;
        /** @description 银行代码:流水号 · bank and serial */
        MoneyId: string;
        /** @description 银行（或缴款渠道）代码；财政为 fiscal · code of the bank or channel; `fiscal` for the fiscal record */
        StatementSource: string;
        /** @description 对方工作日 · the work date it is of */
        StatementDay: components["schemas"]["Day"];
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
                state?: components["schemas"]["BillState"];
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
                        /** @description 没有找到时的提示，如缴款码输错；无提示为空 · why nothing was found where it can be told, as for a mistyped pay code */
                        hint: null | {
                            zh: string;
                            en: string;
                        };
                    };
                };
            };
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
        };
    };
    openBill: {
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
                    /** @description 所属办件；项目缴款可空 · the case; null for a project */
                    caseNumber: string | null;
                    /** @description 投资项目代码 · project code */
                    projectCode: string | null;
                    payer: components["schemas"]["Payer"];
                    charges: components["schemas"]["WantedCharge"][];
                    /** Format: date-time */
                    dueBy: string;
                };
            };
        };
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
    showPayCodeForm: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 新开缴款单的编码；此前的编码仍然有效 · of new bills; codes issued before stay good */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 配置名称 · name of the profile */
                        name: string;
                        title: string;
                        /** @enum {string} */
                        alphabet: "digits" | "digits-and-capitals";
                        /** @description 允许的长度 · lengths a code may have */
                        lengths: number[];
                        /** @description 新码的长度 · length of new ones */
                        length: number;
                        /** @description 整码的正则表达式 · regular expression for the whole code */
                        pattern: string;
                        /** @description 有校验位 · has a check character */
                        checked: boolean;
                        words: {
                            zh: string;
                            en: string;
                        };
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
                    "application/json": components["schemas"]["SettledPayment"];
                };
            };
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
        };
    };
    askBills: {
        parameters: {
            query: {
                /** @description 缴款码，以逗号分隔 · pay codes, by comma */
                payCodes: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 答复 · the answers */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        answers: {
                            bill: components["schemas"]["WindowBill"] | null;
                            problem: components["schemas"]["Problem"] | null;
                        }[];
                    };
                };
            };
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
        };
    };
    confirmPayments: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    payments: {
                        payCode: string;
                        bank: components["schemas"]["BankCode"];
                        serial: components["schemas"]["BankSerial"];
                        /** @description 必须等于缴款单金额（分）· must equal the bill */
                        amountInFen: number;
                        /** @description 银行工作日 · the day of the bank's books */
                        workDate: components["schemas"]["Day"];
                        /** @description 银行收款日 · the day the money came in */
                        collectedOn: components["schemas"]["Day"];
                    }[];
                };
            };
        };
        responses: {
            /** @description 逐笔答复 · the answers */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        answers: {
                            settled: components["schemas"]["SettledPayment"] | null;
                            problem: components["schemas"]["Problem"] | null;
                        }[];
                    };
                };
            };
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
        };
    };
    showNotice: {
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
            /** @description PDF */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/pdf": string;
                };
            };
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
        };
    };
    showReceipt: {
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
            /** @description 票据或回单 · the receipt, or the slip */
            200: {
                headers: {
                    /** @description 票据或回单 */
                    "X-Document"?: "receipt" | "slip";
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
    openOrder: {
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
                    /** @description 在窗口收款 · paid at the window */
                    offline: boolean;
                };
            };
        };
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
    enterCounterPayment: {
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
                    /**
                     * @description 刷卡、现金
                     * @enum {string}
                     */
                    kind: "pos" | "cash";
                    /** @description 终端号；现金为收款柜台号 · terminal, or the bank's counter */
                    terminal: string;
                    /** @description 凭条号 · number on the slip */
                    receiptNumber: string;
                    bank: components["schemas"]["BankCode"];
                    amountInFen: number;
                    collectedOn: components["schemas"]["Day"];
                };
            };
        };
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
    takeBack: {
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
                    reason: string;
                };
            };
        };
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
    confirmFiscally: {
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
                    confirmedOn: components["schemas"]["Day"];
                    /** @description 平台的时刻 · time by the platform's clock */
                    confirmedAt: string;
                    amountInFen: number;
                    serial: components["schemas"]["BankSerial"];
                    /** @description 缴款方式，平台的代码 · how it was paid, in the platform’s code */
                    payMode: string;
                    payerName?: string | null;
                };
            };
        };
        responses: {
            /** @description 已确认 · committed */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        payCode: components["schemas"]["PayCode"];
                        caseNumber: string;
                        serial: components["schemas"]["BankSerial"];
                        amountInFen: number;
                        /**
                         * Format: date-time
                         * @description 入账时间 · when we committed it
                         */
                        confirmedAt: string;
                    };
                };
            };
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
        };
    };
    takeReceipt: {
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
        requestBody?: never;
        responses: {
            /** @description 已申请，或已有票据 · asked for, or there already */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        payCode: components["schemas"]["PayCode"];
                        /** @enum {string} */
                        state: "asked" | "receipted";
                    };
                };
            };
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
        };
    };
    checkReceipt: {
        parameters: {
            query: {
                /** @description 票据代码 */
                code: string;
                /** @description 票据号码 */
                number: string;
                /** @description 校验码 */
                checkCode: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 查验结果 · the result */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        genuine: boolean;
                        /** @description 只示必要信息；缴款人为个人的姓名脱敏 · the least that proves it, a person's name masked */
                        receipt: {
                            code: string;
                            number: string;
                            /** Format: date-time */
                            issuedAt: string;
                            amountInFen: number;
                            /** @description 其后已退付的金额 · what was given back since */
                            refundedInFen: number;
                            payerName: string;
                            item: string;
                        } | null;
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
                    /** @description 原缴款流水号；银行报文中有则须相符 · serial of the payment */
                    serial?: components["schemas"]["BankSerial"];
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
    requestRefund: {
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
                    amountInFen: number;
                    /** @description 退付原因 */
                    reason: string;
                    /** @description 所见可退金额 · what was left when the page was read */
                    refundableInFen: number;
                };
            };
        };
        responses: {
            /** @description 退付 · the refund */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refund"];
                };
            };
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
        };
    };
    approveRefund: {
        parameters: {
            query?: never;
            header: {
                /** @description 同一键只做一次 · the same key does a thing once */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description 缴款码 · pay code */
                payCode: components["parameters"]["PayCode"];
                /** @description 退付编号 · number of the refund */
                refundNumber: components["parameters"]["RefundNumber"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description 所见退付金额 · the amount that was seen */
                    amountInFen: number;
                };
            };
        };
        responses: {
            /** @description 退付 · the refund */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refund"];
                };
            };
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
        };
    };
    rejectRefund: {
        parameters: {
            query?: never;
            header: {
                /** @description 同一键只做一次 · the same key does a thing once */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description 缴款码 · pay code */
                payCode: components["parameters"]["PayCode"];
                /** @description 退付编号 · number of the refund */
                refundNumber: components["parameters"]["RefundNumber"];
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
            /** @description 退付 · the refund */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refund"];
                };
            };
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
        };
    };
    sendRefund: {
        parameters: {
            query?: never;
            header: {
                /** @description 同一键只做一次 · the same key does a thing once */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description 缴款码 · pay code */
                payCode: components["parameters"]["PayCode"];
                /** @description 退付编号 · number of the refund */
                refundNumber: components["parameters"]["RefundNumber"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 退付 · the refund */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refund"];
                };
            };
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
        };
    };
    tellRefund: {
        parameters: {
            query?: never;
            header: {
                /** @description 同一键只做一次 · the same key does a thing once */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description 缴款码 · pay code */
                payCode: components["parameters"]["PayCode"];
                /** @description 退付编号 · number of the refund */
                refundNumber: components["parameters"]["RefundNumber"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    bank: components["schemas"]["BankCode"];
                    /** @enum {string} */
                    outcome: "refunded" | "failed";
                    serial: components["schemas"]["BankSerial"] | null;
                    note: string;
                    /** @description 银行账务日，回单或报文中有则填；缺省为今天 · the bank's work date where it says one; today when it does not */
                    workDate?: components["schemas"]["Day"];
                };
            };
        };
        responses: {
            /** @description 退付 · the refund */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refund"];
                };
            };
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
        };
    };
    listRefunds: {
        parameters: {
            query?: {
                state?: components["schemas"]["RefundState"];
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 最近开具的缴款单在前 · newest bills first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        refunds: components["schemas"]["ListedRefund"][];
                        next: string | null;
                    };
                };
            };
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
        };
    };
    assessCharges: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    charges: components["schemas"]["WantedCharge"][];
                };
            };
        };
        responses: {
            /** @description 试算结果 · the sum */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        charges: components["schemas"]["Charge"][];
                        amountInFen: number;
                    };
                };
            };
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
        };
    };
    listStandards: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 按编码排列 · by code */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        standards: components["schemas"]["RegisteredStandard"][];
                    };
                };
            };
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
        };
    };
    showStandard: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description 收费标准编码 · code of the standard */
                standardCode: components["parameters"]["StandardCode"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 收费标准 · the standard */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RegisteredStandard"];
                };
            };
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
        };
    };
    publishStandard: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description 收费标准编码 · code of the standard */
                standardCode: components["parameters"]["StandardCode"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Standard"];
            };
        };
        responses: {
            /** @description 已提出 · proposed */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KeptStandard"];
                };
            };
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
        };
    };
    withdrawStandard: {
        parameters: {
            query?: never;
            header: {
                /** @description 同一键只做一次 · the same key does a thing once */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description 收费标准编码 · code of the standard */
                standardCode: components["parameters"]["StandardCode"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    from: components["schemas"]["Day"];
                    reason: string;
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
                    "application/json": components["schemas"]["KeptStandard"];
                };
            };
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
        };
    };
    decideProposal: {
        parameters: {
            query?: never;
            header: {
                /** @description 同一键只做一次 · the same key does a thing once */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description 收费标准编码 · code of the standard */
                standardCode: components["parameters"]["StandardCode"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description 所见提议的序号 · the proposal that was seen */
                    number: number;
                    /** @enum {string} */
                    decision: "approve" | "reject";
                    note: string;
                };
            };
        };
        responses: {
            /** @description 已办理 · done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KeptStandard"];
                };
            };
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
        };
    };
    listRegister: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 按编码排列 · by code */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        standards: components["schemas"]["KeptStandard"][];
                    };
                };
            };
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
        };
    };
    countExample: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    standard: components["schemas"]["Standard"];
                    measure: components["schemas"]["Measure"] | null;
                    relief: components["schemas"]["ClaimedRelief"] | null;
                    daysLate: number;
                };
            };
        };
        responses: {
            /** @description 逐行的计算 · the reckoning, line by line */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        lines: components["schemas"]["ExplainedLine"][];
                        amountInFen: number;
                        lateFee: components["schemas"]["ExplainedLine"] | null;
                    };
                };
            };
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
        };
    };
    listExemptions: {
        parameters: {
            query?: {
                /** @description 只看一个办件的，其余条件不计 · of one case only, whatever else is asked */
                caseNumber?: string;
                /** @description 办件编号、事项名称或证明文号（可只写一段）· (part of) a case number, an item or the document of a relief */
                q?: string;
                /** @description 执收单位编码 · code of the collecting unit */
                unit?: string;
                /** @description 收入项目编码 · code of the revenue item */
                item?: string;
                /** @description 起始日（含），北京时间 · first day, China time */
                from?: components["schemas"]["Day"];
                /** @description 截止日（含）· last day, counted */
                to?: components["schemas"]["Day"];
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
            /** @description 一页，最近的在前 · one page, newest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        next: string | null;
                        exemptions: components["schemas"]["Exemption"][];
                    };
                };
            };
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
        };
    };
    sumExemptions: {
        parameters: {
            query: {
                from: components["schemas"]["Day"];
                to: components["schemas"]["Day"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 合计 · sums */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        exemptions: number;
                        /** @description 减免金额 · what was forgone */
                        forgoneInFen: number;
                        days: components["schemas"]["ExemptionSum"][];
                        units: components["schemas"]["ExemptionSum"][];
                        items: components["schemas"]["ExemptionSum"][];
                    };
                };
            };
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
        };
    };
    listUnidentifiedMoney: {
        parameters: {
            query?: {
                state?: components["schemas"]["UnidentifiedMoneyState"];
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
                        money: components["schemas"]["UnidentifiedMoney"][];
                        next: string | null;
                    };
                };
            };
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
        };
    };
    reportMoney: {
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
                    serial: components["schemas"]["BankSerial"];
                    amountInFen: number;
                    workDate: components["schemas"]["Day"];
                    collectedOn: components["schemas"]["Day"];
                    /** @description 所附缴款码；没有为空串 · the code that came with it, empty when none */
                    payCode: string;
                    why: components["schemas"]["UnplacedReason"];
                };
            };
        };
        responses: {
            /** @description 已登记 · on the book */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UnidentifiedMoney"];
                };
            };
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
        };
    };
    proposePlacing: {
        parameters: {
            query?: never;
            header: {
                /** @description 同一键只做一次 · the same key does a thing once */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description 银行代码:流水号 · bank and serial */
                moneyId: components["parameters"]["MoneyId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description claim 认领入单 · return 退回
                     * @enum {string}
                     */
                    kind: "claim" | "return";
                    /** @description 认领的缴款单 · the bill, for a claim */
                    payCode: string | null;
                    reason: string;
                };
            };
        };
        responses: {
            /** @description 不明款 · the money */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UnidentifiedMoney"];
                };
            };
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
        };
    };
    approvePlacing: {
        parameters: {
            query?: never;
            header: {
                /** @description 同一键只做一次 · the same key does a thing once */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description 银行代码:流水号 · bank and serial */
                moneyId: components["parameters"]["MoneyId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    amountInFen: number;
                };
            };
        };
        responses: {
            /** @description 不明款 · the money */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UnidentifiedMoney"];
                };
            };
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
        };
    };
    rejectPlacing: {
        parameters: {
            query?: never;
            header: {
                /** @description 同一键只做一次 · the same key does a thing once */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description 银行代码:流水号 · bank and serial */
                moneyId: components["parameters"]["MoneyId"];
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
            /** @description 不明款 · the money */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UnidentifiedMoney"];
                };
            };
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
        };
    };
    tellReturn: {
        parameters: {
            query?: never;
            header: {
                /** @description 同一键只做一次 · the same key does a thing once */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description 银行代码:流水号 · bank and serial */
                moneyId: components["parameters"]["MoneyId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    outcome: "returned" | "failed";
                    serial: components["schemas"]["BankSerial"];
                    note: string;
                    /** @description 银行账务日，回单或报文中有则填；缺省为今天 · the bank's work date where it says one; today when it does not */
                    workDate?: components["schemas"]["Day"];
                };
            };
        };
        responses: {
            /** @description 不明款 · the money */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UnidentifiedMoney"];
                };
            };
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
        };
    };
    listLedgerEntries: {
        parameters: {
            query?: {
                payCode?: components["schemas"]["PayCode"];
                account?: components["schemas"]["LedgerAccount"];
                from?: components["schemas"]["Day"];
                to?: components["schemas"]["Day"];
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 按记账先后 · in the order they were written */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        entries: components["schemas"]["LedgerEntry"][];
                        next: string | null;
                    };
                };
            };
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
        };
    };
    checkParity: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 检查结果 · the result */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Parity"];
                };
            };
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
        };
    };
    showStatements: {
        parameters: {
            query: {
                from: components["schemas"]["Day"];
                to: components["schemas"]["Day"];
                groupedBy: "day" | "unit" | "item" | "bank";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 按所选维度 · by what was asked */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        from: components["schemas"]["Day"];
                        to: components["schemas"]["Day"];
                        /** @enum {string} */
                        groupedBy: "day" | "unit" | "item" | "bank";
                        rows: components["schemas"]["StatementRow"][];
                    };
                };
            };
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
        };
    };
    listStatementFiles: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description 银行（或缴款渠道）代码；财政为 fiscal · code of the bank or channel; `fiscal` for the fiscal record */
                source: components["parameters"]["StatementSource"];
                /** @description 对方工作日 · the work date it is of */
                day: components["parameters"]["StatementDay"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 文件 · the files */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        files: components["schemas"]["StatementFile"][];
                    };
                };
            };
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
        };
    };
    deliverStatementFile: {
        parameters: {
            query: {
                /** @description 文件在对方系统中的名称 · the file's name where it came from */
                name: string;
                /** @description 原文件摘要 · digest of the file as it came */
                sha256: string;
                /** @description 正文行数 · lines in the body */
                count: number;
                /** @description 缴款合计减退付、冲正合计 · payments less refunds and reversals */
                amountInFen: number;
            };
            header?: never;
            path: {
                /** @description 银行（或缴款渠道）代码；财政为 fiscal · code of the bank or channel; `fiscal` for the fiscal record */
                source: components["parameters"]["StatementSource"];
                /** @description 对方工作日 · the work date it is of */
                day: components["parameters"]["StatementDay"];
                /** @description 文件在该银行该日内的固定编号；更正文件沿用原编号 · fixed id of the file; a revision keeps it */
                fileId: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/octet-stream": string;
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
                        source: string;
                        day: components["schemas"]["Day"];
                        fileId: string;
                        revision: number;
                        name: string;
                        sha256: string;
                        lines: number;
                        amountInFen: number;
                        state: components["schemas"]["StatementFileState"];
                        sameAs: string | null;
                        /** Format: date-time */
                        receivedAt: string;
                        /** @description 此前已收到 · it was known */
                        repeated: boolean;
                    };
                };
            };
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
        };
    };
    listDayCloses: {
        parameters: {
            query: {
                from: components["schemas"]["Day"];
                /** @description 最多 62 天 · at most 62 days */
                to: components["schemas"]["Day"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 各日 · the days */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        days: components["schemas"]["ListedDay"][];
                    };
                };
            };
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
        };
    };
    showDayClose: {
        parameters: {
            query?: {
                /** @description 上一页给出的 next · the next of the page before */
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path: {
                /** @description 银行（或缴款渠道）代码；财政为 fiscal · code of the bank or channel; `fiscal` for the fiscal record */
                source: components["parameters"]["StatementSource"];
                /** @description 对方工作日 · the work date it is of */
                day: components["parameters"]["StatementDay"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 该日 · the day */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DayClose"];
                };
            };
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
        };
    };
    closeDay: {
        parameters: {
            query?: never;
            header: {
                /** @description 同一键只做一次 · the same key does a thing once */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description 银行（或缴款渠道）代码；财政为 fiscal · code of the bank or channel; `fiscal` for the fiscal record */
                source: components["parameters"]["StatementSource"];
                /** @description 对方工作日 · the work date it is of */
                day: components["parameters"]["StatementDay"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    basis: string;
                };
            };
        };
        responses: {
            /** @description 已日结 · closed */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DayClosing"];
                };
            };
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
        };
    };
    takeDifference: {
        parameters: {
            query?: never;
            header: {
                /** @description 同一键只做一次 · the same key does a thing once */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description 银行（或缴款渠道）代码；财政为 fiscal · code of the bank or channel; `fiscal` for the fiscal record */
                source: components["parameters"]["StatementSource"];
                /** @description 对方工作日 · the work date it is of */
                day: components["parameters"]["StatementDay"];
                /** @description 差异标识 · id of the difference */
                differenceId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description 流水号或缴款码 · serial or pay code */
                    key: string;
                };
            };
        };
        responses: {
            /** @description 任务 · the task */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DifferenceTask"];
                };
            };
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
        };
    };
    resolveDifference: {
        parameters: {
            query?: never;
            header: {
                /** @description 同一键只做一次 · the same key does a thing once */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description 银行（或缴款渠道）代码；财政为 fiscal · code of the bank or channel; `fiscal` for the fiscal record */
                source: components["parameters"]["StatementSource"];
                /** @description 对方工作日 · the work date it is of */
                day: components["parameters"]["StatementDay"];
                /** @description 差异标识 · id of the difference */
                differenceId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description 流水号或缴款码 · serial or pay code */
                    key: string;
                    kind: components["schemas"]["ResolutionKind"];
                    /** @description 原因与处理 · how it came about and what is done */
                    note: string;
                };
            };
        };
        responses: {
            /** @description 任务 · the task */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DifferenceTask"];
                };
            };
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
        };
    };
    countersignDifference: {
        parameters: {
            query?: never;
            header: {
                /** @description 同一键只做一次 · the same key does a thing once */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description 银行（或缴款渠道）代码；财政为 fiscal · code of the bank or channel; `fiscal` for the fiscal record */
                source: components["parameters"]["StatementSource"];
                /** @description 对方工作日 · the work date it is of */
                day: components["parameters"]["StatementDay"];
                /** @description 差异标识 · id of the difference */
                differenceId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @constant */
                    agreed: true;
                };
            };
        };
        responses: {
            /** @description 任务 · the task */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DifferenceTask"];
                };
            };
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
        };
    };
    sendBackDifference: {
        parameters: {
            query?: never;
            header: {
                /** @description 同一键只做一次 · the same key does a thing once */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description 银行（或缴款渠道）代码；财政为 fiscal · code of the bank or channel; `fiscal` for the fiscal record */
                source: components["parameters"]["StatementSource"];
                /** @description 对方工作日 · the work date it is of */
                day: components["parameters"]["StatementDay"];
                /** @description 差异标识 · id of the difference */
                differenceId: string;
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
            /** @description 任务 · the task */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DifferenceTask"];
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
