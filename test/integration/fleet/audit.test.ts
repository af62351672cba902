import { expect, test } from 'vitest';
import { describeOnEachDatabase } from '../../fakes/each-database.ts';
import { eventually } from '../../fakes/eventually.ts';
import { inProcessFleet } from '../../fakes/in-process-fleet.ts';

const events = '/api/v1/audit/events';

interface Shown {
  id: number;
  event_type: string;
}

describeOnEachDatabase('the audit log', (newPlace) => {
  test('is searched by each of its filters, and paged by cursor while it grows', async () => {
    const fleet = await inProcessFleet({ place: await newPlace() });
    const owner = await fleet.owner();
    for (let count = 0; count < 7; count += 1) {
      const headers = { 'x-request-id': `batch-${count % 2}` };
      await fleet.ask('/api/v1/auth/api-keys', owner, { body: { name: `key ${count}` }, headers });
    }
    const find = async (query: string) => (await fleet.ask(`${events}?${query}`, owner)).json;
    expect(await find('eventTypes=api_key.created')).toMatchObject({ success: true, count: 7 });
    expect((await find('eventTypes=api_key.created,user.signed_in')).count).toBe(8);
    expect((await find('correlationId=batch-1')).count).toBe(3);
    expect((await find('aggregateTypes=user')).count).toBe(2);
    expect((await find('actorType=system')).events).toMatchObject([
      { event_type: 'user.created', actor_name: null },
    ]);
    expect((await find('severity=critical')).count).toBe(0);
    const [{ timestamp, actor_id: actor }] = (await find('limit=1')).events;
    expect((await find(`actorId=${actor}`)).count).toBe(8);
    expect((await find(`dateTo=${new Date(Date.parse(timestamp) - 86_400_000).toISOString()}`)).count).toBe(
      0,
    );
    expect((await find(`dateFrom=${timestamp}`)).count).toBeGreaterThan(0);
    expect((await find('limit=2&offset=1')).events).toHaveLength(2);
    const seen: number[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page = await find(`limit=3${cursor === '' ? '' : `&cursor=${cursor}`}`);
      seen.push(...page.events.map(({ id }: Shown) => id));
      cursor = page.nextCursor;
      await fleet.owner();
    }
    expect(seen).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1]);
    expect(await fleet.ask(`${events}?cursor=bm8`, owner)).toMatchObject({
      status: 400,
      json: { code: 'cursor_invalid' },
    });
  });

  test('is exported whole, as lines of JSON and as CSV that a spreadsheet takes for no formula', async () => {
    const fleet = await inProcessFleet({ place: await newPlace() });
    const owner = await fleet.owner();
    await fleet.ask('/api/v1/users', owner, {
      body: { username: '=HYPERLINK("x")', email: 'a@example.com', password: 'a long one' },
    });
    await fleet.login('=HYPERLINK("x")', 'a long one');
    const lines = await fleet.ask('/api/v1/audit/export', owner);
    expect(lines.headers.get('content-type')).toBe('application/x-ndjson');
    expect(lines.headers.get('content-disposition')).toBe('attachment; filename="audit.ndjson"');
    const parsed = lines.text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Shown);
    expect(parsed.map(({ id }) => id)).toEqual([1, 2, 3, 4]);
    const csv = await fleet.ask('/api/v1/audit/export?format=csv&eventTypes=user.signed_in', owner);
    expect(csv.headers.get('content-type')).toContain('text/csv');
    const [head, , row] = csv.text.trim().split('\r\n');
    expect(head).toContain('event_type');
    expect(row).toContain(`"'=HYPERLINK(""x"")"`);
  });

  test.each([
    [
      'changed',
      (fleet: Fleet) =>
        fleet.store.write((trx) =>
          trx.updateTable('audit_events').set({ actor_name: 'eve' }).where('seq', '=', 2).execute(),
        ),
    ],
    [
      'taken out',
      (fleet: Fleet) =>
        fleet.store.write((trx) => trx.deleteFrom('audit_events').where('seq', '=', 2).execute()),
    ],
  ] as const)('an event that was %s is found', async (_, tamper) => {
    const fleet = await inProcessFleet({ place: await newPlace() });
    await fleet.owner();
    const owner = await fleet.owner();
    const verify = async () => (await fleet.ask('/api/v1/audit/verify', owner)).json;
    expect(await verify()).toEqual({ intact: true, events: 3, brokenAt: null, why: null });
    await tamper(fleet);
    expect(await verify()).toMatchObject({ intact: false, brokenAt: 2 });
  });

  test('tells of what somebody may not do, and is not flooded by it', async () => {
    const fleet = await inProcessFleet({ place: await newPlace() });
    const owner = await fleet.owner();
    const viewer = await fleet.user('viewer');
    for (let count = 0; count < 12; count += 1) await fleet.ask('/api/v1/users', viewer);
    const refused = async () => (await fleet.ask(`${events}?eventTypes=access.refused`, owner)).json.events;
    await eventually(async () => (await refused()).length).toBe(5);
    expect((await refused())[0]).toMatchObject({
      severity: 'warning',
      aggregate_id: 'GET /api/v1/users',
      data: { code: 'role_too_low' },
    });
  });
});

type Fleet = Awaited<ReturnType<typeof inProcessFleet>>;
