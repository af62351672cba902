import type { Logger } from 'pino';
import type { Database } from '#platform/database/database.ts';
import {
  type Address,
  addressSchema,
  type DriverInstance,
  driverInstanceSchema,
  type Logic,
  logicSchema,
  type Route,
  routeSchema,
} from '#shared/gateway-api/configuration.ts';

/** Parts of the configuration that people edit item by item. */
export interface PointDocuments {
  gateways: DriverInstance;
  addresses: Address;
  routes: Route;
  logics: Logic;
}
export type PointPart = keyof PointDocuments;

export const pointParts = ['gateways', 'addresses', 'routes', 'logics'] as const;

const schemas = {
  gateways: driverInstanceSchema,
  addresses: addressSchema,
  routes: routeSchema,
  logics: logicSchema,
} as const;

/** The configuration in memory, by id in its order, and on disk. */
export interface DocumentStore {
  all<P extends PointPart>(part: P): ReadonlyMap<string, PointDocuments[P]>;
  /** Adds an item at the end of its part, or puts one in the place of the one with its id. */
  put<P extends PointPart>(part: P, document: PointDocuments[P]): void;
  /** Removes items of any parts, all or none. */
  remove(items: readonly { part: PointPart; id: string }[]): void;
  /** Reads everything anew from the disk. */
  load(): void;
}

/**
 * Writes go to the disk first and throw when that is full; memory follows. An item on disk that does not fit its schema is
 * left there, told in the log, and not seen.
 */
export function createDocumentStore({ database, log }: { database: Database; log: Logger }): DocumentStore {
  const { sql } = database;
  const list = sql.prepare('SELECT id, document FROM documents WHERE part = ? ORDER BY position');
  const update = sql.prepare('UPDATE documents SET document = ? WHERE part = ? AND id = ?');
  const insert = sql.prepare(
    'INSERT INTO documents (part, id, position, document) VALUES (?1, ?2, (SELECT coalesce(max(position), 0) + 1 FROM documents), ?3)',
  );
  const remove = sql.prepare('DELETE FROM documents WHERE part = ? AND id = ?');
  const maps: { [P in PointPart]: Map<string, PointDocuments[P]> } = {
    gateways: new Map(),
    addresses: new Map(),
    routes: new Map(),
    logics: new Map(),
  };

  const loadPart = <P extends PointPart>(part: P) => {
    const map: Map<string, PointDocuments[P]> = maps[part];
    map.clear();
    for (const { id, document } of list.iterate(part)) {
      const parsed = schemas[part].safeParse(JSON.parse(String(document)));
      if (parsed.success) map.set(String(id), parsed.data as PointDocuments[P]);
      else log.warn({ part, id, error: parsed.error.message }, 'an item of the configuration cannot be used');
    }
  };
  const load = () => {
    for (const part of pointParts) loadPart(part);
  };
  load();
  return {
    load,
    all: (part) => maps[part],
    put(part, document) {
      const text = JSON.stringify(document);
      database.transaction(() => {
        if (update.run(text, part, document.id).changes === 0) insert.run(part, document.id, text);
      });
      maps[part].set(document.id, document);
    },
    remove(items) {
      database.transaction(() => {
        for (const { part, id } of items) remove.run(part, id);
      });
      for (const { part, id } of items) maps[part].delete(id);
    },
  };
}
