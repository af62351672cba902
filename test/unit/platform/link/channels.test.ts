import { deflateRawSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { createChannels } from '../../../../electron/platform/link/channels.ts';
import { encodeMessage } from '../../../../electron/platform/link/message.ts';
import { creditBytes, maxPlainBytes } from '../../../../shared/gateway-api/console/link-messages.ts';

test.each([
  ['more than it was granted', 'data', Buffer.alloc(creditBytes + 1)],
  ['what is no DEFLATE', 'deflated', Buffer.from('garbage')],
  ['what becomes far larger', 'deflated', deflateRawSync(Buffer.alloc(maxPlainBytes + 1))],
] as const)('a peer that sends %s loses the channel, and is told', (_what, kind, body) => {
  const channels = createChannels({ role: 'responder' });
  expect(channels.receive(encodeMessage('open', 3))).toEqual([{ type: 'opened', channel: 3 }]);
  expect(channels.receive(encodeMessage(kind, 3, body))).toEqual([{ type: 'reset', channel: 3 }]);
  expect(channels.next(100)).toEqual(encodeMessage('reset', 3));
  expect(channels.next(100)).toBeNull();
});

test('only the side that began the link opens channels', () => {
  const channels = createChannels({ role: 'initiator' });
  expect(channels.receive(encodeMessage('open', 3))).toEqual([]);
  expect(channels.receive(encodeMessage('data', 3, Buffer.from('x')))).toEqual([]);
});
