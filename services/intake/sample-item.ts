/** One item as a catalogue would offer it, for tests and benchmarks. The delegation form is illustrative; the bodies are invented. */
import { composeCreditCode } from '../../contracts/identifiers.ts';
import { OfferedItem } from '../../contracts/catalogue/messages.ts';

const department = composeCreditCode('11430600', '00009901') ?? '';
const zone = composeCreditCode('11430699', '00009902') ?? '';
const implementationCode = `${department}3430117052001`;

export const sampleItem: OfferedItem = OfferedItem.parse({
  code: `${implementationCode}01`, implementationCode, basicCode: '430117052001', version: 1, name: '建筑工程施工许可证核发',
  kind: { list: 'GB/T 39554', code: '01', name: '行政许可' }, handling: { list: 'GB/T 39046 A.6', code: '2', name: '承诺件' },
  department: { name: '示例市住房和城乡建设局', code: department }, legalBasis: '《中华人民共和国建筑法》第七条',
  statutoryLimit: { amount: 20, unit: 'working-day' }, promisedLimit: { amount: 5, unit: 'working-day' },
  materials: [{ name: '施工许可申请表', required: true }, { name: '建设工程规划许可证', required: true }],
  charges: [{ name: '示例收费', standard: '示例收费标准（虚构）', unitAmountInFen: 10_000, quantity: 1, amountInFen: 10_000 }],
  result: { kind: 'licence', name: '建筑工程施工许可证' },
  servesPersons: true,
  delegation: {
    documentNumber: '示例授〔2026〕1号', form: 'direct', zone: { name: '示例经济开发区', creditCode: zone, divisionCode: '430603' },
    department: { name: '示例市住房和城乡建设局', creditCode: department, sealCode: 'DEPARTMENT' }, upstreamAuthority: null, zoneSealCode: 'ZONE', validFrom: '2026-01-01', validTo: '2030-12-31',
  },
});
