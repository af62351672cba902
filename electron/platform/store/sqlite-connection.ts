import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import type { CompiledQuery, DatabaseConnection, QueryResult } from 'kysely';

interface Prepared {
  statement: StatementSync;
  /** SELECT and RETURNING; anything else tells how many rows it changed. */
  givesRows: boolean;
}

/** Lists in a condition make a text for each length; the product's own statements are some hundreds. */
const keptStatements = 1_000;

/** Kysely's connection over one of Node's. Every text is prepared once, the oldest are forgotten. */
export function createSqliteConnection(sql: DatabaseSync): DatabaseConnection {
  const kept = new Map<string, Prepared>();

  function prepare(text: string): Prepared {
    const known = kept.get(text);
    if (known !== undefined) return known;
    const statement = sql.prepare(text);
    const prepared = { statement, givesRows: statement.columns().length > 0 };
    if (kept.size >= keptStatements) {
      for (const oldest of kept.keys()) {
        kept.delete(oldest);
        break;
      }
    }
    kept.set(text, prepared);
    return prepared;
  }

  return {
    async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
      const { statement, givesRows } = prepare(query.sql);
      const parameters = query.parameters as SQLInputValue[];
      if (givesRows) return { rows: statement.all(...parameters) as R[] };
      const { changes } = statement.run(...parameters);
      return { rows: [], numAffectedRows: BigInt(changes) };
    },
    async *streamQuery<R>(query: CompiledQuery): AsyncIterableIterator<QueryResult<R>> {
      // A statement of its own: the kept one may be asked again before this one has ended.
      const rows = sql.prepare(query.sql).iterate(...(query.parameters as SQLInputValue[]));
      for (const row of rows) yield { rows: [row as R] };
    },
  };
}
