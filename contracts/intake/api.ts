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
        /** 预览自己上传的材料 · a material, for whoever uploaded it; everybody else goes by the case */
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
        /**
         * 办件查询与待办列表 · search and work list, a page at a time
         * @description 专办员只看到本部门的办件 · a department officer sees the cases of the own department only
         */
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
    "/applications/{platform}/{applicationId}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description 平台名称 · name of the platform */
                platform: string;
                /** @description 平台的申请编号 · number the platform gave the application */
                applicationId: string;
            };
            cookie?: never;
        };
        get?: never;
        /**
         * 网上申请转为办件 · an application from a platform's portal becomes a case
         * @description 地址即唯一键：同一平台的同一申请只成为一个办件，重复提交（包括改换事项）都答复已成的办件。收件时间为平台收到申请的时间，
         *     五个工作日的一次性告知期限自该时间起算（行政许可法第三十二条第四项）。
         *     The address is the key: an application becomes one case, and asked again, under another item too, the answer is that case.
         *     It counts as received when the platform took it; the five working days run from there.
         */
        put: operations["takeApplication"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/open-cases": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 某些事项的在办件，供事项变更试算 · open cases of some items, for the dry run of a change set
         * @description 已受理的固定于受理时的版本和版次，不含申请人信息 · what was accepted is pinned to what applied then; nothing of the applicant is told
         */
        get: operations["listOpenCases"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/notice-clock": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 某日收到、尚未成为办件的申请，一次性告知期限到哪天 · until when everything missing must be told of what was received on a day */
        get: operations["showNoticeClock"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/workbench": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 工作台：等谁办、灯色统计，和本人下一批待办 · counts by whose turn it is and by light, and my next tasks */
        get: operations["showWorkbench"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/statistics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 效能统计 · how the hall does */
        get: operations["showStatistics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/looks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 个人信息查看记录 · who looked at personal data, newest first */
        get: operations["listLooks"];
        put?: never;
        post?: never;
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
    "/cases/{caseNumber}/receipt": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                caseNumber: components["parameters"]["CaseNumber"];
            };
            cookie?: never;
        };
        /** 收件凭证的内容（可重打）· what is printed on the receipt, for printing it again */
        get: operations["showReceipt"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/cases/{caseNumber}/materials/{sha256}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                caseNumber: components["parameters"]["CaseNumber"];
                sha256: components["schemas"]["Digest"];
            };
            cookie?: never;
        };
        /** 查看办件的材料 · a material of the case */
        get: operations["showCaseMaterial"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/cases/{caseNumber}/looks": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                caseNumber: components["parameters"]["CaseNumber"];
            };
            cookie?: never;
        };
        /** 谁查看过本办件的个人信息 · who looked at this case's personal data */
        get: operations["listLooksAtCase"];
        put?: never;
        /** 查看联系人明文（每次留痕）· see the contact plain; each look is recorded before it is answered */
        post: operations["lookAtContact"];
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
        /**
         * 补交材料、更正表单 · hand in what was missing, correct the form
         * @description 补正告知后补齐，或受理前申请人主动补交；受理后不再收 · after the notice, or unasked before acceptance; not after it
         */
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
    "/cases/{caseNumber}/fee-countings": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                caseNumber: components["parameters"]["CaseNumber"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 试算办件费用，逐行说明 · what the case would be charged, line by line
         * @description 受理前先试算，把金额告知申请人；不留任何记录。标准未公布、已废止或不在有效期的，此时即告知。
         *
         *     Asked before the acceptance, so that the applicant hears the amount; nothing is kept. A standard that is missing, withdrawn or past its last day is told now.
         */
        post: operations["countFee"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/cases/{caseNumber}/fee": {
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
        /** 核定费用：视为受理的办件，决定之前 · fix the fee of a case that counts as accepted, before it is decided */
        post: operations["setFee"];
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
    "/cases/{caseNumber}/countersignature": {
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
        /**
         * 部门会签（见章盖章）· seal on sight for the department, or return the document
         * @description 只核对文书、园区印章和授权，不作二次实质审查 · document, seal and authority are looked at, never the substance once more
         */
        post: operations["countersignCase"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/cases/{caseNumber}/presentation": {
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
        /** 更正后重新送签 · put right what the department returned and present it again */
        post: operations["presentAgain"];
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
    "/cases/{caseNumber}/ratings": {
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
        /**
         * 登记申请人的评价（好差评）· write down what the applicant said of the service
         * @description 申请人本人的评价，办结后登记，至多两次。差评须有详情或文字。系统从不代为评价。
         *     The applicant's own word on a closed case, at most twice. A bad rating needs details or words. Nobody rates for the applicant.
         */
        post: operations["rateCase"];
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
    "/progress/ratings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 申请人自行评价（好差评）· the applicant rates the service, by receipt number and query password
         * @description 办结后由申请人本人作出，至多两次；差评须有详情或文字。评价原样保存，不改不删，并如实上报省级平台。
         *     The applicant's own word on a closed case, at most twice; a bad rating needs details or words. It is kept as it was said and told to the province as it is.
         */
        post: operations["rateByQuery"];
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
        /** @description 申请人；自然人的证件号码只显示首尾 · a natural person's number is masked */
        ShownApplicant: {
            name: string;
            creditCode: string | null;
            person: {
                documentType: string;
                documentNumber: string;
            } | null;
        };
        CaseNumber: string;
        Digest: string;
        /** @enum {string} */
        FileKind: "pdf" | "jpeg" | "png" | "ofd";
        /** @enum {string} */
        CaseState: "received" | "supplementing" | "accepted" | "suspended" | "reviewed" | "opinion-sealing" | "reported-up" | "awaiting-payment" | "decision-sealing" | "countersigning" | "countersign-returned" | "certificate-drafting" | "certificate-sealing" | "certificate-issuing" | "ready" | "delivered" | "closed" | "not-accepted" | "withdrawn";
        /**
         * @description 赋权形式 · form of delegation
         * @enum {string}
         */
        Form: "direct" | "entrusted" | "forward" | "direct-report";
        Date: string;
        /** @description 不透明 · opaque */
        Cursor: string;
        /**
         * @description 绿灯、黄灯、红灯
         * @enum {string}
         */
        Light: "green" | "yellow" | "red";
        /**
         * @description 等谁办；machine 为系统自动进行，nobody 为已结束 · whose turn it is; machine is the hub itself, nobody after the end
         * @enum {string}
         */
        WaitingFor: "window-clerk" | "applicant" | "reviewer" | "special-procedure" | "approver" | "department-officer" | "countersign" | "payment" | "higher-authority" | "province" | "machine" | "supervisor" | "nobody";
        /**
         * @description 印章不符、文书有误、超出授权 · the seal, the document or the authority is wrong
         * @enum {string}
         */
        ReturnGround: "seal" | "document" | "authority";
        Both: {
            zh: string;
            en: string;
        };
        Person: {
            /** @description 账号；系统自动为空串 · account, empty when time or a machine did it */
            subject: string;
            /** @description 姓名；不知道时为账号 · name, or the account where none is known */
            name: string;
        };
        Contact: {
            name: string;
            citizenNumber: string | null;
            mobile: string;
        };
        /** @description 办件路径：谁决定、谁用印、是否上报、是否收费 · who decides, whose seals on which document in which order, whether it is reported up and whether a fee is due */
        Route: {
            /** @enum {string} */
            decider: "approver" | "department-officer";
            /** @description 上报上级决定 · a higher authority decides */
            reportedUp: boolean;
            /** @description 收费 · a fee is due */
            charged: boolean;
            /**
             * @description 部门见章盖章的方式：常设授权或专办员会签；不经部门盖章的为空 · how the department seals on sight; null where it does not
             * @enum {string|null}
             */
            countersign: "standing" | "officer" | null;
            seals: {
                opinion: components["schemas"]["SealHolder"][];
                decision: components["schemas"]["SealHolder"][];
                certificate: components["schemas"]["SealHolder"][];
            };
            says: components["schemas"]["Both"];
        };
        /**
         * @description 园区或部门 · whose seal
         * @enum {string}
         */
        SealHolder: "zone" | "department";
        TimeLimit: {
            amount: number;
            /** @enum {string} */
            unit: "working-day" | "calendar-day";
        };
        Action: {
            /**
             * @description 操作的 operationId
             * @enum {string}
             */
            operation: "askSupplement" | "supplyMaterials" | "acceptCase" | "setFee" | "startSpecialProcedure" | "endSpecialProcedure" | "reviewCase" | "decideCase" | "countersignCase" | "presentAgain" | "deliverResult" | "withdrawCase" | "resolveAttention";
            /**
             * @description acceptCase 分为受理和不予受理 · acceptCase is told twice
             * @enum {string|null}
             */
            choice: "accept" | "refuse" | null;
            /** @description 现在可以办 · would be carried out now */
            possible: boolean;
            /** @description 为什么现在不能办 · why it would be refused now */
            reason: null | {
                reason: string;
                zh: string;
                en: string;
            };
        };
        Clock: {
            /**
             * @description 一次性告知、补正后受理、法定、承诺、下级审查、部门会签、送达
             * @enum {string}
             */
            kind: "notice" | "acceptance" | "statutory" | "promised" | "pre-examination" | "countersign" | "delivery";
            name: components["schemas"]["Both"];
            from: components["schemas"]["Date"];
            /** @description 到期日；期限暂停或日历未载入时为空 · null while the clock stands or the calendar does not reach */
            due: string | null;
            light: null | components["schemas"]["Light"];
            /** @description 剩余工作日，负数为超期 · working days left, negative once past; null when stopped or unknown */
            daysLeft: number | null;
            /** @description 特别程序中，期限暂停 · the clock stands */
            standing: boolean;
            /** @description 已办完的日期 · the day the step was done */
            stoppedOn: string | null;
            /** @description 逐行计算说明 · how it was counted, line by line */
            lines: {
                from: string;
                to: string;
                /** @description 到该行为止已计入的天数 · days counted so far */
                counted: number;
                zh: string;
                en: string;
            }[];
        };
        Figures: {
            /** @description 期间收件数 · received within the period */
            received: number;
            /** @description 期间受理数 · accepted within the period */
            accepted: number;
            /** @description 期间作出决定数（含不予许可）· decided within the period */
            closed: number;
            /** @description 现在办数，期末前收件的（按日统计时为当日收件的）· not ended now, received by the end of the period; by day, received on that day */
            onHand: number;
            /** @description 其中已超期 · of these, past their due date today */
            overdue: number;
            /** @description 期间决定中按承诺期限办结数 · decided by the promised day */
            onTime: number;
            late: number;
            /** @description 0 至 1；没有决定时为空 · from 0 to 1, null when nothing was decided */
            onTimeShare: number | null;
            /** @description 平均实际用时 · average days used, special procedures left out */
            workedDays: number | null;
            /** @description 同一批办件的平均法定时限 · average statutory limit of the same cases */
            limitDays: number | null;
            /** @description 压缩比 0 至 1 · share of the statutory limit that was saved */
            compression: number | null;
            /** @description 期间收件中发过补正告知的 · of those received, asked for a supplement */
            supplements: number;
            /** @description 期间决定不予许可数 · decided within the period and refused */
            refusals: number;
            notAccepted: number;
            withdrawn: number;
        };
        Receipt: {
            caseNumber: components["schemas"]["CaseNumber"];
            receiptNumber: string;
            queryPassword: string;
            item: {
                code: string;
                name: string;
            };
            form: components["schemas"]["Form"];
            zone: string;
            /** @description 决定机关 · who decides */
            department: string;
            projectName: string;
            applicant: components["schemas"]["ShownApplicant"];
            contact: components["schemas"]["Contact"];
            /** @description 收到的材料 · materials received */
            materials: {
                name: string;
                kind: components["schemas"]["FileKind"];
            }[];
            /** @description 事项表单的填写 · answers to the item's form */
            answers: components["schemas"]["ShownAnswer"][];
            /** @description 尚缺的必要材料 · required materials not handed in */
            missing: string[];
            receivedAt: string;
            receivedBy: components["schemas"]["Person"];
            window: string | null;
            /** @description 一次性告知期限 · when the notice of everything missing is due */
            noticeDue: string | null;
            acceptedAt: string | null;
            due: components["schemas"]["Due"];
            statutoryLimit: components["schemas"]["TimeLimit"];
            promisedLimit: components["schemas"]["TimeLimit"];
        };
        Due: {
            statutory: string | null;
            promised: string | null;
            /** @description 工作日历未载入时的说明 */
            calendarMissing: string | null;
        };
        /** @description 事项表单的填写，按字段键；数字、日期、选项都以文字给出，是否为 yes、no · answers to the item's form by key, all as text */
        Answers: {
            [key: string]: string;
        };
        ShownAnswer: {
            key: string;
            labelZh: string;
            labelEn: string;
            value: string;
            /** @description 带单位，供人阅读 · with its unit, for reading */
            text: string;
            /** @description 个人信息，脱敏 · masked */
            personal: boolean;
        };
        /** @description 事项表单的一项 · one question of the item's form */
        FormField: {
            key: string;
            labelZh: string;
            labelEn: string;
            /** @enum {string} */
            kind: "text" | "long-text" | "number" | "date" | "choice" | "yes-no" | "credit-code" | "mobile";
            unit?: string;
            options?: string[];
            required: boolean;
            longest?: number;
            helpZh?: string;
        };
        FeeTerm: {
            name: string;
            standardCode: string;
            measure: components["schemas"]["MeasureSource"];
            reliefAllowed: boolean;
        };
        ShownFeeTerm: {
            name: string;
            standardCode: string;
            measure: components["schemas"]["MeasureSource"];
            reliefAllowed: boolean;
            /** @description 已知的计费数量 · the quantity as far as it is known */
            known: string | null;
            /** @description 表单字段的单位 · unit of the answer it is taken from */
            unit: string | null;
        };
        /** @description 计费数量从哪里来；定额为空 · where the quantity comes from; null for a fixed standard */
        MeasureSource: null | {
            /** @constant */
            from: "constant";
            value: string;
        } | {
            /** @constant */
            from: "form";
            field: string;
        } | {
            /** @constant */
            from: "clerk";
        };
        /** @description 窗口填写的计费数量和减免，按收费名称 · quantity and relief as told at the window, by the name of the charge */
        GivenFees: {
            name: string;
            measure: string | null;
            relief: null | {
                code: string;
                /** @description 证明文号；没有证明文号的减免以 relief-document-missing 拒绝 · the document that proves it; a relief without one is refused with relief-document-missing */
                documentNumber: string;
            };
        }[];
        /** @description 已告知申请人的费用；与再次计算不符的不予办理 · the fee the applicant was told; another amount is refused */
        SeenFee: {
            given: components["schemas"]["GivenFees"];
            /** @description 试算所见的合计 · the sum that was seen */
            amountInFen: number;
        };
        CountedFee: {
            amountInFen: number;
            countedAt: string;
            by: components["schemas"]["Person"];
            charges: {
                name: string;
                standard: string;
                amountInFen: number;
                /** @description 按标准计算的过程；事项自定金额的为空 · how a standard was counted; null for an amount of the item's own */
                assessed: null | {
                    standardCode: string;
                    /** @description 所用版本的起始日 · the version counted by */
                    validFrom: string;
                    measure: string | null;
                    relief: null | {
                        code: string;
                        documentNumber: string;
                    };
                    basis: string;
                    revenueItem: {
                        code: string;
                        name: string;
                    };
                    collectingUnit: {
                        code: string;
                        name: string;
                    };
                    lines: {
                        zh: string;
                        en: string;
                        amountInFen: number;
                    }[];
                };
            }[];
        };
        GivenMaterials: {
            /** @description 事项目录中的材料名称 */
            name: string;
            sha256: components["schemas"]["Digest"];
        }[];
        GivenRating: {
            /**
             * @description 满意度，由高到低；后两档为差评 · best first, the last two are bad ratings
             * @enum {string}
             */
            satisfaction: "very-satisfied" | "satisfied" | "fairly-satisfied" | "dissatisfied" | "very-dissatisfied";
            /**
             * @description 评价渠道
             * @enum {string}
             */
            channel: "web" | "mobile" | "qr-code" | "hall-tablet" | "hall-terminal" | "telephone" | "text-message";
            /** @description 详情代码（如 510、207）· codes of the national list */
            details: string[];
            /** @description 文字评价；差评须有详情或文字 · a bad rating needs details or words */
            words: string;
        };
        Rating: {
            /** @enum {string} */
            satisfaction: "very-satisfied" | "satisfied" | "fairly-satisfied" | "dissatisfied" | "very-dissatisfied";
            /** @enum {string} */
            channel: "web" | "mobile" | "qr-code" | "hall-tablet" | "hall-terminal" | "telephone" | "text-message";
            details: string[];
            words: string;
            at: string;
            /** @description 代为登记的窗口人员；申请人自评为空 · who wrote it down; null when the applicant did */
            by: null | components["schemas"]["Person"];
        };
        CaseLine: {
            caseNumber: components["schemas"]["CaseNumber"];
            receiptNumber: string;
            state: components["schemas"]["CaseState"];
            item: string;
            itemCode: string;
            form: components["schemas"]["Form"];
            /** @description 赋权部门统一社会信用代码 · credit code of the delegating department */
            department: string;
            projectName: string;
            applicant: string;
            receivedAt: string;
            receivedBy: components["schemas"]["Person"];
            window: string | null;
            waitingFor: components["schemas"]["WaitingFor"];
            /** @description 从何时起等 · since when */
            waitingSince: string;
            /** @description 当前环节所属期限的到期日 · due day of the clock that runs now */
            due: string | null;
            light: null | components["schemas"]["Light"];
            attention: null | components["schemas"]["Both"];
        };
        Received: {
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
        Case: {
            caseNumber: components["schemas"]["CaseNumber"];
            receiptNumber: string;
            state: components["schemas"]["CaseState"];
            item: {
                code: string;
                name: string;
                version: number;
                department: string;
                materials: {
                    name: string;
                    required: boolean;
                }[];
                formFields: components["schemas"]["FormField"][];
                statutoryLimit: components["schemas"]["TimeLimit"];
                promisedLimit: components["schemas"]["TimeLimit"];
            };
            form: components["schemas"]["Form"];
            route: components["schemas"]["Route"];
            projectName: string;
            applicant: components["schemas"]["ShownApplicant"];
            contact: components["schemas"]["Contact"];
            materials: {
                name: string;
                sha256: components["schemas"]["Digest"];
                kind: components["schemas"]["FileKind"];
            }[];
            /** @description 网上申请的来处；窗口收件为空 · the application it came from; null at the window */
            origin: null | {
                platform: string;
                applicationId: string;
                appliedAt: string;
            };
            /** @description 事项表单的填写 · answers to the item's form */
            answers: components["schemas"]["ShownAnswer"][];
            /** @description 尚缺的必要材料和必填项 · required materials and answers that are missing */
            lacking: string[];
            receivedAt: string;
            receivedBy: components["schemas"]["Person"];
            /** @description 收件窗口 · window of receipt */
            window: string | null;
            acceptedAt: string | null;
            acceptedBy: null | components["schemas"]["Person"];
            /** @description 逾期未告知，视为受理 · accepted because nothing was said in time */
            deemedAccepted: boolean;
            supplement: null | {
                missing: string[];
                noticeAt: string;
                suppliedAt: string | null;
            };
            /** @description 特别程序 · special procedures */
            pauses: {
                /** @enum {string} */
                kind: "hearing" | "inspection" | "expert-review" | "quarantine" | "appraisal";
                name: components["schemas"]["Both"];
                reason: string;
                from: string;
                startedAt: string;
                to: string | null;
                endedAt: string | null;
                /** @description 预计结束日 · when it should end */
                until?: string | null;
            }[];
            review: null | {
                by: components["schemas"]["Person"];
                at: string;
                /** @enum {string} */
                opinion: "agree" | "disagree";
                note: string;
            };
            due: components["schemas"]["Due"];
            clocks: components["schemas"]["Clock"][];
            waitingFor: components["schemas"]["WaitingFor"];
            waitingSince: string;
            delivery: null | {
                at: string;
                by: components["schemas"]["Person"];
                /** @description 领取人，脱敏 · masked */
                recipient: string;
                /** @enum {string} */
                method: "window" | "post";
            };
            end: null | {
                at: string;
                by: components["schemas"]["Person"];
                reason: string;
            };
            /** @description 提问者能办或差一步能办的操作；写请求仍由规则再判一次 · what the one who asks may do, or why not; the act itself is decided again */
            actions: components["schemas"]["Action"][];
            decision: null | {
                /** @enum {string} */
                result: "granted" | "refused";
                by: components["schemas"]["Person"];
                at: string;
                note: string;
                documentNumber: string;
                validTo: string | null;
            };
            upstream: null | {
                /** @enum {string} */
                result: "granted" | "refused";
                documentNumber: string;
                authority: string;
                at: string;
                note: string;
            };
            /** @description 按收费标准计费的收费；没有则不写 · charges counted by registered standards; left out where there are none */
            feeTerms?: components["schemas"]["ShownFeeTerm"][];
            fee?: components["schemas"]["CountedFee"];
            bill: null | {
                payCode: string | null;
                amountInFen: number;
                /** @enum {string} */
                state: "asked" | "issued" | "paid" | "exempt" | "refused";
                dueBy: string | null;
                paidAt: string | null;
            };
            seals: {
                purpose: string;
                ledgerNumber: string;
                sealCode: string;
                sealName: string;
                documentSha256: string;
            }[];
            /** @description 会签退回前的用印，留在台账，不再作数 · impressions on what the department returned */
            sealsVoid: {
                purpose: string;
                ledgerNumber: string;
                sealCode: string;
                sealName: string;
                documentSha256: string;
            }[];
            /** @description 部门会签（见章盖章）的每一次 · each time the department's officer was asked */
            countersigns: {
                /** @enum {string} */
                purpose: "opinion" | "decision";
                documentSha256: components["schemas"]["Digest"];
                askedAt: string;
                due: string | null;
                answer: null | {
                    /** @enum {string} */
                    kind: "confirmed" | "returned";
                    /** @description 退回的缘由：印章、文书、权限 · what is wrong */
                    ground: null | components["schemas"]["ReturnGround"];
                    reason: string;
                    by: components["schemas"]["Person"];
                    at: string;
                };
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
                /** @description 已交省级平台网关，待省级平台确认 · taken by the gateway, not acknowledged by the province yet */
                held?: string[];
                acknowledged: {
                    sequence: number;
                    kind: string;
                    at: string;
                }[];
            };
            /** @description 好差评；无人评价为空，绝不代评 · what the applicant said, never made up */
            ratings?: components["schemas"]["Rating"][];
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
                whatEn: string;
                by: components["schemas"]["Person"];
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
        /** @description 查看记录，新的在前 · looks, newest first */
        Looks: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    looks: {
                        at: string;
                        caseNumber: components["schemas"]["CaseNumber"];
                        by: components["schemas"]["Person"];
                        reason: string;
                    }[];
                    next: null | components["schemas"]["Cursor"];
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
                /** @description 办件编号、收件编号（完整），或申请人、项目、事项名称的一部分 · case or receipt number whole, or part of a name of applicant, project or item */
                q?: string;
                /** @description 一个或多个状态，逗号分隔 · one or several states by comma */
                state?: string;
                itemCode?: string;
                form?: components["schemas"]["Form"];
                /** @description 等谁办，一个或多个，逗号分隔 · whose turn it is, one or several by comma */
                waitingFor?: string;
                /** @description 本人收件、受理、审查、决定的，或其中任何一种 · received, accepted, reviewed or decided by me, or any of these */
                mine?: "received" | "accepted" | "reviewed" | "decided" | "any";
                /** @description 收件窗口 · window of receipt */
                window?: string;
                /** @description 收件人账号 · account of the one who received it */
                receivedBy?: string;
                /** @description 赋权部门统一社会信用代码 · credit code of the delegating department */
                department?: string;
                /** @description 收件日期起（含）· received on or after */
                receivedFrom?: components["schemas"]["Date"];
                /** @description 收件日期止（含）· received on or before */
                receivedTo?: components["schemas"]["Date"];
                /** @description 作出决定日期起（含）· decided on or after */
                decidedFrom?: components["schemas"]["Date"];
                /** @description 作出决定日期止（含）· decided on or before */
                decidedTo?: components["schemas"]["Date"];
                /** @description 已作出决定的：true 在承诺期限内，false 逾期 · of those decided: by the promised day, or after it */
                onTime?: boolean;
                light?: components["schemas"]["Light"];
                /** @description 只看需人工处理的 · only what needs a person */
                attention?: boolean;
                /** @description 只看在办的 · only what has not ended */
                open?: boolean;
                /** @description due 先到期在前；received 新收在前 · earliest due first, or newest first */
                order?: "due" | "received";
                /** @description 上一页给出的 next，筛选和排序不得改变 · the next of the page before, with the same filters and order */
                cursor?: components["schemas"]["Cursor"];
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
                        /** @description 下一页的游标；没有下一页时为空 · cursor of the next page, null on the last */
                        next: null | components["schemas"]["Cursor"];
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
                        /** @description 统一社会信用代码；自然人没有 · none for a natural person */
                        creditCode: string | null;
                        /** @description 自然人的证件，二者必居其一 · the document of a natural person, instead of a credit code */
                        person?: {
                            /** @description GA/T 2000.156 证件类型代码，111 居民身份证 */
                            documentType: string;
                            documentNumber: string;
                        } | null;
                    };
                    contact: {
                        name: string;
                        /** @description 居民身份证号 */
                        citizenNumber: string | null;
                        mobile: string;
                    };
                    materials: components["schemas"]["GivenMaterials"];
                    answers?: components["schemas"]["Answers"];
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
                    "application/json": components["schemas"]["Received"];
                };
            };
            "4XX": components["responses"]["Refused"];
        };
    };
    takeApplication: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description 平台名称 · name of the platform */
                platform: string;
                /** @description 平台的申请编号 · number the platform gave the application */
                applicationId: string;
            };
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
                        /** @description 统一社会信用代码；自然人没有 · none for a natural person */
                        creditCode: string | null;
                        /** @description 自然人的证件，二者必居其一 · the document of a natural person, instead of a credit code */
                        person?: {
                            /** @description GA/T 2000.156 证件类型代码，111 居民身份证 */
                            documentType: string;
                            documentNumber: string;
                        } | null;
                    };
                    contact: {
                        name: string;
                        /** @description 居民身份证号 */
                        citizenNumber: string | null;
                        mobile: string;
                    };
                    materials: components["schemas"]["GivenMaterials"];
                    /**
                     * Format: date-time
                     * @description 平台收到申请的时间 · when the platform took it
                     */
                    appliedAt: string;
                    /** @description 指定事项的人；编码本身能对上时没有 · who found the item for it; absent where its own code was enough */
                    assignedBy?: {
                        subject: string;
                        name: string;
                    };
                };
            };
        };
        responses: {
            /** @description 已收件；收件编号和查询密码由平台告知申请人 · received; the platform tells the applicant number and query password */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Received"];
                };
            };
            "4XX": components["responses"]["Refused"];
        };
    };
    listOpenCases: {
        parameters: {
            query: {
                /** @description 事项编码，逗号分隔，最多 100 个 · item codes, by comma */
                itemCodes: string;
                /** @description 上一页最后的办件编号 · the last case number of the page before */
                after?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 按办件编号排列 · by case number */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        more: boolean;
                        cases: {
                            caseNumber: string;
                            itemCode: string;
                            version: number;
                            edition: number;
                            state: string;
                            /** Format: date-time */
                            receivedAt: string;
                            /** Format: date-time */
                            acceptedAt: string | null;
                            /** @description 已交材料名称 · names of what was handed in */
                            handedIn: string[];
                        }[];
                    };
                };
            };
            "4XX": components["responses"]["Refused"];
        };
    };
    showNoticeClock: {
        parameters: {
            query: {
                receivedOn: components["schemas"]["Date"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 期限 · the clock */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Clock"];
                };
            };
            "4XX": components["responses"]["Refused"];
        };
    };
    showWorkbench: {
        parameters: {
            query?: {
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 工作台 · the workbench */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        today: components["schemas"]["Date"];
                        /** @description 在办办件，按等谁办 · cases on hand by whose turn it is */
                        counts: {
                            waitingFor: components["schemas"]["WaitingFor"];
                            green: number;
                            yellow: number;
                            red: number;
                            /** @description 没有期限（期限暂停、补正中或日历未载入）· no due date, the clock stands or the calendar does not reach */
                            none: number;
                            total: number;
                        }[];
                        /** @description 本人岗位办理的环节 · whose turns are mine */
                        mine: components["schemas"]["WaitingFor"][];
                        /** @description 需人工处理的办件数 · cases that need a person */
                        attention: number;
                        /** @description 轮到本人的办件，先到期在前 · cases that wait for me, earliest due first */
                        tasks: components["schemas"]["CaseLine"][];
                    };
                };
            };
            "4XX": components["responses"]["Refused"];
        };
    };
    showStatistics: {
        parameters: {
            query: {
                from: components["schemas"]["Date"];
                /** @description 含当日 · inclusive */
                to: components["schemas"]["Date"];
                by: "item" | "window" | "person" | "department" | "form" | "day" | "state";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 每组一行，另有合计 · one line a group, and the whole */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        from: components["schemas"]["Date"];
                        to: components["schemas"]["Date"];
                        by: string;
                        groups: {
                            /** @description 编码或账号；没有窗口等信息时为空串 · code or account; empty where a case has none */
                            key: string;
                            /** @description 名称；没有名称时与 key 相同 · its name, or the key again */
                            label: string;
                            figures: components["schemas"]["Figures"];
                        }[];
                        total: components["schemas"]["Figures"];
                    };
                };
            };
            "4XX": components["responses"]["Refused"];
        };
    };
    listLooks: {
        parameters: {
            query?: {
                /** @description 查看人账号 · account of the one who looked */
                by?: string;
                cursor?: components["schemas"]["Cursor"];
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Looks"];
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
    showReceipt: {
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
            /** @description 凭证 · the receipt */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Receipt"];
                };
            };
            "4XX": components["responses"]["Refused"];
        };
    };
    showCaseMaterial: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                caseNumber: components["parameters"]["CaseNumber"];
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
    listLooksAtCase: {
        parameters: {
            query?: {
                cursor?: components["schemas"]["Cursor"];
                limit?: number;
            };
            header?: never;
            path: {
                caseNumber: components["parameters"]["CaseNumber"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Looks"];
            "4XX": components["responses"]["Refused"];
        };
    };
    lookAtContact: {
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
                    /** @description 查看理由 · why it is needed */
                    reason: string;
                };
            };
        };
        responses: {
            /** @description 联系人 · the contact */
            200: {
                headers: {
                    "cache-control"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        caseNumber: components["schemas"]["CaseNumber"];
                        contact: components["schemas"]["Contact"];
                        /** @description 表单中的个人信息 · answers on the form that are personal */
                        answers: components["schemas"]["ShownAnswer"][];
                    };
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
                    materials?: components["schemas"]["GivenMaterials"];
                    answers?: components["schemas"]["Answers"];
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
                    fee?: components["schemas"]["SeenFee"];
                };
            };
        };
        responses: {
            200: components["responses"]["Moved"];
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
        };
    };
    countFee: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                caseNumber: components["parameters"]["CaseNumber"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    given: components["schemas"]["GivenFees"];
                };
            };
        };
        responses: {
            /** @description 逐行的计算 · the reckoning */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CountedFee"];
                };
            };
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
        };
    };
    setFee: {
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
                    fee: components["schemas"]["SeenFee"];
                };
            };
        };
        responses: {
            200: components["responses"]["Moved"];
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
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
                    /**
                     * Format: date
                     * @description 预计结束日；以书面告知申请人的为准 · when it should end, as the applicant was told in writing
                     */
                    until?: string | null;
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
    countersignCase: {
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
                    /**
                     * @description 会签、退回
                     * @enum {string}
                     */
                    answer: "confirm" | "return";
                    documentSha256: components["schemas"]["Digest"];
                    /**
                     * @description 退回时必填 · needed to return it
                     * @default null
                     */
                    ground?: null | components["schemas"]["ReturnGround"];
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
    presentAgain: {
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
                    /** @description 更正了什么 · what was put right */
                    correction: string;
                    /**
                     * @description 更正后的决定意见；为空则不变 · the remark on the decision put right; null leaves it
                     * @default null
                     */
                    note?: string | null;
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
    rateCase: {
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
                "application/json": components["schemas"]["GivenRating"];
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
                        form: components["schemas"]["Form"];
                        /** @description 决定机关 · who decides */
                        department: string;
                        receivedAt: string;
                        waitingFor: components["schemas"]["Both"];
                        /** @description 承诺办结日；办结后或期限暂停时为空 · promised day; null once decided or while the clock stands */
                        due: string | null;
                        light: null | components["schemas"]["Light"];
                        /** @description 已开具或已缴的缴款单 · the bill once issued */
                        bill: null | {
                            payCode: string;
                            amountInFen: number;
                            /** @enum {string} */
                            state: "issued" | "paid";
                            dueBy: string | null;
                        };
                        /** @description 已签发的证照编号 · once issued */
                        certificateNumber: string | null;
                        /** @description 申请人已评价的次数 · how often the applicant has rated */
                        ratings: number;
                        /** @description 现在可以评价：已办结，且评价不足两次 · closed and rated less than twice */
                        mayRate: boolean;
                        steps: {
                            at: string;
                            zh: string;
                            en: string;
                        }[];
                    };
                };
            };
            "4XX": components["responses"]["Refused"];
        };
    };
    rateByQuery: {
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
                    /** @enum {string} */
                    satisfaction: "very-satisfied" | "satisfied" | "fairly-satisfied" | "dissatisfied" | "very-dissatisfied";
                    /** @enum {string} */
                    channel: "web" | "mobile" | "qr-code";
                    details: string[];
                    words: string;
                };
            };
        };
        responses: {
            /** @description 已记下 · written down */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        ratings: number;
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
                form?: components["schemas"]["Form"];
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
                            /** @description 业务办理项编码，不变 · stable */
                            code: string;
                            name: string;
                            version: number;
                            form: components["schemas"]["Form"];
                            department: string;
                            zone: string;
                            /** @description 权力类型名称 · kind of power */
                            kind: string;
                            /** @description 办件类型：即办件、承诺件 · form of handling */
                            handling: string;
                            /** @description 服务自然人 · whether natural persons may apply */
                            servesPersons: boolean;
                            legalBasis: string;
                            statutoryLimit: components["schemas"]["TimeLimit"];
                            promisedLimit: components["schemas"]["TimeLimit"];
                            feeInFen: number;
                            charges: {
                                name: string;
                                standard: string;
                                unitAmountInFen: number;
                                quantity: number;
                                amountInFen: number;
                            }[];
                            /** @description 按收费标准计费的收费；没有则不写 · charges counted by registered standards */
                            feeTerms?: components["schemas"]["FeeTerm"][];
                            materials: {
                                name: string;
                                required: boolean;
                            }[];
                            /** @description 事项表单 · the item's own form */
                            formFields: components["schemas"]["FormField"][];
                            result: {
                                /** @enum {string} */
                                kind: "licence" | "document";
                                name: string;
                            };
                            /** @description 授权书或委托书文号 · number of the document of delegation */
                            documentNumber: string;
                            validFrom: string;
                            validTo: string;
                        }[];
                    };
                };
            };
            "4XX": components["responses"]["Refused"];
        };
    };
}
