import type { Database } from '#platform/database/database.ts';
import { type Snapshot, snapshotSchema } from '#shared/gateway-api/extensions.ts';

/** Rows of the snapshots that lie in the snapshot folder. */
export interface SnapshotStore {
  /** Newest first. */
  list(): Snapshot[];
  get(name: string): Snapshot | null;
  put(snapshot: Snapshot): void;
  remove(name: string): void;
}

export function createSnapshotStore({ sql }: Database): SnapshotStore {
  const list = sql.prepare('SELECT * FROM snapshots ORDER BY created_at DESC, name DESC');
  const get = sql.prepare('SELECT * FROM snapshots WHERE name = ?');
  const put = sql.prepare(`
    INSERT OR REPLACE INTO snapshots (name, created_at, bytes, sha256, origin, revision, verified, label)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?)`);
  const remove = sql.prepare('DELETE FROM snapshots WHERE name = ?');
  return {
    list: () => list.all().map(snapshotOf),
    get(name) {
      const row = get.get(name);
      return row === undefined ? null : snapshotOf(row);
    },
    put: (snapshot) =>
      void put.run(
        snapshot.name,
        Date.parse(snapshot.createdAt),
        snapshot.bytes,
        snapshot.sha256,
        snapshot.origin,
        snapshot.revision,
        snapshot.verified ? 1 : 0,
        snapshot.label ?? null,
      ),
    remove: (name) => void remove.run(name),
  };
}

const snapshotOf = (row: Record<string, unknown>): Snapshot =>
  snapshotSchema.parse({
    name: row.name,
    createdAt: new Date(Number(row.created_at)).toISOString(),
    bytes: row.bytes,
    sha256: row.sha256,
    origin: row.origin,
    revision: row.revision,
    verified: row.verified === 1,
    ...(row.label !== null && { label: row.label }),
  });
