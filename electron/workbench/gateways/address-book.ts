import { join } from 'node:path';
import type { Logger } from 'pino';
import { z } from 'zod';
import { type JsonFile, openJsonFile } from '#platform/files/json-file.ts';
import { gatewaySchema, identitySchema, offersSchema } from '#shared/bridge/gateways.ts';
import type { Notices } from '../settings/notices.ts';

/** How the management API of an entry is reached. */
const managementEntrySchema = z.object({
  /** `found`: asked for at every login, as long as nobody says otherwise. */
  choice: z.enum(['found', 'given']),
  /** Null: the entry's own address. */
  address: z.string().nullable(),
  auth: z.enum(['session', 'key']).nullable(),
  /** Of an address of its own. */
  pinnedFingerprint: z.string().nullable(),
});
export type ManagementEntry = z.infer<typeof managementEntrySchema>;

/** Not known yet: looked for at the first login. */
export const unknownManagement: ManagementEntry = {
  choice: 'found',
  address: null,
  auth: null,
  pinnedFingerprint: null,
};

const entrySchema = z.object({
  id: z.uuid(),
  label: z.string(),
  /** Empty: by the serial cable only. */
  address: z.string(),
  serial: gatewaySchema.shape.serial,
  prefers: gatewaySchema.shape.prefers,
  username: z.string(),
  origin: z.enum(['manual', 'site']),
  /** SHA-256 as `AB:CD:…`, pinned on first use. */
  pinnedFingerprint: z.string().nullable(),
  offers: offersSchema,
  management: managementEntrySchema,
  /** As last read, so that the list says something before the first answer. */
  identity: identitySchema.nullable(),
});
export type GatewayEntry = z.infer<typeof entrySchema>;

const fileSchema = z.object({ format: z.literal(3), gateways: z.array(entrySchema) });

const olderFileSchema = (format: number) =>
  z.object({ format: z.literal(format), gateways: z.array(z.looseObject({})) });

/** What each older format did not know, and what is put there; the place in the list is the format minus one. */
const additions: readonly object[] = [
  // The system API only; whether the other one is there is found out at the next login.
  { offers: { system: true, management: false }, management: unknownManagement },
  { serial: null, prefers: 'automatic' },
];

/** Brings what an older workbench wrote forward, one format after the other. */
export function migrateAddressBook(raw: unknown): unknown {
  return additions.reduce<unknown>((file, added, index) => {
    const older = olderFileSchema(index + 1).safeParse(file);
    if (!older.success) return file;
    return { format: index + 2, gateways: older.data.gateways.map((entry) => ({ ...entry, ...added })) };
  }, raw);
}

/** `gateways.json`: the gateways that the user added, and the embedded one. */
export interface AddressBook {
  list(): readonly GatewayEntry[];
  find(id: string): GatewayEntry | undefined;
  findByAddress(address: string): GatewayEntry | undefined;
  add(entry: GatewayEntry): Promise<void>;
  /** Changes what is given; an entry that was removed meanwhile stays removed. */
  change(id: string, change: Partial<Omit<GatewayEntry, 'id'>>): Promise<void>;
  remove(id: string): Promise<void>;
}

export async function openAddressBook(deps: {
  dataFolder: string;
  notices: Notices;
  log: Logger;
}): Promise<AddressBook> {
  const file: JsonFile<z.infer<typeof fileSchema>> = await openJsonFile({
    path: join(deps.dataFolder, 'gateways.json'),
    schema: fileSchema,
    defaults: { format: 3, gateways: [] },
    migrate: migrateAddressBook,
    log: deps.log,
  });
  deps.notices.addSetAside('list of gateways', file.setAside);
  // Held here as well: two changes in one tick must not both start from what is on disk.
  let entries: readonly GatewayEntry[] = file.value().gateways;
  const write = (next: readonly GatewayEntry[]) => {
    entries = next;
    return file.write({ format: 3, gateways: [...next] });
  };
  return {
    list: () => entries,
    find: (id) => entries.find((entry) => entry.id === id),
    findByAddress: (address) => entries.find((entry) => entry.address === address),
    add: (entry) => write([...entries, entry]),
    change: (id, change) =>
      write(entries.map((entry) => (entry.id === id ? { ...entry, ...change } : entry))),
    remove: (id) => write(entries.filter((entry) => entry.id !== id)),
  };
}

/** What a gateway is called in sentences: the user's name for it, its own, or its address. */
export const gatewayName = (entry: Pick<GatewayEntry, 'label' | 'address' | 'serial' | 'identity'>): string =>
  entry.label ||
  entry.identity?.name ||
  entry.address.replace(/^https?:\/\//, '') ||
  (entry.serial?.port.label ?? '');
