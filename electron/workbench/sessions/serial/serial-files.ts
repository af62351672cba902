import { announcedFileSink } from '#platform/link/announced-file.ts';
import { receiveOverLink, sendOverLink } from '#platform/link/link-transfer.ts';
import { filesToSend } from '#platform/transfer/files-to-send.ts';
import type { ConsoleTransfer } from '#shared/gateway-api/console/transfer-api.ts';
import type { Result } from '#shared/result.ts';
import { type Downloaded, downloadedFile } from '../../transfers/download.ts';
import { safeName } from '../../transfers/file-name.ts';
import { startUnfinished } from '../../transfers/unfinished-downloads.ts';
import type { GatewayClient } from '../gateway-client.ts';
import { createFileMover, type FileWork } from './file-mover.ts';
import type { GatewayLink } from './gateway-link.ts';

/**
 * Files between this computer and a gateway by the serial cable: announced by a call, moved by ZMODEM, gone on with after a
 * break. Failures: CABLE_GIVEN_UP, what the gateway says of the file, GATEWAY_CONNECTION_LOST after `signal`.
 */
export interface SerialFiles {
  /** Sends the file; answers the upload's id, by which a change is asked for. */
  send(
    file: { path: string; name: string; bytes: number; sha256: string },
    work: FileWork,
  ): Promise<Result<string>>;
  /** Fetches a backup of now, or a snapshot by its name, into `folder`. */
  fetch(
    wanted: { snapshot: string | null; folder: string; fallbackName: string },
    work: FileWork,
  ): Promise<Result<Downloaded>>;
  /** The line carries a file just now. */
  isMoving(): boolean;
}

export function createSerialFiles(deps: { client: GatewayClient; link: GatewayLink }): SerialFiles {
  const { client } = deps;
  const mover = createFileMover(deps);
  return {
    isMoving: mover.isMoving,
    async send({ path, name, bytes, sha256 }, work) {
      const source = await filesToSend([path]);
      if (!source.ok) return source;
      return mover.move(
        { ...work, doing: 'uploading' },
        {
          announce: (signal) => client.call('consolePut', { body: { name, bytes, sha256 }, signal }),
          whole: ({ upload }) => upload,
          over: ({ protocol }, lent, options) =>
            sendOverLink(lent, { protocol, source: source.value, ...options }),
        },
      );
    },
    async fetch({ snapshot, folder, fallbackName }, work) {
      const path = await startUnfinished(folder);
      if (!path.ok) return path;
      const doing = snapshot === null ? 'downloading the backup' : 'downloading the snapshot';
      let received: ConsoleTransfer | null = null;
      const body = snapshot === null ? {} : { snapshot };
      const fetched = await mover.move(
        { ...work, doing },
        {
          // The gateway takes the backup before it answers.
          announce: (signal) => client.call('consoleGet', { body, signal, timeoutMs: 0 }),
          whole: () => received,
          async over(transfer, lent, options) {
            const { protocol, name, bytes, sha256 } = transfer;
            const file = { name, bytes, sha256, path: path.value };
            // A spool that was made anew is another file: what came of the first one is not gone on with.
            const resumes = protocol === 'zmodem' && mover.isSame(transfer);
            const sink = announcedFileSink(file, { resumes });
            const moved = await receiveOverLink(lent, { protocol, sink, ...options });
            // The sink has compared the hash before it let the file end.
            if (moved.ok && moved.value.files.length > 0) received = transfer;
            return moved;
          },
        },
      );
      const name = fetched.ok ? safeName(fetched.value.name) || fallbackName : fallbackName;
      const about = { temporaryPath: path.value, folder, name, durable: Promise.resolve() };
      if (!fetched.ok) {
        await downloadedFile({ ...about, bytes: 0, sha256: '' }).discard();
        return fetched;
      }
      const { id, bytes, sha256 } = fetched.value;
      // The gateway forgets its copy by itself, too.
      await client.call('consoleGiveUp', { params: { id }, signal: work.signal });
      return { ok: true, value: downloadedFile({ ...about, bytes, sha256 }) };
    },
  };
}
