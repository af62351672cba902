import type { Ending } from '../ending.ts';
import type { Script, ScriptIo } from '../script.ts';
import { type BlockBytes, encodeBlock } from './block.ts';
import { type Check, control, holdsCancel } from './control.ts';
import { cancelledByPeer, deliver } from './deliver.ts';
import { createReadAhead } from './read-ahead.ts';
import type { Timing } from './timing.ts';

interface ContentOptions {
  timing: Timing;
  index: number;
  blockBytes: BlockBytes;
  check: Check;
  /** Length that was announced, of which no byte more is sent; null: up to where the file ends. */
  bytes: number | null;
  /** Does not wait for answers (YMODEM-g). */
  streams: boolean;
  /** With which byte the receiver invites; it may do so again while it has nothing. */
  invitation: number;
}

/** Up to so many bytes at the end, seven small blocks are shorter than one large. */
const smallEndBytes = 7 * 128;

/** Sends the content of one file, without the EOT; the bytes that were sent. */
export function* sendContent(io: ScriptIo, options: ContentOptions): Script<{ bytes: number } | Ending> {
  const { timing, index, check, streams, invitation } = options;
  // Who does not know CRC does not know large blocks either.
  const largest = check === 'checksum' ? 128 : options.blockBytes;
  const file = createReadAhead(io, index, options.bytes);
  let sent = 0;
  for (let number = 1; ; number++) {
    yield* file.fill(largest);
    const left = file.buffered();
    if (left === 0) break;
    const blockBytes = largest === 1024 && left > smallEndBytes ? 1024 : 128;
    const content = file.take(Math.min(left, blockBytes));
    const block = encodeBlock(number, content, blockBytes, check, control.sub);
    // While this block is under way.
    if (file.buffered() < largest) file.ask();
    if (streams) {
      if (holdsCancel(io.input.takeAll())) return cancelledByPeer(sent);
      io.send(block);
    } else {
      const ending = yield* deliver(io, block, {
        timing,
        offset: sent,
        no: number === 1 ? invitation : null,
      });
      if (ending !== null) return ending;
    }
    sent += content.length;
    if (!streams) io.emit({ type: 'confirmed', index, offset: sent });
  }
  return { bytes: sent };
}
