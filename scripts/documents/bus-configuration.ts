// The nats-server configuration of a deployment: one user for each service with exactly the rights its contract gives,
// passwords from the server's environment, which has no default, so that a server without them does not start.
import { allBusRights } from '../../infra/streams.ts';
import type { Generated } from './generated.ts';

/** Name of the environment variable that holds a service's bus password. */
export const busPasswordVariable = (service: string): string => `${service.replaceAll('-', '_').toUpperCase()}_NATS_PASSWORD`;

/** infra/deploy/nats/nats.conf. */
export function busConfiguration(): Generated {
  const list = (subjects: string[]): string => subjects.map((subject) => `"${subject}"`).join(', ');
  const users = allBusRights().map(({ service, publish, subscribe }) =>
    [
      `    {`,
      `      user: "${service}", password: $${busPasswordVariable(service)}`,
      `      permissions: {`,
      `        publish: { allow: [${list(publish)}] }`,
      `        subscribe: { allow: [${list(subscribe)}] }`,
      `      }`,
      `    }`,
    ].join('\n'),
  );
  const content = [
    '# Generated from contracts/messages.ts by `npm run generate`. Do not edit.',
    '# One node of the bus. Names, cluster routes and passwords come from the environment; a missing one stops the server.',
    'server_name: $NATS_NODE',
    'listen: "0.0.0.0:4222"',
    'http: "0.0.0.0:8222"',
    'max_payload: 1048576',
    'jetstream { store_dir: "/data" }',
    'cluster {',
    '  name: "zone-hub"',
    '  listen: "0.0.0.0:6222"',
    '  authorization { user: "node", password: $NATS_CLUSTER_PASSWORD }',
    '  routes: [$NATS_ROUTE_A, $NATS_ROUTE_B]',
    '}',
    'authorization {',
    '  users: [',
    '    { user: "operator", password: $OPERATOR_NATS_PASSWORD }',
    ...users,
    '  ]',
    '}',
    '',
  ].join('\n');
  return { path: 'infra/deploy/nats/nats.conf', content };
}
