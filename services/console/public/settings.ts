/** What the public pages are told: where the services are, whose hall this is, how often one address may ask. */
import { z } from 'zod';
import type { ServiceName } from '../../../contracts/envelope.ts';
import type { Clock } from '../../../infra/clock.ts';
import type { Secrets } from '../../../infra/secrets.ts';

/** Settings of a service that shows these pages; spread them into its own schema. */
export const publicSettings = {
  zoneName: z.string().min(1).max(40).default('园区').describe('园区名称 · name of the zone on public pages'),
  zoneNameEn: z.string().max(80).default('The zone').describe('园区英文名称 · its name in English'),
  hallPhone: z.string().max(40).default('12345').describe('大厅咨询电话，缺省为全国统一的政务服务热线 · telephone of the hall; the national government hotline when left out'),
  hallAddress: z.string().max(120).default('').describe('大厅地址，可空 · address of the hall, may be empty'),
  hallHours: z.string().max(80).default('周一至周五 9:00–12:00，13:30–17:00').describe('大厅办公时间 · opening hours of the hall'),
  hallHoursEn: z.string().max(80).default('Monday to Friday 9:00–12:00, 13:30–17:00').describe('办公时间（英文） · opening hours in English'),
  progressTriesPerMinute: z.coerce.number().int().min(1).max(10_000).default(12).describe('每地址每分钟进度查询次数 · progress queries an address may make in a minute'),
  itemPagesPerMinute: z.coerce.number().int().min(1).max(10_000).default(120).describe('每地址每分钟查看办事指南次数 · pages of items an address may open in a minute'),
  checksPerMinute: z.coerce.number().int().min(1).max(10_000).default(60).describe('每地址每分钟核验次数 · certificate checks an address may make in a minute'),
};
export type PublicSettings = z.infer<z.ZodObject<typeof publicSettings>>;

export interface PublicPagesOptions {
  /** Where intake, catalogue and certificates answer; their public operations need no token. */
  urlOf(service: ServiceName): string | undefined;
  clock: Clock;
  settings: PublicSettings & { publicUrl: URL };
  /** Seal the ticket of a progress page. */
  secrets: Pick<Secrets, 'seal' | 'open'>;
  /** Told of every defect, never with what somebody typed. */
  onDefect(error: unknown): void;
}

/** What every page knows of the hall. */
export interface Hall {
  name: string;
  phone: string;
  address: string;
  hours: string;
  host: string;
}
