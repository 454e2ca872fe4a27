import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import axios from 'axios';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { StartedSimulator } from '../simulator-program.ts';
import { freePort } from '../instances/ports.ts';
import { program as bankTeller } from './bank-teller.ts';
import { program as carrier } from './carrier.ts';
import { program as province } from './province.ts';

let folder: string;
let started: StartedSimulator[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hub-simulators-'));
  started = [];
});
afterEach(async () => {
  await Promise.all(started.map((each) => each.stop()));
  rmSync(folder, { recursive: true, force: true });
});

const settings = async (): Promise<Record<string, Record<string, string>>> => ({
  province: {
    HUB_PORT: String(await freePort()),
    HUB_REQUESTER_ID: 'R',
    HUB_APP_SECRET: 'secret-of-the-province',
    HUB_LEDGER_FILE: join(folder, 'province'),
  },
  carrier: {
    HUB_PORT: String(await freePort()),
    HUB_CONTROL_PORT: String(await freePort()),
    HUB_ENTERPRISE: '900001',
    HUB_SECRET: 's',
    HUB_SERVICE_CODE: '10690000',
    HUB_LEDGER_FILE: join(folder, 'carrier'),
  },
  'bank-teller': {
    HUB_CONTROL_PORT: String(await freePort()),
    HUB_GATEWAY_PORT: String(await freePort()),
    HUB_BANK_USER: 'B',
    HUB_BANK_PASSWORD: 'p',
    HUB_BOOKS_FILE: join(folder, 'books'),
  },
});

describe.each([province, carrier, bankTeller])('the simulator $name', (program) => {
  it('stands alone and shows what it keeps over its control endpoint', async () => {
    const one = await program.start((await settings())[program.name] ?? {});
    started.push(one);
    const answer = await axios.get<unknown>(`${one.controlUrl}${program === bankTeller ? '/books' : '/ledger'}`, { proxy: false });
    expect(answer.status).toBe(200);
  });

  it('starts with each fault it names', async () => {
    for (const fault of Object.keys(program.faults)) {
      const one = await program.start({ ...(await settings())[program.name], HUB_FAULTS: fault });
      await one.stop();
    }
  });

  it('names every setting it lacks', async () => {
    await expect(program.start({})).rejects.toThrow(/HUB_[A-Z_]+: 缺少 missing/);
  });
});
