import { randomBytes } from 'node:crypto';
import { mkdir, readdir, rm, statfs } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import type { FileStore } from '@tus/file-store';
import type { Server } from '@tus/server';
import type { Logger } from 'pino';
import { syncFile } from '#platform/files/atomic-file.ts';
import { isFileError } from '#platform/files/file-error.ts';
import { linkOrCopy } from '#platform/files/link-or-copy.ts';
import { hashFile } from '#platform/files/receive-file.ts';
import { displayName, type Upload } from '#platform/http/receive-uploads.ts';
import { serverLimits } from '#platform/http/server-limits.ts';
import { errorTable } from '#shared/errors/error-table.ts';
import { type Failure, failure } from '#shared/errors/failure.ts';
import { uploadsApi } from '#shared/gateway-api/extensions.ts';
import { fail, ok, type Result } from '#shared/result.ts';

/** Uploads by tus 1.0, which outlive a broken line and a restart of this process. */
export interface ResumableUploads {
  /** Answers one request whose access was checked. */
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>;
  /**
   * Where the content of an upload goes that does not come over HTTP: the one of the same content that was begun before, or a
   * new one. Fails with UPLOAD_TOO_LARGE, UPLOAD_TOO_MANY, DISK_FULL.
   */
  begin(file: { name: string; bytes: number; sha256: string }): Promise<Result<BegunUpload>>;
  /**
   * Gives a finished upload a second name at `path`, fsynced; it stays until {@link remove}, so that what was refused can
   * be asked for again without sending it again. Fails with UPLOAD_UNKNOWN, UPLOAD_UNFINISHED.
   */
  take(id: string, path: string): Promise<Result<Upload>>;
  remove(id: string): Promise<void>;
  /** Removes what is older than its time. */
  sweep(): Promise<void>;
}

export interface BegunUpload {
  id: string;
  /** What is written to its end is what has arrived. */
  path: string;
  /** So much is there. */
  offset: number;
}

export interface ResumableLimits {
  /** Largest upload. */
  maxBytes: number;
  /** From its beginning, whether it was finished or not. */
  expiryMs: number;
  /** At the same time; a client that begins again and again must not fill the folder. */
  uploads: number;
}

export const resumableLimits: ResumableLimits = {
  maxBytes: 8 * 1024 ** 3,
  expiryMs: 24 * 60 * 60 * 1000,
  uploads: 50,
};

interface ResumableOptions {
  /** Of the uploads alone. */
  folder: string;
  limits?: ResumableLimits;
  log: Logger;
}

const idPattern = /^[0-9a-f]{32}$/;

export function createResumableUploads({
  folder,
  limits = resumableLimits,
  log,
}: ResumableOptions): ResumableUploads {
  // Its libraries are loaded with the first use: most gateways never see a resumable upload.
  let loading: Promise<{ server: Server; store: FileStore }> | null = null;
  const load = () => {
    loading ??= loadLibraries();
    return loading;
  };
  const loadLibraries = async () => {
    const [{ Server }, { FileStore }] = await Promise.all([import('@tus/server'), import('@tus/file-store')]);
    // The store makes it, too, but waits for nobody.
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const store = new FileStore({ directory: folder, expirationPeriodInMilliseconds: limits.expiryMs });
    const server = new Server({
      path: uploadsApi.tusCreate.path,
      datastore: store,
      maxSize: limits.maxBytes,
      relativeLocation: true,
      // What a broken line left behind is let go of soon: whoever comes next, to go on or to give it up, waits for that.
      lockDrainTimeout: 500,
      // Pages of other sites get no leave; the access check has refused them already.
      allowedOrigins: [],
      onUploadCreate: async (_request, upload) => {
        const refused = await tooMuch(folder, limits, upload.size ?? 0);
        if (refused !== null) throw refusal(refused);
        return {};
      },
      onResponseError: (_request, error) => {
        log.info({ error }, 'a resumable upload was refused or broke off');
        return undefined;
      },
    });
    return { server, store };
  };

  return {
    async handle(request, response) {
      const { server } = await load();
      await server.handle(request, response);
    },
    async begin({ name, bytes, sha256 }) {
      const { store } = await load();
      const path = (id: string) => join(folder, id);
      for (const id of await idsIn(folder)) {
        const upload = await store.getUpload(id).catch(() => null);
        if (upload?.metadata?.sha256 !== sha256 || upload.size !== bytes) continue;
        return ok({ id, path: path(id), offset: upload.offset });
      }
      if (bytes > limits.maxBytes) return fail(failure('UPLOAD_TOO_LARGE', { limit: limits.maxBytes }));
      const refused = await tooMuch(folder, limits, bytes);
      if (refused !== null) return fail(refused);
      const { Upload } = await import('@tus/server');
      const id = randomBytes(16).toString('hex');
      await store.create(new Upload({ id, size: bytes, offset: 0, metadata: { filename: name, sha256 } }));
      return ok({ id, path: path(id), offset: 0 });
    },
    async take(id, path) {
      const unknown = () => fail(failure('UPLOAD_UNKNOWN'));
      if (!idPattern.test(id) || (await isEmpty(folder))) return unknown();
      const { store } = await load();
      const upload = await store.getUpload(id).catch(() => null);
      if (upload === null) return unknown();
      const { size, offset, metadata } = upload;
      if (size !== offset) return fail(failure('UPLOAD_UNFINISHED', { bytes: offset, total: size ?? '?' }));
      await syncFile(join(folder, id));
      await linkOrCopy(join(folder, id), path);
      return ok({
        name: displayName(metadata?.filename ?? undefined, serverLimits.fileNameCharacters),
        path,
        ...(await hashFile(path)),
      });
    },
    async remove(id) {
      if (!idPattern.test(id)) return;
      await rm(join(folder, `${id}.json`), { force: true });
      await rm(join(folder, id), { force: true });
    },
    async sweep() {
      if (await isEmpty(folder)) return;
      const { server } = await load();
      const removed = await server.cleanUpExpiredUploads();
      if (removed > 0) log.info({ removed }, 'resumable uploads were removed at the end of their time');
    },
  };
}

const insufficientStorage = 507;

/** Thrown at the library, which answers with it. */
const refusal = ({ code, message }: Failure) => ({
  status_code: code === 'DISK_FULL' ? insufficientStorage : errorTable[code].status,
  body: `${message}\n`,
});

async function tooMuch(folder: string, limits: ResumableLimits, bytes: number): Promise<Failure | null> {
  const begun = (await idsIn(folder)).length;
  if (begun >= limits.uploads) return failure('UPLOAD_TOO_MANY', { count: begun });
  const { bavail, bsize } = await statfs(folder);
  return bytes > bavail * bsize ? failure('DISK_FULL', { doing: 'making room for the upload' }) : null;
}

async function idsIn(folder: string): Promise<string[]> {
  const suffix = '.json';
  const descriptions = (await namesIn(folder)).filter((name) => name.endsWith(suffix));
  return descriptions.map((name) => name.slice(0, -suffix.length));
}

const isEmpty = async (folder: string): Promise<boolean> => (await namesIn(folder)).length === 0;

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (isFileError(error, 'ENOENT')) return [];
    throw error;
  }
}
