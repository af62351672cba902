import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { FleetUnderTest } from './fleet-under-test.ts';
import type { Ledger } from './ledger.ts';

/** How many of each kind are asked one by one; all are looked for in lists. */
const sampled = 5;

/** Whether all that was acknowledged is there, as the running backend tells it. */
export async function checkAcknowledged(fleet: FleetUnderTest, ledger: Ledger): Promise<string[]> {
  const problems: string[] = [];
  const keys = await fleet.ask('/api/v1/auth/api-keys', fleet.owner);
  const listed = new Map(
    ((keys?.json.keys ?? []) as { id: string; is_active: boolean }[]).map(({ id, is_active }) => [
      id,
      is_active,
    ]),
  );
  for (const id of ledger.apiKeys.keys()) if (listed.get(id) !== true) problems.push(`API key ${id} is lost`);
  for (const id of ledger.revoked.keys())
    if (listed.get(id) !== false) problems.push(`API key ${id} is back`);
  for (const [id, key] of [...ledger.revoked].slice(-sampled)) {
    const heard = await fleet.ask('/api/v1/auth/me', key);
    if (heard?.status !== 401) problems.push(`revoked API key ${id} is let in: ${heard?.status}`);
  }
  const users = await fleet.ask('/api/v1/users', fleet.owner);
  const there = new Set(((users?.json ?? []) as unknown as { id: string }[]).map(({ id }) => id));
  for (const id of ledger.users) if (!there.has(id)) problems.push(`account ${id} is lost`);
  for (const [uuid, key] of [...ledger.agents].slice(-sampled)) {
    const heard = await fleet.ask(`/api/v1/device/${uuid}/ping`, key);
    if (heard?.status !== 200) problems.push(`agent ${uuid} is not let in: ${heard?.status}`);
  }
  const verdict = await fleet.ask('/api/v1/audit/verify', fleet.owner);
  if (verdict?.json.intact !== true) problems.push(`audit log: ${JSON.stringify(verdict?.json)}`);
  return problems;
}

/** Whether each thing that is there was written down, and each thing that was written down is there. */
export function checkWhole(dataFolder: string, ledger: Ledger): string[] {
  const sql = new DatabaseSync(join(dataFolder, 'fleet.sqlite'), { readOnly: true });
  const count = (query: string): number => Number(sql.prepare(query).get()?.n);
  const events = (type: string) => count(`SELECT count(*) n FROM audit_events WHERE event_type = '${type}'`);
  try {
    const pairs: [string, number, number][] = [
      ['API keys', count('SELECT count(*) n FROM api_keys'), events('api_key.created')],
      [
        'revoked API keys',
        count('SELECT count(*) n FROM api_keys WHERE revoked_at IS NOT NULL'),
        events('api_key.revoked'),
      ],
      ['accounts', count('SELECT count(*) n FROM users'), events('user.created')],
      ['agents', count('SELECT count(*) n FROM agents'), events('device.provisioned')],
      [
        'agents counted by their keys',
        count('SELECT coalesce(sum(agents_provisioned), 0) n FROM provisioning_keys'),
        count('SELECT count(*) n FROM agents'),
      ],
    ];
    const uneven = pairs.flatMap(([what, there, written]) =>
      there === written ? [] : [`${what}: ${there} there, ${written} written down`],
    );
    const stored = new Set(
      sql
        .prepare('SELECT uuid FROM agents')
        .all()
        .map(({ uuid }) => String(uuid)),
    );
    const lost = [...ledger.agents.keys()].filter((uuid) => !stored.has(uuid));
    return [...uneven, ...lost.map((uuid) => `agent ${uuid} is lost`)];
  } finally {
    sql.close();
  }
}
