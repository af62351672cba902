import { randomBytes } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import type { ChannelSocket } from '../../../../electron/platform/link/channel-stream.ts';
import {
  createLinkEndpoint,
  type LinkEndpointOptions,
} from '../../../../electron/platform/link/link-endpoint.ts';
import { creditBytes, maxChannels } from '../../../../shared/gateway-api/console/link-messages.ts';
import { eventually } from '../../../fakes/eventually.ts';
import { createMemoryLine } from '../../../fakes/memory-line.ts';

const timing = { helloMs: 50, helloTries: 200, ackMs: 50, retries: 4, pingMs: 100, silentMs: 2_000 };

function endpoints(options: Partial<LinkEndpointOptions> = {}) {
  const cable = createMemoryLine();
  const common = { baudRate: null, timing };
  const channels: ChannelSocket[] = [];
  const gateway = createLinkEndpoint({
    ...common,
    line: cable.far,
    role: 'responder',
    remoteAddress: 'serial:here',
    onChannel: (socket) => void channels.push(socket),
    ...options,
  });
  const workbench = createLinkEndpoint({
    ...common,
    line: cable.near,
    role: 'initiator',
    remoteAddress: 'gateway',
  });
  onTestFinished(async () => {
    await Promise.all([workbench.close(), gateway.close()]);
  });
  return { cable, gateway, workbench, channels };
}

test('streams go both ways and end as streams do', async () => {
  const echo = (socket: ChannelSocket) => void socket.pipe(socket);
  const { workbench } = endpoints({ onChannel: echo });
  const contents = Array.from({ length: 4 }, () => randomBytes(150_000));
  const echoed = contents.map((content) => {
    const socket = workbench.openChannel();
    socket.end(content);
    return buffer(socket);
  });
  for (const [index, content] of (await Promise.all(echoed)).entries()) {
    expect(content.equals(contents[index] ?? Buffer.alloc(0))).toBe(true);
  }
});

test('a reader that does not read stops the writer', async () => {
  const { workbench, channels } = endpoints();
  const socket = workbench.openChannel();
  let written = 0;
  const count = () => {
    written += 1;
  };
  socket.write(randomBytes(creditBytes), count);
  socket.write(randomBytes(creditBytes), count);
  await eventually(() => channels[0]?.readableLength ?? 0).toBeGreaterThanOrEqual(creditBytes);
  expect(written).toBe(1);
  channels[0]?.resume();
  await eventually(() => written).toBe(2);
});

test('a stream that is destroyed on one side ends on the other', async () => {
  const { workbench, channels } = endpoints();
  const socket = workbench.openChannel();
  socket.write('hello');
  await eventually(() => channels.length).toBe(1);
  channels[0]?.destroy();
  await eventually(() => socket.destroyed).toBe(true);
  expect(String(socket.errored)).toContain('broke the connection off');
});

test('one channel too many is refused as a stream that ends', async () => {
  const { workbench } = endpoints();
  for (let count = 0; count < maxChannels; count += 1) workbench.openChannel();
  const socket = workbench.openChannel();
  await eventually(() => String(socket.errored)).toContain('as many connections as it may have');
});

test('the cable is pulled: everything ends, and both sides say why', async () => {
  const { workbench, gateway, cable, channels } = endpoints();
  const socket = workbench.openChannel();
  socket.write('hello');
  await eventually(() => channels.length).toBe(1);
  const ends = [workbench, gateway].map((side) => new Promise((resolve) => side.onClosed(resolve)));
  cable.pull();
  expect(await Promise.all(ends)).toEqual(['line-gone', 'line-gone']);
  expect([socket.destroyed, channels[0]?.destroyed]).toEqual([true, true]);
  expect(await workbench.lend('file')).toMatchObject({ ok: false, failure: { code: 'LINK_GONE' } });
});

test('nobody answers: that is told', async () => {
  const cable = createMemoryLine();
  const lonely = createLinkEndpoint({
    line: cable.near,
    role: 'initiator',
    baudRate: 9_600,
    remoteAddress: 'gateway',
    timing: { ...timing, helloTries: 3 },
  });
  expect(await lonely.ready).toMatchObject({ ok: false, failure: { code: 'LINK_NO_ANSWER' } });
});

test('the line is lent to one at a time, carries what that wants, and comes back with its streams', async () => {
  const heard: string[] = [];
  const { workbench, channels } = endpoints({
    onLent(why, lent) {
      heard.push(why);
      lent.line.onBytes((bytes) => {
        heard.push(Buffer.from(bytes).toString());
        lent.giveBack();
      });
    },
  });
  const socket = workbench.openChannel();
  const lent = await workbench.lend('transfer 1');
  if (!lent.ok) throw new Error(lent.failure.message);
  expect(await workbench.lend('transfer 2')).toMatchObject({ ok: false, failure: { code: 'LINK_BUSY' } });
  await lent.value.line.write(Buffer.from('raw bytes'));
  await eventually(() => heard).toEqual(['transfer 1', 'raw bytes']);
  // The other side has gone on; whoever did not notice is told.
  await eventually(() => lent.value.signal.aborted).toBe(true);
  lent.value.giveBack();
  socket.end('and on');
  await eventually(() => channels.length).toBe(1);
  expect(String(await buffer(channels[0] ?? socket))).toBe('and on');
});

test('somebody who lends the line to nobody gives it back at once', async () => {
  const { workbench } = endpoints();
  const lent = await workbench.lend('anything');
  if (!lent.ok) throw new Error(lent.failure.message);
  await eventually(() => lent.value.signal.aborted).toBe(true);
});
