/** The item as the window is offered it, by the contract. */
import type { paths } from '../../../../../contracts/intake/api.ts';

export type OfferedItem = paths['/items']['get']['responses'][200]['content']['application/json']['items'][number];
export type Limit = OfferedItem['promisedLimit'];
