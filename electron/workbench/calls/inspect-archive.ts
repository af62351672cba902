import { failure } from '#shared/errors/failure.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import type { BridgeHandlers } from '../bridge/host.ts';
import type { FileShelf } from '../files/file-shelf.ts';
import { type AddressBook, gatewayName } from '../gateways/address-book.ts';
import type { GatewaySessions } from '../gateways/gateway-sessions.ts';
import { readAnswer, requestFor } from '../sessions/contract-request.ts';
import type { HttpAnswer } from '../sessions/gateway-http.ts';
import { uploadFile } from '../transfers/upload.ts';

/** A small processor unpacks and hashes a snapshot of gigabytes. */
const snapshotTimeoutMs = 15 * 60_000;

/**
 * What a snapshot on the gateway, or a file of this computer, is and would change, as the gateway itself sees it; the file
 * is streamed there and dropped. Failures besides those of file and way: NOT_OFFERED on a box without that extension,
 * BRIDGE_BAD_INPUT unless exactly one of the two is named.
 */
export function createInspectHandler(deps: {
  book: AddressBook;
  sessions: GatewaySessions;
  files: FileShelf;
  now: () => number;
}): Pick<BridgeHandlers, 'gateway.inspect'> {
  const { book, sessions, files, now } = deps;

  return {
    async 'gateway.inspect'({ gatewayId, snapshot, fileToken }) {
      const entry = book.find(gatewayId);
      const session = sessions.find(gatewayId);
      if (entry === undefined || session === undefined) return fail(failure('GATEWAY_UNKNOWN'));
      const gateway = gatewayName(entry);
      if (entry.identity?.extensions.includes('inspect') !== true) {
        return fail(failure('NOT_OFFERED', { gateway, what: 'a look into archives' }));
      }
      const { client } = session;
      const send = (): Promise<Result<HttpAnswer>> | null => {
        if (snapshot !== undefined && fileToken === undefined) {
          const request = requestFor('inspect', { query: { snapshot } });
          return client.send({ ...request, timeoutMs: snapshotTimeoutMs, body: () => undefined });
        }
        return snapshot === undefined && fileToken !== undefined ? sendFile(fileToken) : null;
      };
      async function sendFile(token: string): Promise<Result<HttpAnswer>> {
        const found = await files.find(token);
        if (!found.ok) return found;
        const letGo = files.hold(token);
        const nothing = () => undefined;
        const { path } = requestFor('inspect');
        const listeners = { onProgress: nothing, onAllSent: nothing };
        const { signal } = new AbortController();
        const upload = { path, file: found.value, signal, now, ...listeners };
        return uploadFile(client, upload).finally(letGo);
      }
      const sent = await (send() ??
        fail(failure('BRIDGE_BAD_INPUT', { what: 'a snapshot or a file, not both' })));
      if (!sent.ok) return sent;
      const read = readAnswer('inspect', sent.value, gateway);
      return read.ok ? ok(JSON.parse(JSON.stringify(read.value))) : read;
    },
  };
}
