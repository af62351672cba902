import { randomUUID } from 'node:crypto';
import { type AddressBook, unknownManagement } from '../gateways/address-book.ts';
import type { Credentials } from '../gateways/credentials.ts';
import type { GatewaySessions } from '../gateways/gateway-sessions.ts';

/** The embedded gateway's place in the address book. */
export interface SiteEntry {
  id(): string | null;
  /** Adds or moves the entry and logs in. Resolves when connected or failed; the session says which. */
  connect(address: string, password: string): Promise<void>;
  disconnect(): Promise<void>;
}

export function createSiteEntry(deps: {
  book: AddressBook;
  credentials: Credentials;
  sessions: GatewaySessions;
}): SiteEntry {
  const { book, credentials, sessions } = deps;
  const find = () => book.list().find((entry) => entry.origin === 'site');

  async function place(address: string): Promise<string> {
    const known = find();
    if (known === undefined) {
      const id = randomUUID();
      await book.add({
        id,
        label: '',
        address,
        serial: null,
        prefers: 'automatic',
        username: 'admin',
        origin: 'site',
        pinnedFingerprint: null,
        offers: { system: true, management: false },
        management: unknownManagement,
        identity: null,
      });
      return id;
    }
    if (known.address !== address) {
      await book.change(known.id, { address });
      sessions.close(known.id);
    }
    return known.id;
  }

  return {
    id: () => find()?.id ?? null,
    async connect(address, password) {
      const id = await place(address);
      const session = sessions.find(id) ?? sessions.open(id);
      // A password that the user entered since (accounts of a restored backup) is newer than the generated one.
      if (credentials.find(id, 'admin') === null) credentials.enter(id, password);
      await session.connect();
      sessions.changed(id);
    },
    async disconnect() {
      const id = find()?.id;
      if (id !== undefined) await sessions.find(id)?.disconnect();
    },
  };
}
