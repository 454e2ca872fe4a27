/** The gateways and how each is asked for its state; states change without an event, so they are asked for anew. */
import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import type { operations } from '../../../../../contracts/bank-gateway/api.ts';
import { api, take } from '../../api.ts';

/** One shape for all gateways. */
export type GatewayState = operations['showState']['responses']['200']['content']['application/json'];
export const gateways = ['province-gateway', 'bank-gateway', 'sms-gateway'] as const;
export type Gateway = (typeof gateways)[number];

export const stateEveryMs = 10_000;

const ask: Readonly<Record<Gateway, (signal: AbortSignal) => Promise<GatewayState>>> = {
  'province-gateway': (signal) => take(api.provinceGateway.GET('/state', { signal })),
  'bank-gateway': (signal) => take(api.bankGateway.GET('/state', { signal })),
  'sms-gateway': (signal) => take(api.smsGateway.GET('/state', { signal })),
};

export const useGatewayState = (gateway: Gateway): UseQueryResult<GatewayState, Error> =>
  useQuery({ queryKey: [gateway, 'state'], queryFn: ({ signal }) => ask[gateway](signal), refetchInterval: stateEveryMs });
