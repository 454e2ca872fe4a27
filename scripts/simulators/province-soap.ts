// A province whose messages are elements in GBK.
import { soapProvince } from '../soap-province.ts';

export const program = soapProvince('province-soap', '省级平台（SOAP/XML，GBK）a province of XML over SOAP', 'simulated-soap-province.json');
