import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { BrokerUser } from '../../../../../electron/fleet/broker/broker.ts';
import {
  commandsFor,
  type PluginClient,
  type PluginCommand,
  type PluginRole,
  roleOf,
} from '../../../../../electron/fleet/broker/external/desired-access.ts';
import { planAccess } from '../../../../../electron/fleet/broker/external/reconcile.ts';

/** What the plugin does with our commands, in memory. */
function applyTo(there: { clients: PluginClient[]; roles: PluginRole[] }, commands: PluginCommand[]): void {
  for (const { command, ...given } of commands) {
    const fields = given as unknown as PluginClient & PluginRole;
    const client = there.clients.find(({ username }) => username === fields.username);
    const role = there.roles.find(({ rolename }) => rolename === fields.rolename);
    if (command === 'createRole') there.roles.push(fields);
    else if (command === 'modifyRole' && role !== undefined) role.acls = fields.acls;
    else if (command === 'deleteRole') there.roles = there.roles.filter((one) => one !== role);
    else if (command === 'createClient') there.clients.push(fields);
    else if (command === 'modifyClient' && client !== undefined) Object.assign(client, fields);
    else if (command === 'deleteClient') there.clients = there.clients.filter((one) => one !== client);
    else if (client !== undefined) client.disabled = command === 'disableClient';
  }
}

const rule = fc.record({
  filter: fc.constantFrom('i/a/#', 'i/b/+', '#'),
  access: fc.integer({ min: 1, max: 7 }),
});
const user = fc.record({
  username: fc.constantFrom('a', 'b', 'c', 'd'),
  enabled: fc.boolean(),
  superuser: fc.boolean(),
  agentUuid: fc.constant(null),
  clientId: fc.constantFrom(null, 'x', 'y'),
  rules: fc.array(rule, { maxLength: 3 }),
});
const users = fc.uniqueArray(user, { selector: ({ username }) => username });

test('whatever was there, one round brings it to what is wanted, and the next does nothing', () => {
  fc.assert(
    fc.property(users, users, (before, wanted) => {
      const others = { username: 'operator', roles: [{ rolename: 'their role' }] };
      const there = { clients: [others], roles: [{ rolename: 'their role', acls: [] }] as PluginRole[] };
      const make = (one: BrokerUser, present: { client: PluginClient | null; role: PluginRole | null }) =>
        applyTo(there, commandsFor(one, present, 'password').commands);
      for (const one of before) make(one, { client: null, role: null });

      const plan = planAccess(wanted, there);
      applyTo(there, plan.commands);
      const missing = wanted.filter(({ username }) => before.every((one) => one.username !== username));
      expect(plan.needPassword).toEqual(missing.map(({ username }) => username));
      for (const one of missing) make(one, { client: null, role: null });

      expect(planAccess(wanted, there)).toEqual({ commands: [], needPassword: [] });
      expect(there.clients.map(({ username }) => username).toSorted()).toEqual(
        [...wanted.map(({ username }) => username), 'operator'].toSorted(),
      );
      expect(there.roles).toHaveLength(wanted.length + 1);
    }),
  );
});

test('a client of somebody else under a name of ours is left alone', () => {
  const there = {
    clients: [{ username: 'a', roles: [{ rolename: 'their role' }] }],
    roles: [{ rolename: roleOf('a'), acls: [] }],
  };
  expect(planAccess([], there).commands).toEqual([{ command: 'deleteRole', rolename: roleOf('a') }]);
});

test('who may subscribe and not read is told so to the plugin, which lets everybody receive', () => {
  const blind = {
    ...{ username: 'a', enabled: true, superuser: false, clientId: null, agentUuid: null },
    rules: [{ filter: 'i/#', access: 4 }],
  };
  const [createRole] = commandsFor(blind, { client: null, role: null }, 'x').commands;
  expect(createRole?.acls).toEqual([
    { acltype: 'subscribePattern', topic: 'i/#', priority: 1, allow: true },
    { acltype: 'publishClientReceive', topic: 'i/#', priority: 0, allow: false },
  ]);
});
