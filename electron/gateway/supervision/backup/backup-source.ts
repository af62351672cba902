import type { DatabaseSync } from 'node:sqlite';
import type { Database } from '#platform/database/database.ts';
import type { BackupPart } from '#shared/gateway-api/manifests.ts';
import { accountOf } from '../accounts/accounts.ts';

/** The configuration as it was at one moment, whatever is written meanwhile. */
export interface BackupSource {
  /** The JSON text of a part in pieces, one item a line. */
  part(part: BackupPart): Iterable<string>;
  close(): void;
}

/** Opens one read transaction over all parts. */
export function openBackupSource(database: Database): BackupSource {
  const sql = database.openReader();
  try {
    // The first read fixes the moment.
    sql.exec('BEGIN; SELECT count(*) FROM documents;');
  } catch (error) {
    sql.close();
    throw error;
  }
  return {
    part: (part) => (part === 'settings' ? settingsText(sql) : listText(itemsOf(sql, part))),
    close: () => sql.close(),
  };
}

function* settingsText(sql: DatabaseSync): Generator<string> {
  const row = sql.prepare("SELECT document FROM documents WHERE part = 'settings'").get();
  yield `${String(row?.document)}\n`;
}

function* itemsOf(sql: DatabaseSync, part: Exclude<BackupPart, 'settings'>): Generator<string> {
  if (part === 'accounts') {
    for (const row of sql.prepare('SELECT * FROM accounts ORDER BY username').iterate()) {
      yield JSON.stringify(accountOf(row));
    }
    return;
  }
  const documents = sql.prepare('SELECT document FROM documents WHERE part = ? ORDER BY position');
  for (const row of documents.iterate(part)) yield String(row.document);
}

function* listText(items: Iterable<string>): Generator<string> {
  let lead = '[\n';
  for (const item of items) {
    yield lead + item;
    lead = ',\n';
  }
  yield lead === '[\n' ? '[]\n' : '\n]\n';
}
