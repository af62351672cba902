/** What ends a connection before its packets are parsed. */
export type GateTrouble = 'malformed' | 'oversized' | 'not_connect';

/**
 * Follows the lengths of MQTT packets in a byte stream and holds nothing: a parser behind it is never given the beginning
 * of a packet that is too large, of a kind that no client sends, or before CONNECT.
 *
 * Fixed header (MQTT 3.1.1, section 2.2): one byte with the type in its upper half, then the remaining length in one to
 * four bytes of seven bits each, lowest first, bit 7 set when another follows.
 */
export interface PacketGate {
  /** Null: all of it may pass. */
  push(chunk: Uint8Array): GateTrouble | null;
}

const connect = 1;
/** CONNECT, PUBLISH, PUBACK, PUBREC, PUBREL, PUBCOMP, SUBSCRIBE, UNSUBSCRIBE, PINGREQ, DISCONNECT. */
const clientTypes = new Set([1, 3, 4, 5, 6, 7, 8, 10, 12, 14]);
const maxLengthBytes = 4;

export function createPacketGate(limits: { packetBytes: number; connectPacketBytes: number }): PacketGate {
  let packets = 0;
  /** Bytes of the fixed header seen so far; 0: between two packets. */
  let header = 0;
  let length = 0;
  let bodyLeft = 0;

  function begin(byte: number): GateTrouble | null {
    const type = byte >> 4;
    if (packets === 0 && type !== connect) return 'not_connect';
    if (!clientTypes.has(type)) return 'malformed';
    header = 1;
    length = 0;
    return null;
  }
  function measure(byte: number): GateTrouble | null {
    length += (byte & 0x7f) * 128 ** (header - 1);
    header += 1;
    const limit = packets === 0 ? limits.connectPacketBytes : limits.packetBytes;
    if (header + length > limit) return 'oversized';
    if ((byte & 0x80) !== 0) return header > maxLengthBytes ? 'malformed' : null;
    header = 0;
    bodyLeft = length;
    packets = 1;
    return null;
  }
  return {
    push(chunk) {
      let at = 0;
      while (at < chunk.length) {
        if (bodyLeft > 0) {
          const skipped = Math.min(bodyLeft, chunk.length - at);
          bodyLeft -= skipped;
          at += skipped;
          continue;
        }
        const byte = chunk[at] ?? 0;
        const trouble = header === 0 ? begin(byte) : measure(byte);
        if (trouble !== null) return trouble;
        at += 1;
      }
      return null;
    },
  };
}
