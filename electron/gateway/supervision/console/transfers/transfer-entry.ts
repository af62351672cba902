import { stat } from 'node:fs/promises';
import { announcedFileSink } from '#platform/link/announced-file.ts';
import type { LentLine } from '#platform/link/lent-line.ts';
import { filesToSend } from '#platform/transfer/files-to-send.ts';
import type { TransferReport } from '#platform/transfer/run-transfer.ts';
import { failure } from '#shared/errors/failure.ts';
import type { ConsoleTransfer } from '#shared/gateway-api/console/transfer-api.ts';
import type { Result } from '#shared/result.ts';

/** Who announced a transfer: only the same account sees it, and only while it is logged in. */
export interface Owner {
  username: string;
  sessionId: string;
}

export interface TransferEntry {
  view: Omit<ConsoleTransfer, 'offset'>;
  owner: Owner;
  /** The upload that grows, or the spooled download. */
  path: string;
  usedAtMs: number;
}

/** As it is told; `offset` is what the disk says. */
export async function shownEntry({ view, path }: TransferEntry): Promise<ConsoleTransfer> {
  const offset = view.direction === 'put' ? (await stat(path).catch(() => ({ size: 0 }))).size : 0;
  return { ...view, offset };
}

/** The file over the line, which goes back whatever happens. */
export async function carryOver(
  { view, path }: TransferEntry,
  lent: LentLine,
): Promise<Result<TransferReport>> {
  const { protocol, direction } = view;
  try {
    // The protocols are loaded with the first file.
    const { receiveOverLink, sendOverLink } = await import('#platform/link/link-transfer.ts');
    if (direction === 'put') {
      const sink = announcedFileSink({ ...view, path }, { resumes: protocol === 'zmodem' });
      return await receiveOverLink(lent, { protocol, sink });
    }
    const source = await filesToSend([path]);
    return source.ok ? await sendOverLink(lent, { protocol, source: source.value }) : source;
  } finally {
    lent.giveBack();
  }
}

/** What the entry says after a try. */
export function settleEntry({ view }: TransferEntry, ended: Result<TransferReport>): void {
  const whole = ended.ok && ended.value.files.length > 0;
  view.state = whole ? 'complete' : 'waiting';
  view.failure = null;
  if (whole) {
    view.upload = view.direction === 'put' ? view.id : null;
    return;
  }
  const { code, message } = ended.ok ? failure('TRANSFER_NO_ANSWER') : ended.failure;
  view.failure = { code, message };
}
