import { stat } from 'node:fs/promises';
import { createFileBody } from '#platform/files/file-body.ts';
import { isFileError } from '#platform/files/file-error.ts';
import { failure } from '#shared/errors/failure.ts';
import { attachment } from '../http/attachment.ts';
import type { Handlers } from '../http/call.ts';
import { localStamp } from '../system/gateway-time.ts';
import type { Snapshots } from './snapshots.ts';

type SnapshotHandlers = Pick<
  Handlers,
  'snapshots' | 'snapshotCreate' | 'snapshotDelete' | 'snapshotDownload'
>;

const unknownSnapshot = () => ({ failure: failure('NOT_FOUND', { what: 'This snapshot' }) });

/** Names are looked up in the list and never joined to a path unseen (contract §2). */
export const snapshotCalls = (snapshots: Snapshots, gatewayName: () => string): SnapshotHandlers => ({
  snapshots: () => ({ status: 200, body: { snapshots: snapshots.list() } }),
  async snapshotCreate({ body }) {
    const taken = await snapshots.create('manual', body.label);
    return taken.ok ? { status: 200, body: taken.value } : { failure: taken.failure };
  },
  async snapshotDelete({ params }) {
    const removed = await snapshots.remove(params.name);
    return removed ? { status: 200, body: { err: null } } : unknownSnapshot();
  },
  async snapshotDownload({ params }) {
    const snapshot = snapshots.get(params.name);
    if (snapshot === null) return unknownSnapshot();
    try {
      const path = snapshots.pathOf(snapshot);
      const { size } = await stat(path);
      const fileName = `${gatewayName()}-Snapshot-${localStamp(new Date(snapshot.createdAt))}.zip`;
      return {
        status: 200,
        body: createFileBody({ path, bytes: size }),
        headers: {
          'content-disposition': attachment(fileName),
          'content-length': String(size),
          'cache-control': 'no-store',
        },
      };
    } catch (error) {
      if (isFileError(error, 'ENOENT')) return unknownSnapshot();
      throw error;
    }
  },
});
