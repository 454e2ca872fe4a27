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
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
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
            /** @description 依据 · why */
            basis: string;
            until: components["schemas"]["Day"];
        };
        Person: {
            subject: components["schemas"]["Subject"];
            login: string;
            name: string;
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
            /** @description 止日（含），空为长期 · last day */
            to: components["schemas"]["Day"] | null;
        };
        Post: {
            code: components["schemas"]["PostCode"];
            name: string;
            role: components["schemas"]["PostRole"];
            /** @description 部门专办员所属部门的统一社会信用代码 · credit code of the department */
            department: string | null;
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
    parameters: never;
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
}
