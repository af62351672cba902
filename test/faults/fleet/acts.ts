import { randomUUID } from 'node:crypto';
import type { FleetUnderTest } from './fleet-under-test.ts';
import type { Ledger } from './ledger.ts';

type Act = (fleet: FleetUnderTest, ledger: Ledger, random: () => number) => Promise<void>;

const done = (ledger: Ledger) => {
  ledger.acknowledged += 1;
};

/** One agent registers, with a key of its own for the request: sent again, it must be the same agent. */
async function provision(
  fleet: FleetUnderTest,
  ledger: Ledger,
  request: Ledger['open'][number],
): Promise<void> {
  const { idempotencyKey, provisioningKey, name } = request;
  const body = { provisioningKey, deviceName: name };
  const heard = await fleet.ask('/api/v1/provision/agent', null, { body, key: idempotencyKey });
  if (heard === null) ledger.open.push(request);
  if (heard?.status !== 201) return;
  ledger.agents.set(String(heard.json.uuid), String(heard.json.deviceApiKey));
  done(ledger);
}

/** What people and devices do to a fleet backend; each notes what was acknowledged. */
export const acts: readonly Act[] = [
  async (fleet, ledger) => {
    const heard = await fleet.ask('/api/v1/auth/api-keys', fleet.owner, {
      body: { name: 'k', role: 'admin' },
    });
    if (heard?.status !== 201) return;
    const { id, key } = heard.json.key as { id: string; key: string };
    ledger.apiKeys.set(id, key);
    done(ledger);
  },
  async (fleet, ledger, random) => {
    const ids = [...ledger.apiKeys.keys()];
    const id = ids[Math.floor(random() * ids.length)];
    if (id === undefined) return;
    // From now on nobody knows, unless it is said to be done.
    const key = ledger.apiKeys.get(id) ?? '';
    ledger.apiKeys.delete(id);
    const heard = await fleet.ask(`/api/v1/auth/api-keys/${id}`, fleet.owner, { method: 'DELETE' });
    if (heard?.status !== 200) return;
    ledger.revoked.set(id, key);
    done(ledger);
  },
  async (fleet, ledger) => {
    const username = `user-${randomUUID()}`;
    const body = { username, email: `${username}@example.com`, password: 'a long one' };
    const heard = await fleet.ask('/api/v1/users', fleet.owner, { body });
    if (heard?.status !== 201) return;
    ledger.users.add(String(heard.json.id));
    done(ledger);
  },
  async (fleet, ledger) => {
    const body = { maxDevices: 10_000 };
    const heard = await fleet.ask('/api/v1/provision/keys', fleet.owner, { body });
    if (heard?.status !== 201) return;
    ledger.provisioningKeys.push(String(heard.json.key));
    done(ledger);
  },
  async (fleet, ledger, random) => {
    const { provisioningKeys } = ledger;
    const provisioningKey = provisioningKeys[Math.floor(random() * provisioningKeys.length)];
    if (provisioningKey === undefined) return;
    const name = `agent-${randomUUID()}`;
    await provision(fleet, ledger, { idempotencyKey: name, provisioningKey, name });
  },
];

/** Sends again what was not answered. */
export async function sendAgain(fleet: FleetUnderTest, ledger: Ledger): Promise<void> {
  const open = ledger.open.splice(0);
  for (const request of open) await provision(fleet, ledger, request);
}
