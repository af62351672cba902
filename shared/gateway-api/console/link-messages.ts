/**
 * What the payload of a data frame holds: one message.
 *
 * ```
 * kind u8 | channel u16 | body
 * open      nothing; only the side that began the link opens channels
 * data      octets of the stream
 * deflated  the same, raw DEFLATE (RFC 1951) with the last {@link dictionaryBytes} of this direction as dictionary
 * end       nothing more comes from this side
 * reset     the channel is gone, both ways
 * credit    u32: so many octets more may be sent
 * suspend   channel 0; UTF-8, why: the sender frames nothing after this until the file transfer is over
 * ```
 *
 * Numbers are big-endian.
 */
export const messageKinds = {
  open: 1,
  data: 2,
  deflated: 3,
  end: 4,
  reset: 5,
  credit: 6,
  suspend: 7,
} as const;

export const messageHeaderBytes = 3;

/** What each side of a channel may send before the other has read it. */
export const creditBytes = 32 * 1024;

/** Of one message before it was deflated. */
export const maxPlainBytes = 4 * 1024;

export const dictionaryBytes = 8 * 1024;

export const maxChannels = 16;
