import { createByteQueue } from '../byte-queue.ts';
import type { Script, ScriptIo } from '../script.ts';

/** Asked for at once: a read of the disk for every sixteen blocks. */
const askBytes = 16 * 1024;

/** Content of the file that is sent, asked for before it is needed. `knownBytes`: no more than this is asked for. */
export function createReadAhead(io: ScriptIo, index: number, knownBytes: number | null) {
  const buffer = createByteQueue();
  let offset = 0;
  let open = false;
  let ended = knownBytes === 0;

  function ask(): void {
    if (open || ended) return;
    open = true;
    io.emit({ type: 'want', index, offset, bytes: wanted() });
  }

  const wanted = () => (knownBytes === null ? askBytes : Math.min(askBytes, knownBytes - offset));

  function takeSupply(): void {
    const bytes = open ? io.takeSupply() : null;
    if (bytes === null) return;
    ended = bytes.length < wanted() || offset + bytes.length === knownBytes;
    open = false;
    offset += bytes.length;
    buffer.push(bytes);
  }

  return {
    ask,
    buffered: buffer.length,
    take: buffer.take,
    /** Waits until so much is there, or all that the file has. */
    *fill(bytes: number): Script<void> {
      takeSupply();
      while (buffer.length() < bytes && !ended) {
        ask();
        yield { supply: true, untilMs: null };
        takeSupply();
      }
    },
  };
}
