import { crc32 } from 'node:zlib';
import {
  addressOctet,
  escapeBit,
  escapedOctets,
  escapeOctet,
  fcsBytes,
  flagOctet,
} from '#shared/gateway-api/console/frame-constants.ts';

const escaped: ReadonlySet<number> = new Set(escapedOctets);

/** One frame as it goes over the line: flags, address, `content`, FCS-32 (RFC 1662 §4, appendix C.3). */
export function writeFrame(content: Uint8Array): Uint8Array {
  const plain = Buffer.alloc(1 + content.length + fcsBytes);
  plain[0] = addressOctet;
  plain.set(content, 1);
  plain.writeUInt32LE(crc32(plain.subarray(0, 1 + content.length)), 1 + content.length);
  const wire = new Uint8Array(2 + plain.length * 2);
  let length = 0;
  wire[length++] = flagOctet;
  for (const octet of plain) {
    if (escaped.has(octet)) {
      wire[length++] = escapeOctet;
      wire[length++] = octet ^ escapeBit;
    } else {
      wire[length++] = octet;
    }
  }
  wire[length++] = flagOctet;
  return wire.slice(0, length);
}
