// Generated from openapi.yaml by `npm run generate`. Do not edit.
export interface paths {
    "/people": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 全部人员 · everybody on record */
        get: operations["listPeople"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/people/{subject}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                subject: components["parameters"]["Subject"];
            };
            cookie?: never;
        };
        get?: never;
        /** 新增或修改人员 · adds or changes a person */
        put: operations["putPerson"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/people/{subject}/password": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                subject: components["parameters"]["Subject"];
            };
            cookie?: never;
        };
        get?: never;
        /**
         * 重设口令，仅显示一次 · makes a password, shown once
         * @description 本人的其他会话全部退出，锁定解除；使用外部统一身份认证时不可用 · ends the person's sessions and lifts a lock; not with an outside provider
         */
        put: operations["resetPassword"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/people/{subject}/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                subject: components["parameters"]["Subject"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** 令其全部退出 · signs a person out everywhere */
        delete: operations["endSessions"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/people/{subject}/rights/personal-data-reader": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                subject: components["parameters"]["Subject"];
            };
            cookie?: never;
        };
        get?: never;
        /** 授予查看个人信息的权利 · gives the right to see personal data plain */
        put: operations["giveRight"];
        post?: never;
        /** 收回该权利 · takes the right back */
        delete: operations["takeRight"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/people/{subject}/effective-roles": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                subject: components["parameters"]["Subject"];
            };
            cookie?: never;
        };
        /** 某人某日可行使的角色及理由 · what a person may do on a day, and why */
        get: operations["showEffectiveRoles"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/effective-roles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 某日各人可行使的角色 · who may do what on a day */
        get: operations["listEffectiveRoles"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/posts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 全部岗位及任职人员 · all posts with their holders */
        get: operations["listPosts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/posts/{code}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                code: components["parameters"]["PostCode"];
            };
            cookie?: never;
        };
        get?: never;
        /** 新增或修改岗位 · adds or changes a post */
        put: operations["putPost"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/posts/{code}/holders": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                code: components["parameters"]["PostCode"];
            };
            cookie?: never;
        };
        get?: never;
        /** 设定 A/B 角任职 · says who holds a post, A and B, from when to when */
        put: operations["putHolders"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/absences": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 离岗登记 · who is away when */
        get: operations["listAbsences"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/absences/{absenceId}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                absenceId: components["parameters"]["AbsenceId"];
            };
            cookie?: never;
        };
        get?: never;
        /**
         * 登记离岗 · records an absence
         * @description 标识由调用方取定，重复提交同样内容结果相同 · the caller makes the id; the same again is the same
         */
        put: operations["addAbsence"];
        post?: never;
        /** 取消离岗登记 · takes an absence back */
        delete: operations["dropAbsence"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 变更记录 · every change of people, posts and absences */
        get: operations["listHistory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/own-password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** 更改自己的口令 · changes one's own password */
        put: operations["changeOwnPassword"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/drafts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 我的草稿 · one's own drafts */
        get: operations["listDrafts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/drafts/{draftKey}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                draftKey: components["schemas"]["DraftKey"];
            };
            cookie?: never;
        };
        /** 一份草稿 · one draft */
        get: operations["showDraft"];
        /**
         * 保存草稿 · keeps a draft
         * @description 只有本人能读；加密保存 · only its owner reads it; kept encrypted
         */
        put: operations["saveDraft"];
        post?: never;
        /** 删除草稿 · forgets a draft */
        delete: operations["dropDraft"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        Login: string;
        Name: string;
        /** @description 部门专办员所属部门的统一社会信用代码 · credit code of the department */
        Department: string | null;
        DraftKey: string;
        Draft: {
            key: components["schemas"]["DraftKey"];
            /** Format: date-time */
            savedAt: string;
            content: {
                [key: string]: unknown;
            };
        };
        Absence: {
            id: string;
            subject: components["schemas"]["Subject"];
            from: components["schemas"]["Day"];
            to: components["schemas"]["Day"];
            reason: string;
            version: components["schemas"]["Version"];
        };
        PostHeld: {
            code: components["schemas"]["PostCode"];
            name: components["schemas"]["Name"];
            role: components["schemas"]["PostRole"];
            /** @enum {string} */
            as: "A" | "B";
            /** @description 当日可行使 · may act on that day */
            acting: boolean;
            /**
             * @description 理由 · why, or why not
             * @enum {string}
             */
            because: "holder" | "a-is-away" | "there-is-no-a" | "a-is-present" | "away" | "post-closed" | "person-disabled";
            department: components["schemas"]["Department"];
            window: string | null;
        };
        EffectiveRoles: {
            subject: components["schemas"]["Subject"];
            day: components["schemas"]["Day"];
            roles: string[];
            department: components["schemas"]["Department"];
            window: string | null;
            posts: components["schemas"]["PostHeld"][];
            rights: {
                /** @constant */
                right: "personal-data-reader";
                until: components["schemas"]["Day"];
            }[];
        };
        HistoryLine: {
            position: number;
            /** Format: date-time */
            at: string;
            by: string;
            byName: string;
            /** @enum {string} */
            kind: "person" | "post" | "absence";
            id: string;
            /** @enum {string} */
            what: "begin" | "put-person" | "put-post" | "put-holders" | "put-right" | "drop-right" | "add-absence" | "drop-absence" | "password-reset" | "password-changed" | "sessions-ended";
            /** @description 变更前，新增为空 · as it was; null when it is new */
            before: {
                [key: string]: unknown;
            } | null;
            /** @description 变更后，删除为空 · as it became; null when it is gone */
            after: {
                [key: string]: unknown;
            } | null;
        };
        /** Format: date */
        Day: string;
        /** @description 人员标识，终身不变 · never changes; what every service records */
        Subject: string;
        PostCode: string;
        /** @enum {string} */
        PostRole: "window-clerk" | "reviewer" | "approver" | "department-officer" | "seal-keeper" | "cashier" | "print-clerk" | "catalogue-officer" | "supervisor" | "integrator" | "auditor" | "administrator";
        Version: number;
        Right: {
            /** @constant */
            right: "personal-data-reader";
            /** @description 依据 · why, on paper */
            basis: string;
            until: components["schemas"]["Day"];
        };
        Person: {
            subject: components["schemas"]["Subject"];
            login: components["schemas"]["Login"];
            name: components["schemas"]["Name"];
            active: boolean;
            rights: components["schemas"]["Right"][];
            version: components["schemas"]["Version"];
        };
        Holder: {
            /**
             * @description A/B 角
             * @enum {string}
             */
            letter: "A" | "B";
            subject: components["schemas"]["Subject"];
            from: components["schemas"]["Day"];
            /** @description 止日（含），空为长期 · last day, included; null until further notice */
            to: components["schemas"]["Day"] | null;
        };
        Post: {
            code: components["schemas"]["PostCode"];
            name: string;
            role: components["schemas"]["PostRole"];
            department: components["schemas"]["Department"];
            window: string | null;
            active: boolean;
            holders: components["schemas"]["Holder"][];
            version: components["schemas"]["Version"];
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
        Subject: components["schemas"]["Subject"];
        PostCode: components["schemas"]["PostCode"];
        AbsenceId: string;
        /** @description 所见的 version，新增为 0；不符则 412 · the version one has seen, 0 for something new; else 412 */
        IfMatch: string;
    };
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    listPeople: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 按登录名排序 · by login */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        people: components["schemas"]["Person"][];
                    };
                };
            };
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
        };
    };
    putPerson: {
        parameters: {
            query?: never;
            header: {
                /** @description 所见的 version，新增为 0；不符则 412 · the version one has seen, 0 for something new; else 412 */
                "If-Match": components["parameters"]["IfMatch"];
            };
            path: {
                subject: components["parameters"]["Subject"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    login: components["schemas"]["Login"];
                    name: components["schemas"]["Name"];
                    /** @description 停用后立即退出 · when false, signed out at once */
                    active: boolean;
                };
            };
        };
        responses: {
            /** @description 现在的人员 · the person as it is now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Person"];
                };
            };
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
        };
    };
    resetPassword: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                subject: components["parameters"]["Subject"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 新口令；本人首次登录时须更改 · the password; its owner must change it at the next sign-in */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        subject: components["schemas"]["Subject"];
                        password: string;
                    };
                };
            };
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
        };
    };
    endSessions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                subject: components["parameters"]["Subject"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 已退出 · signed out */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
        };
    };
    giveRight: {
        parameters: {
            query?: never;
            header: {
                /** @description 所见的 version，新增为 0；不符则 412 · the version one has seen, 0 for something new; else 412 */
                "If-Match": components["parameters"]["IfMatch"];
            };
            path: {
                subject: components["parameters"]["Subject"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description 依据 · why, on paper */
                    basis: string;
                    until: components["schemas"]["Day"];
                };
            };
        };
        responses: {
            /** @description 现在的人员 · the person as it is now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Person"];
                };
            };
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
        };
    };
    takeRight: {
        parameters: {
            query?: never;
            header: {
                /** @description 所见的 version，新增为 0；不符则 412 · the version one has seen, 0 for something new; else 412 */
                "If-Match": components["parameters"]["IfMatch"];
            };
            path: {
                subject: components["parameters"]["Subject"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 现在的人员 · the person as it is now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Person"];
                };
            };
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
        };
    };
    showEffectiveRoles: {
        parameters: {
            query?: {
                /** @description 哪一天，默认今天 · which day; today unless given */
                day?: components["schemas"]["Day"];
            };
            header?: never;
            path: {
                subject: components["parameters"]["Subject"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 逐岗说明 · each post with its reason */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EffectiveRoles"];
                };
            };
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
        };
    };
    listEffectiveRoles: {
        parameters: {
            query?: {
                /** @description 哪一天，默认今天 · which day; today unless given */
                day?: components["schemas"]["Day"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 按人员标识排序 · by subject */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        day: components["schemas"]["Day"];
                        people: components["schemas"]["EffectiveRoles"][];
                    };
                };
            };
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
        };
    };
    listPosts: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 按代码排序 · by code */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        posts: components["schemas"]["Post"][];
                    };
                };
            };
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
        };
    };
    putPost: {
        parameters: {
            query?: never;
            header: {
                /** @description 所见的 version，新增为 0；不符则 412 · the version one has seen, 0 for something new; else 412 */
                "If-Match": components["parameters"]["IfMatch"];
            };
            path: {
                code: components["parameters"]["PostCode"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: components["schemas"]["Name"];
                    role: components["schemas"]["PostRole"];
                    department: components["schemas"]["Department"];
                    window: string | null;
                    active: boolean;
                };
            };
        };
        responses: {
            /** @description 现在的岗位 · the post as it is now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Post"];
                };
            };
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
        };
    };
    putHolders: {
        parameters: {
            query?: never;
            header: {
                /** @description 所见的 version，新增为 0；不符则 412 · the version one has seen, 0 for something new; else 412 */
                "If-Match": components["parameters"]["IfMatch"];
            };
            path: {
                code: components["parameters"]["PostCode"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    holders: components["schemas"]["Holder"][];
                };
            };
        };
        responses: {
            /** @description 现在的岗位 · the post as it is now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Post"];
                };
            };
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
        };
    };
    listAbsences: {
        parameters: {
            query?: {
                subject?: components["schemas"]["Subject"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 最近的在前 · latest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        absences: components["schemas"]["Absence"][];
                    };
                };
            };
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
        };
    };
    addAbsence: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                absenceId: components["parameters"]["AbsenceId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    subject: components["schemas"]["Subject"];
                    from: components["schemas"]["Day"];
                    to: components["schemas"]["Day"];
                    reason: string;
                };
            };
        };
        responses: {
            /** @description 已登记 · recorded */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Absence"];
                };
            };
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
        };
    };
    dropAbsence: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                absenceId: components["parameters"]["AbsenceId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 已取消 · taken back */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
        };
    };
    listHistory: {
        parameters: {
            query?: {
                kind?: "person" | "post" | "absence";
                id?: string;
                before?: number;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 最近的在前 · latest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        history: components["schemas"]["HistoryLine"][];
                        /** @description 下一页的起点，空为到底 · where the next page begins; null at the end */
                        before: number | null;
                    };
                };
            };
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
        };
    };
    changeOwnPassword: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    password: string;
                    fresh: string;
                };
            };
        };
        responses: {
            /** @description 已更改 · changed */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
        };
    };
    listDrafts: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 最近的在前 · latest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        drafts: {
                            key: components["schemas"]["DraftKey"];
                            /** Format: date-time */
                            savedAt: string;
                        }[];
                    };
                };
            };
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
        };
    };
    showDraft: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                draftKey: components["schemas"]["DraftKey"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 草稿 · the draft */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Draft"];
                };
            };
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
        };
    };
    saveDraft: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                draftKey: components["schemas"]["DraftKey"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description 任意 JSON，至多 256 KB · any JSON up to 256 KB */
                    content: {
                        [key: string]: unknown;
                    };
                };
            };
        };
        responses: {
            /** @description 已保存；7 天后删除 · kept; deleted after seven days */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        key: components["schemas"]["DraftKey"];
                        /** Format: date-time */
                        savedAt: string;
                    };
                };
            };
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
        };
    };
    dropDraft: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                draftKey: components["schemas"]["DraftKey"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description 已删除，本来没有亦同 · gone, also when there was none */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            "4XX": components["responses"]["Refused"];
            "5XX": components["responses"]["Refused"];
        };
    };
}
