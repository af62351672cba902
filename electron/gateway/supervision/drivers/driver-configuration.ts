import type { Logger } from 'pino';
import type { z } from 'zod';
import type { Database } from '#platform/database/database.ts';
import {
  type Address,
  addressSchema,
  type DriverInstance,
  driverInstanceSchema,
} from '#shared/gateway-api/configuration.ts';

/** One driver instance with all of its addresses, disabled ones included. */
export interface ConfiguredDriver {
  instance: DriverInstance;
  addresses: readonly Address[];
}

/** Reads driver instances from the documents, in their order; one that cannot be read is left out and logged. */
export function createDriverConfiguration({ sql }: Database, log: Logger) {
  const instances = sql.prepare(
    "SELECT document FROM documents WHERE part = 'gateways' ORDER BY position, id",
  );
  const instance = sql.prepare("SELECT document FROM documents WHERE part = 'gateways' AND id = ?");
  const allAddresses = sql.prepare(
    "SELECT document FROM documents WHERE part = 'addresses' ORDER BY position, id",
  );
  const addressesOf = sql.prepare(
    "SELECT document FROM documents WHERE part = 'addresses' AND document ->> '$.gateway' = ? ORDER BY position, id",
  );
  function read<T>(schema: z.ZodType<T>, rows: readonly Record<string, unknown>[]): T[] {
    return rows.flatMap(({ document }) => {
      const parsed = schema.safeParse(JSON.parse(String(document)));
      if (!parsed.success)
        log.error({ issues: parsed.error.issues }, 'a driver or an address cannot be read');
      return parsed.success ? [parsed.data] : [];
    });
  }
  return {
    all(): ConfiguredDriver[] {
      const byInstance = Map.groupBy(read(addressSchema, allAddresses.all()), ({ gateway }) => gateway);
      return read(driverInstanceSchema, instances.all()).map((one) => ({
        instance: one,
        addresses: byInstance.get(one.id) ?? [],
      }));
    },
    one(id: string): ConfiguredDriver | null {
      const [found] = read(driverInstanceSchema, instance.all(id));
      return found === undefined
        ? null
        : { instance: found, addresses: read(addressSchema, addressesOf.all(id)) };
    },
  };
}
