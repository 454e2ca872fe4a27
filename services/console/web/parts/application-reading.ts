/** Reads one application of a portal; while it is being made a case it is asked about every second. */
import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import type { components } from '../../../../contracts/province-gateway/api.ts';
import { api, take } from '../api.ts';

export type Application = components['schemas']['Application'];
export type ApplicationLine = components['schemas']['ApplicationLine'];
export const applicationAddress = (one: { platform: string; applicationId: string }): string => `/staff/applications/${encodeURIComponent(one.platform)}/${encodeURIComponent(one.applicationId)}`;

const askEveryMs = 1_000;

export function useApplication(platform: string, applicationId: string): UseQueryResult<Application, Error> {
  return useQuery({
    queryKey: ['province-gateway', 'application', { platform, applicationId }],
    queryFn: ({ signal }) => take(api.provinceGateway.GET('/applications/{platform}/{applicationId}', { params: { path: { platform, applicationId } }, signal })),
    refetchInterval: ({ state }) => (state.data?.taking || (state.data && state.data.answered !== state.data.state) ? askEveryMs : false),
  });
}
