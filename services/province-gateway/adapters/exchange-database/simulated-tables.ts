/**
 * The tables of two simulated provinces as their own data dictionaries describe them: the national exchange tables (up_* written by us, dn_* sent
 * down) and the 山东 电子监察 family. Read by the simulator alone; the adapter's profiles must say the same in their own words.
 */

export type ShapeName = 'national' | 'shandong';
/** How one kind of row is judged. `codes`: what a column may hold. `error`: where a rejected row is named. */
export type StepTable = {
  readonly table: string;
  readonly error: string;
  readonly required: readonly string[];
  readonly codes: Readonly<Record<string, readonly string[]>>;
  /** A row of this table that opens a case, closes it, or may follow its end. */
  readonly role: 'opens' | 'follows' | 'closes' | 'late';
  /** Elements of one step share the beginning of their key. */
  readonly several?: boolean;
};
export type Shape = {
  readonly name: ShapeName;
  readonly ddl: (charset: string) => readonly string[];
  readonly key: string;
  readonly caseColumn: string;
  readonly flag: string;
  readonly takenAt: string | null;
  readonly version: string | null;
  /** Columns that differ between two sendings of one row. */
  readonly ofTheSending: readonly string[];
  readonly item: string;
  readonly itemVersion: string | null;
  readonly steps: Readonly<Record<string, StepTable>>;
  /** A row with this value is a report to a higher authority. */
  readonly report: { readonly kind: string; readonly column: string; readonly value: string; readonly authority: string; readonly opinion: string };
  readonly decisions: { readonly table: string; insert(one: { id: string; caseNumber: string; granted: boolean; documentNo: string; authority: string; at: string; note: string }): Record<string, string> };
  readonly application: { readonly table: string; readonly files: string; readonly key: string; readonly flag: string };
  /** Needed when another column has one of these values. */
  readonly requiredWhen: readonly { readonly kind: string; readonly column: string; readonly is: readonly string[]; readonly required: readonly string[] }[];
  readonly batch: string | null;
};

const nationalTail = `row_guid varchar(50) NOT NULL, cd_batch varchar(32) NOT NULL, cd_operation varchar(2) NOT NULL, cd_time datetime NOT NULL, data_source varchar(3) NOT NULL,
  is_sync varchar(1) NOT NULL DEFAULT '0', create_time datetime NOT NULL DEFAULT CURRENT_TIMESTAMP, update_time datetime NULL, PRIMARY KEY (row_guid), KEY by_flag (is_sync, create_time), KEY by_case (project_no), KEY by_time (update_time)`;
const downTail = `row_guid varchar(50) NOT NULL, cd_batch varchar(32) NOT NULL, cd_operation varchar(2) NOT NULL, cd_time datetime NOT NULL, data_source varchar(3) NOT NULL, PRIMARY KEY (row_guid), KEY by_time (cd_time, row_guid)`;
const taskKey = 'task_code varchar(36) NOT NULL, task_version int NOT NULL, task_handle_item varchar(50) NULL';

