// A carrier's short-message gateway (CMPP 2.0) as a program of its own, with its control endpoint: GET /ledger, POST
// /faults, POST /reply.
import { z } from 'zod';
import { systemClock } from '../../infra/clock.ts';
import { FAULTS, FaultPlan, startSimulator } from '../../services/sms-gateway/adapters/cmpp2/simulator.ts';
import { defineSimulator, SimulatorSettings } from '../simulator-program.ts';

const settings = SimulatorSettings.extend({
  enterprise: z.string().min(1).describe('企业代码 · enterprise id (Source_Addr)'),
  secret: z.string().min(1).describe('共享密钥 · secret shared with the carrier'),
  serviceCode: z.string().min(1).describe('服务代码 · service code, the front of every Src_Id'),
  ledgerFile: z.string().min(1).describe('运营商台账文件 · file of what the carrier took'),
  reportDelayMs: z.coerce.number().int().min(0).default(50).describe('状态报告延迟（毫秒） · delay of status reports, ms'),
});

export const program = defineSimulator({
  name: 'carrier',
  title: '运营商短信网关（CMPP 2.0）a carrier’s gateway',
  faults: FAULTS,
  settings,
  async start(given) {
    const simulator = await startSimulator({
      clock: systemClock,
      host: given.host,
      port: given.port,
      controlPort: given.controlPort,
      enterprise: given.enterprise,
      secret: given.secret,
      serviceCode: given.serviceCode,
      ledgerFile: given.ledgerFile,
      reportDelayMs: given.reportDelayMs,
      faults: FaultPlan.parse(Object.fromEntries(given.faults.map((name) => [name, 'always']))),
    });
    return {
      controlUrl: `http://${given.host}:${simulator.controlPort}`,
      listen: `tcp://${given.host}:${simulator.port}`,
      stop: () => simulator.stop(),
    };
  },
});
