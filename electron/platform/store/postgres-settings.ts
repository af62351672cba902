import { type ClientConfig, types } from 'pg';

const int8 = 20;
const numeric = 1_700;

/**
 * How every connection is made. Counts and sums come as numbers, as from SQLite, instead of the texts that `pg` gives by
 * default; only here, because its own table of types is one for the whole process.
 */
export const postgresSettings = (url: string): ClientConfig => ({
  connectionString: url,
  application_name: 'gatewright-fleet',
  connectionTimeoutMillis: 5_000,
  keepAlive: true,
  types: {
    getTypeParser: (type: number, format?: 'text' | 'binary') =>
      type === int8 || type === numeric ? Number : types.getTypeParser(type, format),
  },
});

/** The address without account and password, for people and logs. */
export function postgresName(url: string): string {
  if (!URL.canParse(url)) return 'PostgreSQL';
  const { host, pathname } = new URL(url);
  return `postgres://${host}${pathname}`;
}
