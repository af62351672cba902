/** As much as the buffers between two computers hold; what comes after it is asked for again. */
const mostBytes = 1024 * 1024;
/** Fewer bytes are the same too easily. */
const proofBytes = 32;

/**
 * What was under way behind a damaged subpacket. Its place is known as long as every subpacket is as long as those before the
 * damage; it is believed when its last one, asked for again, is the same. A sender whose words are many seconds under way then
 * repeats two subpackets instead of everything.
 */
export interface KeptAhead {
  /** A damaged subpacket of `bytes` stood at `offset`; null: nobody knows how long it was. Forgets what was kept. */
  begin(offset: number, bytes: number | null): void;
  /** A whole subpacket of the frame, so that its length is known. */
  measure(bytes: number): void;
  /** The next subpacket behind the damage. */
  add(content: Uint8Array): void;
  /** Another frame begins: what is damaged there is at another place. */
  stop(): void;
  /** Where to go on when everything before `position` has arrived; null when nothing would be gained. */
  resumeAt(position: number): number | null;
  /** What `content` at {@link KeptAhead.resumeAt} proves: everything from `position` up to there. Null: it is something else. */
  proven(position: number, content: Uint8Array): Uint8Array | null;
}

export function createKeptAhead(): KeptAhead {
  let usual = 0;
  /** Of each of `parts`, whatever comes later. */
  let length = 0;
  let from = 0;
  let parts: Uint8Array[] = [];
  let keeping = false;

  const last = (): number => from + (parts.length - 1) * length;
  function resumeAt(position: number): number | null {
    return position >= from && last() > position ? last() : null;
  }
  return {
    begin(offset, bytes) {
      parts = [];
      length = usual;
      keeping = bytes !== null && bytes === length;
      from = offset + length;
    },
    measure(bytes) {
      usual = bytes;
    },
    add(content) {
      keeping &&= content.length === length && (parts.length + 1) * length <= mostBytes;
      if (keeping) parts.push(content);
    },
    stop() {
      keeping = false;
    },
    resumeAt,
    proven(position, content) {
      const at = resumeAt(position);
      const known = parts.at(-1)?.subarray(0, content.length);
      if (at === null || known === undefined || known.length < proofBytes) return null;
      if (Buffer.compare(known, content.subarray(0, known.length)) !== 0) return null;
      return Buffer.concat(parts).subarray(position - from, at - from);
    },
  };
}
