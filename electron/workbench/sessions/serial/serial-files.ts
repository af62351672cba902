import type { LinkEndpoint } from '#platform/link/link-endpoint.ts';
import { receiveOverLink, sendOverLink } from '#platform/link/link-transfer.ts';
import type { FileSink, FileSource } from '#platform/transfer/file-ports.ts';
import type { Transfer } from '#platform/transfer/rate-meter.ts';
import type { TransferProgress } from '#platform/transfer/transfer-progress.ts';
import { type Failure, failure } from '#shared/errors/failure.ts';
import type { ConsoleTransfer } from '#shared/gateway-api/console/transfer-api.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { pause } from '../../pause.ts';
import type { Downloaded } from '../../transfers/download.ts';
import type { GatewayClient } from '../gateway-client.ts';
import type { GatewayLink } from './gateway-link.ts';
import { openFetchedFile } from './fetched-file.ts';
import { fileSourceOf } from './file-source.ts';

interface FileWork {
  gateway: string;
  signal: AbortSignal;
  onProgress: (transfer: Transfer) => void;
  /** What a person should know meanwhile: the cable is out, it goes on. */
  onNote: (message: string) => void;
}

/** Files between this computer and a gateway by the serial cable: by ZMODEM, resumed after a break. */
export interface SerialFiles {
  /** Sends the file; answers the upload's id, by which a change is asked for. Failures: CABLE_GIVEN_UP and what the gateway says. */
  send(
    file: { path: string; name: string; bytes: number; sha256: string },
    work: FileWork,
  ): Promise<Result<string>>;
  /** Fetches a backup of now, or a snapshot by its name, into `folder`. */
  fetch(wanted: { snapshot: string | null; folder: string }, work: FileWork): Promise<Result<Downloaded>>;
  /** The line carries a file just now. */
  isMoving(): boolean;
}

/** A cable that is out is looked for this often, and waited for so long since the last byte. */
const lookEveryMs = 1_000;
const patienceMs = 10 * 60_000;