const national: Shape = {
  name: 'national',
  ddl(charset) {
    const end = `ENGINE=InnoDB DEFAULT CHARSET=${charset}`;
    const error = (table: string): string => `CREATE TABLE IF NOT EXISTS ${table}_error (row_guid varchar(50) NOT NULL, project_no varchar(50) NULL, error_remark varchar(512) NULL, error_time datetime(3) NOT NULL, KEY by_row (row_guid, error_time)) ${end}`;
    const up = ['up_pro_accept', 'up_pro_process', 'up_pro_result', 'up_pro_special_procedure', 'up_pro_material'];
    return [
      `CREATE TABLE IF NOT EXISTS up_pro_accept (project_no varchar(50) NOT NULL, catalog_code varchar(12) NOT NULL, local_catalog_code varchar(50) NULL, task_code varchar(36) NOT NULL, local_task_code varchar(50) NULL,
        task_handle_item varchar(50) NULL, task_name varchar(1000) NOT NULL, task_version int NOT NULL, project_name varchar(1000) NULL, apply_type varchar(2) NOT NULL, applyer_name varchar(100) NOT NULL, applyer_type varchar(2) NOT NULL,
        applyer_page_type varchar(70) NOT NULL, applyer_page_code varchar(500) NOT NULL, legal varchar(100) NULL, contact_name varchar(100) NULL, contact_type varchar(6) NULL, contact_code varchar(50) NULL, contact_mobile varchar(11) NULL,
        address varchar(1000) NULL, zip_code varchar(6) NULL, apply_date datetime NOT NULL, accept_date datetime NOT NULL, accept_doc_no varchar(50) NULL, promise_date datetime NULL, project_type varchar(2) NOT NULL,
        org_code varchar(64) NOT NULL, org_name varchar(100) NOT NULL, handle_user_name varchar(100) NULL, ${nationalTail}) ${end}`,
      `CREATE TABLE IF NOT EXISTS up_pro_process (project_no varchar(50) NOT NULL, process_name varchar(1000) NOT NULL, event_name varchar(2) NOT NULL, event_start_time datetime NOT NULL, event_end_time datetime NOT NULL,
        handle_user_name varchar(100) NOT NULL, handle_explain varchar(2000) NOT NULL, remark varchar(500) NULL, ${nationalTail}) ${end}`,
      `CREATE TABLE IF NOT EXISTS up_pro_result (project_no varchar(50) NOT NULL, result_type varchar(2) NOT NULL, result_date datetime NOT NULL, result_explain varchar(2000) NULL, result_cetr_name varchar(256) NULL, result_cetr_no varchar(2000) NULL,
        is_delivery_results varchar(2) NOT NULL, satisfaction varchar(2) NULL, handle_user_name varchar(100) NULL, remark varchar(500) NULL, ${nationalTail}) ${end}`,
      `CREATE TABLE IF NOT EXISTS up_pro_special_procedure (project_no varchar(50) NOT NULL, special_type varchar(2) NOT NULL, special_name varchar(1000) NOT NULL, special_time datetime NOT NULL, special_reason varchar(2000) NOT NULL, end_time datetime NOT NULL,
        result varchar(2000) NULL, special_explain varchar(2000) NULL, applyer_user_name varchar(100) NULL, handle_user varchar(100) NULL, remark varchar(500) NULL, ${nationalTail}) ${end}`,
      `CREATE TABLE IF NOT EXISTS up_pro_material (project_no varchar(50) NOT NULL, material_name varchar(200) NOT NULL, get_type varchar(2) NOT NULL, get_num varchar(5) NULL, material_attach_name varchar(200) NULL, remark varchar(500) NULL, ${nationalTail}) ${end}`,
      ...up.map(error),
      `CREATE TABLE IF NOT EXISTS dn_task_general_basic (catalog_code varchar(12) NOT NULL, ${taskKey}, task_name varchar(1000) NOT NULL, task_type varchar(2) NOT NULL, task_state varchar(2) NOT NULL, plan_effective_date date NULL, plan_cancel_date date NULL,
        dept_code varchar(50) NOT NULL, dept_name varchar(200) NOT NULL, dept_type varchar(2) NOT NULL, use_level varchar(11) NOT NULL, power_source varchar(2) NOT NULL, by_law text NOT NULL, anticipate_day int NOT NULL, anticipate_type varchar(2) NOT NULL,
        promise_day int NOT NULL, promise_type varchar(2) NOT NULL, project_type varchar(2) NOT NULL, server_type varchar(50) NOT NULL, accept_condition text NOT NULL, limit_scene_num int NOT NULL, special_procedure varchar(500) NULL,
        transact_addr varchar(500) NOT NULL, transact_time varchar(500) NOT NULL, link_way varchar(500) NOT NULL, is_fee varchar(2) NOT NULL,
        entrust_name varchar(100) NULL, anticipate_explain varchar(500) NULL, promise_explain varchar(500) NULL, handle_flow text NULL, handle_type varchar(20) NULL, supervise_way varchar(500) NULL, ${downTail}, KEY by_code (task_code, task_version)) ${end}`,
      `CREATE TABLE IF NOT EXISTS dn_task_general_extend (${taskKey}, result_type varchar(2) NOT NULL, result_name varchar(500) NULL, result_guid varchar(128) NULL, other_dept varchar(500) NULL, limit_explain varchar(500) NULL, handle_area varchar(20) NULL, service_type varchar(500) NULL,
        online_handle_url varchar(500) NULL, limit_scene_explain varchar(500) NULL, ${downTail}, KEY by_code (task_code, task_version)) ${end}`,
      `CREATE TABLE IF NOT EXISTS dn_task_general_material (${taskKey}, material_name varchar(200) NOT NULL, is_need varchar(2) NOT NULL, material_format varchar(100) NULL, page_num varchar(5) NULL, source_explain varchar(1000) NULL, accept_stand varchar(2000) NULL, material_type varchar(100) NULL, page_format varchar(100) NULL, by_law varchar(2000) NULL, fill_explain varchar(2000) NULL, form_guid varchar(128) NULL, example_guid varchar(128) NULL, order_num int NOT NULL, ${downTail}, KEY by_code (task_code, task_version)) ${end}`,
      `CREATE TABLE IF NOT EXISTS dn_task_general_fee (${taskKey}, fee_name varchar(200) NOT NULL, fee_stand varchar(256) NOT NULL, fee_yuan varchar(20) NULL, fee_unit varchar(50) NULL, by_law varchar(2000) NULL, is_desc varchar(2) NULL, desc_explain varchar(500) NULL, order_num int NOT NULL, ${downTail}, KEY by_code (task_code, task_version)) ${end}`,
      `CREATE TABLE IF NOT EXISTS dn_task_general_question (${taskKey}, question varchar(1000) NOT NULL, answer text NOT NULL, order_num int NOT NULL, ${downTail}, KEY by_code (task_code, task_version)) ${end}`,
      `CREATE TABLE IF NOT EXISTS dn_pro_result (project_no varchar(50) NOT NULL, result_type varchar(2) NOT NULL, result_date datetime NOT NULL, result_explain varchar(2000) NULL, result_cetr_name varchar(256) NULL, result_cetr_no varchar(2000) NULL, is_delivery_results varchar(2) NOT NULL, remark varchar(500) NULL, ${downTail}) ${end}`,
      `CREATE TABLE IF NOT EXISTS dn_pro_apply (apply_no varchar(50) NOT NULL, catalog_code varchar(12) NULL, task_code varchar(36) NULL, task_handle_item varchar(50) NULL, task_name varchar(1000) NOT NULL, project_name varchar(1000) NOT NULL, applyer_type varchar(2) NOT NULL, applyer_name varchar(100) NOT NULL,
        applyer_page_type varchar(70) NOT NULL, applyer_page_code varchar(500) NOT NULL, legal varchar(100) NULL, contact_name varchar(100) NULL, contact_mobile varchar(20) NULL, contact_code varchar(50) NULL, address varchar(1000) NULL, apply_date datetime NOT NULL, form_json mediumtext NULL,
        is_sync varchar(1) NOT NULL DEFAULT '0', project_no varchar(50) NULL, receive_no varchar(50) NULL, query_pwd varchar(20) NULL, back_remark varchar(512) NULL, cd_time datetime NOT NULL, PRIMARY KEY (apply_no), KEY by_flag (is_sync, cd_time)) ${end}`,
      `CREATE TABLE IF NOT EXISTS dn_pro_apply_material (row_guid varchar(50) NOT NULL, apply_no varchar(50) NOT NULL, material_name varchar(200) NOT NULL, material_attach_name varchar(200) NOT NULL, media_type varchar(100) NULL, attach_content longblob NULL, PRIMARY KEY (row_guid), KEY by_apply (apply_no)) ${end}`,
    ];
  },
  key: 'row_guid', caseColumn: 'project_no', flag: 'is_sync', takenAt: 'update_time', version: null, batch: 'cd_batch',
  ofTheSending: ['cd_batch', 'cd_operation', 'cd_time', 'is_sync', 'create_time', 'update_time'],
  item: 'task_code', itemVersion: 'task_version',
  steps: {
    accept: { table: 'up_pro_accept', error: 'up_pro_accept_error', role: 'opens', required: ['applyer_page_code'], codes: { apply_type: ['1', '2', '3', '4', '9'], project_type: ['1', '2', '3', '4', '9'] } },
    process: { table: 'up_pro_process', error: 'up_pro_process_error', role: 'follows', required: [], codes: { event_name: ['1', '2', '9'] } },
    special: { table: 'up_pro_special_procedure', error: 'up_pro_special_procedure_error', role: 'follows', required: [], codes: { special_type: ['1', '2', '3', '4', '5', '7', '9'] } },
    result: { table: 'up_pro_result', error: 'up_pro_result_error', role: 'closes', required: [], codes: { result_type: ['0', '1', '2', '4', '5', '6', '7'], is_delivery_results: ['0', '1'] } },
    material: { table: 'up_pro_material', error: 'up_pro_material_error', role: 'late', required: [], codes: { get_type: ['1', '2', '3', '9'] }, several: true },
  },
  requiredWhen: [
    { kind: 'result', column: 'result_type', is: ['0'], required: ['result_cetr_no'] },
    { kind: 'result', column: 'result_type', is: ['1', '2', '4', '5', '6'], required: ['result_explain'] },
  ],
  report: { kind: 'process', column: 'process_name', value: '上报上级机关', authority: 'remark', opinion: 'handle_explain' },
  decisions: { table: 'dn_pro_result', insert: (one) => ({
    project_no: one.caseNumber, result_type: one.granted ? '0' : '1', result_date: one.at, result_explain: one.note, result_cetr_no: one.documentNo, is_delivery_results: '0', remark: one.authority,
    row_guid: one.id, cd_batch: one.at.replaceAll(/\D/g, ''), cd_operation: 'I', cd_time: one.at, data_source: '199',
  }) },
  application: { table: 'dn_pro_apply', files: 'dn_pro_apply_material', key: 'apply_no', flag: 'is_sync' },
};

