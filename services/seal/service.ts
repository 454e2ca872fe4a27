// The seal service (用印): keeps seals and their keys, places them for approved steps within their grants, and writes the
// ledger. This file says what it is made of; the rules are in decide.ts.

import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { machine } from '../../infra/machine.ts';
import { collectGarbage } from '../../infra/memory.ts';
import { defineService } from '../../infra/runner.ts';
import { readCertificate } from './certificate.ts';
import type { Certificate } from './certificate.ts';
import { decideImpression, decideSeal, impressionAccepts, objectionTo, objectionToMaking, sealAccepts } from './decide.ts';
import { sealHandlers } from './http.ts';
import { openKeyStore, readMasterSecret } from './key-store.ts';
import { seals0001 } from './migrations/0001-seals.ts';
import { departments0002 } from './migrations/0002-departments.ts';
import { GlyphMissingError } from './picture.ts';
import { Impression, MakeSeal, Seal } from './seal.ts';
import { fileNewSeal, openAuthority, sha256, stamp } from './sealing.ts';
import { derOfPem, pem, publicKeyPem } from './sm2.ts';
import { impressionStates, sealStates } from './states.ts';
import { keyShelf, openSealStore } from './store.ts';
import type { SealFile } from './store.ts';

const settings = z.object({
  masterSecretFile: z.string().min(1).describe('主密钥文件，至少 16 个字符；密钥库由其加密，无默认值 · file with the master secret, 16 characters at least; the key store is closed with it; no default'),
  previousMasterSecretFile: z.string().optional().describe('更换主密钥时：旧主密钥文件，启动时全部重新加密 · when the secret is changed: file with the old one; every key is rewrapped at start'),
  bootstrapFile: z.string().optional().describe('首次启动时制作的印章清单（JSON） · list of seals to make at first start (JSON)'),
  publicKeyDirectory: z.string().optional().describe('公钥与证书 PEM 的发布目录 · folder to which public keys and certificates are written as PEM'),
  trustAnchorsFile: z.string().optional().describe('验章时另外信任的根证书（PEM） · further root certificates to trust when verifying (PEM)'),
  authorityName: z.string().min(2).max(60).default('园区电子印章制作中心').describe('自建根证书与制章人的单位名称 · organisation in the service’s own root and maker certificates'),
  vendorId: z.string().regex(/^[\x21-\x7e]{1,20}$/).default('ZONEHUB').describe('电子印章头中的厂商标识 · vendor id in the header of seals'),
});

const Bootstrap = z.object({ seals: z.array(MakeSeal) });

function anchorsIn(file: string | undefined): Certificate[] {
  if (file === undefined) return [];
  const blocks = readFileSync(file, 'utf8').match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g) ?? [];
  return blocks.map((block) => readCertificate(derOfPem(block, 'CERTIFICATE')));
}

