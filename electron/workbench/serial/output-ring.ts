import type { ConsoleMark } from '#shared/bridge/serial-console.ts';

/** What arrived on a console: the last bytes of it, by offsets that only grow. */
export interface OutputRing {
  /** Copies the bytes; the oldest go when there are more than the ring may hold. */
  append(bytes: Uint8Array, atMs: number): void;
  /** Notes what happened to the line at this place. */
  note(kind: Exclude<ConsoleMark['kind'], 'typed'>, atMs: number): void;
  /** Notes own input at this place, as a screen showed it. */
  typed(own: NonNullable<ConsoleMark['own']>, atMs: number): void;
  /** From the wished offset, or from the oldest that is kept; as much as is allowed and there. */
  read(from: number, maxBytes: number): RingPart;
  /** Holds so much from here on; the oldest beyond it go at once. */
  resize(capacityBytes: number): void;
  /** Forgets what arrived so far. */
  clear(): void;
  total(): number;
  cutBefore(): number;
}

export interface RingPart {
  from: number;
  total: number;
  cutBefore: number;
  bytes: Uint8Array;
  /** The first arrival tells when the first byte came and may lie before it; all others lie within the bytes. */
  marks: ConsoleMark[];
  /** Behind the last byte of all, when the part goes up to it. */
  pending: ConsoleMark[];
}

interface Block {
  /** Offset of its first byte. */
  start: number;
  used: number;
  bytes: Uint8Array;
}

/** A console that said little costs little; whole blocks are dropped. */
const blockBytes = 64 * 1024;
/** Closer together than this, arrivals share a mark. */
const markSpacingMs = 10;
/** About 3 MiB of memory. Beyond, every second of the older half goes: times there get coarser, nothing else. */
const maxMarks = 65_536;
/** Of own input, with what its marks cost; beyond, the older half goes. */
const maxTypedCharacters = 1024 * 1024;
const typedMarkCost = 64;
/** Keys in a row share a mark. */
const maxTypedMark = 4_096;
/** An answer stays small also where each byte has its own mark. */
const maxMarksRead = 4_096;

/** Holds at least `capacityBytes` before it drops any, and never more than one block above. */
export function createOutputRing(wishedBytes: number): OutputRing {
  let capacityBytes = wishedBytes;
  let blocks: Block[] = [];
  let marks: ConsoleMark[] = [];
  let total = 0;
  let cutBefore = 0;
  let typedCharacters = 0;

  function addTyped(own: NonNullable<ConsoleMark['own']>, at: number): void {
    const last = marks.at(-1);
    const text = (last?.own?.text ?? '') + own.text;
    if (last?.offset === total && last.own?.by === own.by && text.length <= maxTypedMark) {
      marks[marks.length - 1] = { ...last, own: { ...own, text } };
      typedCharacters += own.text.length;
    } else {
      marks.push({ offset: total, at, kind: 'typed', own });
      typedCharacters += own.text.length + typedMarkCost;
    }
    if (typedCharacters > maxTypedCharacters) forgetOldTyped();
  }

  function forgetOldTyped(): void {
    typedCharacters = 0;
    marks = marks
      .toReversed()
      .filter(({ own }) => {
        if (own === undefined) return true;
        const cost = own.text.length + typedMarkCost;
        if (typedCharacters + cost > maxTypedCharacters / 2) return false;
        typedCharacters += cost;
        return true;
      })
      .toReversed();
  }

  function addMark(mark: ConsoleMark): void {
    const last = marks.at(-1);
    if (mark.kind === 'bytes' && last?.kind === 'bytes' && mark.at - last.at < markSpacingMs) return;
    marks.push(mark);
    if (marks.length <= maxMarks) return;
    const half = maxMarks / 2;
    marks = marks.filter((each, index) => index >= half || each.kind !== 'bytes' || index % 2 === 0);
  }

  function cut(): void {
    const before = cutBefore;
    for (let first = blocks[0]; first !== undefined && total - first.start - first.used >= capacityBytes; ) {
      cutBefore = first.start + first.used;
      blocks.shift();
      first = blocks[0];
    }
    if (cutBefore > before)
      marks = [...arrivalBefore(marks, cutBefore), ...marks.slice(firstAt(marks, cutBefore))];
  }

  return {
    append(bytes, atMs) {
      if (bytes.length === 0) return;
      addMark({ offset: total, at: atMs, kind: 'bytes' });
      for (let taken = 0; taken < bytes.length; ) {
        let last = blocks.at(-1);
        if (last === undefined || last.used === blockBytes) {
          last = { start: total, used: 0, bytes: new Uint8Array(blockBytes) };
          blocks.push(last);
        }
        const part = bytes.subarray(taken, taken + blockBytes - last.used);
        last.bytes.set(part, last.used);
        last.used += part.length;
        taken += part.length;
        total += part.length;
      }
      cut();
    },
    note: (kind, atMs) => addMark({ offset: total, at: atMs, kind }),
    typed: addTyped,
    read(wished, maxBytes) {
      const from = Math.min(Math.max(wished, cutBefore), total);
      let to = Math.min(from + maxBytes, total);
      const within = arrivalBefore(marks, from);
      for (let index = firstAt(marks, from); index < marks.length; index++) {
        const mark = marks[index];
        if (mark === undefined || mark.offset >= to) break;
        // Ends before the mark that is one too many, unless all of them lie at the beginning.
        if (within.length >= maxMarksRead && mark.offset > from) {
          to = mark.offset;
          break;
        }
        within.push(mark);
      }
      const pending = to === total ? marks.slice(firstAt(marks, total)) : [];
      return { from, total, cutBefore, bytes: copy(blocks, from, to), marks: within, pending };
    },
    resize(bytes) {
      capacityBytes = bytes;
      cut();
    },
    clear() {
      blocks = [];
      marks = [];
      cutBefore = total;
    },
    total: () => total,
    cutBefore: () => cutBefore,
  };
}

/** Index of the first mark at or behind the offset. */
function firstAt(marks: readonly ConsoleMark[], offset: number): number {
  let low = 0;
  let high = marks.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((marks[middle]?.offset ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The arrival of the byte at the offset, when it is told by a mark before it. */
function arrivalBefore(marks: readonly ConsoleMark[], offset: number): ConsoleMark[] {
  const at = firstAt(marks, offset);
  for (let index = at; marks[index]?.offset === offset; index++)
    if (marks[index]?.kind === 'bytes') return [];
  const before = marks.findLast((mark, index) => index < at && mark.kind === 'bytes');
  return before === undefined ? [] : [before];
}

function copy(blocks: readonly Block[], from: number, to: number): Uint8Array {
  const copied = new Uint8Array(to - from);
  for (const block of blocks) {
    const start = Math.max(from, block.start);
    const end = Math.min(to, block.start + block.used);
    if (start < end) copied.set(block.bytes.subarray(start - block.start, end - block.start), start - from);
  }
  return copied;
}
