// Generated from openapi.yaml by `npm run generate`. Do not edit.
export interface paths {
    "/cases/{caseNumber}/steps/{sequence}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description 办件编号 */
                caseNumber: components["parameters"]["caseNumber"];
                /** @description 步骤序号，从 1 起 Position of the step in its case, from 1 */
                sequence: components["parameters"]["sequence"];
            };
            cookie?: never;
        };
        /**
         * 查询步骤是否已到达 · ask whether the province has a step
         * @description 404 with reason `not-found` says that the step was never handed over. 202 says that the gateway has it and the
         *     province has not acknowledged it yet.
         */
        get: operations["inquireStep"];
        /**
         * 上报办件步骤 · hand one step of a case to the province
         * @description The address is the key: no Idempotency-Key is needed. Steps of one case go in order: accept first, then process,
         *     special or report, then result. An identical repeat is answered as the first one; another content under the
         *     same key is refused (`step-differs`).
         */
        put: operations["pushStep"];
        post?: never;
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
        /**
         * 事项目录（按游标增量） · items changed since a cursor, one page
         * @description Without a cursor from the beginning. Every version is a row of its own; versions never change once published.
         *     Rows that cannot be understood are named in `unreadable`, never dropped.
         */
        get: operations["listItems"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/items/digests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 事项内容标记（全量核对） · marks of what is published, for a full check
         * @description One mark for each item as published now: what has the same mark as before need not be fetched. A province whose interface has
         *     none answers `not-supported`.
         */
        get: operations["listItemDigests"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/items/{itemCode}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 一个事项现在的内容 · one item as published now */
        get: operations["showPublishedItem"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/applications": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 网上申请，待处理的按期限先后 · applications of the portals, those that wait by whose days run out first */
        get: operations["listApplications"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/application-counts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 每一条网上申请恰在一种状态 · every row that came in is in exactly one state, counted both ways
         * @description `rows` 是轮询所见，三种状态各自计数，两边逐条比对；`whole` 为真即一条不多、一条不少。`compare=true` 再与平台自己的清单逐条比对。
         *     `rows` is what the polls saw; the states are counted by themselves and compared row by row: `whole` says nothing is missing and nothing
         *     is counted twice. With `compare=true` everything the platform has is walked through as well.
         */
        get: operations["countApplications"];
        put?: never;
        post?: never;
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
                platform: components["parameters"]["platform"];
                /** @description 平台的申请编号 · number the platform gave the application */
                applicationId: components["parameters"]["applicationId"];
            };
            cookie?: never;
        };
        /** 一条网上申请，附相近事项和期限 · one application with the nearest items and its clock */
        get: operations["showApplication"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/applications/{platform}/{applicationId}/files/{fileId}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description 平台名称 · name of the platform */
                platform: components["parameters"]["platform"];
                /** @description 平台的申请编号 · number the platform gave the application */
                applicationId: components["parameters"]["applicationId"];
                fileId: string;
            };
            cookie?: never;
        };
        /** 下载申请的一个文件 · one file of an application, fetched from the platform */
        get: operations["showApplicationFile"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/applications/{platform}/{applicationId}/item": {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description 平台名称 · name of the platform */
                platform: components["parameters"]["platform"];
                /** @description 平台的申请编号 · number the platform gave the application */
                applicationId: components["parameters"]["applicationId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 指定事项，转为办件 · say which item it is; it becomes a case
         * @description 答复时正在转办（`taking`），稍后再查即知成为哪个办件，或收件系统为何不收。
         *     Answered while it is being made a case (`taking`); asked again a moment later it tells which case, or why intake took none.
         */
        post: operations["assignItem"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/applications/{platform}/{applicationId}/return": {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description 平台名称 · name of the platform */
                platform: components["parameters"]["platform"];
                /** @description 平台的申请编号 · number the platform gave the application */
                applicationId: components["parameters"]["applicationId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** 退回申请人并说明理由 · give it back to the applicant with the reason */
        post: operations["giveBackApplication"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platforms": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 所接各省级平台的状态 · how each provincial platform stands */
        get: operations["listPlatforms"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platforms/{platform}/pauses": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description 平台名称 · name of the platform */
                platform: components["parameters"]["platform"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 登记平台停机 · announce that a platform will be closed
         * @description 期间暂存上报，结束后按约定速度补报，起止留痕。
         *     What is due is held meanwhile and told at the agreed rate afterwards; the time is kept as evidence.
         */
        post: operations["announcePause"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platforms/{platform}/pauses/{number}/end": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description 平台名称 · name of the platform */
                platform: components["parameters"]["platform"];
                number: components["parameters"]["number"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** 提前结束停机 · the platform is open again, or will not be closed */
        post: operations["endPause"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/outages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 停机与不通的记录 · when platforms were closed or lost, and what that held back */
        get: operations["listOutages"];
        put?: never;
        post?: never;
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
        /** 双向台账 · both ledgers, step by step */
        get: operations["listLedger"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ledger/cases/{caseNumber}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description 办件编号 */
                caseNumber: components["parameters"]["caseNumber"];
            };
            cookie?: never;
        };
        /** 一件办件的双向台账与字段来源 · one case on both sides, and where each field came from */
        get: operations["showCaseLedger"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ledger/divergences": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 两边不一致之处 · where the two ledgers differ */
        get: operations["listDivergences"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ledger/divergences/{number}/settlement": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                number: components["parameters"]["number"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** 人工了结一处不一致 · a person has dealt with a difference */
        post: operations["settleDivergence"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ledger/sweeps": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** 立即核对两边台账 · compare both ledgers now */
        post: operations["sweepLedger"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ledger/healing": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 按规则更正不一致 · mend what differs by the rule of each field
         * @description 园区为准的重新上报（先查询再补报，或作更正），省级平台为准的由本方采用，其余留给人处理。
         *     Where our word counts it is told again (asked about first, or as a correction); where the province's counts it is taken
         *     over; the rest is left to people.
         */
        post: operations["healLedger"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ledger/counts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 每日两边数量 · daily counts of both sides */
        get: operations["showCounts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/provenance": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 上报字段的来源与手工填写的比例 · where the fields of outgoing forms came from, and the share still typed by hand */
        get: operations["showProvenance"];
        put?: never;
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
        /** 网关状态 · state of the connection, for operators */
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
        CaseNumber: string;
        /**
         * Format: date-time
         * @description 带时区的时间 A moment with its offset
         */
        Moment: string;
        /** Format: date */
        Day: string;
        Body: {
            name: string;
            /** @description 统一社会信用代码 */
            code: string;
        };
        /** @description 办件的一个步骤 One step of a case; caseNumber and sequence stand in the address */
        Step: components["schemas"]["AcceptStep"] | components["schemas"]["ProcessStep"] | components["schemas"]["SpecialStep"] | components["schemas"]["ReportStep"] | components["schemas"]["ResultStep"] | components["schemas"]["MaterialStep"] | components["schemas"]["EvaluationStep"];
        /**
         * @description 版次，更正时加一 1 the first time; a later one corrects the step the province has
         * @default 1
         */
        Revision: number;
        /**
         * @description 每个字段的来源：case 办件已有，item 事项目录，licence 证照，typed 手工填写；`*` 为其余；未说明的按手工填写计。
         *     Where each field came from, by its path; `applicant` speaks for all below it, `*` for all the rest. A field nobody
         *     speaks for counts as typed by hand.
         */
        Provenance: {
            [key: string]: "case" | "item" | "licence" | "typed";
        };
        /** @description 受理 */
        AcceptStep: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "accept";
            revision?: components["schemas"]["Revision"];
            provenance?: components["schemas"]["Provenance"];
            item: {
                /** @description 基本编码 */
                catalogCode: string;
                /** @description 实施编码 */
                taskCode: string;
                /** @description 业务办理项编码 */
                handlingCode?: string | null;
                name: string;
                version: number;
            };
            /** @description 办理摘要 */
            summary: string;
            /** @enum {string} */
            applySource: "window" | "online" | "mobile" | "post" | "other";
            applicant: {
                /** @enum {string} */
                kind: "person" | "company" | "institution" | "social-organisation" | "government-body" | "other";
                name: string;
                /** @description credit-code 统一社会信用代码，或 GA/T 2000.156 三位代码（如 111 居民身份证） */
                documentType: string;
                documentNumber: string;
                legalRepresentative?: string | null;
            };
            contact?: {
                name: string;
                mobile?: string | null;
            } | null;
            address?: string | null;
            appliedAt: components["schemas"]["Moment"];
            acceptedAt: components["schemas"]["Moment"];
            /** @description 受理文书编号 */
            acceptanceNumber?: string | null;
            /**
             * Format: date
             * @description 承诺办结日
             */
            promisedOn?: string | null;
            /** @enum {string} */
            handlingType: "immediate" | "promised" | "joint" | "reported" | "other";
            organisation: components["schemas"]["Body"];
            handledBy?: string | null;
            /** @description 事项赋权形式与所属部门，只用于选择平台 Chooses the platform; not told to it */
            route?: {
                /** @enum {string} */
                form: "direct" | "entrusted" | "forward" | "direct-report";
                department: string;
            } | null;
        };
        /** @description 过程 */
        ProcessStep: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "process";
            revision?: components["schemas"]["Revision"];
            provenance?: components["schemas"]["Provenance"];
            /** @description 环节名称 */
            stepName: string;
            /** @enum {string} */
            action: "passed" | "returned" | "other";
            startedAt: components["schemas"]["Moment"];
            endedAt: components["schemas"]["Moment"];
            handledBy: string;
            opinion: string;
            remark?: string | null;
        };
        /** @description 特别程序 */
        SpecialStep: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "special";
            revision?: components["schemas"]["Revision"];
            provenance?: components["schemas"]["Provenance"];
            /** @enum {string} */
            specialKind: "extension" | "supplement" | "hearing" | "publicity" | "verification" | "suspension" | "other";
            name: string;
            startedAt: components["schemas"]["Moment"];
            reason: string;
            /**
             * Format: date-time
             * @description 未结束为空 Null while it lasts
             */
            endedAt?: string | null;
            /**
             * Format: date-time
             * @description 预计结束时间 When it should end
             */
            plannedEnd?: string | null;
            result?: string | null;
            explanation?: string | null;
            handledBy: string;
        };
        /** @description 审批直报：初审后报上级决定 Reported up; the higher authority decides later */
        ReportStep: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "report";
            revision?: components["schemas"]["Revision"];
            provenance?: components["schemas"]["Provenance"];
            authority: components["schemas"]["Body"];
            reportedAt: components["schemas"]["Moment"];
            opinion: string;
            handledBy: string;
        };
        /** @description 办结 */
        ResultStep: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "result";
            revision?: components["schemas"]["Revision"];
            provenance?: components["schemas"]["Provenance"];
            /** @enum {string} */
            result: "granted" | "refused" | "not-accepted" | "withdrawn" | "terminated" | "reported-up" | "void";
            decidedAt: components["schemas"]["Moment"];
            explanation?: string | null;
            certificate?: {
                name: string;
                number: string;
                /** Format: date */
                validTo?: string | null;
            } | null;
            /** @description 是否快递寄送结果 */
            posted: boolean;
            /** @description 领取登记：谁、以何方式、何时领取 · who took what was decided, how and when */
            collection?: {
                recipient: string;
                /** @enum {string} */
                method: "window" | "post";
                at: components["schemas"]["Moment"];
            } | null;
            handledBy: string;
        };
        /** @description 材料，一次报全 All materials of the case at once */
        MaterialStep: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "material";
            revision?: components["schemas"]["Revision"];
            provenance?: components["schemas"]["Provenance"];
            materials: {
                name: string;
                /**
                 * @description 收取方式
                 * @enum {string}
                 */
                form: "paper" | "electronic" | "verified" | "other";
                copies?: number;
                attachment?: string | null;
            }[];
            receivedAt: components["schemas"]["Moment"];
            handledBy: string;
        };
        /** @description 好差评，申请人本人所评；未评价的没有此步骤 What the applicant said; a case nobody rated has no such step */
        EvaluationStep: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "evaluation";
            revision?: components["schemas"]["Revision"];
            provenance?: components["schemas"]["Provenance"];
            /** @enum {string} */
            satisfaction: "very-satisfied" | "satisfied" | "fairly-satisfied" | "dissatisfied" | "very-dissatisfied";
            /** @enum {string} */
            channel: "web" | "mobile" | "qr-code" | "hall-tablet" | "hall-terminal" | "telephone" | "text-message";
            times?: number;
            details?: string[];
            words?: string | null;
            ratedBy?: string | null;
            ratedAt: components["schemas"]["Moment"];
        };
        /**
         * @description 待人工处理、已成办件、已退回，恰居其一 · waits for people, became a case, given back; always exactly one
         * @enum {string}
         */
        ApplicationState: "quarantined" | "started" | "failed";
        Reason: {
            code: string;
            field: string | null;
            zh: string;
            en: string;
        };
        Person: {
            subject: string;
            name: string;
        };
        ApplicationLine: {
            platform: string;
            applicationId: string;
            state: components["schemas"]["ApplicationState"];
            /** @description 正在转为办件 · it is being made a case */
            taking: boolean;
            /** @description 为何不是办件 · why it is no case */
            reason: null | components["schemas"]["Reason"];
            /** @description 申请所写的事项；无法读取时为空 · the item as the application names it; null when it could not be read */
            item: null | {
                name: string;
                code: string | null;
            };
            projectName: string | null;
            /** @description 单位名称；个人脱敏 · an organisation by name, a person masked */
            applicant: string | null;
            /**
             * Format: date-time
             * @description 平台收到的时间，五个工作日自此起算 · when the portal took it; the five working days run from there
             */
            submittedAt: string;
            /** @description 一次性告知的最后一天 · last day for saying what is missing */
            noticeDue: string | null;
            /** @enum {string|null} */
            light: "green" | "yellow" | "red" | null;
            daysLeft: number | null;
            overdue: boolean;
            caseNumber: string | null;
            /** @description 平台已被告知的状态 · what the platform has been told */
            answered: null | components["schemas"]["ApplicationState"];
        };
        Application: {
            platform: string;
            applicationId: string;
            state: components["schemas"]["ApplicationState"];
            /** @description 正在转为办件 · it is being made a case */
            taking: boolean;
            /** @description 为何不是办件 · why it is no case */
            reason: null | components["schemas"]["Reason"];
            /** @description 申请所写的事项；无法读取时为空 · the item as the application names it; null when it could not be read */
            item: null | {
                name: string;
                code: string | null;
            };
            projectName: string | null;
            /** @description 单位名称；个人脱敏 · an organisation by name, a person masked */
            applicant: string | null;
            /**
             * Format: date-time
             * @description 平台收到的时间，五个工作日自此起算 · when the portal took it; the five working days run from there
             */
            submittedAt: string;
            /** @description 一次性告知的最后一天 · last day for saying what is missing */
            noticeDue: string | null;
            /** @enum {string|null} */
            light: "green" | "yellow" | "red" | null;
            daysLeft: number | null;
            overdue: boolean;
            caseNumber: string | null;
            /** @description 平台已被告知的状态 · what the platform has been told */
            answered: null | components["schemas"]["ApplicationState"];
            /** Format: date-time */
            seenAt: string;
            /** @description 一次性告知期限，逐日说明；已有结果或收件系统不能答复时为空 · the clock explained; null once it has ended or while intake cannot be asked */
            clock: null | {
                from: string;
                due: string | null;
                /** @enum {string|null} */
                light: "green" | "yellow" | "red" | null;
                daysLeft: number | null;
                lines: {
                    from: string;
                    to: string;
                    counted: number;
                    zh: string;
                    en: string;
                }[];
            };
            codes: null | {
                catalogCode: string | null;
                taskCode: string | null;
                handlingCode: string | null;
            };
            /** @description 统一社会信用代码；个人证件脱敏 · credit code; a person's number masked */
            applicantNumber: string | null;
            contact: null | {
                name: string;
                mobile: string | null;
            };
            /** @description 申请表单，如平台所送 · the form as the portal sent it */
            form: {
                name: string;
                value: string;
            }[];
            files: {
                fileId: string;
                name: string;
                material: string | null;
                bytes: number;
                /** @description 不能收取的原因 · why it cannot be taken */
                problem: null | components["schemas"]["Reason"];
                /** @description 已收取 · taken */
                kept: boolean;
            }[];
            /** @description 转办所用的事项编码 · the item it was tried under */
            itemCode: string | null;
            assignedBy: null | components["schemas"]["Person"];
            receiptNumber: string | null;
            /** Format: date-time */
            answeredAt: string | null;
            /** @description 相近事项；目录不能答复时为空 · the nearest items; null while the catalogue cannot be asked */
            suggestions: null | {
                code: string;
                name: string;
                /** @enum {string} */
                form: "direct" | "entrusted" | "forward" | "direct-report";
                department: string | null;
                score: number;
                reasons: {
                    zh: string;
                    en: string;
                }[];
            }[];
            history: {
                /** Format: date-time */
                at: string;
                zh: string;
                en: string;
                by: null | components["schemas"]["Person"];
            }[];
        };
        /** @enum {string} */
        StepKind: "accept" | "process" | "special" | "report" | "result" | "material" | "evaluation";
        Numbered: {
            number: number;
        };
        Platform: {
            name: string;
            /** @description 方言 · how it is spoken to */
            dialect: string;
            profile: string;
            /** @description 主机与端口 · host and port */
            target: string;
            /** @description 哪些办件归它；空为其余全部 · which cases go there; null for the rest */
            takes: null | {
                forms: string[];
                departments: string[];
                items: string[];
            };
            /** @description 事项目录由此下发 · the item list comes from here */
            catalogue: boolean;
            carries: components["schemas"]["StepKind"][];
            /**
             * @description open 畅通 · draining 补报中 · paused 停机 · down 不通
             * @enum {string}
             */
            state: "open" | "draining" | "paused" | "down";
            /** Format: date-time */
            since: string | null;
            /** Format: date-time */
            heldUntil: string | null;
            detail: string;
            steps: {
                /** @description 待上报 · not told yet */
                waiting: number;
                /** @description 去向不明，查询中 · being asked about */
                doubtful: number;
                /** @description 已放入前置库待读取 · laid down, unread */
                awaiting: number;
                /** @description 被拒收，待人处理 · refused, for people */
                refused: number;
                /** @description 已确认 · acknowledged */
                acknowledged: number;
            };
            /** @description 未了结的不一致 · differences not settled */
            divergences: number;
            /** @description 约定的补报速度（每秒）· agreed rate */
            drainPerSecond: number;
            /** @description 正在进行（人工登记）和一周内的停机 · announced pauses under way, and those of the coming week */
            pausesAhead: {
                /** @description 人工登记的编号；配置文件所定的为空 · of an announced one */
                number: number | null;
                /** Format: date-time */
                from: string;
                /** Format: date-time */
                to: string;
                zh: string;
                en: string;
            }[];
            /** Format: date-time */
            lastAnsweredAt: string | null;
            lastFailure: null | {
                /** Format: date-time */
                at: string;
                /** @enum {string} */
                kind: "unavailable" | "in-doubt";
                detail: string;
            };
        };
        Outage: {
            number: number;
            platform: string;
            /**
             * @description maintenance 停机 · unreachable 不通
             * @enum {string}
             */
            cause: "maintenance" | "unreachable";
            /** Format: date-time */
            beganAt: string;
            /** Format: date-time */
            endedAt: string | null;
            /**
             * Format: date-time
             * @description 预计结束 · when it should end
             */
            until: string | null;
            detail: string;
            /** @description 恢复时积压的步骤 · steps held when it ended */
            heldSteps: number;
            /** @description 涉及办件 · cases concerned */
            heldCases: number;
        };
        /** @description 一个步骤在两边的状态 · one step on both sides */
        LedgerStep: {
            platform: string;
            caseNumber: string;
            sequence: number;
            kind: components["schemas"]["StepKind"];
            /**
             * Format: date-time
             * @description 何时交到网关 · when it was handed over
             */
            takenAt: string;
            ours: components["schemas"]["OurSide"];
            theirs: components["schemas"]["TheirSide"];
        };
        /** @description 同上，附各字段及其来源 · the same with its fields and where each came from */
        LedgerStepWhole: {
            platform: string;
            caseNumber: string;
            sequence: number;
            kind: components["schemas"]["StepKind"];
            /** Format: date-time */
            takenAt: string;
            ours: components["schemas"]["OurSide"];
            theirs: components["schemas"]["TheirSide"];
            fields: {
                field: string;
                /** @description 涉及个人的脱敏 · masked where it tells of a person */
                value: string;
                /** @enum {string} */
                source: "case" | "item" | "licence" | "typed";
            }[];
        };
        OurSide: {
            revision: number;
            /** @enum {string} */
            state: "waiting" | "sending" | "doubtful" | "awaiting" | "acknowledged" | "refused" | "not-carried";
            /** @description 已发次数 · how often it was sent */
            attempts: number;
            /**
             * Format: date-time
             * @description 下次何时再试 · when it is tried or asked about next
             */
            dueAt: string | null;
            outcome: string;
            detail: string;
        };
        TheirSide: {
            revision: number | null;
            receipt: string | null;
            /** Format: date-time */
            acknowledgedAt: string | null;
            /**
             * @description 核对结果 · what the sweep saw there
             * @enum {string}
             */
            seen: "unknown" | "equal" | "differs" | "missing";
            /** Format: date-time */
            seenAt: string | null;
        };
        Divergence: {
            number: number;
            platform: string;
            caseNumber: string;
            sequence: number;
            kind: components["schemas"]["StepKind"];
            /**
             * @description missing 对方缺少 · extra 对方多出 · twice 重复 · older 版次较旧 · differs 内容不同
             * @enum {string}
             */
            nature: "missing" | "extra" | "twice" | "older" | "differs";
            /** @description 不同的字段 · the field that differs */
            field: string | null;
            ours: string | null;
            theirs: string | null;
            /**
             * @description 以谁为准 · whose word counts
             * @enum {string}
             */
            winner: "zone" | "province" | "person";
            /**
             * @description open 未了结 · healing 正在更正 · healed 已更正 · gone 自行一致 · settled 人工了结
             * @enum {string}
             */
            state: "open" | "healing" | "healed" | "gone" | "settled";
            /** Format: date-time */
            foundAt: string;
            /** Format: date-time */
            changedAt: string;
            changedBy: string;
            note: string;
        };
        /** @description 已登记、尚未确认的步骤；结果由事件告知 A step written down and not acknowledged yet; an event tells how it ended */
        HeldStep: {
            /** @enum {string} */
            state: "waiting" | "sending" | "doubtful" | "awaiting";
            /** @description 所登记的版次 Which revision is written down */
            revision?: number;
            /**
             * Format: date-time
             * @description 停机至何时 Until when the platform is closed
             */
            heldUntil: string | null;
            zh: string;
            en: string;
        };
        Acknowledgement: {
            /** @description 省级平台回执号 */
            receipt: string;
            /** @description 省级平台所有的版次 Which revision the province has */
            revision?: number;
            /** @description 该平台不收此类步骤，无需上报 The platform takes no steps of this kind; nothing is owed */
            notCarried?: boolean;
            /** @description 省级平台此前已有 The province had it before this call */
            alreadyThere: boolean;
            /** @description 已放入前置库，省级平台尚未读取 Laid down where the province fetches it, not read yet */
            awaiting?: boolean;
        };
        /** @description 代码必须与代码表同在 A code always stands with its list */
        Coded: {
            list: string;
            code: string;
            meaning: string | null;
        };
        Limit: {
            amount: number;
            /** @enum {string} */
            unit: "working-day" | "calendar-day";
        };
        /** @description 事项的一个版本，照省级平台所发布 One version of one item, as published */
        Item: {
            catalogCode: string;
            taskCode: string;
            handlingCode: string | null;
            name: string;
            version: number;
            /** @enum {string} */
            state: "in-use" | "suspended" | "cancelled";
            /** Format: date */
            effectiveOn: string | null;
            /** Format: date */
            cancelledOn: string | null;
            type: components["schemas"]["Coded"];
            department: {
                name: string;
                code: string;
                nature: components["schemas"]["Coded"];
            };
            exerciseLevel: components["schemas"]["Coded"];
            powerSource: components["schemas"]["Coded"];
            legalBasis: string;
            /** @description 设定依据逐条 · the legal basis article by article */
            legalGrounds?: {
                law: string;
                article: string | null;
                words: string | null;
            }[];
            /** @description 委托部门 · who has entrusted it */
            entrustedBody?: string | null;
            /** @description 联办机构 · bodies that take part */
            jointDepartments?: {
                name: string;
                code: string | null;
            }[];
            statutoryLimit: components["schemas"]["Limit"];
            /** @description 法定时限说明 */
            statutoryLimitNote?: string | null;
            promisedLimit: components["schemas"]["Limit"];
            /** @description 承诺时限说明 */
            promisedLimitNote?: string | null;
            handlingType: components["schemas"]["Coded"];
            /** @enum {string} */
            handlingWord: "immediate" | "promised" | "joint" | "reported" | "other";
            servedKinds: components["schemas"]["Coded"][];
            /** @description 办理形式 · at the window, online, by post */
            handlingForms?: components["schemas"]["Coded"][];
            /** @description 办理流程 */
            handlingFlow?: string | null;
            /** @description 特别程序 */
            specialProcedures?: string | null;
            /** @description 数量限制 */
            quantityLimit?: string | null;
            /** @description 通办范围 */
            handlingArea?: string | null;
            /** @description 中介服务 */
            intermediaryServices?: string | null;
            /** @description 监督投诉方式 */
            supervision?: string | null;
            /** @description 网上办理地址 */
            onlineAddress?: string | null;
            /** @description 必须现场办理原因 */
            visitsNote?: string | null;
            /** @description 常见问题 · questions people ask */
            questions?: {
                question: string;
                answer: string;
            }[];
            conditions: string | null;
            address: string | null;
            openingHours: string | null;
            telephone: string | null;
            visits: number | null;
            materials: {
                name: string;
                required: boolean;
                form: string | null;
                copies: number | null;
                source: string | null;
                acceptanceStandard: string | null;
                /** @description 材料类型 */
                kind?: string | null;
                /** @description 页面规格 */
                pageFormat?: string | null;
                /** @description 来源说明 */
                sourceNote?: string | null;
                /** @description 要求提供材料的依据 */
                basis?: string | null;
                /** @description 填报须知 */
                fillingNote?: string | null;
                /** @description 空白表 */
                blankForm?: string | null;
                /** @description 样表 */
                sample?: string | null;
            }[];
            charges: {
                name: string;
                standard: string;
                unitAmountInFen: number | null;
                unit: string | null;
                basis: string | null;
                reliefAllowed: boolean;
                /** @description 减免说明 */
                reliefNote?: string | null;
            }[];
            result: {
                /** @enum {string} */
                type: "certificate" | "approval-document" | "other" | "none";
                name: string | null;
                /** @description 结果样本 */
                sample?: string | null;
                /** @description 结果有效期 */
                validity?: string | null;
            };
            /** @description 省级平台对该版本内容的标记 The province's own mark of this version's content */
            digest?: string | null;
        };
        ItemPage: {
            items: components["schemas"]["Item"][];
            unreadable: {
                row: number;
                code: string | null;
                field: string;
                zh: string;
                en: string;
            }[];
            /** @description 下一次从这里继续 Hand it back to continue from here */
            cursor: string;
            more: boolean;
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
    parameters: {
        /** @description 办件编号 */
        caseNumber: components["schemas"]["CaseNumber"];
        number: number;
        /** @description 步骤序号，从 1 起 Position of the step in its case, from 1 */
        sequence: number;
        /** @description 平台名称 · name of the platform */
        platform: string;
        /** @description 平台的申请编号 · number the platform gave the application */
        applicationId: string;
        IdempotencyKey: string;
    };
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    inquireStep: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description 办件编号 */
                caseNumber: components["parameters"]["caseNumber"];
                /** @description 步骤序号，从 1 起 Position of the step in its case, from 1 */
                sequence: components["parameters"]["sequence"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 省级平台已有该步骤 The province has the step */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Acknowledgement"];
                };
            };
            /** @description 已登记，稍后自动上报 Written down; told by itself when its turn comes */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HeldStep"];
                };
            };
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
        };
    };
    pushStep: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description 办件编号 */
                caseNumber: components["parameters"]["caseNumber"];
                /** @description 步骤序号，从 1 起 Position of the step in its case, from 1 */
                sequence: components["parameters"]["sequence"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Step"];
            };
        };
        responses: {
            /** @description 省级平台已确认 The province has the step */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Acknowledgement"];
                };
            };
            /** @description 已登记，稍后自动上报 Written down; told by itself when its turn comes */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HeldStep"];
                };
            };
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
        };
    };
    listItems: {
        parameters: {
            query?: {
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 一页事项 One page of items */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ItemPage"];
                };
            };
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
        };
    };
    listItemDigests: {
        parameters: {
            query?: {
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 一页标记 One page of marks */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        digests: {
                            /** @description 业务办理项编码，没有的为实施编码 The handling item's code, else the item's */
                            code: string;
                            version: number;
                            digest: string;
                        }[];
                        cursor: string;
                        more: boolean;
                    };
                };
            };
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
        };
    };
    showPublishedItem: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                itemCode: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 事项 The item */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Item"];
                };
            };
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
        };
    };
    listApplications: {
        parameters: {
            query?: {
                platform?: string;
                state?: components["schemas"]["ApplicationState"];
                /** @description 五个工作日已过的 · only those whose five days have passed */
                overdue?: boolean;
                cursor?: string;
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
                        applications: components["schemas"]["ApplicationLine"][];
                        next: string | null;
                    };
                };
            };
            "4XX": components["responses"]["Refused"];
        };
    };
    countApplications: {
        parameters: {
            query?: {
                compare?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 计数 · the count */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: date-time */
                        countedAt: string;
                        whole: boolean;
                        platforms: {
                            platform: string;
                            /** @description 轮询所见 · rows the polls saw */
                            rows: number;
                            started: number;
                            quarantined: number;
                            failed: number;
                            /** @description 五个工作日已过仍未成为办件 · still no case after five working days */
                            overdue: number;
                            /** @description 平台尚未收到告知 · the platform has not been told of their state yet */
                            untold: number;
                            /** @description 见过而没有状态的 · seen and in no state */
                            stateless: string[];
                            /** @description 有状态而没见过的 · in a state and never seen */
                            rowless: string[];
                            whole: boolean;
                            /** @description 平台自己的条数 · rows the platform has, when compared */
                            theirs: number | null;
                            /** @description 平台有而这里没有的 · theirs and in no state here */
                            missing: string[];
                            /** @description 最近一次查询为何没有成功 · why the last poll did not succeed */
                            failure: string | null;
                            /** Format: date-time */
                            askedAt: string | null;
                        }[];
                    };
                };
            };
            "4XX": components["responses"]["Refused"];
        };
    };
    showApplication: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description 平台名称 · name of the platform */
                platform: components["parameters"]["platform"];
                /** @description 平台的申请编号 · number the platform gave the application */
                applicationId: components["parameters"]["applicationId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 网上申请（个人信息脱敏） · the application, personal data masked */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Application"];
                };
            };
            "4XX": components["responses"]["Refused"];
        };
    };
    showApplicationFile: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description 平台名称 · name of the platform */
                platform: components["parameters"]["platform"];
                /** @description 平台的申请编号 · number the platform gave the application */
                applicationId: components["parameters"]["applicationId"];
                fileId: string;
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
    assignItem: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description 平台名称 · name of the platform */
                platform: components["parameters"]["platform"];
                /** @description 平台的申请编号 · number the platform gave the application */
                applicationId: components["parameters"]["applicationId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    itemCode: string;
                    /**
                     * @description 不合格的文件不收，由窗口告知补正 · begin without the files that were refused; the window asks for better ones
                     * @default false
                     */
                    withoutFiles?: boolean;
                    /** @description 申请没有联系方式时补填 · filled in where the portal gave none */
                    contact?: {
                        name: string;
                        mobile: string;
                    } | null;
                };
            };
        };
        responses: {
            /** @description 正在转办 · it is being made a case */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Application"];
                };
            };
            "4XX": components["responses"]["Refused"];
        };
    };
    giveBackApplication: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description 平台名称 · name of the platform */
                platform: components["parameters"]["platform"];
                /** @description 平台的申请编号 · number the platform gave the application */
                applicationId: components["parameters"]["applicationId"];
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
            /** @description 已退回 · given back */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Application"];
                };
            };
            "4XX": components["responses"]["Refused"];
        };
    };
    listPlatforms: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 各平台 · the platforms */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        platforms: components["schemas"]["Platform"][];
                    };
                };
            };
            "4XX": components["responses"]["Refused"];
        };
    };
    announcePause: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description 平台名称 · name of the platform */
                platform: components["parameters"]["platform"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    from: components["schemas"]["Moment"];
                    to: components["schemas"]["Moment"];
                    /** @description 停机说明 · why, as people will read it */
                    zh: string;
                    en?: string;
                };
            };
        };
        responses: {
            /** @description 已登记 · written down */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Numbered"];
                };
            };
            "4XX": components["responses"]["Refused"];
        };
    };
    endPause: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description 平台名称 · name of the platform */
                platform: components["parameters"]["platform"];
                number: components["parameters"]["number"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 已结束 · ended */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Numbered"];
                };
            };
            "4XX": components["responses"]["Refused"];
        };
    };
    listOutages: {
        parameters: {
            query?: {
                platform?: string;
                from?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 记录，最近在前 · newest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        outages: components["schemas"]["Outage"][];
                    };
                };
            };
            "4XX": components["responses"]["Refused"];
        };
    };
    listLedger: {
        parameters: {
            query?: {
                platform?: string;
                state?: "waiting" | "sending" | "doubtful" | "awaiting" | "acknowledged" | "refused" | "not-carried";
                theirs?: "unknown" | "equal" | "differs" | "missing";
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 一页，最近在前 · one page, newest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        steps: components["schemas"]["LedgerStep"][];
                        next: string | null;
                    };
                };
            };
            "4XX": components["responses"]["Refused"];
        };
    };
    showCaseLedger: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description 办件编号 */
                caseNumber: components["parameters"]["caseNumber"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 台账（个人信息脱敏） · the ledger, personal data masked */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        platform: string;
                        steps: components["schemas"]["LedgerStepWhole"][];
                        divergences: components["schemas"]["Divergence"][];
                    };
                };
            };
            "4XX": components["responses"]["Refused"];
        };
    };
    listDivergences: {
        parameters: {
            query?: {
                platform?: string;
                /** @description open 未了结的（含正在更正）· open and being mended */
                state?: "open" | "healed" | "gone" | "settled";
                caseNumber?: components["schemas"]["CaseNumber"];
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 一页，最近在前 · one page, newest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        divergences: components["schemas"]["Divergence"][];
                        next: string | null;
                    };
                };
            };
            "4XX": components["responses"]["Refused"];
        };
    };
    settleDivergence: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                number: components["parameters"]["number"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description 如何处理 · what was done */
                    note: string;
                };
            };
        };
        responses: {
            /** @description 已了结 · settled */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Numbered"];
                };
            };
            "4XX": components["responses"]["Refused"];
        };
    };
    sweepLedger: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    platform?: string;
                };
            };
        };
        responses: {
            /** @description 核对了什么 · what was compared */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        swept: {
                            platform: string;
                            /** @description 该平台能否查询其台账 · whether the platform can be asked */
                            supported: boolean;
                            /** @description 逐条比对的步骤数 · steps looked at */
                            steps: number;
                            /** @description 整件核对的办件数 · cases asked about whole */
                            cases: number;
                            /** @description 新发现的不一致 · new differences */
                            found: number;
                        }[];
                    };
                };
            };
            "4XX": components["responses"]["Refused"];
        };
    };
    healLedger: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    platform?: string;
                    caseNumber?: components["schemas"]["CaseNumber"];
                };
            };
        };
        responses: {
            /** @description 做了什么 · what was done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description 以园区为准，重新上报 · told again */
                        toldAgain: number;
                        /** @description 以省级平台为准，已采用 · taken over */
                        takenOver: number;
                        /** @description 留给人处理 · left to people */
                        left: number;
                    };
                };
            };
            "4XX": components["responses"]["Refused"];
        };
    };
    showCounts: {
        parameters: {
            query?: {
                platform?: string;
                from?: string;
                until?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 每日、每类 · by day and kind; a week when no day is given */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: date */
                        from: string;
                        /** Format: date */
                        until: string;
                        /** @description 不相等的行数 · lines that are not equal */
                        unequal: number;
                        counts: {
                            platform: string;
                            /** Format: date */
                            day: string;
                            kind: components["schemas"]["StepKind"];
                            /** @description 本方获确认的 · acknowledged to us */
                            ours: number;
                            /** @description 省级平台记录的 · recorded there */
                            theirs: number | null;
                            /** Format: date-time */
                            comparedAt: string;
                        }[];
                    };
                };
            };
            "4XX": components["responses"]["Refused"];
        };
    };
    showProvenance: {
        parameters: {
            query?: {
                platform?: string;
                from?: string;
                until?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 比例与明细 · the share, and each field; thirty days when no day is given */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: date */
                        from: string;
                        /** Format: date */
                        until: string;
                        steps: number;
                        /** @description 上报的字段总数 · fields told */
                        fields: number;
                        typed: number;
                        /** @description 仍由手工填写的比例，0 至 1 · share still typed by hand */
                        typedShare: number;
                        bySource: {
                            case: number;
                            item: number;
                            licence: number;
                            typed: number;
                        };
                        rows: {
                            platform: string;
                            kind: components["schemas"]["StepKind"];
                            field: string;
                            /** @enum {string} */
                            source: "case" | "item" | "licence" | "typed";
                            fields: number;
                        }[];
                    };
                };
            };
            "4XX": components["responses"]["Refused"];
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
            /** @description 状态 State */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GatewayState"];
                };
            };
            "4XX": components["responses"]["Refused"];
        };
    };
}
