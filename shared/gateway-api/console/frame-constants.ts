/**
 * The framed link of a gateway's serial console: asynchronous HDLC framing (RFC 1662 §4) with FCS-32.
 *
 * ```
 * 7E | FF | control | … | FCS-32, low octet first | 7E
 * ```
 *
 * Everything between the flags is escaped: 7D, then the octet XOR 20. Text that a person types holds no FF, so that a whole
 * frame tells a machine from a person, as PPP is told from a login.
 */
export const flagOctet = 0x7e;
export const escapeOctet = 0x7d;
export const escapeBit = 0x20;
export const addressOctet = 0xff;

/**
 * Besides flag and escape: XON and XOFF with and without the eighth bit, so that the link passes software flow control; and
 * CAN, so that no content looks like the end of a ZMODEM transfer.
 */
export const escapedOctets = [flagOctet, escapeOctet, 0x11, 0x13, 0x91, 0x93, 0x18] as const;

/** What a line may add by itself: taken out unless it was escaped (RFC 1662 §4.2). */
export const flowOctets = [0x11, 0x13, 0x91, 0x93] as const;

export const fcsBytes = 4;

/** Address to FCS, unescaped; whatever runs on longer is no frame. */
export const maxFrameBytes = 1_200;

/** Largest payload of one frame; each side may want less. */
export const maxPayloadBytes = 1_024;
export const minPayloadBytes = 64;

export const linkVersion = 1;

/**
 * Low bits of the control octet. The top bit is set in frames of the side that opens channels, so that a line with echo does
 * not answer itself.
 *
 * ```
 * hello  control | version u8 | own epoch u32 | epoch of the peer, 0 unknown, u32 | payload bytes u16
 * data   control | tag u16 | sequence u8 | next expected u8 | payload
 * ack    control | tag u16 | next expected u8
 * nak    control | tag u16 | next expected u8          send again from there
 * ping   control | tag u16 | next expected u8          wants an ack
 * bye    control | tag u16
 * back   control | tag u16 | next expected u8          frames again after a file transfer, wants an ack
 * ```
 *
 * Numbers are big-endian. The tag is made of both epochs: what belongs to another session is never taken for this one's.
 */
export const frameTypes = { hello: 1, data: 2, ack: 3, nak: 4, ping: 5, bye: 6, back: 7 } as const;
export const initiatorBit = 0x80;

/** Frames that may be under way, modulo 256. */
export const windowFrames = 16;