export const service = defineService({
  name: 'seal',
  settings,
  migrations: [seals0001, departments0002],
  putBackByTwo: true,
  async build(context) {
    const { database, clock, log } = context;
    const { masterSecretFile, previousMasterSecretFile, publicKeyDirectory, trustAnchorsFile, bootstrapFile } = context.settings;
    const store = openSealStore(database);
    const keys = await openKeyStore({
      shelf: keyShelf(database),
      masterSecret: readMasterSecret(readFileSync(masterSecretFile, 'utf8')),
      ...(previousMasterSecretFile === undefined ? {} : { previousSecret: readMasterSecret(readFileSync(previousMasterSecretFile, 'utf8')) }),
    });
    const authority = await openAuthority(store, keys, context.settings.authorityName, clock.now());
    const anchors = [authority.rootCertificate, ...anchorsIn(trustAnchorsFile)];

    const seals = machine({
      name: 'seals', states: sealStates, record: Seal, accepts: sealAccepts, decide: decideSeal,
      async gather(message, seal, { transaction, now }) {
        if (message.type !== 'http.make-seal' || objectionToMaking(seal, message.data, now)) return { made: null, glyphMissing: null };
        try {
          const file = await fileNewSeal({ store, keys, authority, vendorId: context.settings.vendorId }, message.data, now, transaction);
          return { made: { sealSha256: sha256(file.seal) }, glyphMissing: null };
        } catch (error) {
          if (error instanceof GlyphMissingError) return { made: null, glyphMissing: error.character };
          throw error;
        }
      },
    });

    const impressions = machine({
      name: 'impressions', states: impressionStates, record: Impression, accepts: impressionAccepts, decide: decideImpression,
      // An item's code begins with the credit code of the body whose item it is.
      columns: (impression) => {
        const line = impression.status === 'used' ? impression : undefined;
        return {
          case_number: impression.caseNumber, seal_code: impression.sealCode, ledger_number: line?.ledgerNumber ?? null, used_at: line?.usedAt ?? null, sequence: line?.sequence ?? null,
          department: impression.delegation.department ?? impression.item.code.slice(0, 18),
        };
      },
      // Signature and ledger number come into being inside the transaction that writes the ledger line: whatever dies,
      // there are both or neither. Nothing is signed before every check has passed.
      async gather(message, impression, { transaction, now }) {
        const use = message.data;
        if (impression?.status === 'used') return { seal: undefined, stamped: null };
        const seal = await store.lockSeal(transaction, use.sealCode);
        const file = seal && (await store.sealFile(use.sealCode, transaction));
        if (!seal || !file || objectionTo(use, seal, now)) return { seal, stamped: null };
        const signature = stamp(file, await keys.signer(file.keyId, transaction), use.document, now);
        const sequence = await store.takeSequence(transaction, use.sealCode);
        return { seal, stamped: { ...signature, sequence, ledgerNumber: `${use.sealCode}-${String(sequence).padStart(6, '0')}`, usedAt: now.toISOString() } };
      },
    });

    function publish(file: SealFile): void {
      if (publicKeyDirectory === undefined) return;
      const write = (name: string, text: string): void => {
        const target = path.join(publicKeyDirectory, name);
        writeFileSync(`${target}.new`, text);
        renameSync(`${target}.new`, target);
      };
      mkdirSync(publicKeyDirectory, { recursive: true });
      write(`${file.sealCode}.pem`, publicKeyPem(readCertificate(file.certificate).publicKey));
      write(`${file.sealCode}.certificate.pem`, pem('CERTIFICATE', file.certificate));
      write('root.certificate.pem', pem('CERTIFICATE', authority.rootCertificate.der));
    }

    // Answering as ready before the bootstrap list is done would let the first cases ask for seals that are still being made.
    let begun = false;
    return {
      machines: [seals, impressions],
      handlers: sealHandlers({ context, seals, store, authority, anchors, onMade: publish }),
      async start() {
        const wanted = bootstrapFile === undefined ? [] : Bootstrap.parse(JSON.parse(readFileSync(bootstrapFile, 'utf8'))).seals;
        await Promise.all(wanted.map(async (seal) => {
          if (await store.sealFile(seal.sealCode)) return;
          const settlement = await context.submit(seals, 'http.make-seal', seal.sealCode, seal, {
            messageId: `bootstrap/${seal.sealCode}`, actor: { subject: 'bootstrap', name: '', roles: ['service'] },
          });
          if (settlement.kind === 'refused') log.warn({ sealCode: seal.sealCode, reason: settlement.refusal.reason }, 'a seal of the bootstrap list was not made');
        }));
        for (const seal of await store.seals()) {
          const file = await store.sealFile(seal.sealCode);
          if (file) publish(file);
        }
        // The typeface the seals were drawn with (15 MB) and the memory of scrypt (32 MB) were needed once.
        collectGarbage();
        begun = true;
      },
      health: async () => {
        if (!begun) throw new Error('seal: the seals of the bootstrap list are still being made');
        return { seals: (await store.seals()).filter(({ status }) => status === 'in-use').length };
      },
    };
  },
});
