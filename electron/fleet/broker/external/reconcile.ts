import { ok, type Result } from '#shared/result.ts';
import type { BrokerUser } from '../broker.ts';
import {
  commandsFor,
  commandsToRemove,
  isOurs,
  type PluginClient,
  type PluginCommand,
  type PluginRole,
  roleOf,
} from './desired-access.ts';
import type { PluginControl } from './plugin-control.ts';

/** In one message to the plugin. */
const commandsAtOnce = 100;

/** What has to be done so that the plugin knows our users and no others of ours. Nothing when it does already. */
export function planAccess(
  wanted: readonly BrokerUser[],
  there: { clients: readonly PluginClient[]; roles: readonly PluginRole[] },
): { commands: PluginCommand[]; needPassword: string[] } {
  const clients = new Map(there.clients.map((client) => [client.username, client]));
  const roles = new Map(there.roles.map((role) => [role.rolename, role]));
  const presentOf = (username: string) => ({
    client: clients.get(username) ?? null,
    role: roles.get(roleOf(username)) ?? null,
  });
  const plans = wanted.map((user) => ({
    user,
    ...commandsFor(user, presentOf(user.username), undefined),
  }));
  const names = new Set(wanted.map(({ username }) => roleOf(username)));
  const old = there.roles.filter((role) => isOurs(role) && !names.has(role.rolename));
  const holds = (client: PluginClient, role: PluginRole) =>
    client.roles.some(({ rolename }) => rolename === role.rolename);
  const removals = old.flatMap((role) => {
    const username = role.rolename.slice(roleOf('').length);
    // Only a client that is ours by its role, never one that somebody else made under that name.
    const client = there.clients.find((one) => one.username === username && holds(one, role)) ?? null;
    return commandsToRemove(username, { client, role });
  });
  return {
    commands: [...removals, ...plans.flatMap(({ commands }) => commands)],
    needPassword: plans.flatMap(({ user, needsPassword }) => (needsPassword ? [user.username] : [])),
  };
}

/** Brings the plugin to what is wanted. Users that are missing there and would need a password come back by name. */
export async function reconcile(
  control: PluginControl,
  wanted: readonly BrokerUser[],
): Promise<Result<{ changed: number; needPassword: string[] }>> {
  const there = await control.list();
  if (!there.ok) return there;
  const { commands, needPassword } = planAccess(wanted, there.value);
  for (let from = 0; from < commands.length; from += commandsAtOnce) {
    const done = await control.run(commands.slice(from, from + commandsAtOnce));
    if (!done.ok) return done;
  }
  return ok({ changed: commands.length, needPassword });
}
