/*
 * certificates 证照: turns a decision into a numbered, identified, printable document, and into a certificate once its seals are
 * over it. This file says what it is made of; the rules are in decide.ts, the page in certificate.ts.
 */
import { z } from 'zod';
import type { paths as SealPaths } from '../../contracts/seal/api.ts';
import { DivisionCode } from '../../contracts/identifiers.ts';
import { chinaDate } from '../../infra/clock.ts';
import { machine } from '../../infra/machine.ts';
import { defineService } from '../../infra/runner.ts';
import { numberOf, numberSeries } from './certificate-number.ts';
import { accepts, decide } from './decide.ts';
import type { Facts } from './decide.ts';
import { openFonts } from '../../infra/fonts.ts';
import { handlersOf } from './http.ts';
import { certificates as certificatesTable } from './migrations/0001-certificates.ts';
import { holders } from './migrations/0002-holders.ts';
import { openPrinting } from './printing.ts';
import { Certificate, departmentOf } from './record.ts';
import { openSealPictures } from './seal-pictures.ts';
import { certificateStates } from './states.ts';

export const service = defineService({
  name: 'certificates',
  settings: z.object({
    sealUrl: z.url().describe('印章服务地址 · address of the seal service'),
    divisionCode: DivisionCode.describe('证书编号前 6 位：行政区划代码 · first six digits of certificate numbers: division code of the zone'),
    verificationUrl: z.url().describe('二维码中的核验地址前缀，其后接证照标识 · public address before the licence identifier in QR codes: https://…/verifications'),
    licenceTypeDefiner: z.string().regex(/^[0-9A-Z]{18}$/).optional()
      .describe('证照类型定义机构的统一社会信用代码；不填则为颁发机构 · credit code of whoever defined the types of licence; the issuer when left out'),
  }),
  migrations: [certificatesTable, holders],
  putBackByTwo: true,
  build(context) {
    const { divisionCode, licenceTypeDefiner, sealUrl, verificationUrl } = context.settings;
    const { database, clock } = context;
    const pictures = openSealPictures(context.client<SealPaths>(sealUrl));
    const print = openPrinting({ fonts: openFonts(), pictures, database, clock, verificationUrl });
    const certificates = machine({
      name: 'certificates', states: certificateStates, record: Certificate, accepts, decide,
      columns: (certificate) => ({ case_number: certificate.caseNumber, number: certificate.number, licence_id: certificate.licenceId, department: departmentOf(certificate), holder_name: [...certificate.order.holder.name].slice(0, 190).join('') }),
      async gather(message, certificate, { serials, now }): Promise<Facts> {
        const typeDefiner = licenceTypeDefiner ?? null;
        if (message.type !== 'commands.certificates.draft-certificate' || certificate) return { typeDefiner };
        const year = Number(chinaDate(now).slice(0, 4));
        return { typeDefiner, number: numberOf(divisionCode, year, await serials.next(numberSeries(divisionCode, year))) };
      },
      // The page is the same whenever it is printed, so after a crash it is simply printed again.
      calls: { print: { repeatable: true, target: 'seal', timeoutMs: 8_000, perform: print } },
    });
    return { machines: [certificates], handlers: handlersOf(context, certificates) };
  },
});
