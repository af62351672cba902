import { access } from '../access-rules.ts';
import type { BrokerUser } from '../broker.ts';

/** What the dynamic-security plugin of Mosquitto keeps (mosquitto.org/documentation/dynamic-security). */
export interface PluginAcl {
  /** `publishClientSend`, `publishClientReceive` or `subscribePattern` in ours. */
  acltype: string;
  topic: string;
  /** Higher ones are looked at first. */
  priority: number;
  allow: boolean;
}

export interface PluginRole {
  rolename: string;
  acls: PluginAcl[];
}

export interface PluginClient {
  username: string;
  clientid?: string | undefined;
  disabled?: boolean | undefined;
  roles: { rolename: string }[];
}

/** A command of its control topic; the name is `command`. */
export type PluginCommand = { command: string } & Record<string, unknown>;

/** Everything of ours there carries this in its role; the rest of the broker is none of our business. */
const ourRoles = 'fleet/';

export const roleOf = (username: string): string => `${ourRoles}${username}`;

export const isOurs = ({ rolename }: { rolename: string }): boolean => rolename.startsWith(ourRoles);

/** What is there of one user; null: nothing. */
export interface Present {
  client: PluginClient | null;
  role: PluginRole | null;
}

/**
 * The commands that make the plugin follow a user. It cuts off clients that are modified or disabled. A user that is not
 * there cannot be made without `password`: only its hash is kept here.
 */
export function commandsFor(
  user: BrokerUser,
  present: Present,
  password: string | undefined,
): { commands: PluginCommand[]; needsPassword: boolean } {
  const rolename = roleOf(user.username);
  const acls = aclsOf(user);
  const otherRules = present.role !== null && !sameAcls(present.role.acls, acls);
  const commands: PluginCommand[] = [];
  if (present.role === null) commands.push({ command: 'createRole', rolename, acls });
  else if (otherRules) commands.push({ command: 'modifyRole', rolename, acls });

  const { username } = user;
  const fields = { username, clientid: user.clientId ?? '', roles: [{ rolename, priority: 0 }] };
  if (present.client === null) {
    if (password === undefined) return { commands: [], needsPassword: true };
    commands.push({ command: 'createClient', ...fields, password });
  } else if (password !== undefined || otherRules || !sameClient(present.client, fields)) {
    // Also for other rules alone: Mosquitto 2.0 cuts nobody off for a role.
    commands.push({ command: 'modifyClient', ...fields, ...(password !== undefined && { password }) });
  }
  const enabled = present.client?.disabled !== true;
  if (user.enabled !== enabled) {
    commands.push({ command: user.enabled ? 'enableClient' : 'disableClient', username });
  }
  return { commands, needsPassword: false };
}

export function commandsToRemove(username: string, { client, role }: Present): PluginCommand[] {
  return [
    ...(client === null ? [] : [{ command: 'deleteClient', username }]),
    ...(role === null ? [] : [{ command: 'deleteRole', rolename: roleOf(username) }]),
  ];
}

function aclsOf({ superuser, rules }: BrokerUser): PluginAcl[] {
  const all = { filter: '#', access: access.all };
  const own = { filter: '$SYS/#', access: access.read | access.subscribe };
  return (superuser ? [all, own] : rules).flatMap(({ filter: topic, access: bits }) => {
    const has = (bit: number) => (bits & bit) !== 0;
    const allow = { topic, priority: 1, allow: true };
    return [
      ...(has(access.write) ? [{ acltype: 'publishClientSend', ...allow }] : []),
      ...(has(access.subscribe) ? [{ acltype: 'subscribePattern', ...allow }] : []),
      // The plugin lets every subscriber receive unless told otherwise.
      {
        acltype: 'publishClientReceive',
        ...(has(access.read) ? allow : { topic, priority: 0, allow: false }),
      },
    ];
  });
}

const keyOf = ({ acltype, topic, priority, allow }: PluginAcl): string =>
  JSON.stringify([acltype, topic, priority, allow]);

function sameAcls(a: readonly PluginAcl[], b: readonly PluginAcl[]): boolean {
  const [left, right] = [new Set(a.map(keyOf)), new Set(b.map(keyOf))];
  return left.size === right.size && [...left].every((key) => right.has(key));
}

const sameClient = (
  there: PluginClient,
  wanted: { clientid: string; roles: { rolename: string }[] },
): boolean =>
  (there.clientid ?? '') === wanted.clientid &&
  there.roles.length === 1 &&
  there.roles[0]?.rolename === wanted.roles[0]?.rolename;
