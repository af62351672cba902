import { zmodemLimits } from '../framing/constants.ts';

/** Stand for a break and for a pause of a second; neither is a byte that could be sent. */
const breakSignal = 0xdd;
const pause = 0xde;

/** "ZSINIT": what the sender wants to hear before it is interrupted, up to a NUL. */
export function parseAttention(content: Uint8Array): Uint8Array {
  const end = content.indexOf(0);
  const text = content.subarray(0, Math.min(end === -1 ? content.length : end, zmodemLimits.attentionBytes));
  return text.filter((byte) => byte !== breakSignal && byte !== pause);
}
