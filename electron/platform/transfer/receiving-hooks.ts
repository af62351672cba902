import type { Failure } from '#shared/errors/failure.ts';
import type { CallMachine } from './carry-out.ts';
import type { FileSink, FileWriter } from './file-ports.ts';
import type { OfferedFile, ReceivingMachine, TransferEvent } from './machine.ts';
import type { TransferHooks, TransferredFile } from './transfer-hooks.ts';
import type { ProgressReporter } from './transfer-progress.ts';

/** Stores what a receiving machine brings, and keeps account of what it says. */
export function createReceivingHooks(
  machine: ReceivingMachine,
  sink: FileSink,
  progress: ProgressReporter,
): TransferHooks {
  const files: TransferredFile[] = [];
  let writer: FileWriter | null = null;
  let name = '';
  let received = 0;
  let closed = false;

  async function offer(file: OfferedFile, call: CallMachine): Promise<Failure | null> {
    const offered = await sink.offer(file);
    if (!offered.ok) return offered.failure;
    name = offered.value.name;
    if (offered.value.take === 'skip') {
      call((nowMs) => machine.skip(nowMs));
      return null;
    }
    // Whoever was asked took longer than the sender waited.
    if (closed) {
      await offered.value.writer.abandon();
      return null;
    }
    const { offset } = offered.value;
    writer = offered.value.writer;
    received = offset;
    progress.begin(name, file.bytes, offset);
    call((nowMs) => machine.accept(offset, nowMs));
    return null;
  }

  async function endFile(event: Extract<TransferEvent, { type: 'file-ended' }>): Promise<Failure | null> {
    const { outcome, bytes, paddedBytes } = event;
    const ended = writer;
    if (ended !== null && outcome !== 'skipped') {
      const stored = await ended.end();
      if (!stored.ok) return stored.failure;
      writer = null;
    }
    files.push({ name, outcome, bytes, paddedBytes });
    return null;
  }

  return {
    files,
    async close() {
      closed = true;
      const cutOff = writer;
      writer = null;
      await cutOff?.abandon();
    },
    async onData(bytes) {
      if (writer === null) throw new Error('content of a file that was not accepted');
      received += bytes.length;
      const written = await writer.write(bytes);
      progress.reach(received);
      return written.ok ? null : written.failure;
    },
    async onEvent(event, call) {
      if (event.type === 'file-offered') return offer(event.file, call);
      if (event.type === 'file-ended') return endFile(event);
      if (event.type === 'retry') progress.retry();
      return null;
    },
  };
}
