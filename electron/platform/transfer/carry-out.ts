import { type Failure, failure } from '#shared/errors/failure.ts';
import { type ByteLine, LineGone } from '../serial/byte-line.ts';
import type { Step, TransferEvent } from './machine.ts';

/** Asks the machine; its step is carried out after those under way. Does nothing once the machine has ended. */
export type CallMachine = (ask: (nowMs: number) => Step) => void;

export interface StepHooks {
  /** Content that arrived; what the machine sends with it waits until this has resolved. A failure ends the transfer. */
  onData(bytes: Uint8Array): Promise<Failure | null>;
  /** One event, after the bytes of its step are out. A failure ends the transfer. */
  onEvent(event: TransferEvent, call: CallMachine): Promise<Failure | null>;
}

/**
 * One step: content is stored and files that ended are closed before the peer hears of it; then the bytes go out; the other
 * events are answered when the line has taken them, which is what holds a sender back.
 */
export async function carryOut(
  step: Step,
  line: ByteLine,
  hooks: StepHooks,
  call: CallMachine,
): Promise<Failure | null> {
  const first = step.events.findLastIndex((event) => event.type === 'file-ended') + 1;
  for (const bytes of step.data) {
    const failed = await hooks.onData(bytes);
    if (failed !== null) return failed;
  }
  for (const event of step.events.slice(0, first)) {
    const failed = await hooks.onEvent(event, call);
    if (failed !== null) return failed;
  }
  try {
    if (step.send.length > 0) await line.write(joined(step.send));
  } catch (error) {
    if (error instanceof LineGone) return lineGone(error, line);
    throw error;
  }
  for (const event of step.events.slice(first)) {
    const failed = await hooks.onEvent(event, call);
    if (failed !== null) return failed;
  }
  return null;
}

export const lineGone = (why: LineGone, line: ByteLine): Failure =>
  failure('TRANSFER_LINE_GONE', { line: line.name }, why.message);

const joined = (parts: readonly Uint8Array[]): Uint8Array =>
  parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts);
