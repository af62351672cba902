import type { Readable } from 'node:stream';
import { expect, onTestFinished, test } from 'vitest';
import { supervisionPackage } from '../../../../fakes/archives.ts';
import { consoleGateway } from '../../../../fakes/console-gateway.ts';
import { eventually } from '../../../../fakes/eventually.ts';
import { linkTo } from '../../../../fakes/link-client.ts';

const wholeEvent = /id: (\d+)\nevent: (\w+)\ndata: (.*)\n\n/g;

/** What has come of a stream: comments are left out, as they only keep it alive. */
function follow(stream: Readable) {
  let text = '';
  let ended = false;
  stream.setEncoding('utf8').on('data', (piece: string) => {
    text += piece;
  });
  stream.once('end', () => {
    ended = true;
  });
  onTestFinished(() => void stream.destroy());
  const events = () => [...text.matchAll(wholeEvent)].map(([whole]) => whole);
  return {
    events,
    names: () => [...text.matchAll(wholeEvent)].map(([, , name]) => name),
    ended: () => ended,
  };
}

/** An upgrade that is under way, followed over the cable, and how it is confirmed. */
async function followedUpgrade() {
  const { gateway, connect } = await consoleGateway({ allowUnsigned: true });
  const client = await linkTo(await connect()).entered();
  const cookie = await gateway.login();
  const content = await supervisionPackage('2026.12');
  const answer = await gateway.upload('/system/upgrade', [{ name: 'p.zip', content }], cookie);
  const id = answer.headers.get('x-job-id') ?? '';
  const path = `/system/jobs/${id}/events`;
  const byLink = async (headers: Record<string, string> = {}) => {
    const { status, data } = await client.http.get(path, { headers, responseType: 'stream' });
    expect(status).toBe(200);
    return follow(data);
  };
  return {
    gateway,
    client,
    byLink,
    byNetwork: async () => (await gateway.get(path, cookie)).text(),
    confirm: () =>
      gateway.deliver({
        type: 'confirmed',
        job: { jobId: id, outcome: 'succeeded', code: null, reason: null },
      }),
  };
}

test('events of a running job arrive over the cable as over the network: all of them, in order, to the end', async () => {
  const { gateway, client, byLink, byNetwork, confirm } = await followedUpgrade();
  const cable = await byLink();
  const network = byNetwork();
  await gateway.said('switch');
  await eventually(cable.names).toContain('phase');
  expect(cable.ended()).toBe(false);
  // The stream leaves room for calls beside it.
  expect((await client.http.get('/health')).status).toBe(200);
  confirm();
  await eventually(cable.ended).toBe(true);
  expect(cable.names().at(-1)).toBe('done');
  expect(cable.events().length).toBeGreaterThan(5);
  expect(cable.events()).toEqual([...(await network).matchAll(wholeEvent)].map(([whole]) => whole));
  const later = await byLink({ 'last-event-id': '3' });
  await eventually(later.ended).toBe(true);
  expect(later.events()).toEqual(cable.events().slice(3));
});

test('what happens to a job while the cable carries a file is told when it is over', async () => {
  const { gateway, client, byLink, confirm } = await followedUpgrade();
  await gateway.said('switch');
  const cable = await byLink();
  await eventually(cable.names).toContain('phase');
  const lent = await client.endpoint.lend('unknown');
  if (!lent.ok) throw new Error(lent.failure.message);
  confirm();
  // The gateway knows nothing of this file and has gone on long before.
  await eventually(() => lent.value.signal.aborted).toBe(true);
  expect(cable.names()).not.toContain('done');
  lent.value.giveBack();
  await eventually(cable.ended).toBe(true);
  expect(cable.names().at(-1)).toBe('done');
});
