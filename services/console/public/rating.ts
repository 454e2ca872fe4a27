/**
 * 好差评: the five levels and what may be ticked at each, by the codes of the national list (全国一体化在线政务服务平台“好差评”). The last two levels are
 * bad ratings: they need a tick or words.
 */
export const LEVELS = ['very-satisfied', 'satisfied', 'fairly-satisfied', 'dissatisfied', 'very-dissatisfied'] as const;
export type Level = (typeof LEVELS)[number];
export const isLevel = (text: string): text is Level => LEVELS.some((one) => one === text);
export const isBad = (level: Level): boolean => level.endsWith('dissatisfied');
/** Five to one, as the stars are counted. */
export const starsOf = (level: Level): number => 5 - LEVELS.indexOf(level);

export const DETAILS: Readonly<Record<Level, readonly (readonly [code: string, zh: string, en: string])[]>> = {
  'very-satisfied': [
    ['510', '一窗受理一次办结', 'One window, done in one visit'], ['511', '可以先受理后补材料', 'Accepted first, papers handed in later'], ['512', '不用提交证明', 'No proofs asked for'], ['513', '可以全程网上办理', 'All of it online'],
    ['514', '可以使用手机办理', 'Can be done by phone'], ['515', '可以就近办理', 'Can be done nearby'], ['516', '无需材料直接办理', 'No papers needed at all'], ['517', '服务热情效率高', 'Friendly and quick'],
  ],
  'satisfied': [
    ['406', '填写一张表单就可完成申报', 'One form was enough'], ['407', '在线提交材料窗口核验', 'Papers sent online, checked at the window'], ['408', '一张清单告知全部申报材料', 'One list told all papers'], ['409', '用告知承诺减免申报材料', 'A written promise instead of papers'],
    ['410', '可以在线预约办理', 'Can be booked online'], ['411', '跑大厅一次办完', 'Done in one visit to the hall'], ['412', '可以使用自助机办理', 'Can be done at a machine'], ['413', '服务态度较好', 'Good manners'],
  ],
  'fairly-satisfied': [
    ['307', '一次性告知需要补正的材料', 'Told once what was missing'], ['308', '提供申报材料样本', 'Samples of papers given'], ['309', '在承诺的时间内办结', 'Done in the promised time'], ['310', '办事指南指引准确', 'The guide was right'],
    ['311', '按办事指南要求的材料即可办理', 'The papers of the guide were enough'], ['312', '可以快递送达', 'Can be sent by courier'], ['313', '跑动次数与承诺的一致', 'As many visits as promised'], ['314', '服务态度一般', 'Manners so-so'],
  ],
  'dissatisfied': [
    ['207', '没有提供材料样本', 'No samples of papers'], ['208', '没有提供材料清单', 'No list of papers'], ['209', '未在承诺时间内办结', 'Not done in the promised time'], ['210', '同样内容的证明材料被要求多次提交', 'The same proof asked for again'],
    ['211', '承诺网办但无法在线办理', 'Promised online, not possible'], ['212', '在线预约办理后到实体大厅重复取号排队', 'Booked online and queued again'], ['213', '窗口人员业务不熟练', 'Staff did not know the business'], ['214', '服务态度生硬', 'Curt manners'],
  ],
  'very-dissatisfied': [
    ['108', '在办事指南之外增加新的审批条件', 'Conditions beyond the guide'], ['109', '需提供办事指南之外的申报材料', 'Papers beyond the guide'], ['110', '无理由超过法定办理时间', 'Longer than the law allows, without a reason'], ['111', '办事指南提供样本有错', 'The samples of the guide were wrong'],
    ['112', '承诺在线收取申报材料实际无法收取', 'Papers promised to be taken online were not'], ['113', '多头跑窗口和部门', 'Sent from window to window'], ['114', '跑动次数与承诺的不一致', 'More visits than promised'], ['115', '服务态度差效率低', 'Bad manners, slow'],
  ],
};
/** Only codes of that level: what came from somewhere else was never on the page. */
export const detailsOf = (level: Level, given: readonly string[]): string[] => DETAILS[level].map(([code]) => code).filter((code) => given.includes(code));
