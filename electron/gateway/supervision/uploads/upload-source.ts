import { isFileError } from '#platform/files/file-error.ts';
import { linkOrCopy } from '#platform/files/link-or-copy.ts';
import { hashFile } from '#platform/files/receive-file.ts';
import type { Upload } from '#platform/http/receive-uploads.ts';
import { failure } from '#shared/errors/failure.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import type { Snapshots } from '../snapshots/snapshots.ts';
import type { ResumableUploads } from './resumable-uploads.ts';

export interface SourceCall {
  /** What takes the place of the body: an upload that is finished already, or a snapshot of this gateway. */
  query: { upload?: string | undefined; snapshot?: string | undefined };
  receive(path: string): Promise<Result<Upload>>;
  isGone(): boolean;
}

/** Where the file of a maintenance call comes from: its body, or something that lies on the gateway. */
export interface UploadSource {
  /**
   * The call, with a `receive` that puts the named file at the path: a name of its own, which the receiver may remove.
   * Fails with UPLOAD_UNKNOWN, UPLOAD_UNFINISHED, NOT_FOUND, or as the body's own.
   */
  of(call: SourceCall): { receive: SourceCall['receive']; isGone(): boolean };
  /** The call has taken its file over: a resumable upload is not needed any more. */
  taken(call: SourceCall): Promise<void>;
}

export function createUploadSource(deps: {
  snapshots: Pick<Snapshots, 'get' | 'pathOf'>;
  resumable: Pick<ResumableUploads, 'take' | 'remove'>;
}): UploadSource {
  const { snapshots, resumable } = deps;
  return {
    of(call) {
      const { upload, snapshot } = call.query;
      const isGone = () => call.isGone();
      if (upload !== undefined) return { receive: (path) => resumable.take(upload, path), isGone };
      if (snapshot !== undefined)
        return { receive: (path) => linkSnapshot(snapshots, snapshot, path), isGone };
      return { receive: (path) => call.receive(path), isGone };
    },
    async taken({ query }) {
      if (query.upload !== undefined) await resumable.remove(query.upload);
    },
  };
}

/** A second name: the retention rule may delete the snapshot while it is being restored. */
async function linkSnapshot(
  snapshots: Pick<Snapshots, 'get' | 'pathOf'>,
  name: string,
  path: string,
): Promise<Result<Upload>> {
  const unknown = () => fail(failure('NOT_FOUND', { what: 'This snapshot' }));
  const snapshot = snapshots.get(name);
  if (snapshot === null) return unknown();
  try {
    await linkOrCopy(snapshots.pathOf(snapshot), path);
    return ok({ name, path, ...(await hashFile(path)) });
  } catch (error) {
    if (isFileError(error, 'ENOENT')) return unknown();
    throw error;
  }
}
