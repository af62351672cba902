import { ok, type Result } from '#shared/result.ts';
import type { PluginAcl } from './desired-access.ts';
import type { ExternalAddress } from './external-address.ts';
import { openConnection, whetherConnected } from './external-connection.ts';
import { createPluginControl } from './plugin-control.ts';

/** The administrator that `mosquitto_ctrl dynsec init` makes may not publish to agents; this role lets ours. */
const rolename = 'fleet-backend';
const acls: PluginAcl[] = ['publishClientSend', 'publishClientReceive', 'subscribePattern'].map(
  (acltype) => ({
    ...{ acltype, topic: 'i/#' },
    ...{ priority: 0, allow: true },
  }),
);

/**
 * Gives ourselves what we need, over a connection of its own: the plugin cuts off whoever gets a role, often before it
 * has answered.
 */
export async function grantOwnAccess(at: ExternalAddress, clientId: string): Promise<Result<null>> {
  const client = openConnection(at, { clientId, clean: true, reconnectPeriod: 0 });
  try {
    const connected = await whetherConnected(client, at);
    if (!connected.ok) return connected;
    const control = createPluginControl(client, at);
    const heard = await control.listen();
    if (!heard.ok) return heard;
    const present = await control.find(at.username);
    if (!present.ok) return present;
    if (present.value.client?.roles.some((role) => role.rolename === rolename)) return ok(null);
    // That it exists already is no trouble.
    const made = await control.ask([{ command: 'createRole', rolename, acls }]);
    if (!made.ok) return made;
    const cut = new Promise<Result<null>>((resolve) => void client.once('close', () => resolve(ok(null))));
    const granted = control.run([{ command: 'addClientRole', username: at.username, rolename, priority: 0 }]);
    return await Promise.race([cut, granted]);
  } finally {
    client.end(true);
  }
}
