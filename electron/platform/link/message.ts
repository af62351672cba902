import { messageHeaderBytes, messageKinds } from '#shared/gateway-api/console/link-messages.ts';

export type MessageKind = keyof typeof messageKinds;

export interface Message {
  kind: MessageKind;
  channel: number;
  body: Uint8Array;
}

const kinds = new Map(
  Object.entries(messageKinds).map(([name, code]) => [code as number, name as MessageKind]),
);
const nothing = new Uint8Array(0);

export function encodeMessage(kind: MessageKind, channel: number, body: Uint8Array = nothing): Uint8Array {
  const bytes = new Uint8Array(messageHeaderBytes + body.length);
  bytes.set([messageKinds[kind], channel >> 8, channel & 0xff]);
  bytes.set(body, messageHeaderBytes);
  return bytes;
}

/** Null: a kind that we do not know; a later version may have it. */
export function decodeMessage(bytes: Uint8Array): Message | null {
  const kind = kinds.get(bytes[0] ?? 0);
  if (kind === undefined || bytes.length < messageHeaderBytes) return null;
  const channel = ((bytes[1] ?? 0) << 8) | (bytes[2] ?? 0);
  return { kind, channel, body: bytes.subarray(messageHeaderBytes) };
}
