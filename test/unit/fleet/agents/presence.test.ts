import { expect, test } from 'vitest';
import { createPresence } from '../../../../electron/fleet/agents/presence.ts';
import { createAudit } from '../../../../electron/fleet/audit/audit.ts';
import { agentRow, insertAgents, openFleetStore, tenantId } from '../../../fakes/agent-rows.ts';
import { describeOnEachDatabase } from '../../../fakes/each-database.ts';
import { silentLog } from '../../../fakes/store-bench.ts';

const minuteMs = 60_000;

describeOnEachDatabase('who is online', (newPlace) => {
  const setUp = async () => {
    const store = await openFleetStore(await newPlace());
    const clock = { now: 1_000 * minuteMs };
    const pending: Promise<unknown>[] = [];
    const start = () =>
      createPresence({
        ...{ store, log: silentLog, audit: createAudit(store) },
        now: () => clock.now,
        inBackground: (work) => void pending.push(work),
      });
    return {
      ...{ store, clock, start },
      presence: await start(),
      settle: async () => void (await Promise.all(pending)),
      events: async () => {
        const rows = await store.read
          .selectFrom('audit_events')
          .select(['event_type', 'target_id', 'severity'])
          .orderBy('seq')
          .execute();
        return rows.map(({ event_type, target_id }) => `${event_type} ${target_id}`);
      },
      rows: () => store.read.selectFrom('agent_presence').selectAll().orderBy('agent_uuid').execute(),
    };
  };
  const agent = (agentUuid: string) => ({ tenantId, agentUuid });

  test('coming and going is written and audited once, not each report', async () => {
    const { clock, presence, settle, events, rows } = await setUp();
    for (let report = 0; report < 5; report += 1) {
      presence.seen(agent('a'), clock.now);
      presence.seen(agent('b'), clock.now);
      await settle();
      clock.now += minuteMs;
    }
    expect((await events()).toSorted()).toEqual(['device.online a', 'device.online b']);
    const [a] = await rows();
    expect(a).toMatchObject({ is_online: 1, last_seen_at: 1_000 * minuteMs });
    await presence.flush();
    expect((await rows())[0]).toMatchObject({ last_seen_at: 1_004 * minuteMs });
    clock.now += 3 * minuteMs;
    presence.seen(agent('b'), clock.now);
    await presence.check();
    expect((await events()).slice(2)).toEqual(['device.offline a']);
    expect(presence.of(['a', 'b', 'c'])).toEqual(
      new Map([
        ['a', expect.objectContaining({ is_online: 0 })],
        ['b', expect.objectContaining({ is_online: 1, last_seen_at: clock.now })],
      ]),
    );
  });

  test('a report from the future does not keep an agent online', async () => {
    const { clock, presence, settle } = await setUp();
    presence.seen(agent('a'), clock.now + 1_000 * minuteMs);
    await settle();
    expect(presence.of(['a']).get('a')).toMatchObject({ last_seen_at: clock.now });
  });

  test('after a restart it is known who was there; who does not come back is missed', async () => {
    const { clock, presence, settle, start, events } = await setUp();
    presence.seen(agent('a'), clock.now);
    presence.opened(agent('b'));
    await settle();
    await presence.flush();
    clock.now += 60 * minuteMs;
    const again = await start();
    await again.check();
    expect(await events()).toHaveLength(2);
    again.seen(agent('b'), clock.now + minuteMs);
    clock.now += 3 * minuteMs + 1;
    again.seen(agent('b'), clock.now);
    await again.check();
    expect((await events()).slice(2)).toEqual(['device.offline a']);
  });

  test('a crowd that comes at once is written in pieces, each with its event', async () => {
    const { clock, presence, settle, events, rows } = await setUp();
    for (let number = 0; number < 450; number += 1) presence.seen(agent(`${number}`), clock.now);
    await settle();
    expect(await rows()).toHaveLength(450);
    expect(new Set(await events()).size).toBe(450);
  });

  test('what could not be written is written the next time', async () => {
    const { store, clock, presence, settle, events } = await setUp();
    await store.write((trx) => trx.schema.alterTable('agent_presence').renameTo('hidden').execute());
    presence.seen(agent('a'), clock.now);
    await settle();
    await store.write((trx) => trx.schema.alterTable('hidden').renameTo('agent_presence').execute());
    expect(await events()).toEqual([]);
    await presence.check();
    expect(await events()).toEqual(['device.online a']);
  });

  test('an agent that is removed is forgotten', async () => {
    const { store, clock, presence, settle, rows } = await setUp();
    await insertAgents(store, [agentRow({ uuid: 'a' })]);
    presence.seen(agent('a'), clock.now);
    await settle();
    await store.write((trx) => presence.forget(trx, 'a'));
    await presence.flush();
    expect(await rows()).toEqual([]);
    expect(presence.of(['a']).size).toBe(0);
  });
});
