import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { receiveFile } from '#platform/files/receive-file.ts';
import { displayName } from '#platform/http/receive-uploads.ts';
import { serverLimits } from '#platform/http/server-limits.ts';
import { type Failure, failure, isErrorCode } from '#shared/errors/failure.ts';
import { errorCodeHeader } from '#shared/gateway-api/answers.ts';
import { fail, ok, type Result } from '#shared/result.ts';

/** A download that lies on the disk, so that it can be sent as often as the cable needs. */
export interface SpooledFile {
  path: string;
  name: string;
  bytes: number;
  sha256: string;
}

/** Who asks: the download is theirs, with their access and their name in the activity log. */
export interface DownloadCaller {
  cookie: string;
  address: string;
}

/**
 * Downloads through the gateway's own API into a folder of its own below `folder`. Fails with what that answers, DISK_FULL,
 * UPLOAD_INTERRUPTED.
 */
export async function spoolDownload(
  app: Pick<FastifyInstance, 'inject'>,
  path: string,
  caller: DownloadCaller,
  folder: string,
): Promise<Result<SpooledFile>> {
  const answer = await app.inject({
    method: 'GET',
    url: path,
    headers: { cookie: caller.cookie },
    remoteAddress: caller.address,
    payloadAsStream: true,
  });
  const stream = answer.stream();
  if (answer.statusCode !== 200) {
    const said = await stream.toArray();
    return fail(refusalOf(Buffer.concat(said).toString(), answer.headers[errorCodeHeader]));
  }
  await mkdir(folder, { mode: 0o700 });
  const given = /filename="([^"]+)"/.exec(String(answer.headers['content-disposition'] ?? ''))?.[1];
  const name = displayName(given, serverLimits.fileNameCharacters);
  const received = await receiveFile(stream, join(folder, name));
  if (received.ok) return ok({ path: join(folder, name), name, ...received.value });
  await rm(folder, { recursive: true, force: true });
  return received;
}

function refusalOf(message: string, code: unknown): Failure {
  const known = typeof code === 'string' && isErrorCode(code) ? code : 'GATEWAY_INTERNAL';
  return { ...failure(known), message };
}
