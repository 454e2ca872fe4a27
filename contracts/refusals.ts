/**
 * The one registry of refusal reasons 拒绝原因: what the hub may answer when the rules say no, in Chinese and English.
 * A refusal is a fact, not an error: it has a stable reason, a 4xx status, and tells the reader what to do next.
 * Add a reason as one block, in alphabetical order; never reuse or rename one, other systems branch on it.
 */

/** A sentence in both languages, Chinese first; no personal data in either. */
export interface BothLanguages {
  readonly zh: string;
  readonly en: string;
}

interface RefusalEntry extends BothLanguages {
  /** HTTP status, always 4xx: 5xx would say that we failed, while here the rules decided. */
  readonly status: number;
}

export const REFUSALS = {
  'account-locked': {
    status: 403,
    zh: '连续输错口令，账号已暂时锁定，请稍后再试或请系统管理员重设口令',
    en: 'Too many wrong passwords; the account is locked for a while, wait or ask the administrator to reset it',
  },
  'already-decided': {
    status: 409,
    zh: '该办件已作出决定，不能再次决定',
    en: 'The case has been decided and cannot be decided again',
  },
  'already-paid': {
    status: 409,
    zh: '该缴款单已缴款，不能重复缴款或作废',
    en: 'The bill has been paid; it can be neither paid again nor voided',
  },
  'already-rated': {
    status: 409,
    zh: '该办件已评价两次，不能再评；如有异议请走投诉渠道',
    en: 'The case has been rated twice and takes no further rating; make a complaint instead',
  },
  'already-reconciled': {
    status: 409,
    zh: '该日已对账，不能冲正，请走退付流程',
    en: 'The day has been reconciled; a reversal is too late, ask for a refund instead',
  },
  'already-supplemented': {
    status: 409,
    zh: '补正内容应当一次性告知，本办件已告知过，不得再次要求补正（行政许可法第三十二条）',
    en: 'Everything missing must be told in one notice; it has been given for this case (Administrative Licence Law art. 32)',
  },
  'amount-changed': {
    status: 412,
    zh: '金额已发生变化，请刷新页面，按最新金额再办',
    en: 'The amount has changed since you saw it; reload and act on what stands now',
  },
  'amount-differs': {
    status: 422,
    zh: '缴款金额与缴款单金额不一致，请按缴款单金额缴款',
    en: 'The amount paid differs from the amount of the bill; pay exactly what the bill says',
  },
  'amount-outside-standard': {
    status: 422,
    zh: '收费金额与公布的收费标准不符，不得在标准之外收费',
    en: 'The charge does not follow the published standard; no fee may be taken outside it',
  },
  'answer-missing': {
    status: 422,
    zh: '事项表单尚有必填项未填，填写齐全后方可受理',
    en: 'A required question of the item\'s form has no answer; answer it before the case is accepted',
  },
  'answer-unasked': {
    status: 422,
    zh: '该事项的表单没有这一项，事项可能已更新，请重新选择事项',
    en: 'The form of this item does not ask this; the item may have changed, choose it again',
  },
  'answer-wrong': {
    status: 422,
    zh: '表单填写有误，请按提示更正',
    en: 'An answer on the form is not right; correct it as told',
  },
  'applicant-not-served': {
    status: 422,
    zh: '该事项不受理自然人的申请：服务对象中没有自然人',
    en: 'The item does not take applications of natural persons: they are not among those it serves',
  },
  'archive-too-large': {
    status: 413,
    zh: '压缩内容展开后过大，拒绝接收，请重新导出文件',
    en: 'The archive would unpack to an excessive size and is refused; export the file again',
  },
  'bill-overdue': {
    status: 409,
    zh: '缴款期限已过，请到窗口重新开单',
    en: 'The bill is past its last day; ask the window for a new one',
  },
  'bill-void': {
    status: 409,
    zh: '该缴款单已作废，请到窗口重新开单',
    en: 'The bill is void; ask the window for a new one',
  },
  'body-too-large': {
    status: 413,
    zh: '请求内容超过允许的大小',
    en: 'The request body exceeds the permitted size',
  },
  'both-away': {
    status: 409,
    zh: 'A 角与 B 角不得同时离岗，请先安排另一人在岗',
    en: 'A and B of a post are never away together; see to it first that one of them is there',
  },
  'calendar-unknown': {
    status: 422,
    zh: '该年度的工作日安排尚未载入，无法计算期限；请管理员导入国务院办公厅的放假通知',
    en: 'The working-day calendar of that year is not loaded, so no date can be promised; import the State Council notice',
  },
  'certificate-missing': {
    status: 409,
    zh: '尚未制证，不得办结（不得假办结）',
    en: 'The certificate has not been produced, so the case may not be closed',
  },
  'certificate-not-drafted': {
    status: 409,
    zh: '证照底稿尚未生成，不能签发',
    en: 'The certificate has not been drafted, so it cannot be issued',
  },
  'certificate-revoked': {
    status: 409,
    zh: '该证照已撤销或注销',
    en: 'The certificate has been revoked or cancelled',
  },
  'channel-cannot-close': {
    status: 409,
    zh: '该支付渠道不能关闭订单，请等订单到期失效',
    en: 'This payment channel cannot close an order; wait until it runs out',
  },
  'charset-invalid': {
    status: 400,
    zh: '报文字符编码错误，不能按约定的字符集解读',
    en: 'The message is not valid in the agreed character set',
  },
  'cursor-unknown': {
    status: 400,
    zh: '翻页位置无效，请从第一页重新查询',
    en: 'The place in the list is not known; begin again at the first page',
  },
  'dates-backwards': {
    status: 422,
    zh: '日期先后有误，止日不得早于起日或今天',
    en: 'The dates run backwards; the last day may not be before the first or before today',
  },
  'day-changed': {
    status: 412,
    zh: '该日情况已发生变化，请刷新页面，核对后再日结',
    en: 'The day has changed since you saw it; reload, look at it and close it then',
  },
  'delegation-expired': {
    status: 422,
    zh: '该事项的授权书或委托书已过有效期，园区无权受理或办理',
    en: 'The delegation of this item has expired; the zone has no power to take or handle it',
  },
  'delegation-not-covering': {
    status: 422,
    zh: '授权书或委托书不包含该事项、该园区或该环节',
    en: 'The delegation document does not cover this item, this zone or this step',
  },
  'delegation-not-yet-valid': {
    status: 422,
    zh: '该事项的授权书或委托书尚未生效',
    en: 'The delegation of this item is not yet in force',
  },
  'difference-changed': {
    status: 412,
    zh: '该差异已变化或已不存在，请刷新页面后再办',
    en: 'This difference has changed or is no more; reload and act on what stands now',
  },
  'document-differs': {
    status: 422,
    zh: '文件摘要与登记的不一致，可能已被改动',
    en: 'The digest of the document differs from the one recorded; it may have been altered',
  },
  'draft-too-large': {
    status: 413,
    zh: '草稿过大，请先提交或删减内容',
    en: 'The draft is too large; submit it or take something out',
  },
  'drafts-full': {
    status: 409,
    zh: '您的草稿已满，请先完成或删除不用的草稿',
    en: 'You keep as many drafts as one person may; finish or drop some first',
  },
  'empty-file': {
    status: 422,
    zh: '上传的文件为空，请重新选择文件',
    en: 'The uploaded file is empty; choose it again',
  },
  'failed-again': {
    status: 409,
    zh: '放回的消息处理仍然失败，请查看原因后再放回',
    en: 'The message was put back and failed again; look into its reason first',
  },
  'fee-not-countable': {
    status: 422,
    zh: '按收费标准不能计费：请核对计费数量和减免；标准未公布、已废止或已过有效期的，先由事项管理员公布标准或更正事项',
    en: 'The standard cannot count this: check quantity and relief; where it is not published, withdrawn or past its last day, a catalogue officer publishes it or corrects the item first',
  },
  'fee-not-settled': {
    status: 409,
    zh: '费用尚未缴清，不能进入下一环节',
    en: 'The fee has not been settled, so the case cannot go on',
  },
  'fee-terms-differ': {
    status: 422,
    zh: '所填的计费数量或减免与事项的收费约定不符',
    en: 'A quantity or relief was given that the item does not ask for, or one it asks for is missing',
  },
  'fee-uncounted': {
    status: 422,
    zh: '该事项按收费标准计费，请先在办件页面核定费用（填写计费数量、减免），再办理',
    en: 'This item is charged by a registered standard; count the fee on the page of the case first, with quantity and relief',
  },
  'fees-silent': {
    status: 409,
    zh: '收费服务没有答复，未办理；请稍后再试，填写的内容不会丢失',
    en: 'The service of fees does not answer and nothing was done; try again shortly, nothing typed is lost',
  },
  'field-missing': {
    status: 422,
    zh: '缺少必填项',
    en: 'A required field is missing',
  },
  'file-damaged': {
    status: 422,
    zh: '文件已损坏或不完整，无法打开，请重新导出后上传',
    en: 'The file is damaged or incomplete; export it again and upload it',
  },
  'file-disguised': {
    status: 415,
    zh: '文件内容与扩展名或声明的类型不符，请上传真实的 PDF、JPEG、PNG 或 OFD 文件',
    en: 'The content of the file is not what its name or declared type says; upload a genuine PDF, JPEG, PNG or OFD',
  },
  'file-too-large': {
    status: 413,
    zh: '文件超过允许的大小，请压缩或拆分后上传',
    en: 'The file exceeds the permitted size; compress or split it',
  },
  'frame-malformed': {
    status: 400,
    zh: '报文格式错误：长度或结构与接口规范不符',
    en: 'The frame is malformed: its length or structure breaks the interface specification',
  },
  'glyph-missing': {
    status: 422,
    zh: '证照字体中没有所需的字形，不能出证；请联系运维补充字库',
    en: 'The certificate font lacks a needed glyph, so nothing is printed; ask the operator to extend the font',
  },
  'holder-unknown': {
    status: 422,
    zh: '持证主体信息不完整或不一致',
    en: 'The holder of the certificate is incomplete or inconsistent',
  },
  'holders-overlap': {
    status: 422,
    zh: '同一岗位的同一角色在同一时间只能有一人，同一人不得兼任 A、B 角',
    en: 'A letter of a post has one holder at a time, and nobody is both A and B of it',
  },
  'idempotency-key-invalid': {
    status: 400,
    zh: '请求头 Idempotency-Key 的格式错误',
    en: 'The Idempotency-Key header is malformed',
  },
  'idempotency-key-missing': {
    status: 400,
    zh: '请求头中缺少 Idempotency-Key，请为每次提交生成一个',
    en: 'The Idempotency-Key header is missing; make one for each submission',
  },
  'idempotency-key-reused': {
    status: 422,
    zh: '同一 Idempotency-Key 已用于内容不同的请求，请换用新的键',
    en: 'This Idempotency-Key was used for a request with another body; use a new key',
  },
  'invalid-case-number': {
    status: 422,
    zh: '办件编号格式错误：应为实施编码 31 位、日期 8 位、流水号 4 至 6 位',
    en: 'The case number is malformed: implementation code 31, date 8, serial 4 to 6',
  },
  'invalid-citizen-number': {
    status: 422,
    zh: '居民身份证号码错误：不符合 GB 11643 的地区、出生日期或校验规则',
    en: 'The citizen number breaks GB 11643: region, date of birth or check character',
  },
  'invalid-credit-code': {
    status: 422,
    zh: '统一社会信用代码错误：不符合 GB 32100 的格式或校验规则',
    en: 'The unified social credit code breaks GB 32100: shape or check character',
  },
  'invalid-division-code': {
    status: 422,
    zh: '行政区划代码错误：不符合 GB/T 2260',
    en: 'The administrative division code breaks GB/T 2260',
  },
  'invalid-identifier': {
    status: 422,
    zh: '标识格式或校验错误',
    en: 'The identifier has a wrong shape or check character',
  },
  'invalid-item-code': {
    status: 422,
    zh: '事项编码错误：应为 12 位基本编码、31 位实施编码或 33 位业务办理项编码',
    en: 'The item code is malformed: basic 12, implementation 31 or handling item 33 characters',
  },
  'invalid-mobile': {
    status: 422,
    zh: '手机号码错误：应为 11 位',
    en: 'The mobile number is malformed: 11 digits',
  },
  'invalid-pay-code': {
    status: 422,
    zh: '缴款码有误：校验位不符，请对照缴款通知逐位核对后重新输入',
    en: 'The pay code is mistyped: its check character does not fit; compare it with the notice character by character and enter it again',
  },
  'invalid-request': {
    status: 400,
    zh: '请求内容不符合接口约定，请对照接口文档逐项核对',
    en: 'The request breaks the contract of the interface; check each field against the document',
  },
  'item-not-delegated': {
    status: 422,
    zh: '该事项未赋权本园区，请到主管部门办理',
    en: 'The item is not delegated to this zone; apply to the department itself',
  },
  'item-suspended': {
    status: 409,
    zh: '该事项已暂停实施，暂不受理',
    en: 'The item is suspended; no new case is taken',
  },
  'item-terminated': {
    status: 409,
    zh: '该事项已终止或已收回，园区不再受理',
    en: 'The item has been terminated or taken back; the zone takes no new case',
  },
  'item-version-changed': {
    status: 409,
    zh: '该事项已发布新版本，请按最新办事指南重新填写',
    en: 'A newer version of the item is in force; fill in the current form again',
  },
  'keeper-not-authorised': {
    status: 403,
    zh: '该人员不是本印章的保管人或代管人，不得用印',
    en: 'This person is neither keeper nor deputy of the seal and may not use it',
  },
  'last-administrator': {
    status: 409,
    zh: '至少要有一名可用的系统管理员，请先指定另一人',
    en: 'Somebody must always be able to act as administrator; name another one first',
  },
  'lines-open': {
    status: 409,
    zh: '尚有差异未经两人处理，不能日结',
    en: 'Differences are not yet settled by two people; settle them, then close the day',
  },
  'lines-waiting': {
    status: 409,
    zh: '单边账需等次日文件，尚不能处理或日结',
    en: 'A one-sided line waits for the next day; come back when that file is there',
  },
  'login-taken': {
    status: 409,
    zh: '该登录名已被使用，请另选一个',
    en: 'The login is taken; choose another one',
  },
  'macros-forbidden': {
    status: 415,
    zh: '文件含有宏或控件，不予接收，请另存为不带宏的 .xlsx',
    en: 'The file holds macros or controls and is refused; save it as .xlsx without them',
  },
  'material-unknown': {
    status: 422,
    zh: '该事项的材料清单中没有这项材料',
    en: 'The item asks for no such material',
  },
  'materials-missing': {
    status: 422,
    zh: '必要材料不齐，请一次性补齐',
    en: 'Required materials are missing; hand in all of them',
  },
  'method-not-allowed': {
    status: 405,
    zh: '该地址不支持此操作',
    en: 'The address does not support this method',
  },
  'mobile-missing': {
    status: 422,
    zh: '未登记手机号码，不能发送短信',
    en: 'No mobile number is recorded, so no text can be sent',
  },
  'no-payment-channel': {
    status: 409,
    zh: '本园区未接入支付渠道，请到银行或窗口缴款',
    en: 'No payment channel is connected here; pay at the bank or the window',
  },
  'no-such-address': {
    status: 404,
    zh: '没有这个地址，请对照接口文档核对路径与大小写',
    en: 'There is nothing at this address; compare path and letter case with the document',
  },
  'not-configured': {
    status: 409,
    zh: '系统尚未配置此功能，请联系集成运维按文档补充设置',
    en: 'This has not been configured; ask the operator to add the setting the documents name',
  },
  'not-confirmed-yet': {
    status: 409,
    zh: '财政平台尚未确认到账，不能开具票据',
    en: 'The fiscal platform has not confirmed the money yet; there is no receipt before that',
  },
  'not-found': {
    status: 404,
    zh: '没有找到所请求的内容',
    en: 'Nothing was found at this address',
  },
  'not-logged-in': {
    status: 401,
    zh: '尚未签到或签到已失效，请先签到',
    en: 'Not signed on, or the sign-on has lapsed; sign on first',
  },
  'not-reconciled-yet': {
    status: 409,
    zh: '该笔缴款尚未对账，当日差错请由收款银行冲正；对账后方可退付',
    en: 'The payment has not been reconciled: until then its bank may reverse it; a refund is for afterwards',
  },
  'not-signed-in': {
    status: 401,
    zh: '请先登录：缺少有效的访问令牌',
    en: 'Sign in first: a valid bearer token is missing',
  },
  'not-supported': {
    status: 422,
    zh: '该省级平台不支持此项操作，请在其自有系统中办理',
    en: 'The platform of this province does not do this; do it in its own system',
  },
  'numbers-exhausted': {
    status: 409,
    zh: '该号段已用完，请申请新的号段',
    en: 'The range of numbers is used up; ask for a new one',
  },
  'one-department': {
    status: 409,
    zh: '一人同一时间只能担任一个部门的专办员',
    en: 'Nobody is the officer of two departments at the same time',
  },
  'order-unknown': {
    status: 404,
    zh: '支付渠道没有这个订单，请核对订单号',
    en: 'The payment channel has no such order; check the number',
  },
  'own-post': {
    status: 403,
    zh: '不得给自己任岗或授权，请由另一名系统管理员办理',
    en: 'Nobody gives a post or a right to himself; ask another administrator',
  },
  'password-differs': {
    status: 422,
    zh: '原口令不正确',
    en: 'The present password is not right',
  },
  'password-too-weak': {
    status: 422,
    zh: '口令至少 12 位，且不得包含登录名',
    en: 'A password has at least 12 characters and does not contain the login',
  },
  'pay-codes-used-up': {
    status: 409,
    zh: '缴款码流水号已用完，不能再开单；请系统管理员更换流水号更宽的缴款码配置（HUB_PAY_CODE_PROFILE）后重试',
    en: 'The sequence of pay codes is used up and no bill can be made; the administrator takes a profile with a wider sequence (HUB_PAY_CODE_PROFILE), then try again',
  },
  'payment-in-doubt': {
    status: 409,
    zh: '该缴款单有一笔缴款正在进行或结果未明，请待其了结，勿重复收款',
    en: 'A payment of this bill is under way or its outcome is not known yet; wait for it, do not collect twice',
  },
  'payment-unknown': {
    status: 404,
    zh: '没有这笔缴款',
    en: 'There is no such payment',
  },
  'post-in-use': {
    status: 409,
    zh: '岗位已有任职人员，不能改变角色或部门，请另设岗位',
    en: 'The post has holders, so its role and department stay; make another post',
  },
  'promise-required': {
    status: 422,
    zh: '容缺受理需要申请人书面承诺和补交日期',
    en: 'Acceptance with missing materials needs a written promise and a follow-up date',
  },
  'proposal-gone': {
    status: 409,
    zh: '该提议已经处理或已被替换，请刷新页面',
    en: 'This proposal was decided or replaced meanwhile; reload the page',
  },
  'proposal-open': {
    status: 409,
    zh: '该收费标准已有一项待批的提议，请先批准或退回',
    en: 'A proposal for this standard waits already; approve it or send it back first',
  },
  'rating-unexplained': {
    status: 422,
    zh: '差评必须勾选详情或填写文字评价',
    en: 'A bad rating needs a detail ticked or words of the applicant',
  },
  'reason-missing': {
    status: 422,
    zh: '不予受理、不予许可、退回或延期必须写明理由和依据',
    en: 'A refusal, return or extension must state its reason and legal basis',
  },
  'receipt-number-in-doubt': {
    status: 409,
    zh: '取票号的答复多次丢失，可能已产生废号，请收费员与财政平台核实后放行',
    en: 'Answers to taking a receipt number were lost, so numbers may be burnt; a cashier must look into it with the fiscal platform and release it',
  },
  'recipient-unsubscribed': {
    status: 409,
    zh: '收信人已退订此类短信',
    en: 'The recipient has unsubscribed from texts of this kind',
  },
  'record-missing': {
    status: 409,
    zh: '尚未收到财政平台该日的到账记录，不能日结',
    en: 'The fiscal platform\'s record of this day has not come yet; it cannot be closed',
  },
  'refund-exceeds-payment': {
    status: 422,
    zh: '退付金额超过可退金额',
    en: 'The refund is more than what is left of the payment',
  },
  'refund-route-differs': {
    status: 409,
    zh: '退付须原路退回，只能由原收款银行办理',
    en: 'Money goes back the way it came: only the bank that took the payment can tell of its refund',
  },
  'refund-unknown': {
    status: 404,
    zh: '没有须由该银行办理的退付',
    en: 'There is no refund for this bank to carry out',
  },
  'relief-document-missing': {
    status: 422,
    zh: '减免须有证明文号：请填写证明文号，没有证明的按全额收取',
    en: 'A relief needs the number of the document that proves it: fill it in; without one the full charge is due',
  },
  'request-forged': {
    status: 403,
    zh: '请求来源校验未通过，请刷新页面后重试',
    en: 'The request did not prove that it comes from our page; reload the page and try again',
  },
  'request-in-progress': {
    status: 409,
    zh: '同一请求正在处理，请稍后查询结果',
    en: 'The same request is being processed; ask for its result in a moment',
  },
  'request-stale': {
    status: 401,
    zh: '请求时间戳超出允许范围或已使用过',
    en: 'The timestamp of the request is outside the window or was used before',
  },
  'resolution-not-fitting': {
    status: 422,
    zh: '这种差异不能这样处理，请改用“说明”，或核对后重选',
    en: 'This difference cannot be settled in that way; explain it, or choose again',
  },
  'return-ground-missing': {
    status: 422,
    zh: '退回须说明是印章不符、文书有误还是超出授权；见章盖章不作二次实质审查',
    en: 'A return says what is wrong: the seal, the document or the authority; the substance is not reviewed a second time',
  },
  'same-person': {
    status: 409,
    zh: '审核人与审批人不得为同一人（一审一核）',
    en: 'The one who reviewed a case may not decide it',
  },
  'seal-expired': {
    status: 409,
    zh: '印章不在有效期内，不得使用',
    en: 'The seal is outside its period of validity and may not be used',
  },
  'seal-missing': {
    status: 409,
    zh: '所需印章尚未加盖齐全',
    en: 'Not every required seal has been placed',
  },
  'seal-outside-grant': {
    status: 422,
    zh: '该印章的使用范围不包含此事项或此用途',
    en: 'The grant of this seal does not cover this item or purpose',
  },
  'seal-stopped': {
    status: 409,
    zh: '该印章已停用（挂失、更名、移交或注销），不得使用',
    en: 'The seal has been stopped (loss, rename, hand-over or cancellation) and may not be used',
  },
  'second-person-needed': {
    status: 409,
    zh: '该操作须由两人办理，请由另一位有权限的人员完成',
    en: 'This takes two persons; let another person who may do so complete it',
  },
  'serial-already-used': {
    status: 409,
    zh: '该流水号或证号已使用，不得重复',
    en: 'This serial number has been used and must not be used again',
  },
  'signature-wrong': {
    status: 401,
    zh: '请求签名不正确',
    en: 'The signature of the request is wrong',
  },
  'stale-version': {
    status: 412,
    zh: '资料已被他人修改，请刷新后再改',
    en: 'Somebody has changed it since you read it; reload and change it again',
  },
  'standard-version-fixed': {
    status: 409,
    zh: '该日期起的收费标准已公布，不得改动；请另行公布自以后日期起的标准',
    en: 'A standard from this day or a later one has been published and cannot be changed; publish one from a later day',
  },
  'statement-busy': {
    status: 409,
    zh: '同一对账文件正在另一处送交，请稍后重送',
    en: 'The same statement is being delivered elsewhere; deliver it again shortly',
  },
  'statement-incomplete': {
    status: 422,
    zh: '对账文件的行数或金额与其声明的不符，整份未收，请核对后重送',
    en: 'The lines of the statement do not come to what it announced; nothing of it was taken, check it and deliver it again',
  },
  'statement-line-wrong': {
    status: 422,
    zh: '对账文件中有一行不符合约定，整份未收，请改正后重送',
    en: 'A line of the statement breaks the contract; nothing of it was taken, correct it and deliver it again',
  },
  'statement-missing': {
    status: 409,
    zh: '尚未收到该日的对账文件，不能日结',
    en: 'There is no statement for this day yet; it cannot be closed',
  },
  'statement-not-yet': {
    status: 409,
    zh: '支付渠道尚未出具该日对账单，请稍后再取',
    en: 'The payment channel has no statement of that day yet; fetch it later',
  },
  'step-differs': {
    status: 409,
    zh: '该步骤已上报且内容不同，不得覆盖',
    en: 'This step was reported with other content and must not be overwritten',
  },
  'step-not-approved': {
    status: 409,
    zh: '该环节尚未审批通过，不得用印',
    en: 'The step has not been approved, so no seal may be used on it',
  },
  'steps-out-of-order': {
    status: 409,
    zh: '上报顺序错误：应为受理、过程、特别程序、办结',
    en: 'The steps are out of order: accept, process, special, result',
  },
  'subscriber-address': {
    status: 422,
    zh: '该网址不能作为订阅地址：须为公网的 https 地址，或本园区允许的网段',
    en: 'Nobody can be told at this address: use https on the public network, or a network this zone has admitted',
  },
  'table-header-missing': {
    status: 422,
    zh: '没有找到表头：表格中应有一行写明“事项名称”“实施编码”等列名，可下载样表对照',
    en: 'No header row was found: one row must name the columns, item name and code among them; compare the sample table',
  },
  'template-unknown': {
    status: 422,
    zh: '没有这个证照或短信模板',
    en: 'There is no such certificate or text template',
  },
  'text-not-in-charset': {
    status: 422,
    zh: '含有对方系统字符集没有的字（如生僻字），请改用可登记的写法或请对方扩充字符集',
    en: 'A character is missing from the character set of the other system; write it otherwise, or have the set extended',
  },
  'text-too-long': {
    status: 422,
    zh: '文字超出可用长度，请缩短后重试',
    en: 'The text exceeds the room it has; shorten it',
  },
  'token-invalid': {
    status: 401,
    zh: '登录凭证无效或已过期，请重新登录',
    en: 'The token is invalid or has expired; sign in again',
  },
  'token-missing': {
    status: 401,
    zh: '未提供登录凭证，请先登录',
    en: 'No token was given; sign in first',
  },
  'too-many-requests': {
    status: 429,
    zh: '请求过于频繁，请稍后再试',
    en: 'Too many requests; try again later',
  },
  'totals-differ': {
    status: 409,
    zh: '对账总笔数或总金额不一致，请下载明细逐笔核对',
    en: 'The count or the sum of the day differs; fetch the details and compare line by line',
  },
  'unit-key-missing': {
    status: 409,
    zh: '没有该执收单位的 SM2 签名密钥，票据不能换开：请管理员把密钥加入单位密钥清单（HUB_FISCAL_LINK.unitKeysFile）并重启银行网关，再点“再次申请票据”',
    en: 'There is no SM2 key of this collecting unit, so its receipt cannot be made: have the administrator add the key to the file of unit keys (HUB_FISCAL_LINK.unitKeysFile) and restart the bank gateway, then ask for the receipt again',
  },
  'unit-signature-refused': {
    status: 409,
    zh: '财政平台不认可该执收单位的签名：请管理员核对单位密钥是否与平台登记的一致、是否已更换，更正后再点“再次申请票据”',
    en: 'The fiscal platform does not accept the signature of this collecting unit: have the administrator compare its key with the one the platform has on record, then ask for the receipt again',
  },
  'unknown-bill': {
    status: 404,
    zh: '没有这张缴款单，请核对缴款码',
    en: 'There is no such bill; check the pay code',
  },
  'unknown-case': {
    status: 404,
    zh: '没有这个办件，请核对编号和查询密码',
    en: 'There is no such case; check the number and the query password',
  },
  'unknown-certificate': {
    status: 404,
    zh: '没有这份证照，请核对编号',
    en: 'There is no such certificate; check its number',
  },
  'unknown-draft': {
    status: 404,
    zh: '没有这份草稿，可能已提交或已过期',
    en: 'There is no such draft; it may have been submitted or have lapsed',
  },
  'unknown-file': {
    status: 404,
    zh: '没有这份文件，请先上传',
    en: 'There is no such file; upload it first',
  },
  'unknown-item': {
    status: 422,
    zh: '没有这个事项，请核对事项编码',
    en: 'There is no such item; check its code',
  },
  'unknown-person': {
    status: 404,
    zh: '没有这个人员，请核对人员标识',
    en: 'There is no such person; check the identifier',
  },
  'unknown-post': {
    status: 404,
    zh: '没有这个岗位，请核对岗位代码',
    en: 'There is no such post; check its code',
  },
  'unknown-seal': {
    status: 404,
    zh: '没有这枚印章，请核对印章编码',
    en: 'There is no such seal; check its code',
  },
  'unknown-text': {
    status: 404,
    zh: '没有这条短信',
    en: 'There is no such text message',
  },
  'unknown-transaction': {
    status: 400,
    zh: '接口规范中没有这个交易码',
    en: 'The interface specification knows no such transaction',
  },
  'unsupported-file': {
    status: 415,
    zh: '不支持的文件类型，只接收 PDF、JPEG、PNG、OFD',
    en: 'The file type is not supported; PDF, JPEG, PNG and OFD are',
  },
  'unsupported-media-type': {
    status: 415,
    zh: '请求的内容类型不受支持',
    en: 'The content type of the request is not supported',
  },
  'unsupported-table': {
    status: 415,
    zh: '只接收 .xlsx 与 .csv 表格，请另存后上传',
    en: 'Only .xlsx and .csv tables are taken; save it as one of them',
  },
  'upstream-refused': {
    status: 409,
    zh: '上级系统拒绝了该请求',
    en: 'The system of the higher authority refused the request',
  },
  'version-conflict': {
    status: 409,
    zh: '记录已被他人更新，请刷新后重试',
    en: 'The record was changed by somebody else; reload and try again',
  },
  'wrong-credentials': {
    status: 401,
    zh: '用户名、口令或授权码不正确',
    en: 'The user name, password or token is wrong',
  },
  'wrong-department': {
    status: 403,
    zh: '该办件不属于您所在的部门',
    en: 'The case does not belong to your department',
  },
  'wrong-query-password': {
    status: 403,
    zh: '编号或查询密码不正确',
    en: 'The number or the query password is wrong',
  },
  'wrong-role': {
    status: 403,
    zh: '您的岗位无权进行此操作',
    en: 'Your post does not permit this action',
  },
  'wrong-state': {
    status: 409,
    zh: '办理状态不允许此操作，请刷新后查看当前环节',
    en: 'The present state does not permit this action; reload to see the current step',
  },
  'xml-declaration-forbidden': {
    status: 422,
    zh: '文件内部的 XML 含有文档类型声明或实体，不予接收',
    en: 'The XML inside the file declares a document type or entities and is refused',
  },
} as const satisfies Record<string, RefusalEntry>;

