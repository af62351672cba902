import type { FileToken } from '#shared/bridge/files.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import type { TakeFileOptions } from './host-bridge.ts';
import { localFailure, toFailure } from './local-failure.ts';

/** Reads the host's answer to an upload: the token, a result around it, or a failure. */
export function readUploadAnswer(status: number, body: string): Result<FileToken> {
  let answer: unknown;
  try {
    answer = JSON.parse(body);
  } catch {
    return fail(localFailure('WORKBENCH_INTERNAL', {}, `HTTP ${status}: ${body.slice(0, 200)}`));
  }
  if (typeof answer === 'object' && answer !== null) {
    if ('ok' in answer) return answer as Result<FileToken>;
    if ('token' in answer) return ok(answer as FileToken);
    if ('failure' in answer) return fail(toFailure(answer.failure));
    if ('code' in answer) return fail(toFailure(answer));
  }
  return fail(localFailure('WORKBENCH_INTERNAL', {}, `HTTP ${status}`));
}

/** Sends a file to the host (`POST /files`). XMLHttpRequest, because fetch does not tell how far an upload is. */
export function uploadFile(file: File, options: TakeFileOptions = {}): Promise<Result<FileToken>> {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open('POST', '/files');
    request.setRequestHeader('content-type', 'application/octet-stream');
    request.setRequestHeader('x-file-name', encodeURIComponent(file.name));
    request.upload.onprogress = (event) => {
      if (event.lengthComputable && event.total > 0) options.onProgress?.(event.loaded / event.total);
    };
    request.onload = () => resolve(readUploadAnswer(request.status, request.responseText));
    request.onerror = () => resolve(fail(localFailure('BRIDGE_CLOSED')));
    request.onabort = () => resolve(fail(localFailure('JOB_CANCELLED', { effect: 'Nothing was changed.' })));
    options.signal?.addEventListener('abort', () => request.abort(), { once: true });
    request.send(file);
  });
}
