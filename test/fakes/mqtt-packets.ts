/** MQTT 3.1.1 packets by hand, so that they can be wrong. */
export function packet(firstByte: number, ...parts: readonly (Uint8Array | number[])[]): Buffer {
  const body = Buffer.concat(parts.map((part) => Buffer.from(part)));
  return Buffer.concat([Buffer.from([firstByte, ...lengthBytes(body.length)]), body]);
}

/** The remaining length: seven bits a byte, lowest first. */
export function lengthBytes(length: number): number[] {
  const rest = Math.floor(length / 128);
  return rest === 0 ? [length % 128] : [(length % 128) | 0x80, ...lengthBytes(rest)];
}

/** Two bytes of length, then UTF-8. */
export function text(value: string): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([Buffer.from([bytes.length >> 8, bytes.length & 0xff]), bytes]);
}

export const connectPacket = (login: {
  clientId: string;
  username: string;
  password: string;
  keepaliveSeconds?: number;
}): Buffer =>
  packet(
    0x10,
    text('MQTT'),
    // Level 4; user name, password, clean session.
    [4, 0xc2, 0, login.keepaliveSeconds ?? 60],
    text(login.clientId),
    text(login.username),
    text(login.password),
  );

export const publishPacket = (
  topic: string,
  payload: Uint8Array,
  messageId: number,
  qos: 1 | 2 = 1,
): Buffer => packet(0x30 | (qos << 1), text(topic), [messageId >> 8, messageId & 0xff], payload);

export const subscribePacket = (filter: string, messageId: number): Buffer =>
  packet(0x82, [messageId >> 8, messageId & 0xff], text(filter), [0]);
