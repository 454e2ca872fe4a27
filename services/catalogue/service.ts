/**
 * catalogue 事项目录: which items this zone may handle, in which version, under which document, until when. The window is told of
 * every change and of nothing else.
 */
import { z } from 'zod';
import { CreditCode } from '../../contracts/identifiers.ts';
import type { paths as Intake } from '../../contracts/intake/api.ts';
import type { paths as ProvinceGateway } from '../../contracts/province-gateway/api.ts';
import { derivedId, freshId } from '../../infra/chance.ts';
import { chinaDate } from '../../infra/clock.ts';
import { machine } from '../../infra/machine.ts';
import { keepGarbageShort } from '../../infra/memory.ts';
import { done, unavailable } from '../../infra/outcome.ts';
import { defineService } from '../../infra/runner.ts';
import type { Scheduled } from '../../infra/schedule.ts';
import { readSecrets } from '../../infra/secrets.ts';
import * as changeSets from './change-set.ts';
import * as items from './decide.ts';
import { openDriftWatch } from './drift-watch.ts';
import { openDeliveries } from './deliveries.ts';
import { openCasesOf } from './dry-run.ts';
import { applyEntries, undoEntries, type EffectSurroundings } from './effect.ts';
import { ExpiryAheadSetting } from './expiry.ts';
import { handlersOf } from './http.ts';
import { tellingChange } from './item-change.ts';
import { ItemRecord } from './item.ts';
import { catalogue0001 } from './migrations/0001-catalogue.ts';
import { catalogue0002 } from './migrations/0002-delegation-files.ts';
import { catalogue0003 } from './migrations/0003-change-sets.ts';
import { catalogue0004 } from './migrations/0004-subscriptions.ts';
import { catalogue0006 } from './migrations/0006-drift.ts';
import { catalogue0007 } from './migrations/0007-change-set-weights.ts';
import { proposeChanges, type ProposalSurroundings } from './proposal.ts';
import * as lists from './lists/department-list.ts';
import { listHandlersOf } from './lists/http.ts';
import { listById, storedFile } from './lists/list-store.ts';
import { catalogue0005 } from './migrations/0005-arrivals.ts';
import { checkPage, takePage, type Surroundings } from './province-page.ts';
import { dropUnseen, noteSeen, noteSourceItems, saidOfNewlyDelegated, unendedSynchronisations, unseenSince, upstreamDigestsOf } from './source-items.ts';
import { publishedListHandlers } from './published-list.ts';
import * as register from './register.ts';
import { changeSetStates, delegationStates, departmentListStates, itemStates, subscriptionStates, synchronisationStates } from './states.ts';
import { changeSetByArrival, changeSetById, changeSetFacts, delegatedAmong, othersNaming, synchronisationFacts } from './store.ts';
import { SubscriberNetworksSetting } from './subscriber-address.ts';
import { subscriptionHandlers } from './subscription-http.ts';
import * as subscription from './subscription.ts';
import * as synchronisation from './synchronisation.ts';
import { openTeller } from './webhook.ts';

/** After so long another takes up what a copy that died was reading. */
const longWorkClaimMs = 15_000;

