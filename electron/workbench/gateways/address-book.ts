import { join } from 'node:path';
import type { Logger } from 'pino';
import { z } from 'zod';
import { type JsonFile, openJsonFile } from '#platform/files/json-file.ts';
import { identitySchema } from '#shared/bridge/gateways.ts';
import type { Notices } from '../settings/notices.ts';

const entrySchema = z.object({
  id: z.uuid(),
  label: z.string(),
  address: z.string(),
  username: z.string(),
  origin: z.enum(['manual', 'site']),
  /** SHA-256 as `AB:CD:…`, pinned on first use. */
  pinnedFingerprint: z.string().nullable(),
  /** As last read, so that the list says something before the first answer. */
  identity: identitySchema.nullable(),
});
export type GatewayEntry = z.infer<typeof entrySchema>;

const fileSchema = z.object({ format: z.literal(1), gateways: z.array(entrySchema) });

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
    defaults: { format: 1, gateways: [] },
    log: deps.log,
  });
  deps.notices.addSetAside('list of gateways', file.setAside);
  // Held here as well: two changes in one tick must not both start from what is on disk.
  let entries: readonly GatewayEntry[] = file.value().gateways;
  const write = (next: readonly GatewayEntry[]) => {
    entries = next;
    return file.write({ format: 1, gateways: [...next] });
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
export const gatewayName = (entry: Pick<GatewayEntry, 'label' | 'address' | 'identity'>): string =>
  entry.label || entry.identity?.name || entry.address.replace(/^https?:\/\//, '');