/** Every reason the hub may refuse with; what other systems branch on. */
export type RefusalReason = keyof typeof REFUSALS;

/** What the rules answered: goes into problem details (RFC 9457), into messages and into the audit trail as it is. */
export interface Refusal extends BothLanguages {
  readonly reason: RefusalReason;
  /** HTTP status, 4xx. */
  readonly status: number;
  /** The offending field as a path in the request, such as `applicant.creditCode`. */
  readonly field?: string;
  /** For a request that came too late: what somebody else did before it. */
  readonly meanwhile?: Meanwhile;
}

/** The last step of a record that has moved on: staff's accounts and names, never those of applicants. */
export interface Meanwhile extends BothLanguages {
  readonly state: string;
  /** Account of who took the step, empty when a machine did. */
  readonly by: string;
  readonly name: string;
  readonly at: string;
}

/** What one refusal adds to the registered sentence. Never personal data: `detail` reaches logs and screens. */
export interface RefusalParticulars {
  readonly field?: string;
  /** A code, a number or a limit that reads the same in both languages, or a clause in each. */
  readonly detail?: string | BothLanguages;
  readonly meanwhile?: Meanwhile;
}

/** The refusal for a registered reason; the detail follows the sentence, in Chinese and in English. */
export function refusal(reason: RefusalReason, particulars: RefusalParticulars = {}): Refusal {
  const { status, zh, en } = REFUSALS[reason];
  const { field, detail, meanwhile } = particulars;
  const more = typeof detail === 'string' ? { zh: detail, en: detail } : detail;
  return {
    reason,
    status,
    zh: more ? `${zh}：${more.zh}` : zh,
    en: more ? `${en}: ${more.en}` : en,
    ...(field === undefined ? {} : { field }),
    ...(meanwhile === undefined ? {} : { meanwhile }),
  };
}

/** Whether a word from outside is a reason of ours; a stranger's reason is kept as text, never as a `RefusalReason`. */
export function isRefusalReason(word: string): word is RefusalReason {
  return Object.hasOwn(REFUSALS, word);
}
