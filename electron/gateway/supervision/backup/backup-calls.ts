import { PassThrough } from 'node:stream';
import type { Logger } from 'pino';
import type { Database } from '#platform/database/database.ts';
import { failure } from '#shared/errors/failure.ts';
import { attachment } from '../http/attachment.ts';
import type { Handlers } from '../http/call.ts';
import { localStamp } from '../system/gateway-time.ts';
import { type BackupFacts, prepareBackup } from './write-backup.ts';

interface BackupCallsOptions {
  database: Database;
  uploadsFolder: string;
  facts: (origin: BackupFacts['origin']) => BackupFacts;
  isRestoring: () => boolean;
  /** Resolves when the first account exists: a backup without it could not be restored. */
  firstAccount: Promise<void>;
  log: Logger;
}

/** `GET /system/backup`: the parts are fixed first, so that what fails is answered and not a broken download. */
export function backupCalls(options: BackupCallsOptions): Pick<Handlers, 'backup'> {
  const { database, uploadsFolder, log } = options;
  return {
    async backup() {
      if (options.isRestoring()) return { failure: failure('RESTORE_RUNNING') };
      await options.firstAccount;
      const facts = options.facts('backup');
      const prepared = await prepareBackup(database, uploadsFolder, facts);
      const body = new PassThrough({ highWaterMark: 256 * 1024 });
      prepared
        .writeTo(body)
        .catch((error) => {
          log.info({ error }, 'a backup download ended early');
          body.destroy();
        })
        .then(() => prepared.discard())
        .catch((error) => log.warn({ error }, 'the spool of a backup could not be removed'));
      const fileName = `${facts.name}-${localStamp(facts.createdAt)}.zip`;
      return {
        status: 200,
        body,
        headers: { 'content-disposition': attachment(fileName), 'cache-control': 'no-store' },
      };
    },
  };
}