export const service = defineService({
  name: 'catalogue',
  settings: z.object({
    provinceGatewayUrl: z.url().describe('省级平台网关服务地址 · address of the province gateway service'),
    intakeUrl: z.url().describe('受理服务地址，试算变更对在办件的影响时查询 · address of intake, asked which open cases a change concerns'),
    zoneCreditCode: CreditCode.describe('本园区管理机构统一社会信用代码 · credit code of this zone'),
    expiryAheadDays: ExpiryAheadSetting.describe('赋权文书到期前多少天标黄、标红 · days before its end at which a document is shown yellow, red'),
    catalogueSecretFile: z.string().optional().describe('密钥文件，封存订阅密钥；未配置则不能新增订阅 · file of the secret that seals the secrets of subscriptions; without it none can be made'),
    subscriberNetworks: SubscriberNetworksSetting.describe('除公网外允许的订阅方网段，如政务外网 10.0.0.0/8 · networks beside the public one where subscribers may be'),
    subscriberTimeoutMs: z.coerce.number().int().min(100).max(60_000).default(10_000).describe('等订阅方回答的时间（毫秒） · how long a subscriber may take to answer, ms'),
    driftEveryHours: z.coerce.number().int().min(1).max(168).default(24).describe('多少小时比对一次省、部门、园区三方目录 · every how many hours province, departments and zone are compared'),
    deliveriesEveryMs: z.coerce.number().int().min(50).max(60_000).default(1_000).describe('多久查一次有无变更要通知（毫秒） · how often changes to tell are looked for, ms'),
  }),
  migrations: [catalogue0001, catalogue0002, catalogue0003, catalogue0004, catalogue0005, catalogue0006, catalogue0007],
  build(context) {
    const { database, settings } = context;
    keepGarbageShort();
    const gateway = context.client<ProvinceGateway>(settings.provinceGatewayUrl, 30_000);

    const intake = context.client<Intake>(settings.intakeUrl, 20_000);

    const itemMachine = machine({
      name: 'items', states: itemStates, accepts: items.accepts, record: ItemRecord,
      decide: (record, message, facts) => tellingChange(record, items.decide(record, message, facts), facts.now),
    });
    async function tellItem(type: string, code: string, data: object, messageId: string): Promise<unknown> {
      const settlement = await context.submit(itemMachine, type, code, { code, ...data }, { messageId });
      if (settlement.kind !== 'settled') throw new Error(`item ${code} did not take ${type}: ${settlement.kind}`);
      return settlement.reply;
    }

    const changeSetMachine = machine({
      name: 'change_sets', states: changeSetStates, accepts: changeSets.accepts, record: changeSets.ChangeSetRecord, decide: changeSets.decide,
      gather: (message, record, { transaction }) => changeSetFacts(transaction, message.type, record?.id),
      calls: {
        'apply-entries': {
          repeatable: true, target: 'items', timeoutMs: 60_000, claimMs: longWorkClaimMs,
          async perform(data, { key }) {
            const { after } = changeSets.ApplyEntries.parse(data);
            const effectiveOn = (await changeSetById(database, key))?.effectiveOn ?? chinaDate(context.clock.now());
            return done(await applyEntries(effects, key, effectiveOn, after));
          },
        },
        'undo-entries': {
          repeatable: true, target: 'items', timeoutMs: 60_000, claimMs: longWorkClaimMs,
          async perform(data, { key }) {
            const { after } = changeSets.ApplyEntries.parse(data);
            const on = chinaDate(new Date((await changeSetById(database, key))?.undone?.at ?? context.clock.now()));
            return done(await undoEntries(effects, key, on, after));
          },
        },
      },
    });
    const effects: EffectSurroundings = { database, now: () => context.clock.now(), tellItem };
    /** By which arrivals of every source come in. */
    const proposing: ProposalSurroundings = {
      database, clock: context.clock, serials: context.serials,
      async tell(type, changeSetId, data, messageId) {
        const settlement = await context.submit(changeSetMachine, type, changeSetId, data, { messageId });
        if (settlement.kind !== 'settled') throw new Error(`change set ${changeSetId} did not take ${type}: ${settlement.kind}`);
        return settlement.reply;
      },
    };

    const registerMachine = machine({
      name: 'delegations', states: delegationStates, accepts: register.accepts, record: register.DelegationRecord, decide: register.decide,
      async gather(message, _record, { transaction }): Promise<register.RegisterFacts> {
        const { zoneCreditCode, expiryAheadDays: expiryAhead } = settings;
        if (message.type !== 'http.register-delegation') return { zoneCreditCode, expiryAhead, others: [] };
        return { zoneCreditCode, expiryAhead, others: await othersNaming(transaction, message.data.document.documentNumber, message.data.document.itemCodes) };
      },
      calls: {
        'tell-items': {
          repeatable: true, target: 'items', timeoutMs: 60_000, claimMs: longWorkClaimMs,
          async perform(data, { id }) {
            const told = register.TellItems.parse(data);
            const { amendment, delegation } = told;
            const { documentNumber } = delegation;
            await Promise.all([
              ...told.delegated.map((code) => tellItem('register.item-delegated', code, { amendment, delegation }, derivedId('catalogue/items', `${id}/${code}`, 0))),
              ...told.released.map((code) => tellItem('register.item-released', code, { amendment, documentNumber }, derivedId('catalogue/items', `${id}/${code}`, 1))),
            ]);
            return done({ items: told.delegated.length + told.released.length });
          },
        },
      },
    });

    /** What taking a page of the province needs; `number` counts the calls of this synchronisation. */
    const arriving = (synchronisationId: string, number: number, changes: synchronisation.SynchronisationRecord['changes'], since: string | null): Surroundings => ({
      delegatedAmong: (codes) => delegatedAmong(database, codes),
      note: (found) => noteSourceItems(database, 'province', synchronisationId, found, context.clock.now()),
      async *delegatedSince() {
        if (since === null) return;
        for await (const { code, item } of saidOfNewlyDelegated(database, synchronisationId, new Date(since))) yield { code, after: item };
      },
      propose: (entries, last) => proposeChanges(proposing, {
        source: 'province', title: '省级平台同步', proposedBy: { subject: 'province-synchronisation', name: '省级平台同步' }, arrival: { kind: 'synchronisation', id: synchronisationId },
        entries, part: { index: number - 1, last, before: changes },
      }),
    });
    const synchronisationMachine = machine({
      name: 'synchronisations', states: synchronisationStates, accepts: synchronisation.accepts, record: synchronisation.SynchronisationRecord, decide: synchronisation.decide,
      gather: (message, _record, { transaction }): Promise<synchronisation.SynchronisationFacts> =>
        (message.type === 'http.start-synchronisation' ? synchronisationFacts(transaction) : Promise.resolve({ running: null, watermark: null, since: null })),
      calls: {
        'fetch-page': {
          repeatable: true, target: 'province-gateway', timeoutMs: 300_000, claimMs: longWorkClaimMs,
          async perform(data, { key }) {
            const { cursor, page: number, changes, since } = synchronisation.FetchPage.parse(data);
            const page = await gateway.call('get', '/items', { query: cursor === null ? {} : { cursor } });
            // A question without an answer is asked again; there is nothing that could have happened twice.
            if (page.kind === 'in-doubt') return unavailable(page.detail);
            if (page.kind !== 'done') return page;
            return done(await takePage(page.value, arriving(key, number, changes, since)));
          },
        },
        'check-page': {
          repeatable: true, target: 'province-gateway', timeoutMs: 300_000, claimMs: longWorkClaimMs,
          async perform(data, { key }) {
            const { cursor, page: number, changes, since, delegatedSince } = synchronisation.CheckPage.parse(data);
            const page = await gateway.call('get', '/items/digests', { query: cursor === null ? {} : { cursor } });
            if (page.kind === 'in-doubt') return unavailable(page.detail);
            if (page.kind === 'refused' && page.reason === 'not-supported') return done({ unsupported: true });
            if (page.kind !== 'done') return page;
            const started = new Date(since);
            const taken = await checkPage(page.value, {
              ...arriving(key, number, changes, delegatedSince),
              known: async (codes) => upstreamDigestsOf(database, 'province', codes, await unendedSynchronisations(database, key)),
              fetch: (itemCode) => gateway.call('get', '/items/{itemCode}', { path: { itemCode } }),
              seen: (codes) => noteSeen(database, 'province', codes, context.clock.now()),
              gone: () => unseenSince(database, 'province', started),
            });
            if (!taken.more) await dropUnseen(database, 'province', started);
            return done(taken);
          },
        },
        'abandon-changes': {
          repeatable: true, target: 'items', timeoutMs: 60_000, claimMs: longWorkClaimMs,
          async perform(data, { key }) {
            const { why } = synchronisation.AbandonChanges.parse(data);
            const opened = await changeSetByArrival(database, changeSets.arrivalKeyOf('province', { kind: 'synchronisation', id: key }));
            if (opened?.status === 'collecting') await proposing.tell('changes.abandon', opened.id, { id: opened.id, why }, derivedId('catalogue/abandoned', opened.id, 0));
            return done({ changeSetId: opened?.id ?? null });
          },
        },
      },
    });

    const listMachine = machine({
      name: 'department_lists', states: departmentListStates, accepts: lists.accepts, record: lists.ListRecord, decide: lists.decide,
      calls: {
        'read-list': {
          repeatable: true, target: 'lists', timeoutMs: 600_000, claimMs: longWorkClaimMs,
          async perform(_data, { key }) {
            const list = await listById(database, key);
            if (!list) throw new Error(`list ${key} is not known`);
            const { readList } = await import('./lists/reading.ts');
            return done(await readList(list, storedFile(database, key, list.file.bytes), { database, clock: context.clock }));
          },
        },
        'propose-rows': {
          repeatable: true, target: 'lists', timeoutMs: 300_000, claimMs: longWorkClaimMs,
          async perform(data, { key }) {
            const list = await listById(database, key);
            if (!list) throw new Error(`list ${key} is not known`);
            const { proposeRows } = await import('./lists/proposing.ts');
            return done(await proposeRows(list, lists.ProposeRows.parse(data), proposing));
          },
        },
      },
    });

    const subscriptionMachine = machine({ name: 'subscriptions', states: subscriptionStates, accepts: subscription.accepts, record: subscription.SubscriptionRecord, decide: subscription.decide });
    const secrets = settings.catalogueSecretFile === undefined ? undefined : readSecrets(settings.catalogueSecretFile);
    let deliveries: Scheduled | undefined;
    const drift = openDriftWatch(context);

    return {
      machines: [itemMachine, registerMachine, synchronisationMachine, changeSetMachine, subscriptionMachine, listMachine, ...drift.machines],
      handlers: {
        ...listHandlersOf(context, listMachine),
        ...handlersOf(context, { register: registerMachine, synchronisations: synchronisationMachine, changeSets: changeSetMachine, proposing, openCases: openCasesOf(intake) }),
        ...subscriptionHandlers(context, subscriptionMachine, secrets, () => { deliveries?.wake(); }),
        ...drift.handlers,
        ...publishedListHandlers(database, () => context.clock.now()),
      },
      start() {
        const { subscriberTimeoutMs: timeoutMs, deliveriesEveryMs: everyMs } = settings;
        deliveries = openDeliveries({ database, clock: context.clock, log: context.log, secrets, teller: openTeller(settings.subscriberNetworks, timeoutMs), instance: freshId(), timeoutMs, everyMs });
        drift.start();
        return Promise.resolve();
      },
      async stop() { await Promise.all([deliveries?.stop(), drift.stop()]); },
    };
  },
});
