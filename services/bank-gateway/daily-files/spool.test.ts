import { existsSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openStatement } from './spool.ts';

describe.skipIf(!existsSync('/dev/full'))('a disk that is full', () => {
  it('ends one file, not the gateway, whenever it is noticed', async () => {
    const line = { line: 1, kind: 'payment', payCode: '53390226300000000001', serial: null, amountInFen: 1, workDate: '2026-01-05', collectedOn: '2026-01-05', collectingUnit: null, revenueItem: null, payerName: null, reason: null } as const;
    for (const pause of [0, 100]) {
      const place = mkdtempSync(join(tmpdir(), 'zh-spool-'));
      symlinkSync('/dev/full', join(place, 'statement'));
      const statement = openStatement(place, 'payment', 1);
      await statement.take([line]);
      await new Promise((resolve) => { setTimeout(resolve, pause); });
      await expect(statement.finish()).rejects.toThrow('ENOSPC');
      statement.abandon();
      rmSync(place, { recursive: true, force: true });
    }
  });
});
