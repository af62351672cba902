import type { LentLine } from '#platform/link/lent-line.ts';
import type { Transfer } from '#platform/transfer/rate-meter.ts';
import type { TransferReport } from '#platform/transfer/run-transfer.ts';
import type { TransferProgress } from '#platform/transfer/transfer-progress.ts';
import { type Failure, failure, isErrorCode } from '#shared/errors/failure.ts';
import type { ConsoleTransfer } from '#shared/gateway-api/console/transfer-api.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { pause } from '../../pause.ts';
import type { GatewayClient } from '../gateway-client.ts';
import type { GatewayLink } from './gateway-link.ts';

export interface FileWork {
  gateway: string;
  signal: AbortSignal;
  onProgress: (transfer: Transfer) => void;
  /** What a person should know meanwhile: the cable is out, it goes on. */
  onNote: (message: string) => void;
}

/** One file, in one direction. */
interface Move<T> {
  /** Tells the gateway about it, from the beginning. */
  announce(signal: AbortSignal): Promise<Result<ConsoleTransfer>>;
  /** What it was all for, once the file is whole; null before that. */
  whole(transfer: ConsoleTransfer): T | null;
  over(
    transfer: ConsoleTransfer,
    lent: LentLine,
    options: { signal: AbortSignal; onProgress: (progress: TransferProgress) => void },
  ): Promise<Result<TransferReport>>;
}

/** A cable that is out is looked for this often, and waited for so long since something moved. */
const lookEveryMs = 1_000;
const patienceMs = 10 * 60_000;

/** Moves files until they are whole, over as many tries as the cable needs. */
export interface FileMover {
  move<T>(work: FileWork & { doing: string }, move: Move<T>): Promise<Result<T>>;
  isMoving(): boolean;
  /** It was tried before: what came of it is worth something. */
  isSame(transfer: ConsoleTransfer): boolean;
}

export function createFileMover(deps: { client: GatewayClient; link: GatewayLink }): FileMover {
  const { client, link } = deps;
  let moving = false;
  let triedId: string | null = null;

  /** Where it stands; told anew when the gateway does not know it any more. */
  async function stand<T>(known: ConsoleTransfer | null, move: Move<T>, signal: AbortSignal) {
    if (known === null) return move.announce(signal);
    const asked = await client.call('consoleTransfer', { params: { id: known.id }, signal });
    return asked.ok || isBreak(asked.failure) ? asked : move.announce(signal);
  }

  /** One try. Null: it went through as far as this side can tell. */
  async function attempt(
    transfer: ConsoleTransfer,
    over: (lent: LentLine) => Promise<Result<TransferReport>>,
  ): Promise<Failure | null> {
    const opened = await link.open();
    if (!opened.ok) return opened.failure;
    const lent = await opened.value.lend(transfer.id);
    if (!lent.ok) return lent.failure;
    moving = true;
    try {
      const moved = await over(lent.value);
      triedId = transfer.id;
      return moved.ok ? endFailure(moved.value, lent.value.line.name) : moved.failure;
    } finally {
      moving = false;
    }
  }

  return {
    isMoving: () => moving,
    isSame: ({ id }) => id === triedId,
    async move(work, move) {
      const { signal } = work;
      let known: ConsoleTransfer | null = null;
      let movedAtMs = performance.now();
      let broken = false;
      const onProgress = ({ bytes, totalBytes, bytesPerSecond, secondsLeft }: TransferProgress) => {
        if (bytesPerSecond > 0) {
          movedAtMs = performance.now();
          broken = false;
        }
        work.onProgress({ bytes, totalBytes, bytesPerSecond, secondsLeft });
      };
      for (;;) {
        if (signal.aborted) return fail(interrupted(work));
        const stands: Result<ConsoleTransfer> = await stand(known, move, signal);
        let trouble: Failure | null = stands.ok ? null : stands.failure;
        if (stands.ok) {
          known = stands.value;
          const said = refusalIn(known);
          if (said !== null) return fail(said);
          const whole = move.whole(known);
          if (whole !== null) return ok(whole);
          const transfer = known;
          trouble = await attempt(transfer, (lent) => move.over(transfer, lent, { signal, onProgress }));
          const arrived = trouble === null ? move.whole(transfer) : null;
          if (arrived !== null) return ok(arrived);
        }
        if (trouble === null) continue;
        if (signal.aborted) return fail(interrupted(work));
        if (!isBreak(trouble)) return fail(trouble);
        if (performance.now() - movedAtMs > patienceMs) return fail(givenUp(work.gateway, trouble));
        // Once a break, not once a try.
        if (!broken) work.onNote(`the transfer broke off and goes on as soon as it can: ${trouble.message}`);
        broken = true;
        await pause(lookEveryMs, signal);
      }
    },
  };
}

/** What another try can mend: the line, not what was said about the file. */
const isBreak = ({ code }: Failure): boolean =>
  /^(LINK|SERIAL|TRANSFER)_/.test(code) ||
  code === 'GATEWAY_UNREACHABLE' ||
  code === 'GATEWAY_CONNECTION_LOST' ||
  code === 'GATEWAY_ANSWER';

/** What the gateway says of its last try, unless that was the line's fault. */
function refusalIn({ failure: said }: ConsoleTransfer): Failure | null {
  if (said === null || !isErrorCode(said.code)) return null;
  const refused: Failure = { ...failure(said.code), message: said.message };
  return isBreak(refused) ? null : refused;
}

function endFailure({ end, detail }: TransferReport, line: string): Failure | null {
  if (end === 'completed' || end === 'completed-unconfirmed') return null;
  return failure('LINK_GONE', { line, why: `the transfer ended early (${detail || end})` });
}

const interrupted = ({ gateway, doing }: { gateway: string; doing: string }): Failure =>
  failure('GATEWAY_CONNECTION_LOST', { gateway, doing });

const givenUp = (gateway: string, { code, message }: Failure): Failure =>
  failure('CABLE_GIVEN_UP', { gateway, minutes: patienceMs / 60_000, why: message }, code);
