// Generated from openapi.yaml by `npm run generate`. Do not edit.
export interface paths {
    "/items": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 事项清单 · items of this zone */
        get: operations["listItems"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/nearest-items": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 与给定编码、名称最相近的在用事项 · the offered items most like a code and a name the zone does not know
         * @description 按编码组成和名称相似度，只作人工判断的参考 · by the parts of the code and the likeness of the name; for a person to judge
         */
        get: operations["listNearestItems"];
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
        /** 某日适用的事项版本与赋权文书 · the version and the document that apply on a day */
        get: operations["showItem"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/items/{itemCode}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 事项的全部版本与各版变化 · all versions of an item and what each changed */
        get: operations["listItemVersions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/delegations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 赋权文书登记簿 · register of delegation documents */
        get: operations["listDelegations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/delegations/{documentNumber}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description 文号，如 云岭授〔2025〕1号 */
                documentNumber: string;
            };
            cookie?: never;
        };
        /** 一份赋权文书 · one document */
        get: operations["showDelegation"];
        /**
         * 登记或变更赋权文书 · register or amend a document
         * @description The document number is the key: the same words again change nothing. Items left out of an amended document are taken back from today.
         *     A document that was terminated or taken back stays so; a new grant is a new document.
         */
        put: operations["registerDelegation"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/delegations/{documentNumber}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 文书的登记与变更经过 · what has become of a document */
        get: operations["showDelegationHistory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/delegations/{documentNumber}/files": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** 存入签署原件（按内容识别 PDF、JPEG、PNG、OFD，按 SHA-256 只存一份）· keep the signed paper */
        post: operations["addDelegationFile"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/delegations/{documentNumber}/files/{sha256}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 签署原件 · the signed paper */
        get: operations["showDelegationFile"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/department-lists": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 部门报送的事项清单 · lists departments handed in
         * @description 部门专办员只见本部门的 · a department officer sees those of the own department only
         */
        get: operations["listDepartmentLists"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/department-lists/{listId}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description 报送方自选的编号 · chosen by the sender */
                listId: components["parameters"]["listId"];
            };
            cookie?: never;
        };
        /** 一份清单的进度与结果 · how far a list is and what became of it */
        get: operations["showDepartmentList"];
        /**
         * 以接口报送清单 · hand in a list as rows
         * @description Words as the office uses them are taken: `5个工作日`, `2026年11月22日`, `是`. The id is chosen by the sender: the same list again
         *     changes nothing, another list under the same id is refused. Rows that cannot be taken are named, the others become a change set.
         */
        put: operations["handInListRows"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/department-lists/{listId}/file": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description 报送方自选的编号 · chosen by the sender */
                listId: components["parameters"]["listId"];
            };
            cookie?: never;
        };
        get?: never;
        /**
         * 以 .xlsx 或 .csv 文件报送清单 · hand in a list as a spreadsheet
         * @description Columns are found by their names in any order, below a title and over merged cells; text files may be UTF-8 or GBK. What the file is
         *     is told by its content, not by its name. Macros, passwords, declared entities and archives that unpack without end are refused.
         */
        put: operations["handInListFile"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/department-lists/{listId}/rows": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description 报送方自选的编号 · chosen by the sender */
                listId: components["parameters"]["listId"];
            };
            cookie?: never;
        };
        /** 未采纳的行，逐行写明行、列、原因 · rows that were not taken, each with row, column and reason */
        get: operations["listRowsNotTaken"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/department-lists/{listId}/rows.csv": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description 报送方自选的编号 · chosen by the sender */
                listId: components["parameters"]["listId"];
            };
            cookie?: never;
        };
        /** 下载未采纳的行 · the rows that were not taken, as a file */
        get: operations["downloadRowsNotTaken"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/department-list-template": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 清单样表 · an empty list to fill */
        get: operations["downloadListTemplate"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/synchronisations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 近期同步 · recent synchronisations */
        get: operations["listSynchronisations"];
        put?: never;
        /** 从省级平台同步事项 · take items from the province */
        post: operations["startSynchronisation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/synchronisations/{synchronisationId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 同步进度与结果 · progress and summary */
        get: operations["showSynchronisation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/items/{itemCode}/edits": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 园区自行修改事项，形成变更单 · the zone's own edit of an item; opens a change set
         * @description The edit says which publication it is based on; when another has been published meanwhile it is refused. It takes effect when a second
         *     person has approved the change set.
         */
        post: operations["editItem"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/change-sets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 变更单列表 · change sets */
        get: operations["listChangeSets"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/change-sets/{changeSetId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 一份变更单 · one change set */
        get: operations["showChangeSet"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/change-sets/{changeSetId}/entries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 变更单逐条比对 · its entries with every difference */
        get: operations["listChangeSetEntries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/change-sets/{changeSetId}/dry-run": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 试算：对在办件的影响 · dry run, which open cases it concerns
         * @description Every case keeps the version and edition of its receipt. Cases accepted already go on untouched; those received and not yet accepted
         *     are shown with what they would lose or lack if they were handed in anew.
         */
        get: operations["dryRunChangeSet"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/change-sets/{changeSetId}/approval": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 批准变更单，当日或择日生效 · approve, effective today or on a day
         * @description Never by who proposed it. Items published otherwise since are named; then it is compared again first.
         */
        post: operations["approveChangeSet"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/change-sets/{changeSetId}/rejection": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** 驳回变更单，或取消排期 · reject it, or call off what is scheduled */
        post: operations["rejectChangeSet"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/change-sets/{changeSetId}/undoing": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 一步撤销已生效的变更单 · undo a change set in force, in one step
         * @description What applied before is published again from today; nothing is deleted and past days keep their answer. Never by who approved it.
         */
        post: operations["undoChangeSet"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/change-sets/{changeSetId}/comparison": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** 与现行内容重新比对 · compare again with what is published now */
        post: operations["compareChangeSet"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/change-sets/{changeSetId}/renewal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 重新提出已驳回的变更单 · propose a rejected change set again
         * @description 所驳回的内容形成一份新的变更单，由另一人批准；每份只能重新提出一次，再被驳回则从新的一份提出。
         *     What was rejected becomes a change set of its own, for another person to approve; once for each set.
         */
        post: operations["proposeChangeSetAgain"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 某处以来已发布的变更 · everything published that has changed since a cursor
         * @description 按顺序给出，顺序永不改变；把 next 作为下次的 after。从头开始则不填。
         *     In an order that never changes; give `next` as the next `after`. What a change is in full is asked of the item or the document.
         */
        get: operations["listChanges"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/subscriptions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 订阅 · who is told of published changes */
        get: operations["listSubscriptions"];
        put?: never;
        /**
         * 新增订阅 · somebody is to be told
         * @description 密钥只在这一次的回答里给出。每次通知以 POST 发送 JSON，头 X-Hub-Signature 为 v1=HMAC-SHA256(密钥, 时间戳.正文) 的十六进制，X-Hub-Timestamp 为秒；
         *     2xx 为已收到，否则按 5 秒至 1 小时的间隔重发同一内容，直到收到为止；按序号去重。更换密钥后 24 小时内两个签名并存，以逗号分隔。
         *     The secret stands in this answer and in no other. Each telling is a POST of JSON; X-Hub-Signature is `v1=` and the hexadecimal HMAC-SHA256 over
         *     `timestamp.body`, X-Hub-Timestamp in seconds. 2xx means heard; anything else and the same is told again until it is, in order. Drop by position what came twice.
         */
        post: operations["createSubscription"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/subscriptions/{subscriptionId}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                subscriptionId: string;
            };
            cookie?: never;
        };
        /** 一个订阅与近期通知 · one subscription and what was tried lately */
        get: operations["showSubscription"];
        /** 更改订阅 · change it */
        put: operations["changeSubscription"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/subscriptions/{subscriptionId}/secret": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** 更换密钥，24 小时内新旧并用 · a new secret; both sign for 24 hours */
        post: operations["renewSubscriptionSecret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/subscriptions/{subscriptionId}/standing": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** 暂停、恢复或终止订阅 · pause it, resume it, end it */
        post: operations["setSubscriptionStanding"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/subscriptions/{subscriptionId}/telling": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** 现在就再通知一次 · tell it again now instead of at its time */
        post: operations["tellSubscriptionNow"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/drifts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 省、部门、园区三方目录的差异 · where province, department and zone say otherwise */
        get: operations["listDrifts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/drifts/{driftId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 一处差异与经过 · one difference and what has become of it */
        get: operations["showDrift"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/drifts/{driftId}/standing": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** 说明、整改或重新打开 · explain it, say how it is mended, or open it again */
        post: operations["setDriftStanding"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/drifts/{driftId}/owner": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** 转给另一方 · give it to somebody else */
        post: operations["assignDrift"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/drift-report": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 差异报告 · the report of differences */
        get: operations["reportDrifts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/published-list.xlsx": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 赋权事项公示表，表格 · what the zone may handle, as a workbook
         * @description 今日可受理的事项，每行一项，含赋权形式、部门、文书、材料、时限、收费与依据 · what is offered today, one row an item
         */
        get: operations["downloadPublishedWorkbook"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/published-list.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 赋权事项公示表，文本 · the same as text */
        get: operations["downloadPublishedTable"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/drift-report.xlsx": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 差异报告表格 · the report as a workbook */
        get: operations["downloadDrifts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/drift-runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 近期比对 · recent comparisons */
        get: operations["listDriftRuns"];
        put?: never;
        /** 现在比对 · compare now */
        post: operations["startDriftRun"];
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
         * @description 直接赋权、委托行使、服务前移、审批直报
         * @enum {string}
         */
        DelegationForm: "direct" | "entrusted" | "forward" | "direct-report";
        /**
         * @description 待省级平台发布、可受理、停止受理
         * @enum {string}
         */
        ItemState: "awaiting" | "offered" | "withdrawn";
        /** @enum {string|null} */
        WithdrawalReason: "suspended" | "terminated" | "taken-back" | "delegation-ended" | null;
        /** Format: date */
        Day: string;
        /** Format: date */
        NullableDay: string | null;
        Body: {
            name: string;
            creditCode: string;
        };
        /**
         * @description 见章盖章的方式：standing 部门常设授权，园区章盖后部门章随即加盖；officer 由部门专办员逐件会签。缺省 standing；仅委托行使、审批直报可用 officer · how the department seals on sight: by standing authorisation, or each document confirmed by its officer
         * @enum {string}
         */
        Countersign: "standing" | "officer";
        /** @description 授权书或委托书 · a document of delegation */
        Delegation: {
            /** @enum {string} */
            kind: "授权书" | "委托书";
            form: components["schemas"]["DelegationForm"];
            department: {
                name: string;
                creditCode: string;
                sealCode: string;
            };
            /** @description 审批直报的上级决定机关 · the higher authority under direct report */
            upstreamAuthority: components["schemas"]["Body"] | null;
            zone: {
                name: string;
                creditCode: string;
                divisionCode: string;
            };
            subParks?: string[];
            zoneSealCode: string;
            countersign?: components["schemas"]["Countersign"];
            itemCodes: string[];
            signedOn: components["schemas"]["Day"];
            validFrom: components["schemas"]["Day"];
            validTo: components["schemas"]["Day"];
            /**
             * Format: date
             * @description 试行期最后一天；缺省为六个月 · last day of the trial; six months when left out
             */
            trialEndsOn?: string;
            /**
             * Format: date
             * @description 交接日，自此日起由园区受理；缺省为生效之日 · from this day the zone takes cases in
             */
            handOverOn?: string | null;
            /** @description A、B 角，写岗位不写人名 · posts, never persons */
            posts: {
                a: string;
                b: string;
            };
            /**
             * @description 有效、暂停实施、终止、收回；缺省为有效 · in-force when left out
             * @enum {string}
             */
            standing?: "in-force" | "suspended" | "terminated" | "taken-back";
            /**
             * Format: date
             * @description 暂停、终止或收回自哪天起；缺省为今天 · from which day it is suspended or ends
             */
            standingFrom?: string | null;
            /** @description 变更原因，记入经过 · why; kept in the history */
            reason?: string | null;
        };
        RegisteredDelegation: {
            documentNumber: string;
            /** @enum {string} */
            kind: "授权书" | "委托书";
            form: components["schemas"]["DelegationForm"];
            department: {
                name: string;
                creditCode: string;
                sealCode: string;
            };
            /** @description 审批直报的上级决定机关 · the higher authority under direct report */
            upstreamAuthority: components["schemas"]["Body"] | null;
            zone: {
                name: string;
                creditCode: string;
                divisionCode: string;
            };
            subParks: string[];
            zoneSealCode: string;
            countersign: components["schemas"]["Countersign"];
            itemCodes: string[];
            signedOn: components["schemas"]["Day"];
            validFrom: components["schemas"]["Day"];
            validTo: components["schemas"]["Day"];
            trialEndsOn: components["schemas"]["Day"];
            handOverOn: components["schemas"]["NullableDay"];
            /** @description A、B 角，写岗位不写人名 · posts, never persons */
            posts: {
                a: string;
                b: string;
            };
            /**
             * @description 有效、暂停实施、终止、收回；缺省为有效 · in-force when left out
             * @enum {string}
             */
            standing: "in-force" | "suspended" | "terminated" | "taken-back";
            endedOn: components["schemas"]["NullableDay"];
            /** @description 距到期的天数，到期日当天为 0；已终止、收回或过期为空 · days until the last day; null once it has ended */
            daysLeft: number | null;
            /** @description 各事项已按此更新 · every item has been brought in line */
            itemsTold: boolean;
            /**
             * @description 按园区设定的提前天数 · by the thresholds the zone has set
             * @enum {string|null}
             */
            light: "green" | "yellow" | "red" | null;
            /** @description 已定而未到日期的暂停、终止或收回 · an end that is ordered for a later day */
            upcoming: {
                /** @enum {string} */
                standing: "in-force" | "suspended" | "terminated" | "taken-back";
                on: components["schemas"]["Day"];
            } | null;
            /** @description 已结束的暂停 · suspensions that are over */
            suspensions: {
                from: components["schemas"]["Day"];
                /**
                 * Format: date
                 * @description 恢复之日 · the first day after
                 */
                to: string;
            }[];
            amendments: number;
            /** @description 签署原件，只增不减 · the signed papers; none is ever taken away */
            files: components["schemas"]["DelegationFile"][];
        };
        /** @description 到期前多少天标黄、标红 · days before the end at which a document is shown yellow, red */
        ExpiryAhead: {
            soonDays: number;
            urgentDays: number;
        };
        DelegationFile: {
            sha256: string;
            name: string;
            /** @enum {string} */
            kind: "pdf" | "ofd" | "jpeg" | "png";
            bytes: number;
            /** Format: date-time */
            addedAt: string;
            addedBy: string;
            /** @description 存入时的变更序号 · after how many amendments it was added */
            amendment: number;
        };
        /** @description 登记经过的一行，只增不改 · one line of a document's history; lines are only added */
        DelegationLine: {
            amendment: number;
            /** Format: date-time */
            at: string;
            /** @description 账号；到日期自动生效的为空 · account; null when its day had come */
            by: string | null;
            /** @enum {string} */
            what: "registered" | "amended" | "form-changed" | "standing-changed" | "file-added";
            reason: string | null;
            changes: {
                field: string;
                before: string | null;
                after: string | null;
                /** @description 新增的事项编码 · codes of items added */
                added: string[];
                /** @description 去掉的事项编码 · codes of items taken out */
                removed: string[];
            }[];
        };
        /** @description 事项所依据的文书 · the document an item rests on */
        ItemDelegation: {
            documentNumber: string;
            /** @enum {string} */
            kind: "授权书" | "委托书";
            form: components["schemas"]["DelegationForm"];
            department: {
                name: string;
                creditCode: string;
                sealCode: string;
            };
            /** @description 审批直报的上级决定机关 · the higher authority under direct report */
            upstreamAuthority: components["schemas"]["Body"] | null;
            zone: {
                name: string;
                creditCode: string;
                divisionCode: string;
            };
            subParks: string[];
            zoneSealCode: string;
            countersign: components["schemas"]["Countersign"];
            signedOn: components["schemas"]["Day"];
            validFrom: components["schemas"]["Day"];
            validTo: components["schemas"]["Day"];
            trialEndsOn: components["schemas"]["Day"];
            handOverOn: components["schemas"]["NullableDay"];
            /** @description A、B 角，写岗位不写人名 · posts, never persons */
            posts: {
                a: string;
                b: string;
            };
            /**
             * @description 有效、暂停实施、终止、收回；缺省为有效 · in-force when left out
             * @enum {string}
             */
            standing: "in-force" | "suspended" | "terminated" | "taken-back";
            endedOn: components["schemas"]["NullableDay"];
            /** @enum {string|null} */
            endReason: "suspended" | "terminated" | "taken-back" | null;
            /**
             * Format: date
             * @description 变更后的文字自此日起 · from when these words of the document stood
             */
            appliesFrom: string | null;
            /**
             * Format: date
             * @description 此日起为后来的变更所取代 · from when later words stood
             */
            supersededOn: string | null;
        };
        ListedItem: {
            code: string;
            /** @description 省级平台尚未发布则为空 · null while the province has not published it */
            name: string | null;
            form: components["schemas"]["DelegationForm"];
            state: components["schemas"]["ItemState"];
            withdrawnFor: components["schemas"]["WithdrawalReason"];
            version: number | null;
            /** @description 实施主体 · implementing body */
            department: string | null;
            promisedLimit: components["schemas"]["Limit"] | null;
            /** @description 是否收费 */
            charged: boolean | null;
            documentNumber: string;
            validTo: components["schemas"]["Day"];
        };
        ItemOnDay: {
            code: string;
            on: components["schemas"]["Day"];
            state: components["schemas"]["ItemState"];
            withdrawnFor: components["schemas"]["WithdrawalReason"];
            condition: components["schemas"]["ConditionOnDay"];
            /** @description 园区在该版本内的第几次发布 · which of the zone's publications within the version */
            edition: number | null;
            /** @description 发布它的变更单 · the change set that published it */
            changeSetId: string | null;
            item: components["schemas"]["Item"] | null;
            from: components["schemas"]["NullableDay"];
            to: components["schemas"]["NullableDay"];
            delegation: components["schemas"]["ItemDelegation"] | null;
            versions: {
                version: number;
                edition: number;
                /** @enum {string} */
                state: "in-use" | "suspended" | "cancelled";
                from: components["schemas"]["NullableDay"];
                to: components["schemas"]["NullableDay"];
            }[];
            delegations: components["schemas"]["ItemDelegation"][];
        };
        /**
         * @description 当日状态：尚未发布、在用、暂停、取消 · every day has exactly one
         * @enum {string}
         */
        ConditionOnDay: "not-yet" | "in-use" | "suspended" | "cancelled";
        /** @description 一次发布：省级版本与园区版次，发布后不再改动 · one publication; never changed */
        ItemVersion: {
            version: number;
            edition: number;
            name: string;
            /** @enum {string} */
            state: "in-use" | "suspended" | "cancelled";
            from: components["schemas"]["NullableDay"];
            to: components["schemas"]["NullableDay"];
            /** @description 今天适用 · applies today */
            inForce: boolean;
            /** @description 发布它的变更单 · the change set that published it */
            changeSetId: string;
            /** Format: date-time */
            publishedAt: string;
            /** @description 适用的各段日期；当日即被取代的为空 · the days on which it applied; empty when another took its place the same day */
            spans: {
                /** @enum {string} */
                state: "in-use" | "suspended" | "cancelled";
                from: components["schemas"]["Day"];
                to: components["schemas"]["NullableDay"];
            }[];
            /** @description 与上一次发布不同之处；第一次为空 · what differs from the publication before; empty for the first */
            changes: components["schemas"]["Difference"][];
        };
        /** @description 一处有意义的不同 · one difference as people mean it */
        Difference: {
            field: string;
            zh: string;
            en: string;
            /**
             * @description 增加、减少、改变
             * @enum {string}
             */
            change: "gained" | "lost" | "changed";
            /** @description 哪一份材料、哪一项收费 · which material or fee */
            what: string | null;
            before: string | null;
            after: string | null;
            /**
             * @description 对申请人更重、更轻、无影响 · whether it asks more or less of the applicant
             * @enum {string}
             */
            burden: "heavier" | "lighter" | "none";
        };
        /**
         * @description 汇集中、待批准、已排期、生效中、已生效、撤销中、已撤销、已驳回、已被取代、来件中断
         * @enum {string}
         */
        ChangeSetState: "collecting" | "proposed" | "approved" | "applying" | "in-force" | "undoing" | "undone" | "rejected" | "replaced" | "abandoned";
        /** @description 来源：省级平台、园区、部门 · province, zone, or a department by its credit code */
        ListSource: string;
        ChangeCounts: {
            added: number;
            changed: number;
            removed: number;
            /** @description 只有状态或取消日期变化 · only the state or the last day */
            state: number;
            refused: number;
            unchanged: number;
            notDelegated: number;
            /** @description 已在待批准的变更单中 · waits for approval already */
            alreadyProposed: number;
        };
        ActOnChangeSet: {
            subject: string;
            name: string;
            /** Format: date-time */
            at: string;
            note: string;
        };
        ChangeSetProgress: {
            done: number;
            notTaken: number;
        };
        /** @description 变更单：一次来件带来的全部变更 · all that one arrival changes */
        ChangeSet: {
            /** @description 变更单号 */
            id: string;
            state: components["schemas"]["ChangeSetState"];
            source: components["schemas"]["ListSource"];
            title: string;
            arrival: {
                kind: string;
                id: string;
            };
            proposedBy: {
                subject: string;
                name: string;
            };
            /** Format: date-time */
            proposedAt: string;
            counts: components["schemas"]["ChangeCounts"];
            /** @description 已被后来的变更单取代的条数 · entries a later set has taken the place of */
            superseded: number;
            replacedBy: string | null;
            /** @description 驳回后重新提出的变更单 · the set in which it was proposed again after rejection */
            proposedAgainAs: string | null;
            /** @description 批准、驳回、撤销时须带上所看到的修订号 · who acts says which revision was read */
            revision: number;
            effectiveOn: components["schemas"]["NullableDay"];
            approved: components["schemas"]["ActOnChangeSet"] | null;
            rejected: components["schemas"]["ActOnChangeSet"] | null;
            undone: components["schemas"]["ActOnChangeSet"] | null;
            /** @description 来件何时因何中断 · when and why its arrival broke off */
            abandoned: {
                /** Format: date-time */
                at: string;
                why: string;
            } | null;
            /** Format: date-time */
            inForceSince: string | null;
            progress: components["schemas"]["ChangeSetProgress"];
            undoing: components["schemas"]["ChangeSetProgress"];
            /** @description 对申请人要求更多的条数 · entries that ask more of the applicant */
            heavier: number;
            /** @description 当前人员此刻可做的 · what who asks may do now */
            actions: ("approve" | "reject" | "undo" | "compare" | "propose-again")[];
            /** @description 此刻不可做及原因 · what may not be done now, and why */
            withheld: {
                /** @enum {string} */
                action: "approve" | "reject" | "undo" | "compare";
                zh: string;
                en: string;
            }[];
        };
        ChangeSetEntry: {
            number: number;
            code: string;
            name: string;
            /** @enum {string} */
            kind: "added" | "changed" | "removed" | "state" | "refused";
            /** @enum {string} */
            status: "proposed" | "superseded" | "refused" | "settled" | "applied" | "not-taken" | "undone";
            version: number | null;
            before: {
                version: number;
                edition: number;
                /** @enum {string} */
                state: "in-use" | "suspended" | "cancelled";
            } | null;
            differences: components["schemas"]["Difference"][];
            heavier: number;
            refused: components["schemas"]["EntryTrouble"] | null;
            /** @description 在来件中的位置 · where it stood in what was handed in */
            row: string | null;
            /** @description 生效结果 · what became of it */
            result: {
                version: number | null;
                edition: number | null;
                from: components["schemas"]["NullableDay"];
                trouble: components["schemas"]["EntryTrouble"] | null;
            } | null;
        };
        DryRun: {
            /** Format: date-time */
            asOf: string;
            /** @description 有在办件的事项数 · items that have open cases */
            items: number;
            /** @description 在办件总数 */
            open: number;
            /** @description 已受理，按原版本办完，不受影响 · accepted already and finished under their version */
            pinned: number;
            /** @description 已收件未受理 · received and not accepted yet */
            affected: number;
            /** @description 其中已交材料不再要求的 · of these, a material handed in is no longer asked for */
            losing: number;
            /** @description 其中缺新要求材料的 · of these, a newly required material is missing */
            lacking: number;
            /** @description 其中事项将暂停或取消的 · of these, the item is suspended or cancelled */
            stopped: number;
            /** @description 名单只列前 200 件 · only the first 200 are listed */
            more: boolean;
            cases: {
                caseNumber: string;
                itemCode: string;
                itemName: string;
                state: string;
                version: number;
                edition: number;
                pinned: boolean;
                loses: string[];
                lacks: string[];
                stopped: boolean;
            }[];
        };
        EntryTrouble: {
            field: string;
            zh: string;
            en: string;
        };
        /**
         * @description 事项变更、赋权文书变更、赋权文书将到期
         * @enum {string}
         */
        ChangeKind: "item-changed" | "delegation-changed" | "delegation-expiring";
        Change: {
            /** @description 序号，只增不减 · a place that only grows */
            position: string;
            kind: components["schemas"]["ChangeKind"];
            /** @description 事项编码或文号 · code of the item or number of the document */
            subject: string;
            /** Format: date-time */
            at: string;
            /** @description 与总线上同名事件相同 · as the event of that name on the bus */
            data: {
                [key: string]: unknown;
            };
        };
        Subscription: {
            id: string;
            name: string;
            url: string;
            departments: string[];
            kinds: components["schemas"]["ChangeKind"][];
            contact: string;
            /** @enum {string} */
            standing: "active" | "paused" | "ended";
            /**
             * @description 已收到全部、正在通知、重发中、一天以上不通、不通知 · whether it hears
             * @enum {string}
             */
            hearing: "heard" | "being-told" | "retrying" | "dead" | "silent";
            /** Format: date-time */
            createdAt: string;
            createdBy: string;
            /** @description 其后还有多少条变更 · how many changes lie behind what it has heard */
            behind: number;
            acknowledgedTo: string;
            /** Format: date-time */
            acknowledgedAt: string | null;
            /** @description 最近一次收到之后试了几次 · how often since it last heard */
            attempts: number;
            /** Format: date-time */
            failingSince: string | null;
            /** Format: date-time */
            nextAttemptAt: string | null;
            lastOutcome: string | null;
            /**
             * Format: date-time
             * @description 新旧密钥并用至 · until when both secrets sign
             */
            bothSecretsUntil: string | null;
        };
        SubscriptionWithSecret: {
            subscription: components["schemas"]["Subscription"];
            /** @description 只给出一次；同一请求重复提交时为空 · given once; null when the same request comes again */
            secret: string | null;
        };
        SubscriptionAttempt: {
            /** Format: date-time */
            at: string;
            delivery: string;
            first: string;
            last: string;
            changes: number;
            acknowledged: boolean;
            status: number | null;
            tookMs: number;
            detail: string;
        };
        DepartmentListRows: {
            department: {
                creditCode: string;
                name?: string;
            };
            title?: string;
            /**
             * @description 全量清单，表中没有的事项按取消提出 · what it does not list is proposed to be cancelled
             * @default false
             */
            complete: boolean;
            rows: components["schemas"]["StatedRow"][];
        };
        /** @description 一行；没有写的栏目不改动 · what is left out stays as it is */
        StatedRow: {
            handlingCode?: string;
            taskCode?: string;
            basicCode?: string;
            code?: string;
            name?: string;
            subName?: string;
            department?: string;
            departmentCode?: string;
            type?: string;
            form?: string;
            statutoryLimit?: string;
            promisedLimit?: string;
            handlingType?: string;
            servedKinds?: string;
            handlingForms?: string;
            conditions?: string;
            legalBasis?: string;
            materials?: string;
            charged?: string;
            chargeName?: string;
            chargeStandard?: string;
            chargeBasis?: string;
            resultType?: string;
            result?: string;
            address?: string;
            openingHours?: string;
            telephone?: string;
            supervision?: string;
            visits?: string;
            state?: string;
            effectiveOn?: string;
            cancelledOn?: string;
            handlingFlow?: string;
            specialProcedures?: string;
            quantityLimit?: string;
            handlingArea?: string;
            intermediaryServices?: string;
        };
        DepartmentList: {
            id: string;
            /**
             * @description 读取中、生成变更单、已成变更单、无变化、整份未采纳
             * @enum {string}
             */
            state: "reading" | "proposing" | "proposed" | "unchanged" | "refused";
            title: string;
            department: {
                creditCode: string;
                name: string;
            };
            complete: boolean;
            file: {
                name: string;
                /** @enum {string} */
                kind: "xlsx" | "csv" | "rows";
                bytes: number;
                sha256: string;
            };
            /** Format: date-time */
            handedInAt: string;
            handedInBy: {
                subject: string;
                name: string;
            };
            /** Format: date-time */
            finishedAt: string | null;
            counts: {
                /** @description 表头以下的行 · rows below the head */
                rows: number;
                /** @description 这些行所写的事项 · items they speak of */
                items: number;
                good: number;
                /** @description 有误的行 · wrong rows */
                broken: number;
                /** @description 未赋权本园区 · not delegated to this zone */
                notOurs: number;
                /** @description 全量清单未列的事项 · items a complete list does not name */
                removed: number;
            };
            progress: {
                rowsRead: number;
                rowsProposed: number;
            };
            sheets: {
                name: string;
                heads: string[];
                known: string[];
                /** @description 未识别而未采用的列 · columns nobody knows and nobody used */
                unknown: string[];
            }[];
            /** @description 没有表头、未读取的工作表 · sheets without a head */
            skippedSheets: string[];
            /** @description 有的行认不出是哪个事项，故未提出取消 · nothing was proposed to be cancelled because of rows whose item nobody can tell */
            removalsWithheld: boolean;
            refusal: {
                reason: string;
                zh: string;
                en: string;
            } | null;
            changeSetId: string | null;
            changes: components["schemas"]["ChangeCounts"];
        };
        /** @description 未采纳的一行 · a row that was not taken */
        ListRow: {
            number: number;
            place: string;
            sheet: string;
            /** @description 表格软件里的行号 · as the office's program counts */
            row: number;
            lastRow: number;
            code: string;
            name: string;
            cells: string[];
            problems: {
                /** @description 列标与列名，如“D 承诺办结时限”；整行的问题为空 · letter and head; empty for the row as a whole */
                column: string;
                value: string;
                zh: string;
                en: string;
            }[];
            /** @description 最接近的事项，供核对 · the nearest items, for a person to judge */
            nearest: {
                code: string;
                name: string;
                department: string;
                zh: string;
                en: string;
            }[];
        };
        /**
         * @description 待处理、已说明、整改中、已消除
         * @enum {string}
         */
        DriftStanding: "open" | "explained" | "being-mended" | "closed";
        DriftOwner: {
            /** @enum {string} */
            side: "zone" | "department";
            creditCode: string | null;
            name: string;
            /** @description 责任岗位 · the post that answers for it */
            post: string;
        };
        /** @description 三方各自所写；未涉及的列入 silent · what each says; who does not speak of it is named in silent */
        DriftSayings: {
            province: string | null;
            department: string | null;
            zone: string | null;
            silent: ("province" | "department" | "zone")[];
        };
        Drift: {
            id: string;
            code: string;
            name: string;
            department: string | null;
            field: string;
            zh: string;
            en: string;
            sayings: components["schemas"]["DriftSayings"];
            owner: components["schemas"]["DriftOwner"];
            /** @description 责任方由人指定 · the owner was named by hand */
            assigned: boolean;
            standing: components["schemas"]["DriftStanding"];
            /** Format: date-time */
            foundAt: string;
            /** Format: date-time */
            closedAt: string | null;
            ageDays: number;
            note: string | null;
            /** Format: date */
            until: string | null;
            /** @description 整改期限已过 · it should have been mended by now */
            overdue: boolean;
        };
        DriftReport: {
            /** Format: date-time */
            at: string;
            /** Format: date-time */
            comparedAt: string | null;
            /** @description 比对的事项数 · items compared */
            items: number;
            total: number;
            byOwner: {
                owner: components["schemas"]["DriftOwner"];
                count: number;
                open: number;
                oldestDays: number;
            }[];
            byField: {
                field: string;
                zh: string;
                en: string;
                count: number;
            }[];
            /** @description 一周内、一月内、一季内、更久 · within a week, a month, a quarter, older */
            byAge: {
                /** @enum {string} */
                age: "week" | "month" | "quarter" | "older";
                count: number;
            }[];
        };
        DriftRun: {
            id: string;
            /** @enum {string} */
            state: "running" | "finished" | "failed";
            /** Format: date-time */
            startedAt: string;
            /** @description 到时自动比对的为空 · null when its time had come */
            startedBy: string | null;
            /** Format: date-time */
            finishedAt: string | null;
            counts: {
                items: number;
                found: number;
                changed: number;
                closed: number;
            };
            failure: string | null;
        };
        Synchronisation: {
            id: string;
            /** @enum {string} */
            state: "running" | "finished" | "failed";
            /** @enum {string} */
            mode: "full" | "changes";
            /** Format: date-time */
            startedAt: string;
            /** Format: date-time */
            finishedAt: string | null;
            pages: number;
            counts: {
                /** @description 全量核对时比对的内容标记 · marks compared in a full check */
                checked: number;
                /** @description 从省级平台取来的行 · rows moved from the province */
                seen: number;
                newVersions: number;
                /** @description 状态或取消日期变化 · state or last day changed */
                changed: number;
                unchanged: number;
                notDelegated: number;
                refused: number;
            };
            /** @description 未采纳的版本及原因（最多 200 条） · versions not taken and why, at most 200 by name */
            notTaken: {
                code: string | null;
                version: number | null;
                field: string;
                zh: string;
                en: string;
            }[];
            failure: string | null;
            /** @description 由此产生的变更单；没有变化为空 · the change set it opened; null when nothing differs */
            changeSetId: string | null;
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
        /** @description 事项的一个版本，照省级平台所发布 · one version of one item, as published */
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
            legalGrounds: {
                law: string;
                article: string | null;
                words: string | null;
            }[];
            /** @description 委托部门 · who has entrusted it */
            entrustedBody: string | null;
            /** @description 联办机构 · bodies that take part */
            jointDepartments: {
                name: string;
                code: string | null;
            }[];
            statutoryLimit: components["schemas"]["Limit"];
            statutoryLimitNote: string | null;
            promisedLimit: components["schemas"]["Limit"];
            promisedLimitNote: string | null;
            handlingType: components["schemas"]["Coded"];
            /** @enum {string} */
            handlingWord: "immediate" | "promised" | "joint" | "reported" | "other";
            /** @description 办理形式 · at the window, online, by post */
            handlingForms: components["schemas"]["Coded"][];
            /** @description 办理流程 */
            handlingFlow: string | null;
            /** @description 特别程序 */
            specialProcedures: string | null;
            /** @description 数量限制 */
            quantityLimit: string | null;
            /** @description 通办范围 */
            handlingArea: string | null;
            /** @description 中介服务 */
            intermediaryServices: string | null;
            servedKinds: components["schemas"]["Coded"][];
            conditions: string | null;
            address: string | null;
            openingHours: string | null;
            telephone: string | null;
            /** @description 监督投诉方式 */
            supervision: string | null;
            /** @description 网上办理地址 */
            onlineAddress: string | null;
            visits: number | null;
            /** @description 必须现场办理原因 */
            visitsNote: string | null;
            materials: {
                name: string;
                required: boolean;
                form: string | null;
                copies: number | null;
                source: string | null;
                acceptanceStandard: string | null;
                /** @description 材料类型 */
                kind: string | null;
                /** @description 页面规格 */
                pageFormat: string | null;
                /** @description 来源说明 */
                sourceNote: string | null;
                /** @description 要求提供材料的依据 */
                basis: string | null;
                /** @description 填报须知 */
                fillingNote: string | null;
                /** @description 空白表 */
                blankForm: string | null;
                /** @description 样表 */
                sample: string | null;
            }[];
            charges: {
                name: string;
                standard: string;
                unitAmountInFen: number | null;
                unit: string | null;
                basis: string | null;
                reliefAllowed: boolean;
                /** @description 减免说明 */
                reliefNote: string | null;
                /** @description 登记的收费标准编码；按标准计费的不填单价 · the registered standard that counts it; then there is no unit amount */
                standardCode?: string;
                /** @description 计费数量从哪里来；定额的标准不填 · what is counted; left out for a fixed standard */
                measure?: {
                    /**
                     * @description 固定
                     * @constant
                     */
                    from: "constant";
                    value: string;
                } | {
                    /**
                     * @description 取自表单
                     * @constant
                     */
                    from: "form";
                    field: string;
                } | {
                    /**
                     * @description 受理时填写
                     * @constant
                     */
                    from: "clerk";
                };
            }[];
            result: {
                /** @enum {string} */
                type: "certificate" | "approval-document" | "other" | "none";
                name: string | null;
                /** @description 结果样本 */
                sample: string | null;
                /** @description 结果有效期 */
                validity: string | null;
            };
            /** @description 常见问题 · questions people ask */
            questions: {
                question: string;
                answer: string;
            }[];
            /** @description 园区在窗口加问的内容；没有则为空 · what the zone asks at the window beside what every case is asked */
            formFields: components["schemas"]["FormField"][];
        };
        FormField: {
            /** @description 答案在办件中的名称 · names the answer in the case */
            key: string;
            labelZh: string;
            labelEn: string;
            /** @enum {string} */
            kind: "text" | "long-text" | "number" | "date" | "choice" | "yes-no" | "credit-code" | "mobile";
            unit?: string;
            /** @description 选项，仅用于 choice · the answers of a choice */
            options?: string[];
            required: boolean;
            /** @description 最多字数 · most characters of an answer */
            longest?: number;
            helpZh?: string;
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
        /** @description 变更单 · the change set */
        ChangeSet: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ChangeSet"];
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
        /** @description 报送方自选的编号 · chosen by the sender */
        listId: string;
        /** @description 变更单号 */
        ChangeSetId: string;
        Key: string;
    };
    requestBodies: {
        WithReason: {
            content: {
                "application/json": {
                    revision: number;
                    reason: string;
                };
            };
        };
    };
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    listItems: {
        parameters: {
            query?: {
                /** @description 名称或编码中的文字 · part of the name or code */
                q?: string;
                form?: components["schemas"]["DelegationForm"];
                state?: components["schemas"]["ItemState"];
                /** @description 上一页给出的 next · the next of the page before */
                cursor?: string;
                /** @description 实施主体名称中的文字 · part of the name of the body */
                department?: string;
                /**
                 * @deprecated
                 * @description 用 cursor · use cursor
                 */
                after?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 一页事项，按编码排列 · one page, by code */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["ListedItem"][];
                        more: boolean;
                        /** @description 下一页的游标；没有下一页为空 · cursor of the next page; null after the last */
                        next: string | null;
                        /** @description 符合条件的事项总数 · how many items there are in all */
                        total: number;
                    };
                };
            };
            "4XX": components["responses"]["Refused"];
        };
    };
    listNearestItems: {
        parameters: {
            query: {
                name: string;
                /** @description 基本编码、实施编码或业务办理项编码；其他内容不计 · basic, implementation or handling code; anything else does not count */
                code?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 相近事项，最相近在前 · the most alike first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            code: string;
                            name: string;
                            form: components["schemas"]["DelegationForm"];
                            /** @description 实施主体 · implementing body */
                            department: string | null;
                            /** @description 相似程度 · how alike */
                            score: number;
                            reasons: {
                                zh: string;
                                en: string;
                            }[];
                        }[];
                    };
                };
            };
            "4XX": components["responses"]["Refused"];
        };
    };
    showItem: {
        parameters: {
            query?: {
                /** @description 日期，缺省为今天 · the day; today when left out */
                on?: string;
            };
            header?: never;
            path: {
                itemCode: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 事项；当日无版本或无文书则为空 · the item; null where no version or no document applied that day */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ItemOnDay"];
                };
            };
            "4XX": components["responses"]["Refused"];
        };
    };
    listItemVersions: {
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
            /** @description 最新的在前 · newest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        code: string;
                        versions: components["schemas"]["ItemVersion"][];
                    };
                };
            };
            "4XX": components["responses"]["Refused"];
        };
    };
    listDelegations: {
        parameters: {
            query?: {
                form?: components["schemas"]["DelegationForm"];
                /** @description 只列当日有效的 · only those that give power on the day */
                on?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 文书，按文号排列 · documents, by number */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        expiryAhead: components["schemas"]["ExpiryAhead"];
                        delegations: components["schemas"]["RegisteredDelegation"][];
                    };
                };
            };
            "4XX": components["responses"]["Refused"];
        };
    };
    showDelegation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description 文号，如 云岭授〔2025〕1号 */
                documentNumber: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 文书 · the document */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RegisteredDelegation"];
                };
            };
            "4XX": components["responses"]["Refused"];
        };
    };
    registerDelegation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description 文号，如 云岭授〔2025〕1号 */
                documentNumber: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Delegation"];
            };
        };
        responses: {
            /** @description 已登记 · registered */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RegisteredDelegation"];
                };
            };
            "4XX": components["responses"]["Refused"];
        };
    };
    showDelegationHistory: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                documentNumber: string;
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
                        documentNumber: string;
                        lines: components["schemas"]["DelegationLine"][];
                    };
                };
            };
            "4XX": components["responses"]["Refused"];
        };
    };
    addDelegationFile: {
        parameters: {
            query?: never;
            header?: {
                /** @description 文件名，百分号编码 · percent-encoded name */
                "X-File-Name"?: string;
            };
            path: {
                documentNumber: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/octet-stream": string;
            };
        };
        responses: {
            /** @description 已存入 · kept */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RegisteredDelegation"];
                };
            };
            "4XX": components["responses"]["Refused"];
        };
    };
    showDelegationFile: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                documentNumber: string;
                sha256: string;
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
    listDepartmentLists: {
        parameters: {
            query?: {
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
                        lists: components["schemas"]["DepartmentList"][];
                        next: string | null;
                        total: number;
                    };
                };
            };
            "4XX": components["responses"]["Refused"];
        };
    };
    showDepartmentList: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description 报送方自选的编号 · chosen by the sender */
                listId: components["parameters"]["listId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 清单 · the list */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DepartmentList"];
                };
            };
            "4XX": components["responses"]["Refused"];
        };
    };
    handInListRows: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description 报送方自选的编号 · chosen by the sender */
                listId: components["parameters"]["listId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DepartmentListRows"];
            };
        };
        responses: {
            /** @description 已收到，开始读取 · received, being read */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DepartmentList"];
                };
            };
            "4XX": components["responses"]["Refused"];
        };
    };
    handInListFile: {
        parameters: {
            query: {
                /** @description 部门统一社会信用代码 · credit code of the department */
                department: string;
                departmentName?: string;
                title?: string;
                fileName?: string;
                /** @description true：全量清单，表中没有的事项按取消提出 · what it does not list is proposed to be cancelled */
                complete?: "true" | "false";
            };
            header?: never;
            path: {
                /** @description 报送方自选的编号 · chosen by the sender */
                listId: components["parameters"]["listId"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/octet-stream": string;
            };
        };
        responses: {
            /** @description 已收到，开始读取 · received, being read */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DepartmentList"];
                };
            };
            "4XX": components["responses"]["Refused"];
        };
    };
    listRowsNotTaken: {
        parameters: {
            query?: {
                /** @description broken 有误的行；not-ours 未赋权本园区的行 · wrong rows; rows of items that are not delegated to this zone */
                standing?: "broken" | "not-ours";
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path: {
                /** @description 报送方自选的编号 · chosen by the sender */
                listId: components["parameters"]["listId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 按行号排列 · in the order of the list */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        rows: components["schemas"]["ListRow"][];
                        next: string | null;
                        total: number;
                    };
                };
            };
            "4XX": components["responses"]["Refused"];
        };
    };
    downloadRowsNotTaken: {
        parameters: {
            query?: {
                standing?: "broken" | "not-ours";
            };
            header?: never;
            path: {
                /** @description 报送方自选的编号 · chosen by the sender */
                listId: components["parameters"]["listId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description UTF-8，带 BOM · UTF-8 with a mark */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            "4XX": components["responses"]["Refused"];
        };
    };
    downloadListTemplate: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description .xlsx */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": string;
                };
            };
            "4XX": components["responses"]["Refused"];
        };
    };
    listSynchronisations: {
        parameters: {
            query?: never;
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
                        synchronisations: components["schemas"]["Synchronisation"][];
                    };
                };
            };
            "4XX": components["responses"]["Refused"];
        };
    };
    startSynchronisation: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description changes 只取上次以来的变化；有新赋权事项时自动改为 full · falls back to full when something was delegated since
                     * @default changes
                     * @enum {string}
                     */
                    mode?: "full" | "changes";
                };
            };
        };
        responses: {
            /** @description 已开始 · under way */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Synchronisation"];
                };
            };
            "4XX": components["responses"]["Refused"];
        };
    };
    showSynchronisation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                synchronisationId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 同步 · the synchronisation */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Synchronisation"];
                };
            };
            "4XX": components["responses"]["Refused"];
        };
    };
    editItem: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path: {
                itemCode: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    version: number;
                    edition: number;
                    item: components["schemas"]["Item"];
                    reason: string;
                };
            };
        };
        responses: {
            /** @description 已形成变更单 · a change set was opened */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChangeSet"];
                };
            };
            "4XX": components["responses"]["Refused"];
        };
    };
    listChangeSets: {
        parameters: {
            query?: {
                state?: components["schemas"]["ChangeSetState"];
                /** @description 来源，或其开头 · the source or how it begins */
                source?: string;
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 最近提出的在前 · newest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        changeSets: components["schemas"]["ChangeSet"][];
                        next: string | null;
                    };
                };
            };
            "4XX": components["responses"]["Refused"];
        };
    };
    showChangeSet: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description 变更单号 */
                changeSetId: components["parameters"]["ChangeSetId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["ChangeSet"];
            "4XX": components["responses"]["Refused"];
        };
    };
    listChangeSetEntries: {
        parameters: {
            query?: {
                kind?: "added" | "changed" | "removed" | "state" | "refused";
                status?: "proposed" | "superseded" | "refused" | "settled" | "applied" | "not-taken" | "undone";
                /** @description 只列加重申请人负担的 · only those that ask more of the applicant */
                burden?: "heavier";
                /** @description 名称或编码中的文字 · part of the name or code */
                q?: string;
                /** @description 从该序号之后 · after this number */
                after?: number;
                limit?: number;
            };
            header?: never;
            path: {
                /** @description 变更单号 */
                changeSetId: components["parameters"]["ChangeSetId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 按序号排列 · by number */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        entries: components["schemas"]["ChangeSetEntry"][];
                        next: number | null;
                    };
                };
            };
            "4XX": components["responses"]["Refused"];
        };
    };
    dryRunChangeSet: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description 变更单号 */
                changeSetId: components["parameters"]["ChangeSetId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 试算结果 · what it found */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DryRun"];
                };
            };
            503: components["responses"]["Refused"];
            "4XX": components["responses"]["Refused"];
        };
    };
    approveChangeSet: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": components["parameters"]["Key"];
            };
            path: {
                /** @description 变更单号 */
                changeSetId: components["parameters"]["ChangeSetId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    revision: number;
                    /**
                     * Format: date
                     * @description 生效日期；为空即今天 · today when null
                     * @default null
                     */
                    effectiveOn?: string | null;
                    /** @default  */
                    note?: string;
                };
            };
        };
        responses: {
            200: components["responses"]["ChangeSet"];
            "4XX": components["responses"]["Refused"];
        };
    };
    rejectChangeSet: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": components["parameters"]["Key"];
            };
            path: {
                /** @description 变更单号 */
                changeSetId: components["parameters"]["ChangeSetId"];
            };
            cookie?: never;
        };
        requestBody: components["requestBodies"]["WithReason"];
        responses: {
            200: components["responses"]["ChangeSet"];
            "4XX": components["responses"]["Refused"];
        };
    };
    undoChangeSet: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": components["parameters"]["Key"];
            };
            path: {
                /** @description 变更单号 */
                changeSetId: components["parameters"]["ChangeSetId"];
            };
            cookie?: never;
        };
        requestBody: components["requestBodies"]["WithReason"];
        responses: {
            200: components["responses"]["ChangeSet"];
            "4XX": components["responses"]["Refused"];
        };
    };
    compareChangeSet: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": components["parameters"]["Key"];
            };
            path: {
                /** @description 变更单号 */
                changeSetId: components["parameters"]["ChangeSetId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["ChangeSet"];
            "4XX": components["responses"]["Refused"];
        };
    };
    proposeChangeSetAgain: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": components["parameters"]["Key"];
            };
            path: {
                /** @description 变更单号 */
                changeSetId: components["parameters"]["ChangeSetId"];
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
            201: components["responses"]["ChangeSet"];
            "4XX": components["responses"]["Refused"];
        };
    };
    listChanges: {
        parameters: {
            query?: {
                /** @description 上次给出的 next · the next given last time */
                after?: string;
                /** @description 只看涉及该部门的 · only what concerns this body */
                department?: string;
                kind?: components["schemas"]["ChangeKind"];
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 一页变更 · one page */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        changes: components["schemas"]["Change"][];
                        /** @description 没有新变更时也给出 · given also when there is nothing new */
                        next: string;
                        more: boolean;
                    };
                };
            };
            "4XX": components["responses"]["Refused"];
        };
    };
    listSubscriptions: {
        parameters: {
            query?: never;
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
                        subscriptions: components["schemas"]["Subscription"][];
                    };
                };
            };
            "4XX": components["responses"]["Refused"];
        };
    };
    createSubscription: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                    url: string;
                    /** @description 只通知涉及这些部门的变更；空为全部 · only what concerns these bodies */
                    departments?: string[];
                    kinds?: components["schemas"]["ChangeKind"][];
                    /** @description 不通时找谁，写科室不写人名 · an office, never a person */
                    contact?: string;
                    /** @description 从哪里开始；缺省为现在 · from where; from now on when left out */
                    after?: string | null;
                };
            };
        };
        responses: {
            /** @description 已新增 · made */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SubscriptionWithSecret"];
                };
            };
            "4XX": components["responses"]["Refused"];
        };
    };
    showSubscription: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                subscriptionId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 订阅 · the subscription */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        subscription: components["schemas"]["Subscription"];
                        history: {
                            /** Format: date-time */
                            at: string;
                            by: string;
                            /** @enum {string} */
                            what: "created" | "changed" | "secret-renewed" | "paused" | "resumed" | "ended";
                            reason: string | null;
                        }[];
                        /** @description 最近的在前，最多 50 次 · newest first, at most 50 */
                        attempts: components["schemas"]["SubscriptionAttempt"][];
                    };
                };
            };
            "4XX": components["responses"]["Refused"];
        };
    };
    changeSubscription: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                subscriptionId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                    url: string;
                    departments?: string[];
                    kinds?: components["schemas"]["ChangeKind"][];
                    contact?: string;
                };
            };
        };
        responses: {
            /** @description 已更改 · changed */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Subscription"];
                };
            };
            "4XX": components["responses"]["Refused"];
        };
    };
    renewSubscriptionSecret: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path: {
                subscriptionId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 新密钥，只此一次 · the new secret, this once */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SubscriptionWithSecret"];
                };
            };
            "4XX": components["responses"]["Refused"];
        };
    };
    setSubscriptionStanding: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path: {
                subscriptionId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    standing: "active" | "paused" | "ended";
                    reason?: string | null;
                };
            };
        };
        responses: {
            /** @description 订阅 · the subscription */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Subscription"];
                };
            };
            "4XX": components["responses"]["Refused"];
        };
    };
    tellSubscriptionNow: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path: {
                subscriptionId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 将立即通知 · it will be told */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Subscription"];
                };
            };
            "4XX": components["responses"]["Refused"];
        };
    };
    listDrifts: {
        parameters: {
            query?: {
                /** @description 缺省为未消除的 · those that are not closed when left out */
                standing?: components["schemas"]["DriftStanding"];
                owner?: "zone" | "department";
                /** @description 部门统一社会信用代码 · credit code of the body */
                department?: string;
                field?: string;
                /** @description 名称或编码中的文字 · part of the name or code */
                q?: string;
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
            /** @description 一页差异；部门专办员只看本部门的 · one page; a department officer sees those of the own department */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        drifts: components["schemas"]["Drift"][];
                        next: string | null;
                        total: number;
                    };
                };
            };
            "4XX": components["responses"]["Refused"];
        };
    };
    showDrift: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                driftId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 差异 · the difference */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        drift: components["schemas"]["Drift"];
                        /** @description 最近的在前 · newest first */
                        history: {
                            /** Format: date-time */
                            at: string;
                            /** @description 账号；比对所得为空 · account; null for a comparison */
                            by: string | null;
                            /** @enum {string} */
                            what: "found" | "changed" | "assigned" | "explained" | "being-mended" | "reopened" | "closed";
                            note: string | null;
                            sayings: components["schemas"]["DriftSayings"] | null;
                        }[];
                    };
                };
            };
            "4XX": components["responses"]["Refused"];
        };
    };
    setDriftStanding: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path: {
                driftId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    standing: "open" | "explained" | "being-mended";
                    note?: string | null;
                    /**
                     * Format: date
                     * @description 整改期限 · until when it is mended
                     */
                    until?: string | null;
                };
            };
        };
        responses: {
            /** @description 差异 · the difference */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Drift"];
                };
            };
            "4XX": components["responses"]["Refused"];
        };
    };
    assignDrift: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path: {
                driftId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    side: "zone" | "department";
                    /** @description 岗位，不写人名 · a post and never a person */
                    post: string;
                    note?: string | null;
                };
            };
        };
        responses: {
            /** @description 差异 · the difference */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Drift"];
                };
            };
            "4XX": components["responses"]["Refused"];
        };
    };
    reportDrifts: {
        parameters: {
            query?: {
                /** @description 缺省为未消除的 · those that are not closed when left out */
                standing?: components["schemas"]["DriftStanding"];
                owner?: "zone" | "department";
                /** @description 部门统一社会信用代码 · credit code of the body */
                department?: string;
                field?: string;
                /** @description 名称或编码中的文字 · part of the name or code */
                q?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 报告 · the report */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DriftReport"];
                };
            };
            "4XX": components["responses"]["Refused"];
        };
    };
    downloadPublishedWorkbook: {
        parameters: {
            query?: {
                form?: components["schemas"]["DelegationForm"];
                /** @description 部门名称中的文字 · part of the name of the department */
                department?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 表格 · the workbook */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": string;
                };
            };
            "4XX": components["responses"]["Refused"];
        };
    };
    downloadPublishedTable: {
        parameters: {
            query?: {
                form?: components["schemas"]["DelegationForm"];
                /** @description 部门名称中的文字 · part of the name of the department */
                department?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 文本 · the text */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            "4XX": components["responses"]["Refused"];
        };
    };
    downloadDrifts: {
        parameters: {
            query?: {
                /** @description 缺省为未消除的 · those that are not closed when left out */
                standing?: components["schemas"]["DriftStanding"];
                owner?: "zone" | "department";
                /** @description 部门统一社会信用代码 · credit code of the body */
                department?: string;
                field?: string;
                /** @description 名称或编码中的文字 · part of the name or code */
                q?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 表格 · the workbook */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": string;
                };
            };
            "4XX": components["responses"]["Refused"];
        };
    };
    listDriftRuns: {
        parameters: {
            query?: never;
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
                        runs: components["schemas"]["DriftRun"][];
                    };
                };
            };
            "4XX": components["responses"]["Refused"];
        };
    };
    startDriftRun: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 已开始 · under way */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DriftRun"];
                };
            };
            "4XX": components["responses"]["Refused"];
        };
    };
}
