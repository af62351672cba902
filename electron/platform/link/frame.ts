import { frameTypes, initiatorBit } from '#shared/gateway-api/console/frame-constants.ts';

/** The initiator begins the link and opens its channels; the other one answers. */
export type LinkRole = 'initiator' | 'responder';

/** Content of a frame; the layouts stand beside the constants. */
export type Frame =
  | { type: 'hello'; version: number; epoch: number; peerEpoch: number; payloadBytes: number }
  | { type: 'data'; tag: number; sequence: number; expected: number; payload: Uint8Array }
  | { type: 'ack' | 'nak' | 'ping' | 'back'; tag: number; expected: number }
  | { type: 'bye'; tag: number };

const helloBytes = 12;
const dataHeaderBytes = 5;

export function encodeFrame(frame: Frame, from: LinkRole): Uint8Array {
  const control = frameTypes[frame.type] | (from === 'initiator' ? initiatorBit : 0);
  if (frame.type === 'hello') {
    const bytes = Buffer.alloc(helloBytes);
    bytes.writeUInt8(control, 0);
    bytes.writeUInt8(frame.version, 1);
    bytes.writeUInt32BE(frame.epoch, 2);
    bytes.writeUInt32BE(frame.peerEpoch, 6);
    bytes.writeUInt16BE(frame.payloadBytes, 10);
    return bytes;
  }
  const head = [control, frame.tag >> 8, frame.tag & 0xff];
  if (frame.type === 'bye') return Uint8Array.from(head);
  if (frame.type !== 'data') return Uint8Array.from([...head, frame.expected]);
  const bytes = new Uint8Array(dataHeaderBytes + frame.payload.length);
  bytes.set([...head, frame.sequence, frame.expected]);
  bytes.set(frame.payload, dataHeaderBytes);
  return bytes;
}

/** A frame of the peer of `role`; null for our own that came back, and for what we do not know. */
export function decodeFrame(content: Uint8Array, role: LinkRole): Frame | null {
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.length);
  const control = bytes[0] ?? 0;
  const fromInitiator = (control & initiatorBit) !== 0;
  if (fromInitiator === (role === 'initiator')) return null;
  const type = control & ~initiatorBit;
  if (type === frameTypes.hello) {
    // Later versions may add to it.
    if (bytes.length < helloBytes) return null;
    return {
      type: 'hello',
      version: bytes.readUInt8(1),
      epoch: bytes.readUInt32BE(2),
      peerEpoch: bytes.readUInt32BE(6),
      payloadBytes: bytes.readUInt16BE(10),
    };
  }
  if (bytes.length < 3) return null;
  const tag = bytes.readUInt16BE(1);
  if (type === frameTypes.bye) return { type: 'bye', tag };
  const expected = bytes[3];
  if (expected === undefined) return null;
  for (const name of ['ack', 'nak', 'ping', 'back'] as const) {
    if (type === frameTypes[name]) return { type: name, tag, expected };
  }
  if (type !== frameTypes.data || bytes.length < dataHeaderBytes) return null;
  return {
    type: 'data',
    tag,
    sequence: bytes.readUInt8(3),
    expected: bytes.readUInt8(4),
    payload: content.slice(dataHeaderBytes),
  };
}
