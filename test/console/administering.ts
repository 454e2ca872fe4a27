/**
 * People and posts, and the catalogue: told by the administrator who gives somebody new a post, by the deputy who stands in,
 * by the auditor who reads every change, and by the catalogue's officer. Held here: the rules' refusals reach the screen in
 * words, and nobody overwrites unseen what somebody else has just changed.
 */
import { describe, expect, it } from 'vitest';
import type { CarriedCase } from '../../scripts/office.ts';
import type { BrowserHall, Visitor } from './hall.ts';

/** Registers the tests; hall and cases exist once they run. */
export function tellOfAdministering(hall: () => BrowserHall, carried: () => CarriedCase[]): void {
  const inOrder = async (who: Visitor): Promise<void> => {
    expect(await who.barriers()).toEqual([]);
    expect(who.complaints()).toEqual([]);
  };
  /** What a refusal leaves in the browser's own console is no complaint of the page. */
  const refusedWith = (who: Visitor, status: number): void => {
    const complaints = who.complaints();
    expect(complaints.length).toBeGreaterThan(0);
    expect(complaints.filter((each) => !each.includes(`status of ${status}`))).toEqual([]);
  };
  const dialog = ({ page }: Visitor): ReturnType<Visitor['page']['getByRole']> => page.getByRole('dialog');
  /** Opens a person by the name in the list. */
  async function person(who: Visitor, name: string): Promise<void> {
    await who.page.getByRole('textbox', { name: '姓名、登录名或标识' }).fill(name);
    await who.page.locator('.hub-table tbody tr', { hasText: name }).first().click();
    await who.page.getByRole('heading', { level: 2, name }).waitFor();
  }

  describe('for those who administer', () => {
    it('makes a person and a post, and the new person signs in and sees the menu of the post', async () => {
      const administrator = await hall().staff('administrator-a', { address: '/staff/people' });
      const { page } = administrator;
      await page.getByRole('heading', { level: 1, name: '人员与岗位' }).waitFor();
      await page.locator('.hub-table tbody tr').first().waitFor();
      await administrator.picture('people');
      await inOrder(administrator);

      await page.getByRole('button', { name: '新增人员' }).click();
      await dialog(administrator).getByLabel('姓名').fill('陆晓');
      await dialog(administrator).getByLabel('登录名').fill('LuXiao');
      expect(await dialog(administrator).getByLabel('人员标识').inputValue()).toBe('luxiao');
      await administrator.picture('people-new');
      await inOrder(administrator);
      await page.keyboard.press('Enter');
      await page.getByText('尚无口令').waitFor();
      await page.getByRole('button', { name: '重设口令' }).click();
      await dialog(administrator).getByRole('button', { name: '重设口令' }).click();
      const given = (await page.locator('.hub-password').innerText()).trim();
      expect(given).toMatch(/^[a-z2-9]{4}(-[a-z2-9]{4}){3}$/);
      await administrator.picture('people-password');
      await inOrder(administrator);
      await page.getByRole('button', { name: '已交给本人，关闭' }).click();
      await page.locator('.hub-password').waitFor({ state: 'detached' });
      expect(await page.content()).not.toContain(given);

      await page.getByRole('tab', { name: '岗位' }).click();
      await page.getByRole('button', { name: '新设岗位' }).click();
      await dialog(administrator).getByLabel('岗位名称').fill('综合窗口3');
      await dialog(administrator).getByLabel('岗位代码').fill('window-clerk-3');
      await dialog(administrator).getByLabel('角色').selectOption('window-clerk');
      await dialog(administrator).getByLabel('窗口').fill('3号窗口');
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { level: 2, name: '综合窗口3' }).waitFor();
      await page.getByRole('button', { name: '安排任职' }).click();
      await page.getByLabel('第 1 行 任职人').selectOption('luxiao');
      await page.getByRole('button', { name: '增加一行' }).click();
      await page.getByLabel('第 2 行 任职人').selectOption('window-clerk-a');
      await administrator.picture('people-holders');
      await inOrder(administrator);
      await dialog(administrator).getByRole('button', { name: '保存' }).click();
      await page.locator('.hub-held', { hasText: 'A 角在岗，B 角不代理' }).waitFor();
      await administrator.picture('people-post');
      await inOrder(administrator);

      const clerk = await hall().visitor();
      await clerk.open('/login?return=/staff/');
      await clerk.page.getByLabel('登录名').fill('luxiao');
      await clerk.page.getByLabel('口令', { exact: false }).fill(given);
      await clerk.page.getByRole('button', { name: '登录' }).click();
      await clerk.page.getByLabel('管理员给的口令').fill(given);
      await clerk.page.getByLabel('新口令').fill('mingri-hui-geng-hao');
      await clerk.page.getByLabel('再输一次').fill('mingri-hui-geng-hao');
      await clerk.page.getByRole('button', { name: '保存并登录' }).click();
      await clerk.page.waitForURL((at) => at.pathname.startsWith('/staff'));
      const menu = clerk.page.getByRole('navigation', { name: '菜单' });
      await menu.getByRole('link', { name: '窗口收件' }).waitFor();
      expect(await menu.getByRole('link', { name: '人员与岗位' }).count()).toBe(0);
      expect(await menu.getByRole('link', { name: '审查审批' }).count()).toBe(0);

      // Disabled, the person is out at once and stays out.
      await page.getByRole('button', { name: '陆晓' }).click();
      await page.getByRole('heading', { level: 2, name: '陆晓' }).waitFor();
      await page.getByRole('button', { name: '停用', exact: true }).click();
      await dialog(administrator).getByRole('button', { name: '停用' }).click();
      await page.getByRole('button', { name: '启用', exact: true }).waitFor();
      await menu.getByRole('link', { name: '窗口收件' }).click();
      await clerk.page.getByRole('dialog', { name: '请重新登录' }).waitFor();
      await clerk.leave();
      await administrator.leave();
    });

    it('lets B act while A is away, and says why', async () => {
      const administrator = await hall().staff('administrator-a', { address: '/staff/people?tab=absences' });
      const { page } = administrator;
      const before = await hall().staff('approver-b');
      await before.page.getByRole('heading', { level: 1 }).waitFor();
      expect(await before.page.getByRole('navigation', { name: '菜单' }).getByRole('link', { name: '审查审批' }).count()).toBe(0);
      await before.leave();

      await page.getByRole('button', { name: '登记离岗' }).first().click();
      await page.getByLabel('人员').selectOption('approver-a');
      await page.getByLabel('至（含）').fill('2099-01-31');
      await page.getByLabel('事由').fill('外出培训');
      await administrator.picture('people-absence');
      await inOrder(administrator);
      await dialog(administrator).getByRole('button', { name: '保存' }).click();
      await page.locator('.hub-table tbody tr', { hasText: '外出培训' }).getByText('离岗中').waitFor();
      await administrator.picture('people-absences');
      await inOrder(administrator);
      await page.getByRole('tab', { name: '人员' }).click();
      await person(administrator, '首席代表乙');
      await page.getByText('A 角离岗，由 B 角代理').waitFor();
      await administrator.picture('people-person');
      await inOrder(administrator);
      const deputy = await hall().staff('approver-b');
      await deputy.page.getByRole('navigation', { name: '菜单' }).getByRole('link', { name: '审查审批' }).waitFor();
      await deputy.leave();

      // Now B must stay: both are never away together.
      await page.getByRole('button', { name: '登记离岗' }).click();
      await page.getByLabel('至（含）').fill('2099-01-31');
      await dialog(administrator).getByRole('button', { name: '保存' }).click();
      await page.getByText('A 角与 B 角不得同时离岗').waitFor();
      await administrator.picture('people-both-away');
      expect(await administrator.barriers()).toEqual([]);
      refusedWith(administrator, 409);
      await dialog(administrator).getByRole('button', { name: '取消' }).click();

      await page.getByRole('tab', { name: '离岗登记' }).click();
      await page.getByRole('button', { name: '提前返岗' }).click();
      await dialog(administrator).getByRole('button', { name: '提前返岗' }).click();
      await page.getByText('没有离岗登记').waitFor();
      await inOrder(administrator);
      await administrator.leave();
    });

    it('never leaves the hall without an administrator, and never lets one overwrite another unseen', async () => {
      const [one, other] = [await hall().staff('administrator-a', { address: '/staff/people' }), await hall().staff('administrator-b', { address: '/staff/people' })];
      await person(one, '收费员甲');
      await one.page.getByRole('button', { name: '修改', exact: true }).click();
      await dialog(one).getByLabel('姓名').fill('收费员甲（改）');
      await person(other, '收费员甲');
      await other.page.getByRole('button', { name: '修改', exact: true }).click();
      await dialog(other).getByLabel('姓名').fill('收费员甲（又改）');
      await dialog(other).getByRole('button', { name: '保存' }).click();
      await other.page.getByRole('heading', { level: 2, name: '收费员甲（又改）' }).waitFor();
      await dialog(one).getByRole('button', { name: '保存' }).click();
      await one.page.getByText('他人刚刚修改过').waitFor();
      await one.picture('people-meanwhile');
      expect(await one.barriers()).toEqual([]);
      refusedWith(one, 412);
      await one.page.getByRole('button', { name: '按现状重新填写' }).click();
      expect(await dialog(one).getByLabel('姓名').inputValue()).toBe('收费员甲（又改）');
      await dialog(one).getByRole('button', { name: '取消' }).click();

      // Two administrators: with the one away, the other is the last.
      await person(other, '系统管理员甲');
      await other.page.getByRole('button', { name: '停用', exact: true }).click();
      await dialog(other).getByRole('button', { name: '停用' }).click();
      await other.page.getByRole('button', { name: '启用', exact: true }).waitFor();
      await person(other, '系统管理员乙');
      await other.page.getByRole('button', { name: '停用', exact: true }).click();
      await dialog(other).getByRole('button', { name: '停用' }).click();
      await other.page.getByText('至少要有一名可用的系统管理员').waitFor();
      await other.picture('people-last-administrator');
      refusedWith(other, 409);
      await dialog(other).getByRole('button', { name: '取消' }).click();
      await person(other, '系统管理员甲');
      await other.page.getByRole('button', { name: '启用', exact: true }).click();
      await dialog(other).getByRole('button', { name: '启用' }).click();
      await other.page.getByRole('button', { name: '停用', exact: true }).waitFor();
      await one.leave();
      await other.leave();
    });

    it('gives and takes the right to see personal data, and shows the auditor every change', async () => {
      const administrator = await hall().staff('administrator-a', { address: '/staff/people' });
      const { page } = administrator;
      await person(administrator, '效能监察员甲');
      await page.getByRole('button', { name: '授予查看个人信息' }).click();
      await page.getByLabel('依据（文件名称与文号）').fill('园区投诉核查授权书第 7 号');
      await page.getByLabel('有效至').fill('2099-06-30');
      await dialog(administrator).getByRole('button', { name: '保存' }).click();
      await page.getByText('个人信息查看人，至 2099-06-30').first().waitFor();
      await page.getByRole('button', { name: '收回' }).click();
      await dialog(administrator).getByRole('button', { name: '收回' }).click();
      await page.getByRole('button', { name: '授予查看个人信息' }).waitFor();
      await inOrder(administrator);
      await administrator.leave();

      const auditor = await hall().staff('auditor-a', { address: '/staff/people?tab=history' });
      await auditor.page.getByText('收回权利').first().waitFor();
      await auditor.page.getByText('园区投诉核查授权书第 7 号').first().waitFor();
      expect(await auditor.page.getByRole('button', { name: '新增人员' }).count()).toBe(0);
      await auditor.picture('people-history');
      await inOrder(auditor);
      await auditor.leave();
    });

    it.each([['desk', 'people'], ['wide', 'people&one=window-clerk-a'], ['wide', 'posts&one=approver'], ['desk', 'absences'], ['wide', 'history'], ['phone', 'people']] as const)('shows people and posts on a %s at %s in English', async (size, place) => {
      const administrator = await hall().staff('administrator-b', { size, address: `/staff/people?tab=${place}` });
      await english(administrator);
      await administrator.picture(`english-people-${place.replaceAll(/\W+/g, '-')}-${size}`);
      await inOrder(administrator);
      await administrator.leave();
    });
  });

  describe('for those who keep the catalogue', () => {
    it('looks an item up by its name, reads it whole with its versions, and starts a synchronisation', async () => {
      const item = carried()[0]?.shown.item;
      const officer = await hall().staff('catalogue-officer-a', { address: '/staff/catalogue' });
      const { page } = officer;
      await page.locator('.hub-table tbody tr').first().waitFor();
      await officer.picture('catalogue');
      await inOrder(officer);
      await page.getByRole('textbox', { name: '事项名称或编码' }).fill(item?.name ?? '');
      await page.keyboard.press('Enter');
      await page.waitForURL(/q=/);
      await page.locator('.hub-table tbody tr', { hasText: item?.code ?? '' }).click();
      await page.getByRole('heading', { level: 1, name: item?.name ?? '' }).waitFor();
      await page.getByRole('heading', { level: 2, name: '申请材料' }).waitFor();
      await officer.picture('catalogue-item', { whole: true });
      await inOrder(officer);
      await page.getByRole('tab', { name: '版本与变化' }).click();
      await page.getByText('本园区收到的第一版').waitFor();
      await officer.picture('catalogue-versions');
      await inOrder(officer);
      await page.getByRole('tab', { name: '赋权依据' }).click();
      await page.getByText('适用').waitFor();
      await officer.picture('catalogue-basis');
      await inOrder(officer);

      await page.goBack();
      await page.getByRole('tab', { name: '与省级平台同步' }).click();
      await page.locator('.hub-sync').first().waitFor();
      const before = await page.locator('.hub-sync').count();
      await page.getByRole('button', { name: '开始同步' }).click();
      await dialog(officer).getByLabel('全量').check();
      await officer.picture('catalogue-synchronise');
      await inOrder(officer);
      await dialog(officer).getByRole('button', { name: '开始同步' }).click();
      await page.locator('.hub-sync').nth(before).waitFor();
      await page.locator('.hub-sync').first().getByText('已完成').waitFor({ timeout: 60_000 });
      await officer.picture('catalogue-synchronisations');
      await inOrder(officer);
      await officer.leave();
    });

    it('registers a delegation document, is told what is wrong with it, and amends it', async () => {
      const officer = await hall().staff('catalogue-officer-a', { address: '/staff/catalogue?tab=delegations' });
      const { page } = officer;
      await page.locator('.hub-table tbody tr').first().waitFor();
      await officer.picture('catalogue-delegations');
      await inOrder(officer);
      await page.getByRole('button', { name: '登记文书' }).click();
      const form = dialog(officer);
      await form.getByRole('button', { name: '登记' }).click();
      await form.getByText('请填写').first().waitFor();
      await officer.picture('catalogue-delegation-form');
      await inOrder(officer);
      await form.getByLabel('文号', { exact: false }).fill('云岭授〔2026〕99号');
      const department = form.getByRole('group', { name: '赋权部门' });
      await department.getByLabel('名称').fill('云岭市住房和城乡建设局');
      await department.getByLabel('统一社会信用代码').fill('11533900990002020M');
      await department.getByLabel('部门印章编号').fill('YL-ZJ-01');
      await department.getByLabel('A 角岗位').fill('驻区审批岗（A角）');
      await department.getByLabel('B 角岗位').fill('驻区审批岗（B角）');
      for (const [label, day] of [['签署日期', '2026-11-01'], ['生效日期', '2026-11-10'], ['有效期至', '2026-12-31'], ['试运行至', '2026-12-01']] as const) await form.getByLabel(label).fill(day);
      await form.getByRole('textbox', { name: '事项编码' }).fill('11533900990002020N353011709900001');
      await form.getByRole('button', { name: '登记' }).click();
      await form.getByRole('alert').waitFor();
      await officer.picture('catalogue-delegation-refused');
      expect(await officer.barriers()).toEqual([]);
      refusedWith(officer, 422);
      await department.getByLabel('统一社会信用代码').fill('11533900990002020N');
      await form.getByRole('button', { name: '登记' }).click();
      await page.getByRole('dialog').waitFor({ state: 'hidden' });
      await page.locator('.hub-table tbody tr.hub-mark-yellow', { hasText: '云岭授〔2026〕99号' }).click();
      await page.getByRole('heading', { level: 2, name: '云岭授〔2026〕99号' }).waitFor();
      await officer.picture('catalogue-delegation');
      await inOrder(officer);
      await page.getByRole('button', { name: '变更' }).click();
      await form.getByLabel('效力').selectOption('taken-back');
      await form.getByRole('button', { name: '变更' }).click();
      await page.locator('#document-number').getByText('收回').waitFor();
      expect(await page.getByRole('button', { name: '变更' }).count()).toBe(0);
      await officer.leave();
    });

    it.each([['desk', ''], ['wide', ''], ['wide', '?tab=delegations'], ['desk', '?tab=synchronisations'], ['phone', '']] as const)('shows the catalogue on a %s at %s to the supervisor in English', async (size, place) => {
      const supervisor = await hall().staff('supervisor-a', { size, address: `/staff/catalogue${place}` });
      await english(supervisor);
      expect(await supervisor.page.getByRole('button', { name: 'Start' }).count()).toBe(0);
      await supervisor.picture(`english-catalogue${place.replaceAll(/\W+/g, '-')}-${size}`);
      await inOrder(supervisor);
      await supervisor.leave();
    });
    it.each(['desk', 'wide'] as const)('shows one item on a %s in English', async (size) => {
      const clerk = await hall().staff('window-clerk-a', { size, address: `/staff/catalogue/${carried()[1]?.shown.item.code ?? ''}` });
      await english(clerk);
      await clerk.page.getByRole('heading', { level: 2, name: 'Materials' }).waitFor();
      await clerk.picture(`english-catalogue-item-${size}`);
      await inOrder(clerk);
      await clerk.leave();
    });
  });

  async function english({ page }: Visitor): Promise<void> {
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.getByRole('button', { name: 'Switch to English' }).click();
    await page.getByRole('button', { name: '切换为中文' }).waitFor();
    await page.locator('.hub-loading').first().waitFor({ state: 'detached' });
  }
}
