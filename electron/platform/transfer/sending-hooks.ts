import type { Failure } from '#shared/errors/failure.ts';
import type { Result } from '#shared/result.ts';
import type { CallMachine } from './carry-out.ts';
import type { FileSource, OpenFile } from './file-ports.ts';
import type { SendingMachine, TransferEvent } from './machine.ts';
import type { TransferHooks, TransferredFile } from './transfer-hooks.ts';
import type { ProgressReporter } from './transfer-progress.ts';

type Event<T extends TransferEvent['type']> = Extract<TransferEvent, { type: T }>;

/** Reads what a sending machine wants, and keeps account of what it says. */
export function createSendingHooks(
  machine: SendingMachine,
  source: FileSource,
  progress: ProgressReporter,
): TransferHooks {
  const files: TransferredFile[] = [];
  let current: { index: number; file: OpenFile } | null = null;
  /** Streaming protocols confirm only at the end; there what was asked for is the best that is known. */
  let confirms = false;

  async function close(): Promise<void> {
    const open = current;
    current = null;
    await open?.file.close();
  }

  async function open(index: number): Promise<Result<OpenFile>> {
    if (current?.index === index) return { ok: true, value: current.file };
    await close();
    const opened = await source.open(index);
    if (opened.ok) current = { index, file: opened.value };
    return opened;
  }

  async function supply(want: Event<'want'>, call: CallMachine): Promise<Failure | null> {
    const file = await open(want.index);
    if (!file.ok) return file.failure;
    const content = await file.value.read(want.offset, want.bytes);
    if (!content.ok) return content.failure;
    if (!confirms) progress.reach(want.offset);
    call((nowMs) => machine.supply(content.value, nowMs));
    return null;
  }

  function begin(event: Event<'file-started'>): void {
    const file = source.files[event.index];
    confirms = false;
    progress.begin(file?.name ?? '', file?.bytes ?? null, event.offset);
  }

  return {
    files,
    close,
    onData: () => Promise.resolve(null),
    async onEvent(event, call) {
      if (event.type === 'want') return supply(event, call);
      if (event.type === 'file-started') begin(event);
      if (event.type === 'retry') progress.retry();
      if (event.type === 'confirmed') {
        confirms = true;
        progress.reach(event.offset);
      }
      if (event.type === 'file-ended') {
        const { outcome, bytes, paddedBytes } = event;
        progress.reach(bytes);
        // In order, one end a file: a file that is skipped at once never started.
        files.push({ name: source.files[files.length]?.name ?? '', outcome, bytes, paddedBytes });
        await close();
      }
      return null;
    },
  };
}
