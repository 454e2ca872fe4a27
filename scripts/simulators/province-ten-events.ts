// A province that counts in ten events, as documents in GB18030.
import { soapProvince } from '../soap-province.ts';

export const program = soapProvince('province-ten-events', '省级平台（十事件，SOAP）a province of ten events over SOAP', 'simulated-ten-events.json');
