// The bus as an AsyncAPI 3 document, made from the zod schemas of contracts/messages.ts: what may be sent, by whom, and
// who listens. Promise: the document is the schemas' own, nothing is written twice.
import { stringify } from 'yaml';
import { z } from 'zod';
import { Envelope, serviceNames } from '../../contracts/envelope.ts';
import { commandTakers, commands, commandsSent, events, eventsHeard } from '../../contracts/messages.ts';
import type { Generated } from './generated.ts';

const words = (type: string): string[] => type.split(/[.-]/).filter((word) => word !== '');
const nameOf = (type: string): string =>
  words(type)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
const speakerOf = (type: string): string => type.split('.')[1] ?? '';
const titleOf = (type: string): string => (type.split('.')[2] ?? type).replaceAll('-', ' ');

function jsonSchema(schema: z.ZodType): unknown {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { target: 'draft-7', io: 'input', unrepresentable: 'any' });
  return rest;
}

/** contracts/asyncapi.yaml. */
export function asyncApi(): Generated {
  const all: [string, z.ZodType][] = [...Object.entries(commands), ...Object.entries(events)];
  all.sort(([a], [b]) => (a < b ? -1 : 1));
  const channels: Record<string, unknown> = {};
  const operations: Record<string, unknown> = {};
  const messages: Record<string, unknown> = {};
  const schemas: Record<string, unknown> = { Envelope: jsonSchema(Envelope) };
  for (const [type, schema] of all) {
    const name = nameOf(type);
    const owner = speakerOf(type);
    const isCommand = type.startsWith('commands.');
    schemas[name] = jsonSchema(schema);
    messages[name] = {
      name: type,
      title: titleOf(type),
      contentType: 'application/cloudevents+json',
      payload: {
        allOf: [
          { $ref: '#/components/schemas/Envelope' },
          { type: 'object', properties: { type: { const: type }, data: { $ref: `#/components/schemas/${name}` } } },
        ],
      },
    };
    channels[name] = {
      address: type,
      title: titleOf(type),
      description: isCommand ? `命令：由 ${owner} 执行 · command, carried out by ${owner}` : `事件：由 ${owner} 陈述 · event, stated by ${owner}`,
      messages: { [name]: { $ref: `#/components/messages/${name}` } },
    };
    const senders = isCommand ? serviceNames.filter((service) => (commandsSent[service] ?? []).some((taker) => taker === owner)) : [owner];
    const receivers = isCommand
      ? commandTakers.filter((taker) => taker === owner)
      : serviceNames.filter((service) => (eventsHeard[service] ?? []).some((speaker) => speaker === owner));
    const part = (action: 'send' | 'receive', service: string) => ({
      action,
      title: `${service} ${action === 'send' ? '发出 sends' : '收取 receives'}`,
      channel: { $ref: `#/channels/${name}` },
      messages: [{ $ref: `#/channels/${name}/messages/${name}` }],
    });
    for (const service of senders) operations[`${service}-sends-${type.replaceAll('.', '-')}`] = part('send', service);
    for (const service of receivers) operations[`${service}-receives-${type.replaceAll('.', '-')}`] = part('receive', service);
  }
  const document = {
    asyncapi: '3.0.0',
    info: {
      title: '园区通消息总线 · Zone hub message bus',
      version: '1.0.0',
      description:
        'NATS JetStream 上的全部消息，CloudEvents 1.0 结构化模式。主题即消息类型。\nEvery message on NATS JetStream, CloudEvents 1.0 structured mode; the subject is the type.',
    },
    defaultContentType: 'application/cloudevents+json',
    channels,
    operations,
    components: { messages, schemas },
  };
  const head = '# Generated from contracts/messages.ts by `npm run generate`. Do not edit.\n';
  return { path: 'contracts/asyncapi.yaml', content: head + stringify(document, { lineWidth: 0, aliasDuplicateObjects: false }) };
}