const eaTail = `REGION_ID varchar(20) NULL DEFAULT '370000', MAKETIME datetime NOT NULL DEFAULT CURRENT_TIMESTAMP, SIGNSTATE varchar(1) NOT NULL DEFAULT '0', EXT1 varchar(200) NULL, EXT2 varchar(200) NULL, EXT3 varchar(200) NULL, EXT4 varchar(500) NULL`;
const eaKey = 'ORGBUSNO varchar(64) NOT NULL, PROJID varchar(50) NOT NULL, DATAVER int NOT NULL DEFAULT 1, STDVER int NOT NULL';
const eaIndex = 'KEY by_flag (SIGNSTATE, MAKETIME), KEY by_case (PROJID), KEY by_time (MAKETIME)';

const shandong: Shape = {
  name: 'shandong',
  ddl(charset) {
    const end = `ENGINE=InnoDB DEFAULT CHARSET=${charset}`;
    const error = `CREATE TABLE IF NOT EXISTS EA_JC_STEP_ERROR (ORGBUSNO varchar(64) NOT NULL, PROJID varchar(50) NULL, ERROR_REMARK varchar(512) NULL, MAKETIME datetime(3) NOT NULL, KEY by_row (ORGBUSNO, MAKETIME)) ${end}`;
    return [
      `CREATE TABLE IF NOT EXISTS EA_JC_STEP_BASICINFO (${eaKey}, PROJPWD varchar(10) NULL, ITEMNO varchar(50) NOT NULL, SUBITEMNO varchar(50) NULL, ITEMNAME varchar(500) NOT NULL, SUBITEMNAME varchar(500) NULL, PROJECTNAME varchar(1000) NOT NULL, APPLICANT varchar(200) NOT NULL,
        APPLICANTTYPE varchar(2) NULL, APPLICANTCARDTYPE varchar(10) NULL, APPLICANTCODE varchar(50) NULL, APPLICANTMOBILE varchar(20) NULL, LEGALMAN varchar(100) NULL, ADDRESS varchar(500) NULL, ACCEPTLIST varchar(2000) NOT NULL, ACCEPTDEPTID varchar(50) NOT NULL, ACCEPTDEPTNAME varchar(200) NOT NULL,
        APPROVALTYPE varchar(2) NOT NULL, PROMISETIMELIMIT int NOT NULL, PROMISETIMEUNIT varchar(2) NOT NULL, TIMELIMIT int NULL, TIMEUNIT varchar(2) NULL, SUBMIT varchar(2) NOT NULL, APPLYTIME datetime NULL, OCCURTIME datetime NOT NULL, TRANSACTOR varchar(100) NULL, ACCEPTDOCNO varchar(50) NULL, ITEMVERSION int NULL, ${eaTail},
        PRIMARY KEY (ORGBUSNO, PROJID, DATAVER), ${eaIndex}) ${end}`,
      `CREATE TABLE IF NOT EXISTS EA_JC_STEP_PROC (${eaKey}, SN int NOT NULL, NODENAME varchar(100) NOT NULL, NODECODE varchar(50) NULL, NODETYPE varchar(2) NOT NULL, NODEPROCER varchar(100) NOT NULL, NODEPROCERNAME varchar(100) NOT NULL, NODEPROCERAREA varchar(20) NULL DEFAULT '370000', PROCUNIT varchar(50) NOT NULL, PROCUNITNAME varchar(200) NOT NULL,
        NODESTATE varchar(2) NOT NULL, NODESTARTTIME datetime NOT NULL, NODEENDTIME datetime NOT NULL, NODEADV varchar(2000) NULL, TIMELIMIT int NULL, NODERESULT varchar(2) NOT NULL, OCCURTIME datetime NOT NULL, NOTICE varchar(500) NULL, ${eaTail}, PRIMARY KEY (ORGBUSNO, PROJID, DATAVER, SN), ${eaIndex}) ${end}`,
      `CREATE TABLE IF NOT EXISTS EA_JC_STEP_DONE (${eaKey}, DONERESULT varchar(2) NOT NULL, EXITRES varchar(2000) NULL, CERTIFICATENAM varchar(256) NULL, CERTIFICATENO varchar(200) NULL, CERTIFICATELIMIT varchar(50) NULL, PUBLISHER varchar(200) NULL, ISFEE varchar(2) NOT NULL, FEE varchar(20) NULL, ISPOST varchar(2) NULL,
        OCCURTIME datetime NOT NULL, TRANSACTOR varchar(100) NOT NULL, ${eaTail}, PRIMARY KEY (ORGBUSNO, PROJID, DATAVER), ${eaIndex}) ${end}`,
      `CREATE TABLE IF NOT EXISTS EA_JC_STEP_SPECIALNODE (${eaKey}, SN int NOT NULL, NODENAME varchar(200) NOT NULL, PROCUNITID varchar(50) NOT NULL, PROCUNITNAME varchar(200) NOT NULL, PROCERID varchar(100) NOT NULL, PROCERNAME varchar(100) NOT NULL, NODESTARTTIME datetime NOT NULL, NODEENDTIME datetime NULL, NODERESULT varchar(2) NOT NULL,
        NODEPROCACCORD varchar(2000) NOT NULL, LISTS varchar(2000) NULL, NODEPROCADV varchar(2000) NULL, NOTETIME datetime NULL, ${eaTail}, PRIMARY KEY (ORGBUSNO, PROJID, DATAVER, SN), ${eaIndex}) ${end}`,
      `CREATE TABLE IF NOT EXISTS EA_JC_SERVEVAL (${eaKey}, EVALRESULT varchar(2) NOT NULL, EVALWAY varchar(2) NULL, EVALDATE datetime NOT NULL, EVALWORDS varchar(2000) NULL, ${eaTail}, PRIMARY KEY (ORGBUSNO, PROJID, DATAVER), ${eaIndex}) ${end}`,
      error,
      `CREATE TABLE IF NOT EXISTS DN_STEP_DONE (SEQNO varchar(64) NOT NULL, PROJID varchar(50) NOT NULL, DONERESULT varchar(2) NOT NULL, CERTIFICATENO varchar(200) NOT NULL, PUBLISHER varchar(200) NOT NULL, OCCURTIME datetime NOT NULL, EXITRES varchar(2000) NULL, MAKETIME datetime NOT NULL, PRIMARY KEY (SEQNO), KEY by_time (MAKETIME, SEQNO)) ${end}`,
      `CREATE TABLE IF NOT EXISTS PRE_APASINFO (PROJID varchar(50) NOT NULL, PROJPWD varchar(10) NOT NULL, ITEMNO varchar(50) NOT NULL, SUBITEMNO varchar(50) NULL, ITEMVERSION int NULL, ITEMNAME varchar(500) NOT NULL, PROJECTNAME varchar(1000) NOT NULL, INFOTYPE varchar(2) NOT NULL, APPLYTYPE varchar(2) NOT NULL, APPLYNAME varchar(200) NOT NULL, APPLY_CARDTYPE varchar(10) NULL, APPLY_CARDTYPENUMBER varchar(50) NULL,
        CONTACTMAN varchar(100) NOT NULL, CONTACTMAN_CARDNUMBER varchar(50) NULL, TELPHONE varchar(20) NULL, ADDRESS varchar(500) NULL, LEGALMAN varchar(100) NULL, DEPTID varchar(50) NULL, DEPTNAME varchar(200) NULL, RECEIVETIME datetime NOT NULL, DATASTATE varchar(2) NOT NULL DEFAULT '1', DATAVER int NOT NULL DEFAULT 1, ${eaTail}, PRIMARY KEY (PROJID), KEY by_flag (SIGNSTATE, MAKETIME)) ${end}`,
      `CREATE TABLE IF NOT EXISTS PRE_FILE (UNID varchar(64) NOT NULL, PROJID varchar(50) NOT NULL, ATTRNAME varchar(200) NOT NULL, ATTRID varchar(64) NULL, SORTID varchar(5) NULL, TAKETYPE varchar(20) NOT NULL, ISTAKE varchar(2) NOT NULL DEFAULT '1', FILENAME varchar(200) NOT NULL, MEDIATYPE varchar(100) NULL, ENTITY longblob NULL, PRIMARY KEY (UNID), KEY by_case (PROJID)) ${end}`,
      `CREATE TABLE IF NOT EXISTS PRE_COMM_FORM (UNID varchar(64) NOT NULL, PROJID varchar(50) NOT NULL, FIELDNAME varchar(100) NOT NULL, FIELDVALUE varchar(2000) NULL, PRIMARY KEY (UNID), KEY by_case (PROJID)) ${end}`,
    ];
  },
  key: 'ORGBUSNO', caseColumn: 'PROJID', flag: 'SIGNSTATE', takenAt: null, version: 'DATAVER', batch: null,
  ofTheSending: ['SIGNSTATE', 'MAKETIME', 'PROJPWD'],
  item: 'ITEMNO', itemVersion: null,
  steps: {
    accept: { table: 'EA_JC_STEP_BASICINFO', error: 'EA_JC_STEP_ERROR', role: 'opens', required: [], codes: { APPROVALTYPE: ['1', '2', '3', '4'], SUBMIT: ['0', '1', '2', '3', '4', '5', '6', '7', '8'], PROMISETIMEUNIT: ['1', '2', '3', '4', '5'] } },
    process: { table: 'EA_JC_STEP_PROC', error: 'EA_JC_STEP_ERROR', role: 'follows', required: [], codes: { NODETYPE: ['1', '2', '3', '4'], NODESTATE: ['01', '02'], NODERESULT: ['0', '1', '2', '3', '4', '5', '6', '7', '9'] } },
    special: { table: 'EA_JC_STEP_SPECIALNODE', error: 'EA_JC_STEP_ERROR', role: 'follows', required: [], codes: { NODERESULT: ['1', '2', '3', '4', '5', '6'] } },
    result: { table: 'EA_JC_STEP_DONE', error: 'EA_JC_STEP_ERROR', role: 'closes', required: [], codes: { DONERESULT: ['0', '1', '2', '3', '4', '5', '6'], ISFEE: ['0', '1'] } },
    evaluation: { table: 'EA_JC_SERVEVAL', error: 'EA_JC_STEP_ERROR', role: 'late', required: [], codes: { EVALRESULT: ['1', '2', '3', '4', '5'] } },
  },
  requiredWhen: [
    { kind: 'result', column: 'DONERESULT', is: ['0'], required: ['CERTIFICATENO'] },
    { kind: 'result', column: 'DONERESULT', is: ['1', '2', '3', '4', '5'], required: ['EXITRES'] },
  ],
  report: { kind: 'process', column: 'NODENAME', value: '转报', authority: 'EXT1', opinion: 'NODEADV' },
  decisions: { table: 'DN_STEP_DONE', insert: (one) => ({ SEQNO: one.id, PROJID: one.caseNumber, DONERESULT: one.granted ? '0' : '1', CERTIFICATENO: one.documentNo, PUBLISHER: one.authority, OCCURTIME: one.at, EXITRES: one.note, MAKETIME: one.at }) },
  application: { table: 'PRE_APASINFO', files: 'PRE_FILE', key: 'PROJID', flag: 'SIGNSTATE' },
};

/** The two shapes by name. */
export const SHAPES: Readonly<Record<ShapeName, Shape>> = { national, shandong };