export function createSerialFiles(deps: { client: GatewayClient; link: GatewayLink; line: string }): SerialFiles {
  const { client, link } = deps;
  let moving = false;

  /** One try over the line. Null: it went through as far as this side can tell. */
  async function move(id: string, over: (endpoint: LinkEndpoint) => Promise<Failure | null>): Promise<Failure | null> {
    const opened = await link.open();
    if (!opened.ok) return opened.failure;
    moving = true;
    try {
      return await over(opened.value);
    } finally {
      moving = false;
    }
  }

  /**
   * Tries until the gateway says that the file is whole. `announce` begins it, or goes on with it after the gateway or the cable
   * was away; whatever breaks is tried again as long as something moves within {@link patienceMs}.
   */
  async function untilWhole<T>(
    work: FileWork & { doing: string },
    steps: {
      announce(): Promise<Result<ConsoleTransfer>>;
      isWhole(transfer: ConsoleTransfer): boolean;
      over(transfer: ConsoleTransfer, endpoint: LinkEndpoint, onBytes: (progress: TransferProgress) => void): Promise<Failure | null>;
      finish(transfer: ConsoleTransfer): Promise<Result<T>>;
    },
  ): Promise<Result<T>> {
    let movedAtMs = performance.now();
    let last: Failure | null = null;
    let told = false;
    const onBytes = (progress: TransferProgress) => {
      movedAtMs = performance.now();
      told = false;
      const { bytes, totalBytes, bytesPerSecond, secondsLeft } = progress;
      work.onProgress({ bytes, totalBytes, bytesPerSecond, secondsLeft });
    };
    for (;;) {
      if (work.signal.aborted) return fail(interrupted(work));
      const announced = await steps.announce();
      if (announced.ok && steps.isWhole(announced.value)) return steps.finish(announced.value);
      if (!announced.ok && !isBreak(announced.failure)) return announced;
      const broken = announced.ok
        ? await move(announced.value.id, (endpoint) => steps.over(announced.value, endpoint, onBytes))
        : announced.failure;
      if (broken === null) continue;
      if (work.signal.aborted) return fail(interrupted(work));
      if (!isBreak(broken)) return fail(broken);
      last = broken;
      if (performance.now() - movedAtMs > patienceMs) {
        const minutes = patienceMs / 60_000;
        return fail(failure('CABLE_GIVEN_UP', { gateway: work.gateway, minutes, why: last.message }, last.code));
      }
      if (!told) work.onNote(`the serial cable broke off: ${last.message} It goes on where it stopped.`);
      told = true;
      await pause(lookEveryMs, work.signal);
    }
  }

  const interrupted = ({ gateway, doing }: FileWork & { doing: string }): Failure =>
    failure('GATEWAY_CONNECTION_LOST', { gateway, doing });

  return {
    isMoving: () => moving,
    send(file, work) {
      const { name, bytes, sha256 } = file;
      return untilWhole(
        { ...work, doing: 'uploading' },
        {
          announce: () => client.call('consolePut', { body: { name, bytes, sha256 }, signal: work.signal }),
          isWhole: ({ upload }) => upload !== null,
          async over(transfer, endpoint, onProgress) {
            const lent = await endpoint.lend(transfer.id);
            if (!lent.ok) return lent.failure;
            const source: FileSource = fileSourceOf(file);
            const sent = await sendOverLink(lent.value, {
              ...{ protocol: transfer.protocol, source, signal: work.signal, onProgress },
            });
            return endOf(sent, deps.line);
          },
          finish: async ({ upload }) =>
            upload === null ? fail(interrupted({ ...work, doing: 'uploading' })) : ok(upload),
        },
      );
    },
    async fetch({ snapshot, folder }, work) {
      const doing = snapshot === null ? 'downloading the backup' : 'downloading the snapshot';
      const file = await openFetchedFile(folder);
      if (!file.ok) return file;
      let transfer: ConsoleTransfer | null = null;
      const fetched = await untilWhole<Downloaded>(
        { ...work, doing },
        {
          async announce() {
            // A spool that is gone (the gateway was restarted) is made anew; what came of the other one counts for nothing.
            const known = transfer;
            const asked = known
              ? await client.call('consoleTransfer', { params: { id: known.id }, signal: work.signal })
              : null;
            if (asked?.ok || (asked !== null && isBreak(asked.failure))) return asked;
            const body = snapshot === null ? {} : { snapshot };
            const made = await client.call('consoleGet', { body, timeoutMs: 0, signal: work.signal });
            if (made.ok) {
              transfer = made.value;
              await file.value.expect(made.value);
            }
            return made;
          },
          isWhole: () => file.value.isWhole(),
          async over({ id, protocol }, endpoint, onProgress) {
            const lent = await endpoint.lend(id);
            if (!lent.ok) return lent.failure;
            const sink: FileSink = file.value.sink;
            const received = await receiveOverLink(lent.value, {
              ...{ protocol, sink, signal: work.signal, onProgress },
            });
            return endOf(received, deps.line);
          },
          async finish({ id }) {
            // Best effort: the gateway forgets it by itself.
            await client.call('consoleGiveUp', { params: { id } });
            return file.value.finish(work.gateway);
          },
        },
      );
      if (!fetched.ok) await file.value.discard();
      return fetched;
    },
  };
}

/** What is worth another try: the line, not what is said about the file. */
const isBreak = ({ code }: Failure): boolean =>
  code.startsWith('LINK_') ||
  code.startsWith('SERIAL_') ||
  code.startsWith('TRANSFER_') ||
  code === 'GATEWAY_UNREACHABLE' ||
  code === 'GATEWAY_CONNECTION_LOST';

function endOf(moved: Awaited<ReturnType<typeof sendOverLink>>, line: string): Failure | null {
  if (!moved.ok) return moved.failure;
  const { end, detail } = moved.value;
  if (end === 'completed' || end === 'completed-unconfirmed') return null;
  return failure('LINK_GONE', { line, why: `the transfer ended early (${detail || end})` });
}
